WITH check_runs AS (
  SELECT * FROM stg_check_runs
),

ranked AS (
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
    duration_ms,
    rank() OVER (PARTITION BY tenant_id ORDER BY checked_at DESC, run_id DESC) AS newest
  FROM check_runs
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
  duration_ms,
  newest = 1 AS is_latest
FROM ranked
