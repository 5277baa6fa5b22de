SELECT tenant_id, call_id, 'turn' AS what, turn_index AS position
FROM turns
WHERE end_ms < start_ms

UNION ALL

SELECT tenant_id, call_id, 'call' AS what, NULL AS position
FROM calls
WHERE duration_seconds < 0 OR silence_ms < 0 OR talk_time_agent_ms < 0 OR talk_time_customer_ms < 0

UNION ALL

SELECT tenant_id, run_id AS call_id, 'night' AS what, NULL AS position
FROM etl_runs
WHERE finished_at < started_at
