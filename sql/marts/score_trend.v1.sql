WITH calls AS (
  SELECT * FROM call_list
),

scored_calls AS (
  SELECT * FROM calls WHERE percentage IS NOT NULL
),

counted_by_day AS (
  SELECT
    tenant_id,
    call_date,
    form_id,
    count(*) AS calls,
    sum(percentage) AS percentage_sum,
    avg(percentage) AS average_percentage,
    min(percentage) AS lowest_percentage,
    max(percentage) AS highest_percentage,
    count_if(auto_failed) AS auto_failed_calls
  FROM scored_calls
  GROUP BY tenant_id, call_date, form_id
),

smoothed_days AS (
  SELECT
    tenant_id,
    call_date,
    form_id,
    calls,
    average_percentage,
    lowest_percentage,
    highest_percentage,
    auto_failed_calls,
    sum(percentage_sum) OVER last_seven_days / sum(calls) OVER last_seven_days AS average_percentage_7d
  FROM counted_by_day
  WINDOW last_seven_days AS (
    PARTITION BY tenant_id, form_id
    ORDER BY call_date
    ROWS BETWEEN 6 PRECEDING AND CURRENT ROW
  )
)

SELECT
  tenant_id,
  call_date,
  form_id,
  calls,
  average_percentage,
  lowest_percentage,
  highest_percentage,
  auto_failed_calls,
  average_percentage_7d
FROM smoothed_days
