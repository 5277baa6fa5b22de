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

-- What sums count, as they count it.
counted AS (
  SELECT
    *,
    CASE WHEN abs(duration_seconds) < 1e9 THEN CAST(floor(duration_seconds * 1e6 + 5e-1) AS bigint) END AS duration_millionths,
    CASE WHEN abs(sentiment_customer) < 1e9 THEN CAST(floor(sentiment_customer * 1e6 + 5e-1) AS bigint) END AS sentiment_millionths,
    CASE WHEN silence_ms < 1000000000000 THEN silence_ms END AS counted_silence_ms
  FROM calls
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
    -(count(duration_millionths)) AS duration_count,
    -(coalesce(CAST(sum(CAST(duration_millionths AS decimal(38, 0))) AS double) / 1e6, 0)) AS duration_sum,
    -(count(counted_silence_ms)) AS silence_count,
    -(coalesce(sum(counted_silence_ms), 0)) AS silence_ms_sum,
    -(count(sentiment_millionths)) AS sentiment_customer_count,
    -(coalesce(CAST(sum(CAST(sentiment_millionths AS decimal(38, 0))) AS double) / 1e6, 0)) AS sentiment_customer_sum,
    -1 AS rows_found
  FROM counted
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
