WITH calls AS (
  SELECT * FROM stg_calls
),

metrics AS (
  SELECT * FROM talk_metrics
),

metrics_by_agent AS (
  SELECT
    tenant_id,
    date_trunc('month', call_date) AS month_start,
    agent_id,
    max_by(agent_name, CAST(call_date AS varchar) || call_id) AS agent_name,
    max_by(agent_team, CAST(call_date AS varchar) || call_id) AS agent_team,
    count(*) AS calls,
    count(agent_talk_share) AS talk_measured_calls,
    sum(talk_time_agent_ms) FILTER (WHERE agent_talk_share IS NOT NULL) AS agent_ms,
    sum(talk_time_agent_ms + talk_time_customer_ms) FILTER (WHERE agent_talk_share IS NOT NULL) AS spoken_ms,
    avg(silence_share) AS average_silence_share,
    count(interruptions) AS interruptions_measured_calls,
    sum(interruptions) AS interruptions,
    sum(agent_words) FILTER (WHERE agent_words_per_minute IS NOT NULL) AS timed_words,
    sum(talk_time_agent_ms) FILTER (WHERE agent_words_per_minute IS NOT NULL) AS timed_ms
  FROM metrics
  GROUP BY tenant_id, date_trunc('month', call_date), agent_id
),

moods_by_agent AS (
  SELECT
    tenant_id,
    date_trunc('month', call_date) AS month_start,
    agent_id,
    avg(sentiment_agent) AS average_sentiment_agent,
    avg(sentiment_customer) AS average_sentiment_customer,
    count(tone_score) AS tone_measured_calls,
    avg(tone_score) AS average_tone_score
  FROM calls
  GROUP BY tenant_id, date_trunc('month', call_date), agent_id
)

SELECT
  metrics_by_agent.tenant_id,
  metrics_by_agent.month_start,
  metrics_by_agent.agent_id,
  metrics_by_agent.agent_name,
  metrics_by_agent.agent_team,
  metrics_by_agent.calls,
  metrics_by_agent.talk_measured_calls,
  1e2 * metrics_by_agent.agent_ms / nullif(metrics_by_agent.spoken_ms, 0) AS agent_talk_share,
  metrics_by_agent.average_silence_share,
  1e0 * metrics_by_agent.interruptions
    / nullif(metrics_by_agent.interruptions_measured_calls, 0) AS interruptions_per_call,
  6e4 * metrics_by_agent.timed_words / nullif(metrics_by_agent.timed_ms, 0) AS agent_words_per_minute,
  moods_by_agent.average_sentiment_agent,
  moods_by_agent.average_sentiment_customer,
  moods_by_agent.tone_measured_calls,
  moods_by_agent.average_tone_score
FROM metrics_by_agent
JOIN moods_by_agent
  ON metrics_by_agent.tenant_id = moods_by_agent.tenant_id
  AND metrics_by_agent.month_start = moods_by_agent.month_start
  AND metrics_by_agent.agent_id IS NOT DISTINCT FROM moods_by_agent.agent_id
