WITH source AS (
  SELECT * FROM call_days
)

SELECT
  tenant_id,
  dt,
  call_date,
  agent_id,
  agent_name,
  agent_team,
  queue,
  channel,
  calls,
  scored_calls,
  duration_count,
  duration_sum,
  silence_count,
  silence_ms_sum,
  sentiment_customer_count,
  sentiment_customer_sum
FROM source
