WITH source AS (
  SELECT * FROM reviews
)

SELECT
  tenant_id,
  call_id,
  call_date,
  agent_id,
  agent_name,
  agent_team,
  queue,
  channel,
  review_id,
  evaluation_id,
  form_id,
  form_version,
  attempt,
  criterion_id,
  kind,
  reviewer_id,
  reviewed_at,
  outcome,
  score,
  max_score,
  comment
FROM source
