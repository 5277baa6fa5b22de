WITH scores AS (
  SELECT * FROM qa_scores
),

answered_scores AS (
  SELECT * FROM scores WHERE outcome IN ('pass', 'partial', 'fail')
),

counted_by_criterion AS (
  SELECT
    tenant_id,
    form_id,
    criterion_id,
    max_by(question, form_version) AS question,
    max_by(critical, form_version) AS critical,
    count(*) AS answered,
    count_if(outcome = 'fail') AS failed,
    count(DISTINCT call_id) FILTER (WHERE outcome = 'fail') AS failed_calls,
    max(call_date) FILTER (WHERE outcome = 'fail') AS last_failed_on
  FROM answered_scores
  GROUP BY tenant_id, form_id, criterion_id
),

ordered_failures AS (
  SELECT
    tenant_id,
    form_id,
    criterion_id,
    call_id,
    evidence_quote,
    row_number() OVER (
      PARTITION BY tenant_id, form_id, criterion_id
      ORDER BY IF(evidence_quote IS NULL, 1, 0), call_date DESC, call_id
    ) AS position
  FROM answered_scores
  WHERE outcome = 'fail'
),

examples AS (
  SELECT * FROM ordered_failures WHERE position = 1
),

ranked_criteria AS (
  SELECT
    counted_by_criterion.tenant_id,
    counted_by_criterion.form_id,
    counted_by_criterion.criterion_id,
    counted_by_criterion.question,
    counted_by_criterion.critical,
    counted_by_criterion.answered,
    counted_by_criterion.failed,
    1e2 * counted_by_criterion.failed / counted_by_criterion.answered AS fail_rate,
    counted_by_criterion.failed_calls,
    counted_by_criterion.last_failed_on,
    examples.call_id AS example_call_id,
    examples.evidence_quote AS example_quote,
    row_number() OVER (
      PARTITION BY counted_by_criterion.tenant_id
      ORDER BY
        counted_by_criterion.failed DESC,
        counted_by_criterion.answered,
        counted_by_criterion.form_id,
        counted_by_criterion.criterion_id
    ) AS failure_rank
  FROM counted_by_criterion
  LEFT JOIN examples
    ON counted_by_criterion.tenant_id = examples.tenant_id
    AND counted_by_criterion.form_id = examples.form_id
    AND counted_by_criterion.criterion_id = examples.criterion_id
)

SELECT
  tenant_id,
  form_id,
  criterion_id,
  question,
  critical,
  answered,
  failed,
  fail_rate,
  failed_calls,
  last_failed_on,
  example_call_id,
  example_quote,
  failure_rank
FROM ranked_criteria
