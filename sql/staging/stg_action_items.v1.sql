WITH source AS (
  SELECT * FROM action_items
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
  item_index,
  text
FROM source
