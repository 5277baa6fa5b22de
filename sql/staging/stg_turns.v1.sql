WITH source AS (
  SELECT * FROM turns
)

SELECT
  tenant_id,
  call_id,
  call_date,
  turn_index,
  speaker,
  start_ms,
  end_ms,
  text,
  word_count,
  sentiment
FROM source
