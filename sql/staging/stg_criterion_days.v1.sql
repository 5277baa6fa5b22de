WITH source AS (
  SELECT * FROM criterion_days
)

SELECT
  tenant_id,
  dt,
  call_date,
  form_id,
  form_version,
  criterion_id,
  section_id,
  question,
  agent_id,
  agent_name,
  agent_team,
  queue,
  channel,
  answers,
  passed,
  failed,
  partial,
  not_applicable,
  undetermined,
  score_sum,
  max_score_sum
FROM source
