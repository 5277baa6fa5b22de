WITH source AS (
  SELECT * FROM etl_runs
)

SELECT
  tenant_id,
  run_id,
  started_at,
  finished_at,
  status,
  version,
  shape_version,
  dt,
  table_name,
  quarantine_code,
  documents_in,
  landed,
  superseded,
  quarantined,
  rows_out,
  balanced,
  error_code,
  error_message
FROM source
