WITH source AS (
  SELECT * FROM evaluations
)

SELECT
  tenant_id,
  call_id,
  call_date,
  evaluation_id,
  form_id,
  form_version,
  attempt,
  is_latest,
  is_current,
  scored_at,
  agent_id,
  agent_name,
  agent_team,
  queue,
  channel,
  scorer,
  model,
  status,
  total_score,
  max_score,
  percentage,
  coverage,
  auto_failed,
  band,
  criteria_count,
  failed_count,
  undetermined_count
FROM source
