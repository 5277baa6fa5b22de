WITH calls AS (
  SELECT * FROM call_list
),

counted_by_day AS (
  SELECT
    tenant_id,
    call_date,
    form_id,
    date_diff('day', DATE '1970-01-01', call_date) AS day_number,
    count(*) AS calls,
    sum(percentage) AS percentage_sum,
    avg(percentage) AS average_percentage
  FROM calls
  WHERE percentage IS NOT NULL
  GROUP BY tenant_id, call_date, form_id
),

smoothed_days AS (
  SELECT
    tenant_id,
    call_date,
    form_id,
    calls,
    average_percentage,
    sum(calls) OVER last_7_days AS calls_7d,
    sum(percentage_sum) OVER last_7_days AS percentage_sum_7d,
    sum(calls) OVER last_28_days AS calls_28d,
    sum(percentage_sum) OVER last_28_days AS percentage_sum_28d
  FROM counted_by_day
  WINDOW
    last_7_days AS (
      PARTITION BY tenant_id, form_id
      ORDER BY day_number
      RANGE BETWEEN 6 PRECEDING AND CURRENT ROW
    ),
    last_28_days AS (
      PARTITION BY tenant_id, form_id
      ORDER BY day_number
      RANGE BETWEEN 27 PRECEDING AND CURRENT ROW
    )
)

SELECT
  tenant_id,
  call_date,
  form_id,
  calls,
  average_percentage,
  calls_7d,
  percentage_sum_7d / calls_7d AS average_percentage_7d,
  calls_28d,
  percentage_sum_28d / calls_28d AS average_percentage_28d
FROM smoothed_days
