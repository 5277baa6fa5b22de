WITH scored AS (
  SELECT DISTINCT tenant_id, call_id FROM evaluations WHERE is_current AND percentage IS NOT NULL
)

SELECT
  calls.tenant_id,
  calls.call_id,
  calls.unscored_reason
FROM calls
LEFT JOIN scored
  ON calls.tenant_id = scored.tenant_id
  AND calls.call_id = scored.call_id
WHERE (calls.unscored_reason IS NULL) <> (scored.call_id IS NOT NULL)
