WITH source AS (
  SELECT * FROM key_phrases
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
  phrase_index,
  text,
  confidence
FROM source
