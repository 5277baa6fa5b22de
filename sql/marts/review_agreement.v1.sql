WITH reviews AS (
  SELECT * FROM review_list
),

ordered_rechecks AS (
  SELECT
    tenant_id,
    form_id,
    form_version,
    criterion_id,
    question,
    machine_outcome,
    human_outcome,
    agrees,
    row_number() OVER (
      PARTITION BY tenant_id, call_id, form_id, attempt, criterion_id
      ORDER BY reviewed_at DESC, review_id DESC
    ) AS position
  FROM reviews
  WHERE kind = 'recheck'
),

last_rechecks AS (
  SELECT * FROM ordered_rechecks WHERE position = 1
),

counted_by_criterion AS (
  SELECT
    tenant_id,
    form_id,
    criterion_id,
    max_by(question, form_version) AS question,
    count(*) AS rechecked,
    count(agrees) AS compared,
    count_if(agrees) AS agreed,
    count_if(machine_outcome = 'fail' AND human_outcome = 'pass') AS machine_too_strict,
    count_if(machine_outcome = 'pass' AND human_outcome = 'fail') AS machine_too_lenient,
    count_if(agrees IS NOT NULL AND machine_outcome = 'pass')
      * count_if(agrees IS NOT NULL AND human_outcome = 'pass')
    + count_if(agrees IS NOT NULL AND machine_outcome = 'partial')
      * count_if(agrees IS NOT NULL AND human_outcome = 'partial')
    + count_if(agrees IS NOT NULL AND machine_outcome = 'fail')
      * count_if(agrees IS NOT NULL AND human_outcome = 'fail')
    + count_if(agrees IS NOT NULL AND machine_outcome = 'not_applicable')
      * count_if(agrees IS NOT NULL AND human_outcome = 'not_applicable') AS chance_products
  FROM last_rechecks
  GROUP BY tenant_id, form_id, criterion_id
)

SELECT
  tenant_id,
  form_id,
  criterion_id,
  question,
  rechecked,
  compared,
  agreed,
  machine_too_strict,
  machine_too_lenient,
  IF(compared >= 20, 1e2 * agreed / compared) AS exact_agreement,
  IF(
    compared >= 20,
    1e0 * (compared * agreed - chance_products) / nullif(compared * compared - chance_products, 0)
  ) AS cohens_kappa
FROM counted_by_criterion
