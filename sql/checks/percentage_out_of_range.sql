SELECT
  tenant_id,
  call_id,
  evaluation_id,
  percentage
FROM evaluations
WHERE percentage IS NOT NULL AND NOT percentage BETWEEN 0 AND 100
