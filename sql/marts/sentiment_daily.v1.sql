WITH calls AS (
  SELECT * FROM stg_calls
)

SELECT
  tenant_id,
  call_date,
  channel,
  count(*) AS calls,
  count_if(sentiment = 'POSITIVE') AS positive_calls,
  count_if(sentiment = 'NEUTRAL') AS neutral_calls,
  count_if(sentiment = 'MIXED') AS mixed_calls,
  count_if(sentiment = 'NEGATIVE') AS negative_calls,
  count_if(sentiment IS NULL) AS unknown_calls,
  1e2 * count_if(sentiment = 'NEGATIVE') / nullif(count(sentiment), 0) AS negative_share,
  count(sentiment_customer) AS customer_measured_calls,
  avg(sentiment_customer) AS average_sentiment_customer,
  count(sentiment_agent) AS agent_measured_calls,
  avg(sentiment_agent) AS average_sentiment_agent,
  count(tone_score) AS tone_measured_calls,
  avg(tone_score) AS average_tone_score
FROM calls
GROUP BY tenant_id, call_date, channel
