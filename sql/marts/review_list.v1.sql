WITH reviews AS (
  SELECT * FROM stg_reviews
),

criterion_scores AS (
  SELECT * FROM stg_criterion_scores
),

offsets AS (
  SELECT * FROM clock_offsets
)

SELECT
  reviews.tenant_id,
  reviews.call_id,
  reviews.review_id,
  reviews.call_date,
  reviews.reviewed_at,
  CAST(date_add('second', offsets.offset_seconds, reviews.reviewed_at) AS date) AS reviewed_date,
  reviews.agent_id,
  reviews.agent_name,
  reviews.agent_team,
  reviews.queue,
  reviews.channel,
  reviews.evaluation_id,
  reviews.form_id,
  reviews.form_version,
  reviews.attempt,
  coalesce(criterion_scores.is_current, FALSE) AS is_current,
  reviews.criterion_id,
  criterion_scores.question,
  criterion_scores.critical,
  reviews.kind,
  reviews.reviewer_id,
  criterion_scores.outcome AS machine_outcome,
  criterion_scores.score AS machine_score,
  reviews.outcome AS human_outcome,
  reviews.score AS human_score,
  reviews.max_score,
  CASE
    WHEN criterion_scores.outcome = 'undetermined' OR reviews.outcome = 'undetermined' THEN NULL
    ELSE criterion_scores.outcome = reviews.outcome
  END AS agrees,
  reviews.comment
FROM reviews
LEFT JOIN criterion_scores
  ON reviews.tenant_id = criterion_scores.tenant_id
  AND reviews.call_id = criterion_scores.call_id
  AND reviews.form_id = criterion_scores.form_id
  AND reviews.attempt = criterion_scores.attempt
  AND reviews.criterion_id = criterion_scores.criterion_id
LEFT JOIN offsets
  ON reviews.tenant_id = offsets.tenant_id
  AND (offsets.valid_from IS NULL OR reviews.reviewed_at >= offsets.valid_from)
  AND (offsets.valid_to IS NULL OR reviews.reviewed_at < offsets.valid_to)
