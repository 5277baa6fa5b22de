WITH scores AS (
  SELECT * FROM qa_scores
),

reviews AS (
  SELECT * FROM stg_reviews
),

offsets AS (
  SELECT * FROM clock_offsets
),

last_reviews AS (
  SELECT
    tenant_id,
    call_id,
    form_id,
    attempt,
    criterion_id,
    max(reviewed_at) AS reviewed_at
  FROM reviews
  GROUP BY tenant_id, call_id, form_id, attempt, criterion_id
),

dated_scores AS (
  SELECT
    scores.tenant_id,
    scores.form_id,
    scores.form_version,
    scores.criterion_id,
    scores.question,
    scores.outcome,
    scores.call_date,
    CAST(date_add('second', scored.offset_seconds, scores.scored_at) AS date) AS scored_date,
    CAST(date_add('second', reviewed.offset_seconds, last_reviews.reviewed_at) AS date) AS reviewed_date
  FROM scores
  LEFT JOIN last_reviews
    ON scores.tenant_id = last_reviews.tenant_id
    AND scores.call_id = last_reviews.call_id
    AND scores.form_id = last_reviews.form_id
    AND scores.attempt = last_reviews.attempt
    AND scores.criterion_id = last_reviews.criterion_id
  LEFT JOIN offsets scored
    ON scores.tenant_id = scored.tenant_id
    AND (scored.valid_from IS NULL OR scores.scored_at >= scored.valid_from)
    AND (scored.valid_to IS NULL OR scores.scored_at < scored.valid_to)
  LEFT JOIN offsets reviewed
    ON last_reviews.tenant_id = reviewed.tenant_id
    AND (reviewed.valid_from IS NULL OR last_reviews.reviewed_at >= reviewed.valid_from)
    AND (reviewed.valid_to IS NULL OR last_reviews.reviewed_at < reviewed.valid_to)
),

placed_scores AS (
  SELECT
    dated_scores.tenant_id,
    axis.date_axis,
    axis.on_date,
    dated_scores.form_id,
    dated_scores.form_version,
    dated_scores.criterion_id,
    dated_scores.question,
    dated_scores.outcome
  FROM dated_scores
  CROSS JOIN UNNEST(
    ARRAY[CAST('call' AS varchar), 'scored', 'reviewed'],
    ARRAY[dated_scores.call_date, dated_scores.scored_date, dated_scores.reviewed_date]
  ) AS axis (date_axis, on_date)
  WHERE axis.on_date IS NOT NULL
),

counted_by_date AS (
  SELECT
    tenant_id,
    date_axis,
    on_date,
    form_id,
    criterion_id,
    max_by(question, form_version) AS question,
    count_if(outcome = 'pass') AS passed,
    count_if(outcome = 'partial') AS partial,
    count_if(outcome = 'fail') AS failed,
    count_if(outcome = 'not_applicable') AS not_applicable,
    count_if(outcome = 'undetermined') AS undetermined,
    count_if(outcome IN ('pass', 'partial', 'fail')) AS answered
  FROM placed_scores
  GROUP BY tenant_id, date_axis, on_date, form_id, criterion_id
)

SELECT
  tenant_id,
  date_axis,
  on_date,
  form_id,
  criterion_id,
  question,
  passed,
  partial,
  failed,
  not_applicable,
  undetermined,
  answered,
  1e2 * passed / nullif(answered, 0) AS pass_rate
FROM counted_by_date
