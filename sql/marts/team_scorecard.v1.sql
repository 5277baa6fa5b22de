WITH calls AS (
  SELECT * FROM call_list
),

scores AS (
  SELECT * FROM qa_scores
),

calls_by_team AS (
  SELECT
    tenant_id,
    date_trunc('month', call_date) AS month_start,
    agent_team,
    count(DISTINCT agent_id) AS agents,
    count(*) AS calls,
    count(percentage) AS scored_calls,
    avg(percentage) AS average_percentage,
    count_if(auto_failed) AS auto_failed_calls,
    avg(duration_seconds) AS average_duration_seconds,
    avg(sentiment_customer) AS average_sentiment_customer
  FROM calls
  GROUP BY tenant_id, date_trunc('month', call_date), agent_team
),

criteria_by_team AS (
  SELECT
    tenant_id,
    date_trunc('month', call_date) AS month_start,
    agent_team,
    count_if(outcome IN ('pass', 'partial', 'fail')) AS criteria_answered,
    count_if(outcome = 'pass') AS criteria_passed
  FROM scores
  GROUP BY tenant_id, date_trunc('month', call_date), agent_team
),

scored_teams AS (
  SELECT
    calls_by_team.tenant_id,
    calls_by_team.month_start,
    calls_by_team.agent_team,
    calls_by_team.agents,
    calls_by_team.calls,
    calls_by_team.scored_calls,
    calls_by_team.average_percentage,
    calls_by_team.auto_failed_calls,
    coalesce(criteria_by_team.criteria_answered, 0) AS criteria_answered,
    coalesce(criteria_by_team.criteria_passed, 0) AS criteria_passed,
    calls_by_team.average_duration_seconds,
    calls_by_team.average_sentiment_customer
  FROM calls_by_team
  LEFT JOIN criteria_by_team
    ON calls_by_team.tenant_id = criteria_by_team.tenant_id
    AND calls_by_team.month_start = criteria_by_team.month_start
    AND calls_by_team.agent_team IS NOT DISTINCT FROM criteria_by_team.agent_team
)

SELECT
  tenant_id,
  month_start,
  agent_team,
  agents,
  calls,
  scored_calls,
  average_percentage,
  auto_failed_calls,
  criteria_answered,
  criteria_passed,
  1e2 * criteria_passed / nullif(criteria_answered, 0) AS pass_rate,
  average_duration_seconds,
  average_sentiment_customer
FROM scored_teams
