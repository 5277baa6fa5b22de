WITH criterion_scores AS (
  SELECT * FROM stg_criterion_scores
),

current_scores AS (
  SELECT * FROM criterion_scores WHERE is_current
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
  evaluation_id,
  form_id,
  form_version,
  attempt,
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
  scored_at
FROM current_scores
