WITH calls AS (
  SELECT * FROM stg_calls
),

evaluations AS (
  SELECT * FROM stg_evaluations
),

reviews AS (
  SELECT * FROM stg_reviews
),

action_items AS (
  SELECT * FROM stg_action_items
),

offsets AS (
  SELECT * FROM clock_offsets
),

current_evaluations AS (
  SELECT * FROM evaluations WHERE is_current
),

reviews_by_evaluation AS (
  SELECT
    tenant_id,
    call_id,
    form_id,
    attempt,
    count(*) AS review_count,
    max(reviewed_at) AS last_reviewed_at
  FROM reviews
  GROUP BY tenant_id, call_id, form_id, attempt
),

items_by_call AS (
  SELECT
    tenant_id,
    call_id,
    count(*) AS action_item_count
  FROM action_items
  GROUP BY tenant_id, call_id
),

dated_evaluations AS (
  SELECT
    current_evaluations.tenant_id,
    current_evaluations.call_id,
    CAST(date_add('second', scored.offset_seconds, current_evaluations.scored_at) AS date) AS scored_date,
    CAST(date_add('second', reviewed.offset_seconds, reviews_by_evaluation.last_reviewed_at) AS date) AS reviewed_date,
    current_evaluations.evaluation_id,
    current_evaluations.form_id,
    current_evaluations.form_version,
    current_evaluations.attempt,
    current_evaluations.scorer,
    current_evaluations.model,
    current_evaluations.scored_at,
    current_evaluations.status,
    current_evaluations.total_score,
    current_evaluations.max_score,
    current_evaluations.percentage,
    current_evaluations.coverage,
    current_evaluations.band,
    current_evaluations.auto_failed,
    current_evaluations.criteria_count,
    current_evaluations.failed_count,
    current_evaluations.undetermined_count,
    reviews_by_evaluation.review_count,
    reviews_by_evaluation.last_reviewed_at
  FROM current_evaluations
  LEFT JOIN reviews_by_evaluation
    ON current_evaluations.tenant_id = reviews_by_evaluation.tenant_id
    AND current_evaluations.call_id = reviews_by_evaluation.call_id
    AND current_evaluations.form_id = reviews_by_evaluation.form_id
    AND current_evaluations.attempt = reviews_by_evaluation.attempt
  LEFT JOIN offsets scored
    ON current_evaluations.tenant_id = scored.tenant_id
    AND (scored.valid_from IS NULL OR current_evaluations.scored_at >= scored.valid_from)
    AND (scored.valid_to IS NULL OR current_evaluations.scored_at < scored.valid_to)
  LEFT JOIN offsets reviewed
    ON reviews_by_evaluation.tenant_id = reviewed.tenant_id
    AND (reviewed.valid_from IS NULL OR reviews_by_evaluation.last_reviewed_at >= reviewed.valid_from)
    AND (reviewed.valid_to IS NULL OR reviews_by_evaluation.last_reviewed_at < reviewed.valid_to)
)

SELECT
  calls.tenant_id,
  calls.call_id,
  calls.call_date,
  dated_evaluations.scored_date,
  dated_evaluations.reviewed_date,
  calls.started_at,
  calls.started_at_origin,
  calls.started_local,
  calls.processed_at,
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
  calls.pii_redacted,
  calls.source_kind,
  calls.source_provider,
  calls.speaker_roles_origin,
  calls.speaker_roles_confidence,
  calls.sentiment,
  calls.sentiment_agent,
  calls.sentiment_customer,
  calls.tone_score,
  calls.talk_time_agent_ms,
  calls.talk_time_customer_ms,
  calls.silence_ms,
  calls.interruptions,
  calls.categories,
  calls.topics,
  calls.issue,
  calls.resolution,
  calls.outcome,
  calls.call_summary,
  dated_evaluations.evaluation_id,
  dated_evaluations.form_id,
  dated_evaluations.form_version,
  dated_evaluations.attempt,
  dated_evaluations.scorer,
  dated_evaluations.model,
  dated_evaluations.scored_at,
  coalesce(dated_evaluations.status, 'unscored') AS evaluation_status,
  dated_evaluations.total_score,
  dated_evaluations.max_score,
  dated_evaluations.percentage,
  dated_evaluations.coverage,
  dated_evaluations.band,
  dated_evaluations.auto_failed,
  dated_evaluations.criteria_count,
  dated_evaluations.failed_count,
  dated_evaluations.undetermined_count,
  calls.evaluation_count,
  calls.unscored_reason,
  coalesce(dated_evaluations.review_count, 0) AS review_count,
  dated_evaluations.last_reviewed_at,
  coalesce(items_by_call.action_item_count, 0) AS action_item_count
FROM calls
LEFT JOIN dated_evaluations
  ON calls.tenant_id = dated_evaluations.tenant_id
  AND calls.call_id = dated_evaluations.call_id
LEFT JOIN items_by_call
  ON calls.tenant_id = items_by_call.tenant_id
  AND calls.call_id = items_by_call.call_id
