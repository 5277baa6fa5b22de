SELECT
  tenant_id,
  call_id,
  evaluation_id,
  criterion_id,
  score,
  max_score
FROM criterion_scores
WHERE score IS NOT NULL AND NOT score BETWEEN 0 AND max_score
