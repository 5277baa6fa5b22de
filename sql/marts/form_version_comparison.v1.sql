WITH scores AS (
  SELECT * FROM qa_scores
),

counted_by_version AS (
  SELECT
    tenant_id,
    form_id,
    criterion_id,
    form_version,
    max(section_id) AS section_id,
    max(question) AS question,
    max(weight) AS weight,
    max(critical) AS critical,
    bool_or(required) AS required,
    min(call_date) AS first_call_date,
    max(call_date) AS last_call_date,
    count(DISTINCT call_id) AS calls,
    count_if(outcome IN ('pass', 'partial', 'fail')) AS answered,
    count_if(outcome = 'pass') AS passed,
    count_if(outcome = 'fail') AS failed
  FROM scores
  GROUP BY tenant_id, form_id, criterion_id, form_version
),

rated_versions AS (
  SELECT
    tenant_id,
    form_id,
    criterion_id,
    form_version,
    section_id,
    question,
    weight,
    1e2 * weight / nullif(sum(weight) OVER (PARTITION BY tenant_id, form_id, form_version), 0e0) AS weight_share,
    critical,
    required,
    first_call_date,
    last_call_date,
    calls,
    answered,
    passed,
    failed,
    1e2 * passed / nullif(answered, 0) AS pass_rate,
    max(form_version) OVER (PARTITION BY tenant_id, form_id) AS newest_version
  FROM counted_by_version
),

compared_versions AS (
  SELECT
    tenant_id,
    form_id,
    criterion_id,
    form_version,
    section_id,
    question,
    weight,
    weight_share,
    critical,
    required,
    first_call_date,
    last_call_date,
    calls,
    answered,
    passed,
    failed,
    pass_rate,
    newest_version,
    lag(form_version) OVER by_version AS previous_version,
    lag(question) OVER by_version AS previous_question,
    lag(weight) OVER by_version AS previous_weight,
    lag(critical) OVER by_version AS previous_critical,
    lag(required) OVER by_version AS previous_required,
    lag(pass_rate) OVER by_version AS previous_pass_rate
  FROM rated_versions
  WINDOW by_version AS (PARTITION BY tenant_id, form_id, criterion_id ORDER BY form_version)
)

SELECT
  tenant_id,
  form_id,
  criterion_id,
  form_version,
  form_version = newest_version AS is_newest_version,
  section_id,
  question,
  weight,
  weight_share,
  critical,
  required,
  first_call_date,
  last_call_date,
  calls,
  answered,
  passed,
  failed,
  pass_rate,
  previous_version,
  IF(previous_version IS NOT NULL, question IS DISTINCT FROM previous_question) AS question_changed,
  IF(previous_version IS NOT NULL, weight <> previous_weight) AS weight_changed,
  IF(previous_version IS NOT NULL, critical IS DISTINCT FROM previous_critical) AS critical_changed,
  IF(previous_version IS NOT NULL, required IS DISTINCT FROM previous_required) AS required_changed,
  pass_rate - previous_pass_rate AS pass_rate_change
FROM compared_versions
