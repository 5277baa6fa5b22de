WITH quoted AS (
  SELECT tenant_id, call_id, evaluation_id, criterion_id, evidence_quote, evidence_turn
  FROM criterion_scores
  WHERE evidence_quote IS NOT NULL
)

SELECT
  quoted.tenant_id,
  quoted.call_id,
  quoted.evaluation_id,
  quoted.criterion_id,
  quoted.evidence_turn
FROM quoted
LEFT JOIN turns
  ON quoted.tenant_id = turns.tenant_id
  AND quoted.call_id = turns.call_id
  AND quoted.evidence_turn = turns.turn_index
WHERE turns.call_id IS NULL OR strpos(turns.text, quoted.evidence_quote) = 0
