WITH facts AS (
  SELECT tenant_id, call_id, dt, 'evaluations' AS table_name FROM evaluations
  UNION ALL
  SELECT tenant_id, call_id, dt, 'turns' AS table_name FROM turns
  UNION ALL
  SELECT tenant_id, call_id, dt, 'entities' AS table_name FROM entities
  UNION ALL
  SELECT tenant_id, call_id, dt, 'key_phrases' AS table_name FROM key_phrases
  UNION ALL
  SELECT tenant_id, call_id, dt, 'action_items' AS table_name FROM action_items
  UNION ALL
  SELECT tenant_id, call_id, dt, 'reviews' AS table_name FROM reviews
),

facts_of_calls AS (
  SELECT DISTINCT tenant_id, call_id, dt, table_name FROM facts
)

SELECT
  facts_of_calls.tenant_id,
  facts_of_calls.call_id,
  facts_of_calls.dt,
  facts_of_calls.table_name
FROM facts_of_calls
LEFT JOIN calls
  ON facts_of_calls.tenant_id = calls.tenant_id
  AND facts_of_calls.call_id = calls.call_id
  AND facts_of_calls.dt = calls.dt
WHERE calls.call_id IS NULL
