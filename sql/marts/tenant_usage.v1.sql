WITH call_days AS (
  SELECT * FROM stg_call_days
),

evaluations AS (
  SELECT * FROM stg_evaluations
),

runs AS (
  SELECT * FROM stg_etl_runs
),

offsets AS (
  SELECT * FROM clock_offsets
),

dated_nights AS (
  SELECT
    runs.tenant_id,
    CAST(
      date_trunc('month', date_add('second', coalesce(offsets.offset_seconds, 0), runs.started_at)) AS date
    ) AS month_start,
    runs.documents_in,
    runs.quarantined
  FROM runs
  LEFT JOIN offsets
    ON runs.tenant_id = offsets.tenant_id
    AND (offsets.valid_from IS NULL OR runs.started_at >= offsets.valid_from)
    AND (offsets.valid_to IS NULL OR runs.started_at < offsets.valid_to)
  WHERE runs.dt IS NULL
),

calls_by_month AS (
  SELECT
    tenant_id,
    date_trunc('month', call_date) AS month_start,
    sum(calls) AS calls,
    coalesce(sum(calls) FILTER (WHERE channel = 'voice'), 0) AS voice_calls,
    coalesce(sum(calls) FILTER (WHERE channel = 'chat'), 0) AS chat_calls,
    sum(scored_calls) AS scored_calls,
    sum(duration_count) AS timed_calls,
    coalesce(sum(duration_sum), 0e0) / 6e1 AS minutes
  FROM call_days
  GROUP BY tenant_id, date_trunc('month', call_date)
),

evaluations_by_month AS (
  SELECT
    tenant_id,
    date_trunc('month', call_date) AS month_start,
    count(*) AS evaluations,
    count(model) AS model_evaluations
  FROM evaluations
  GROUP BY tenant_id, date_trunc('month', call_date)
),

documents_by_month AS (
  SELECT
    tenant_id,
    month_start,
    count(*) AS nights,
    sum(documents_in) AS documents,
    sum(quarantined) AS quarantined_documents
  FROM dated_nights
  GROUP BY tenant_id, month_start
),

months AS (
  SELECT tenant_id, month_start FROM calls_by_month
  UNION
  SELECT tenant_id, month_start FROM evaluations_by_month
  UNION
  SELECT tenant_id, month_start FROM documents_by_month
)

SELECT
  months.tenant_id,
  months.month_start,
  coalesce(calls_by_month.calls, 0) AS calls,
  coalesce(calls_by_month.voice_calls, 0) AS voice_calls,
  coalesce(calls_by_month.chat_calls, 0) AS chat_calls,
  coalesce(calls_by_month.scored_calls, 0) AS scored_calls,
  coalesce(calls_by_month.timed_calls, 0) AS timed_calls,
  coalesce(calls_by_month.minutes, 0e0) AS minutes,
  coalesce(evaluations_by_month.evaluations, 0) AS evaluations,
  coalesce(evaluations_by_month.model_evaluations, 0) AS model_evaluations,
  coalesce(documents_by_month.nights, 0) AS nights,
  coalesce(documents_by_month.documents, 0) AS documents,
  coalesce(documents_by_month.quarantined_documents, 0) AS quarantined_documents
FROM months
LEFT JOIN calls_by_month
  ON months.tenant_id = calls_by_month.tenant_id
  AND months.month_start = calls_by_month.month_start
LEFT JOIN evaluations_by_month
  ON months.tenant_id = evaluations_by_month.tenant_id
  AND months.month_start = evaluations_by_month.month_start
LEFT JOIN documents_by_month
  ON months.tenant_id = documents_by_month.tenant_id
  AND months.month_start = documents_by_month.month_start
