WITH calls AS (
  SELECT * FROM stg_calls
),

turns AS (
  SELECT * FROM stg_turns
),

turns_by_call AS (
  SELECT
    tenant_id,
    call_id,
    count_if(speaker = 'AGENT') AS agent_turns,
    count_if(speaker = 'CUSTOMER') AS customer_turns,
    sum(word_count) FILTER (WHERE speaker = 'AGENT') AS agent_words,
    sum(word_count) FILTER (WHERE speaker = 'CUSTOMER') AS customer_words,
    max(end_ms - start_ms) FILTER (WHERE speaker = 'AGENT') AS longest_agent_turn_ms
  FROM turns
  GROUP BY tenant_id, call_id
)

SELECT
  calls.tenant_id,
  calls.call_id,
  calls.call_date,
  calls.agent_id,
  calls.agent_name,
  calls.agent_team,
  calls.queue,
  calls.channel,
  calls.duration_seconds,
  calls.talk_time_agent_ms,
  calls.talk_time_customer_ms,
  calls.silence_ms,
  1e2 * calls.talk_time_agent_ms
    / nullif(calls.talk_time_agent_ms + calls.talk_time_customer_ms, 0) AS agent_talk_share,
  1e-1 * calls.silence_ms / nullif(calls.duration_seconds, 0e0) AS silence_share,
  calls.interruptions,
  6e1 * calls.interruptions / nullif(calls.duration_seconds, 0e0) AS interruptions_per_minute,
  coalesce(turns_by_call.agent_turns, 0) AS agent_turns,
  coalesce(turns_by_call.customer_turns, 0) AS customer_turns,
  coalesce(turns_by_call.agent_words, 0) AS agent_words,
  coalesce(turns_by_call.customer_words, 0) AS customer_words,
  6e4 * turns_by_call.agent_words / nullif(calls.talk_time_agent_ms, 0) AS agent_words_per_minute,
  6e4 * turns_by_call.customer_words / nullif(calls.talk_time_customer_ms, 0) AS customer_words_per_minute,
  turns_by_call.longest_agent_turn_ms
FROM calls
LEFT JOIN turns_by_call
  ON calls.tenant_id = turns_by_call.tenant_id
  AND calls.call_id = turns_by_call.call_id
