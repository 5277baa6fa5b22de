WITH calls AS (
  SELECT * FROM call_list
),

scores AS (
  SELECT * FROM qa_scores
),

critical_fails AS (
  SELECT * FROM scores WHERE outcome = 'fail' AND critical IN ('section', 'form')
)

SELECT
  calls.tenant_id,
  calls.call_id,
  calls.call_date,
  calls.started_local,
  calls.agent_id,
  calls.agent_name,
  calls.agent_team,
  calls.queue,
  calls.channel,
  calls.evaluation_id,
  calls.form_id,
  calls.form_version,
  coalesce(calls.auto_failed, FALSE) AS form_failed,
  calls.percentage,
  critical_fails.section_id,
  critical_fails.criterion_id,
  critical_fails.question,
  critical_fails.critical,
  critical_fails.reason,
  critical_fails.confidence,
  critical_fails.evidence_quote,
  critical_fails.evidence_turn,
  critical_fails.scored_at
FROM calls
LEFT JOIN critical_fails
  ON calls.tenant_id = critical_fails.tenant_id
  AND calls.call_id = critical_fails.call_id
WHERE calls.auto_failed OR critical_fails.criterion_id IS NOT NULL
