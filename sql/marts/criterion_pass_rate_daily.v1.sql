WITH scores AS (
  SELECT * FROM qa_scores
),

counted_by_day AS (
  SELECT
    tenant_id,
    call_date,
    form_id,
    criterion_id,
    max_by(question, form_version) AS question,
    count_if(outcome = 'pass') AS passed,
    count_if(outcome = 'partial') AS partial,
    count_if(outcome = 'fail') AS failed,
    count_if(outcome = 'not_applicable') AS not_applicable,
    count_if(outcome = 'undetermined') AS undetermined,
    count_if(outcome IN ('pass', 'partial', 'fail')) AS answered
  FROM scores
  GROUP BY tenant_id, call_date, form_id, criterion_id
)

SELECT
  tenant_id,
  call_date,
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
FROM counted_by_day
