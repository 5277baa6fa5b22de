WITH calls AS (
  SELECT * FROM stg_calls
),

scored_calls AS (
  SELECT * FROM call_list
),

scores AS (
  SELECT * FROM qa_scores
),

criteria_by_call AS (
  SELECT
    tenant_id,
    call_id,
    count_if(outcome IN ('pass', 'partial', 'fail')) AS criteria_answered,
    count_if(outcome = 'pass') AS criteria_passed
  FROM scores
  GROUP BY tenant_id, call_id
),

placed_calls AS (
  SELECT DISTINCT
    calls.tenant_id,
    calls.call_id,
    calls.call_date,
    found.topic
  FROM calls
  LEFT JOIN UNNEST(calls.topics) AS found (topic) ON TRUE
),

counted_by_topic AS (
  SELECT
    placed_calls.tenant_id,
    date_trunc('month', placed_calls.call_date) AS month_start,
    placed_calls.topic,
    count(*) AS calls,
    count(scored_calls.percentage) AS scored_calls,
    avg(scored_calls.percentage) AS average_percentage,
    count_if(scored_calls.auto_failed) AS auto_failed_calls,
    coalesce(sum(criteria_by_call.criteria_answered), 0) AS criteria_answered,
    coalesce(sum(criteria_by_call.criteria_passed), 0) AS criteria_passed,
    avg(scored_calls.duration_seconds) AS average_duration_seconds,
    avg(scored_calls.sentiment_customer) AS average_sentiment_customer
  FROM placed_calls
  JOIN scored_calls
    ON placed_calls.tenant_id = scored_calls.tenant_id
    AND placed_calls.call_id = scored_calls.call_id
  LEFT JOIN criteria_by_call
    ON placed_calls.tenant_id = criteria_by_call.tenant_id
    AND placed_calls.call_id = criteria_by_call.call_id
  GROUP BY placed_calls.tenant_id, date_trunc('month', placed_calls.call_date), placed_calls.topic
)

SELECT
  tenant_id,
  month_start,
  topic,
  calls,
  scored_calls,
  average_percentage,
  auto_failed_calls,
  criteria_answered,
  criteria_passed,
  1e2 * criteria_passed / nullif(criteria_answered, 0) AS pass_rate,
  average_duration_seconds,
  average_sentiment_customer
FROM counted_by_topic
