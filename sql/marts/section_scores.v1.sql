WITH call_sections AS (
  SELECT * FROM call_section_scores
),

averaged_by_section AS (
  SELECT
    tenant_id,
    date_trunc('month', call_date) AS month_start,
    form_id,
    form_version,
    section_id,
    min(first_criterion_index) AS first_criterion_index,
    max(criteria) AS criteria,
    max(weight) AS weight,
    count(*) AS calls,
    count(percentage) AS scored_calls,
    avg(percentage) AS average_percentage,
    count_if(auto_failed) AS auto_failed_calls,
    sum(answered) AS criteria_answered,
    sum(passed) AS criteria_passed
  FROM call_sections
  GROUP BY tenant_id, date_trunc('month', call_date), form_id, form_version, section_id
)

SELECT
  tenant_id,
  month_start,
  form_id,
  form_version,
  section_id,
  first_criterion_index,
  criteria,
  weight,
  1e2 * weight / nullif(sum(weight) OVER (PARTITION BY tenant_id, month_start, form_id, form_version), 0e0) AS weight_share,
  calls,
  scored_calls,
  average_percentage,
  auto_failed_calls,
  criteria_answered,
  criteria_passed,
  1e2 * criteria_passed / nullif(criteria_answered, 0) AS pass_rate
FROM averaged_by_section
