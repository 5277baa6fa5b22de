WITH scores AS (
  SELECT * FROM qa_scores
),

counted_by_agent AS (
  SELECT
    tenant_id,
    agent_id,
    max_by(agent_name, CAST(call_date AS varchar) || call_id) AS agent_name,
    form_id,
    criterion_id,
    max_by(question, form_version) AS question,
    count_if(outcome IN ('pass', 'partial', 'fail')) AS answered,
    count_if(outcome = 'pass') AS passed,
    count_if(outcome = 'fail') AS failed
  FROM scores
  GROUP BY tenant_id, agent_id, form_id, criterion_id
)

SELECT
  tenant_id,
  agent_id,
  agent_name,
  form_id,
  criterion_id,
  question,
  answered,
  passed,
  failed,
  1e2 * passed / nullif(answered, 0) AS pass_rate
FROM counted_by_agent
