WITH evaluated AS (
  -- Results of version 0 give a maximum of their own and all weights as 1.
  SELECT * FROM evaluations WHERE scorer <> 'cci-lite' AND max_score IS NOT NULL
),

weights AS (
  SELECT
    tenant_id,
    call_id,
    evaluation_id,
    sum(TRY_CAST(weight AS decimal(18, 6))) AS weight_sum,
    array_join(array_sort(array_agg(DISTINCT coalesce(section_id, ''))), ',') AS sections
  FROM criterion_scores
  WHERE outcome IN ('pass', 'fail', 'partial') AND weight > 0
  GROUP BY tenant_id, call_id, evaluation_id
),

compared AS (
  SELECT
    evaluated.tenant_id,
    evaluated.call_id,
    evaluated.evaluation_id,
    evaluated.form_id,
    evaluated.form_version,
    evaluated.max_score,
    coalesce(CAST(weights.weight_sum AS double), 0e0) AS weight_sum,
    coalesce(weights.sections, '') AS sections
  FROM evaluated
  LEFT JOIN weights
    ON evaluated.tenant_id = weights.tenant_id
    AND evaluated.call_id = weights.call_id
    AND evaluated.evaluation_id = weights.evaluation_id
),

-- A form that is weighted by section can reach the weights of its sections: the same for the same sections.
reachable AS (
  SELECT
    tenant_id,
    call_id,
    evaluation_id,
    form_id,
    form_version,
    max_score,
    weight_sum,
    sections,
    max(max_score) OVER same_sections - min(max_score) OVER same_sections AS spread
  FROM compared
  WINDOW same_sections AS (PARTITION BY tenant_id, form_id, form_version, sections)
)

SELECT
  tenant_id,
  call_id,
  evaluation_id,
  form_id,
  form_version,
  max_score,
  weight_sum
FROM reachable
WHERE abs(max_score - weight_sum) > 1e-5 AND (sections = '' OR spread > 1e-5)
