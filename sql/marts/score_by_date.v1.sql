WITH calls AS (
  SELECT * FROM call_detail
),

placed_calls AS (
  SELECT
    calls.tenant_id,
    axis.date_axis,
    axis.on_date,
    calls.form_id,
    calls.percentage,
    calls.auto_failed
  FROM calls
  CROSS JOIN UNNEST(
    ARRAY[CAST('call' AS varchar), 'scored', 'reviewed'],
    ARRAY[calls.call_date, calls.scored_date, calls.reviewed_date]
  ) AS axis (date_axis, on_date)
  WHERE calls.percentage IS NOT NULL AND axis.on_date IS NOT NULL
)

SELECT
  tenant_id,
  date_axis,
  on_date,
  form_id,
  count(*) AS calls,
  avg(percentage) AS average_percentage,
  min(percentage) AS lowest_percentage,
  max(percentage) AS highest_percentage,
  count_if(auto_failed) AS auto_failed_calls
FROM placed_calls
GROUP BY tenant_id, date_axis, on_date, form_id
