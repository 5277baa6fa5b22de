SELECT
  criterion_scores.tenant_id,
  criterion_scores.call_id,
  criterion_scores.evaluation_id,
  criterion_scores.criterion_id
FROM criterion_scores
LEFT JOIN evaluations
  ON criterion_scores.tenant_id = evaluations.tenant_id
  AND criterion_scores.call_id = evaluations.call_id
  AND criterion_scores.evaluation_id = evaluations.evaluation_id
  AND criterion_scores.form_id = evaluations.form_id
  AND criterion_scores.attempt = evaluations.attempt
WHERE evaluations.call_id IS NULL
