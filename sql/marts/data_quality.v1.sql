WITH runs AS (
  SELECT * FROM stg_etl_runs
),

days AS (
  SELECT * FROM runs WHERE dt IS NOT NULL AND table_name IS NULL AND quarantine_code IS NULL
),

rows_by_day AS (
  SELECT
    tenant_id,
    run_id,
    dt,
    sum(rows_out) AS rows_out,
    sum(rows_out) FILTER (WHERE table_name = 'calls') AS calls_out
  FROM runs
  WHERE table_name IS NOT NULL
  GROUP BY tenant_id, run_id, dt
),

nights_with_days AS (
  SELECT DISTINCT tenant_id, run_id FROM days
),

nights_without_days AS (
  SELECT
    runs.tenant_id,
    runs.run_id,
    runs.dt,
    runs.started_at,
    runs.finished_at,
    runs.status,
    runs.documents_in,
    runs.landed,
    runs.superseded,
    runs.quarantined,
    runs.balanced,
    runs.error_code,
    runs.error_message
  FROM runs
  LEFT JOIN nights_with_days
    ON runs.tenant_id = nights_with_days.tenant_id
    AND runs.run_id = nights_with_days.run_id
  WHERE runs.dt IS NULL AND nights_with_days.run_id IS NULL
),

accounts AS (
  SELECT
    tenant_id,
    run_id,
    dt,
    started_at,
    finished_at,
    status,
    documents_in,
    landed,
    superseded,
    quarantined,
    balanced,
    error_code,
    error_message
  FROM days
  UNION ALL
  SELECT
    tenant_id,
    run_id,
    dt,
    started_at,
    finished_at,
    status,
    documents_in,
    landed,
    superseded,
    quarantined,
    balanced,
    error_code,
    error_message
  FROM nights_without_days
)

SELECT
  accounts.tenant_id,
  accounts.run_id,
  accounts.dt,
  accounts.started_at,
  accounts.finished_at,
  accounts.status,
  accounts.documents_in,
  accounts.landed,
  accounts.superseded,
  accounts.quarantined,
  coalesce(rows_by_day.calls_out, 0) AS calls_out,
  coalesce(rows_by_day.rows_out, 0) AS rows_out,
  accounts.balanced,
  accounts.error_code,
  accounts.error_message
FROM accounts
LEFT JOIN rows_by_day
  ON accounts.tenant_id = rows_by_day.tenant_id
  AND accounts.run_id = rows_by_day.run_id
  AND accounts.dt = rows_by_day.dt
