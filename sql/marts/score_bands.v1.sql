WITH calls AS (
  SELECT * FROM call_list
),

scored_calls AS (
  SELECT * FROM calls WHERE percentage IS NOT NULL
),

banded_forms AS (
  SELECT DISTINCT tenant_id, form_id, form_version FROM scored_calls WHERE band IS NOT NULL
),

banded_calls AS (
  SELECT
    scored_calls.tenant_id,
    date_trunc('month', scored_calls.call_date) AS month_start,
    scored_calls.form_id,
    scored_calls.percentage,
    IF(banded_forms.form_id IS NULL, 'fixed', 'form') AS band_origin,
    CASE
      WHEN banded_forms.form_id IS NOT NULL THEN scored_calls.band
      WHEN scored_calls.percentage >= 90 THEN 'excellent'
      WHEN scored_calls.percentage >= 75 THEN 'good'
      WHEN scored_calls.percentage >= 60 THEN 'fair'
      ELSE 'poor'
    END AS band
  FROM scored_calls
  LEFT JOIN banded_forms
    ON scored_calls.tenant_id = banded_forms.tenant_id
    AND scored_calls.form_id = banded_forms.form_id
    AND scored_calls.form_version = banded_forms.form_version
),

counted_by_band AS (
  SELECT
    tenant_id,
    month_start,
    form_id,
    CAST(band_origin AS varchar) AS band_origin,
    band,
    count(*) AS calls,
    min(percentage) AS lowest_percentage,
    max(percentage) AS highest_percentage
  FROM banded_calls
  GROUP BY tenant_id, month_start, form_id, CAST(band_origin AS varchar), band
)

SELECT
  tenant_id,
  month_start,
  form_id,
  band_origin,
  band,
  calls,
  1e2 * calls / sum(calls) OVER (PARTITION BY tenant_id, month_start, form_id) AS share,
  lowest_percentage,
  highest_percentage
FROM counted_by_band
