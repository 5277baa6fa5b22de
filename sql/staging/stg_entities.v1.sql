WITH source AS (
  SELECT * FROM entities
)

SELECT
  tenant_id,
  call_id,
  call_date,
  agent_id,
  agent_name,
  agent_team,
  queue,
  channel,
  entity_index,
  entity_type,
  text,
  confidence
FROM source
