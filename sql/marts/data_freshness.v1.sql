WITH runs AS (
  SELECT * FROM stg_etl_runs
),

calls AS (
  SELECT * FROM stg_calls
),

nights AS (
  SELECT * FROM runs WHERE dt IS NULL
),

last_nights AS (
  SELECT
    tenant_id,
    max_by(run_id, finished_at) AS last_run_id,
    max(finished_at) AS last_run_at,
    max_by(status, finished_at) AS last_run_status,
    max_by(run_id, finished_at) FILTER (WHERE status IN ('published', 'partial')) AS last_published_run_id,
    max(finished_at) FILTER (WHERE status IN ('published', 'partial')) AS last_published_at,
    max(started_at) FILTER (WHERE status IN ('published', 'unchanged')) AS complete_as_of,
    max(finished_at) FILTER (WHERE status IN ('failed', 'partial')) AS last_failed_at
  FROM nights
  GROUP BY tenant_id
),

newest_calls AS (
  SELECT
    tenant_id,
    count(*) AS calls,
    max(call_date) AS newest_call_date,
    max(started_at) AS newest_call_started_at,
    max(processed_at) AS newest_processed_at
  FROM calls
  GROUP BY tenant_id
)

SELECT
  coalesce(last_nights.tenant_id, newest_calls.tenant_id) AS tenant_id,
  last_nights.last_run_id,
  last_nights.last_run_at,
  last_nights.last_run_status,
  last_nights.last_published_run_id,
  last_nights.last_published_at,
  last_nights.complete_as_of,
  last_nights.last_failed_at,
  coalesce(newest_calls.calls, 0) AS calls,
  newest_calls.newest_call_date,
  newest_calls.newest_call_started_at,
  newest_calls.newest_processed_at
FROM last_nights
FULL JOIN newest_calls
  ON last_nights.tenant_id = newest_calls.tenant_id
