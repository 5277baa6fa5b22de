WITH source AS (
  SELECT * FROM check_runs
)

SELECT
  tenant_id,
  run_id,
  check_name,
  severity,
  passed,
  violations,
  error_code,
  promise,
  advice,
  version,
  checked_at,
  duration_ms
FROM source
