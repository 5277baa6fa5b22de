WITH source AS (
  SELECT * FROM criterion_scores
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
  section_id,
  criterion_id,
  criterion_index,
  question,
  kind,
  weight,
  required,
  critical,
  outcome,
  score,
  max_score,
  reason,
  confidence,
  evidence_quote,
  evidence_turn,
  evidence
FROM source
