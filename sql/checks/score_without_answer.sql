SELECT
  tenant_id,
  call_id,
  evaluation_id,
  criterion_id,
  outcome
FROM criterion_scores
WHERE outcome IN ('not_applicable', 'undetermined') AND score IS NOT NULL
