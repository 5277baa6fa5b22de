WITH calls AS (
  SELECT * FROM call_list
)

SELECT
  tenant_id,
  call_date,
  evaluation_status,
  unscored_reason,
  count(*) AS calls
FROM calls
GROUP BY tenant_id, call_date, evaluation_status, unscored_reason
