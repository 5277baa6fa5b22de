WITH counted AS (
  SELECT tenant_id, call_id, count(*) AS turns
  FROM turns
  GROUP BY tenant_id, call_id
)

SELECT
  calls.tenant_id,
  calls.call_id,
  calls.turn_count,
  coalesce(counted.turns, 0) AS turn_rows
FROM calls
LEFT JOIN counted
  ON calls.tenant_id = counted.tenant_id
  AND calls.call_id = counted.call_id
WHERE coalesce(calls.turn_count, 0) <> coalesce(counted.turns, 0)
