WITH action_items AS (
  SELECT * FROM stg_action_items
),

calls AS (
  SELECT * FROM call_list
)

SELECT
  action_items.tenant_id,
  action_items.call_id,
  action_items.call_date,
  calls.started_local,
  action_items.agent_id,
  action_items.agent_name,
  action_items.agent_team,
  action_items.queue,
  action_items.channel,
  calls.customer_ref,
  calls.issue,
  calls.percentage,
  action_items.item_index,
  action_items.text AS action_item
FROM action_items
LEFT JOIN calls
  ON action_items.tenant_id = calls.tenant_id
  AND action_items.call_id = calls.call_id
