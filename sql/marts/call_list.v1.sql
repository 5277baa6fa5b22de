WITH calls AS (
  SELECT * FROM stg_calls
),

evaluations AS (
  SELECT * FROM stg_evaluations
),

current_evaluations AS (
  SELECT * FROM evaluations WHERE is_current
),

calls_with_evaluation AS (
  SELECT
    calls.tenant_id,
    calls.call_id,
    calls.call_date,
    calls.started_at,
    calls.started_local,
    calls.duration_seconds,
    calls.channel,
    calls.direction,
    calls.language,
    calls.queue,
    calls.agent_id,
    calls.agent_name,
    calls.agent_team,
    calls.customer_ref,
    calls.turn_count,
    calls.sentiment,
    calls.sentiment_customer,
    calls.silence_ms,
    calls.talk_time_agent_ms,
    calls.talk_time_customer_ms,
    calls.interruptions,
    calls.issue,
    calls.call_summary,
    current_evaluations.evaluation_id,
    current_evaluations.form_id,
    current_evaluations.form_version,
    coalesce(current_evaluations.status, 'unscored') AS evaluation_status,
    current_evaluations.percentage,
    current_evaluations.coverage,
    current_evaluations.band,
    current_evaluations.auto_failed,
    current_evaluations.criteria_count,
    current_evaluations.failed_count,
    current_evaluations.undetermined_count,
    calls.unscored_reason,
    calls.source_provider,
    calls.pii_redacted
  FROM calls
  LEFT JOIN current_evaluations
    ON calls.tenant_id = current_evaluations.tenant_id
    AND calls.call_id = current_evaluations.call_id
)

SELECT
  tenant_id,
  call_id,
  call_date,
  started_at,
  started_local,
  duration_seconds,
  channel,
  direction,
  language,
  queue,
  agent_id,
  agent_name,
  agent_team,
  customer_ref,
  turn_count,
  sentiment,
  sentiment_customer,
  silence_ms,
  talk_time_agent_ms,
  talk_time_customer_ms,
  interruptions,
  issue,
  call_summary,
  evaluation_id,
  form_id,
  form_version,
  evaluation_status,
  percentage,
  coverage,
  band,
  auto_failed,
  criteria_count,
  failed_count,
  undetermined_count,
  unscored_reason,
  source_provider,
  pii_redacted
FROM calls_with_evaluation
