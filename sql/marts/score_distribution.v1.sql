WITH calls AS (
  SELECT * FROM call_list
),

bucketed_calls AS (
  SELECT
    tenant_id,
    date_trunc('month', call_date) AS month_start,
    form_id,
    greatest(0, least(90, 10 * CAST(floor(percentage / 10) AS bigint))) AS bucket_start
  FROM calls
  WHERE percentage IS NOT NULL
),

scored_months AS (
  SELECT
    tenant_id,
    month_start,
    form_id,
    count(*) AS scored_calls
  FROM bucketed_calls
  GROUP BY tenant_id, month_start, form_id
),

counted_by_bucket AS (
  SELECT
    tenant_id,
    month_start,
    form_id,
    bucket_start,
    count(*) AS calls
  FROM bucketed_calls
  GROUP BY tenant_id, month_start, form_id, bucket_start
),

buckets AS (
  SELECT
    scored_months.tenant_id,
    scored_months.month_start,
    scored_months.form_id,
    bucket.bucket_start,
    scored_months.scored_calls
  FROM scored_months
  CROSS JOIN UNNEST(sequence(0, 90, 10)) AS bucket (bucket_start)
),

filled_buckets AS (
  SELECT
    buckets.tenant_id,
    buckets.month_start,
    buckets.form_id,
    buckets.bucket_start,
    buckets.scored_calls,
    coalesce(counted_by_bucket.calls, 0) AS calls
  FROM buckets
  LEFT JOIN counted_by_bucket
    ON buckets.tenant_id = counted_by_bucket.tenant_id
    AND buckets.month_start = counted_by_bucket.month_start
    AND buckets.form_id = counted_by_bucket.form_id
    AND buckets.bucket_start = counted_by_bucket.bucket_start
)

SELECT
  tenant_id,
  month_start,
  form_id,
  bucket_start,
  bucket_start + 10 AS bucket_end,
  calls,
  1e2 * calls / scored_calls AS share
FROM filled_buckets
