SELECT
  tenant_id,
  call_id,
  dt,
  call_date
FROM calls
WHERE call_date <> CAST(started_local AS date) OR dt <> CAST(started_at AS date)
