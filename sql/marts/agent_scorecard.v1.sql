WITH calls AS (
  SELECT * FROM call_list
),

scores AS (
  SELECT * FROM qa_scores
),

calls_by_agent AS (
  SELECT
    tenant_id,
    date_trunc('month', call_date) AS month_start,
    agent_id,
    max_by(agent_name, CAST(call_date AS varchar) || call_id) AS agent_name,
    max_by(agent_team, CAST(call_date AS varchar) || call_id) AS agent_team,
    count(*) AS calls,
    count(percentage) AS scored_calls,
    avg(percentage) AS average_percentage,
    count_if(auto_failed) AS auto_failed_calls,
    avg(duration_seconds) AS average_duration_seconds
  FROM calls
  GROUP BY tenant_id, date_trunc('month', call_date), agent_id
),

criteria_by_agent AS (
  SELECT
    tenant_id,
    date_trunc('month', call_date) AS month_start,
    agent_id,
    count_if(outcome IN ('pass', 'partial', 'fail')) AS criteria_answered,
    count_if(outcome = 'pass') AS criteria_passed
  FROM scores
  GROUP BY tenant_id, date_trunc('month', call_date), agent_id
),

scored_agents AS (
  SELECT
    calls_by_agent.tenant_id,
    calls_by_agent.month_start,
    calls_by_agent.agent_id,
    calls_by_agent.agent_name,
    calls_by_agent.agent_team,
    calls_by_agent.calls,
    calls_by_agent.scored_calls,
    calls_by_agent.average_percentage,
    calls_by_agent.auto_failed_calls,
    coalesce(criteria_by_agent.criteria_answered, 0) AS criteria_answered,
    coalesce(criteria_by_agent.criteria_passed, 0) AS criteria_passed,
    calls_by_agent.average_duration_seconds
  FROM calls_by_agent
  LEFT JOIN criteria_by_agent
    ON calls_by_agent.tenant_id = criteria_by_agent.tenant_id
    AND calls_by_agent.month_start = criteria_by_agent.month_start
    AND calls_by_agent.agent_id IS NOT DISTINCT FROM criteria_by_agent.agent_id
)

SELECT
  tenant_id,
  month_start,
  agent_id,
  agent_name,
  agent_team,
  calls,
  scored_calls,
  average_percentage,
  auto_failed_calls,
  criteria_answered,
  criteria_passed,
  1e2 * criteria_passed / nullif(criteria_answered, 0) AS pass_rate,
  average_duration_seconds
FROM scored_agents
