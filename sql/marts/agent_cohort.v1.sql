WITH calls AS (
  SELECT * FROM call_list
),

scores AS (
  SELECT * FROM qa_scores
),

cohorts AS (
  SELECT
    tenant_id,
    agent_id,
    date_trunc('month', min(call_date)) AS cohort_month
  FROM calls
  WHERE agent_id IS NOT NULL
  GROUP BY tenant_id, agent_id
),

cohort_sizes AS (
  SELECT
    tenant_id,
    cohort_month,
    count(*) AS cohort_agents
  FROM cohorts
  GROUP BY tenant_id, cohort_month
),

cohort_calls AS (
  SELECT
    cohorts.tenant_id,
    cohorts.cohort_month,
    date_diff('month', cohorts.cohort_month, date_trunc('month', calls.call_date)) AS months_since_first,
    calls.agent_id,
    calls.percentage
  FROM calls
  JOIN cohorts
    ON calls.tenant_id = cohorts.tenant_id
    AND calls.agent_id = cohorts.agent_id
),

calls_by_month AS (
  SELECT
    tenant_id,
    cohort_month,
    months_since_first,
    count(DISTINCT agent_id) AS active_agents,
    count(*) AS calls,
    count(percentage) AS scored_calls,
    avg(percentage) AS average_percentage
  FROM cohort_calls
  GROUP BY tenant_id, cohort_month, months_since_first
),

cohort_scores AS (
  SELECT
    cohorts.tenant_id,
    cohorts.cohort_month,
    date_diff('month', cohorts.cohort_month, date_trunc('month', scores.call_date)) AS months_since_first,
    scores.outcome
  FROM scores
  JOIN cohorts
    ON scores.tenant_id = cohorts.tenant_id
    AND scores.agent_id = cohorts.agent_id
),

criteria_by_month AS (
  SELECT
    tenant_id,
    cohort_month,
    months_since_first,
    count_if(outcome IN ('pass', 'partial', 'fail')) AS criteria_answered,
    count_if(outcome = 'pass') AS criteria_passed
  FROM cohort_scores
  GROUP BY tenant_id, cohort_month, months_since_first
),

scored_cohorts AS (
  SELECT
    calls_by_month.tenant_id,
    calls_by_month.cohort_month,
    calls_by_month.months_since_first,
    cohort_sizes.cohort_agents,
    calls_by_month.active_agents,
    calls_by_month.calls,
    calls_by_month.scored_calls,
    calls_by_month.average_percentage,
    coalesce(criteria_by_month.criteria_answered, 0) AS criteria_answered,
    coalesce(criteria_by_month.criteria_passed, 0) AS criteria_passed
  FROM calls_by_month
  JOIN cohort_sizes
    ON calls_by_month.tenant_id = cohort_sizes.tenant_id
    AND calls_by_month.cohort_month = cohort_sizes.cohort_month
  LEFT JOIN criteria_by_month
    ON calls_by_month.tenant_id = criteria_by_month.tenant_id
    AND calls_by_month.cohort_month = criteria_by_month.cohort_month
    AND calls_by_month.months_since_first = criteria_by_month.months_since_first
)

SELECT
  tenant_id,
  cohort_month,
  months_since_first,
  cohort_agents,
  active_agents,
  calls,
  scored_calls,
  average_percentage,
  criteria_answered,
  criteria_passed,
  1e2 * criteria_passed / nullif(criteria_answered, 0) AS pass_rate
FROM scored_cohorts
