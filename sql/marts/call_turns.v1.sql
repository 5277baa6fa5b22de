WITH turns AS (
  SELECT * FROM stg_turns
),

criterion_scores AS (
  SELECT * FROM stg_criterion_scores
),

quotes AS (
  SELECT
    criterion_scores.tenant_id,
    criterion_scores.call_id,
    quote.turn_index,
    count(DISTINCT criterion_scores.criterion_id) AS quoting_criteria
  FROM criterion_scores
  CROSS JOIN UNNEST(criterion_scores.evidence) AS quote (turn_index, start_ms, start_offset, text, verified)
  WHERE criterion_scores.is_current AND quote.verified
  GROUP BY criterion_scores.tenant_id, criterion_scores.call_id, quote.turn_index
)

SELECT
  turns.tenant_id,
  turns.call_id,
  turns.call_date,
  turns.turn_index,
  turns.speaker,
  turns.start_ms,
  turns.end_ms,
  turns.text,
  turns.word_count,
  turns.sentiment,
  coalesce(quotes.quoting_criteria, 0) AS quoting_criteria
FROM turns
LEFT JOIN quotes
  ON turns.tenant_id = quotes.tenant_id
  AND turns.call_id = quotes.call_id
  AND turns.turn_index = quotes.turn_index
