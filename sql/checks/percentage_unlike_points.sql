SELECT
  tenant_id,
  call_id,
  evaluation_id,
  percentage,
  total_score,
  max_score
FROM evaluations
WHERE
  scorer <> 'cci-lite'
  AND percentage IS NOT NULL
  AND (
    CASE WHEN auto_failed THEN percentage <> 0
      ELSE max_score IS NULL
        OR max_score <= 0
        OR total_score IS NULL
        OR abs(percentage - 1e2 * total_score / nullif(max_score, 0e0)) > 1e-4
    END
  )
