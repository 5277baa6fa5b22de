WITH runs AS (
  SELECT * FROM stg_etl_runs
)

SELECT
  tenant_id,
  run_id,
  dt,
  quarantine_code,
  started_at,
  quarantined AS documents
FROM runs
WHERE quarantine_code IS NOT NULL
