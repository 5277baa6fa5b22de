WITH calls AS (
  SELECT * FROM stg_calls
),

clocks AS (
  SELECT
    tenant_id,
    started_at,
    max(date_diff('second', started_at, started_local)) AS offset_seconds
  FROM calls
  WHERE started_at IS NOT NULL AND started_local IS NOT NULL
  GROUP BY tenant_id, started_at
),

compared_clocks AS (
  SELECT
    tenant_id,
    started_at,
    offset_seconds,
    lag(offset_seconds) OVER (PARTITION BY tenant_id ORDER BY started_at) AS offset_before
  FROM clocks
),

changes AS (
  SELECT * FROM compared_clocks WHERE offset_before IS DISTINCT FROM offset_seconds
)

SELECT
  tenant_id,
  IF(offset_before IS NOT NULL, started_at) AS valid_from,
  lead(started_at) OVER (PARTITION BY tenant_id ORDER BY started_at) AS valid_to,
  offset_seconds
FROM changes
