WITH scores AS (
  -- Results of version 0 bring criteria of their own, whatever their form was.
  SELECT
    criterion_scores.tenant_id,
    criterion_scores.form_id,
    criterion_scores.form_version,
    criterion_scores.criterion_id,
    criterion_scores.weight,
    criterion_scores.section_id,
    criterion_scores.question,
    criterion_scores.kind,
    criterion_scores.critical,
    criterion_scores.required
  FROM criterion_scores
  JOIN evaluations
    ON criterion_scores.tenant_id = evaluations.tenant_id
    AND criterion_scores.call_id = evaluations.call_id
    AND criterion_scores.evaluation_id = evaluations.evaluation_id
  WHERE evaluations.scorer <> 'cci-lite'
),

used AS (
  SELECT tenant_id, form_id, form_version, count(*) AS evaluation_count
  FROM evaluations
  WHERE scorer <> 'cci-lite'
  GROUP BY tenant_id, form_id, form_version
),

by_criterion AS (
  SELECT
    tenant_id,
    form_id,
    form_version,
    criterion_id,
    count(*) AS score_count,
    count(DISTINCT weight) AS weights,
    count(DISTINCT coalesce(section_id, '')) AS sections,
    count(DISTINCT question) AS questions,
    count(DISTINCT kind) AS kinds,
    count(DISTINCT critical) AS criticals,
    count(DISTINCT required) AS requireds
  FROM scores
  GROUP BY tenant_id, form_id, form_version, criterion_id
)

SELECT
  by_criterion.tenant_id,
  by_criterion.form_id,
  by_criterion.form_version,
  by_criterion.criterion_id
FROM by_criterion
JOIN used
  ON by_criterion.tenant_id = used.tenant_id
  AND by_criterion.form_id = used.form_id
  AND by_criterion.form_version = used.form_version
WHERE
  by_criterion.score_count <> used.evaluation_count
  OR by_criterion.weights > 1
  OR by_criterion.sections > 1
  OR by_criterion.questions > 1
  OR by_criterion.kinds > 1
  OR by_criterion.criticals > 1
  OR by_criterion.requireds > 1
