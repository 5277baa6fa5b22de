WITH day_sums AS (
  SELECT
    tenant_id,
    dt,
    call_date,
    agent_id,
    agent_name,
    agent_team,
    queue,
    channel,
    coalesce(calls, 0) AS calls,
    coalesce(scored_calls, 0) AS scored_calls,
    coalesce(duration_count, 0) AS duration_count,
    coalesce(duration_sum, 0) AS duration_sum,
    coalesce(silence_count, 0) AS silence_count,
    coalesce(silence_ms_sum, 0) AS silence_ms_sum,
    coalesce(sentiment_customer_count, 0) AS sentiment_customer_count,
    coalesce(sentiment_customer_sum, 0) AS sentiment_customer_sum,
    1 AS rows_found
  FROM call_days
),

facts AS (
  SELECT
    tenant_id,
    dt,
    call_date,
    agent_id,
    agent_name,
    agent_team,
    queue,
    channel,
    -(count(*)) AS calls,
    -(count_if(unscored_reason IS NULL)) AS scored_calls,
    -(count(TRY_CAST(duration_seconds AS decimal(18, 6)))) AS duration_count,
    -(coalesce(CAST(sum(TRY_CAST(duration_seconds AS decimal(18, 6))) AS double), 0)) AS duration_sum,
    -(count(silence_ms)) AS silence_count,
    -(coalesce(sum(silence_ms), 0)) AS silence_ms_sum,
    -(count(TRY_CAST(sentiment_customer AS decimal(18, 6)))) AS sentiment_customer_count,
    -(coalesce(CAST(sum(TRY_CAST(sentiment_customer AS decimal(18, 6))) AS double), 0)) AS sentiment_customer_sum,
    -1 AS rows_found
  FROM calls
  GROUP BY
    tenant_id,
    dt,
    call_date,
    agent_id,
    agent_name,
    agent_team,
    queue,
    channel
),

both AS (
  SELECT * FROM day_sums
  UNION ALL
  SELECT * FROM facts
)

SELECT
  tenant_id,
  dt,
  call_date,
  agent_id,
  agent_name,
  agent_team,
  queue,
  channel
FROM both
GROUP BY
  tenant_id,
  dt,
  call_date,
  agent_id,
  agent_name,
  agent_team,
  queue,
  channel
HAVING
  sum(rows_found) <> 0
  OR sum(calls) <> 0
  OR sum(scored_calls) <> 0
  OR sum(duration_count) <> 0
  OR sum(duration_sum) <> 0
  OR sum(silence_count) <> 0
  OR sum(silence_ms_sum) <> 0
  OR sum(sentiment_customer_count) <> 0
  OR sum(sentiment_customer_sum) <> 0
