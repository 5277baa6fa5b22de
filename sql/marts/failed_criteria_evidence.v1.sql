WITH criterion_scores AS (
  SELECT * FROM stg_criterion_scores
),

turns AS (
  SELECT * FROM stg_turns
),

fails AS (
  SELECT * FROM criterion_scores WHERE is_current AND outcome = 'fail'
),

quoted_fails AS (
  SELECT
    fails.tenant_id,
    fails.call_id,
    fails.call_date,
    fails.agent_id,
    fails.agent_name,
    fails.agent_team,
    fails.queue,
    fails.channel,
    fails.form_id,
    fails.form_version,
    fails.section_id,
    fails.criterion_id,
    fails.question,
    fails.critical,
    fails.reason,
    fails.confidence,
    quote.evidence_position,
    quote.turn_index,
    quote.start_ms,
    quote.start_offset,
    quote.text AS evidence_quote,
    quote.verified
  FROM fails
  LEFT JOIN UNNEST(fails.evidence) WITH ORDINALITY
    AS quote (turn_index, start_ms, start_offset, text, verified, evidence_position)
    ON TRUE
)

SELECT
  quoted_fails.tenant_id,
  quoted_fails.call_id,
  quoted_fails.call_date,
  quoted_fails.agent_id,
  quoted_fails.agent_name,
  quoted_fails.agent_team,
  quoted_fails.queue,
  quoted_fails.channel,
  quoted_fails.form_id,
  quoted_fails.form_version,
  quoted_fails.section_id,
  quoted_fails.criterion_id,
  quoted_fails.question,
  quoted_fails.critical,
  quoted_fails.reason,
  quoted_fails.confidence,
  quoted_fails.evidence_position,
  quoted_fails.turn_index,
  quoted_fails.start_ms,
  quoted_fails.start_offset,
  turns.speaker,
  quoted_fails.evidence_quote,
  quoted_fails.verified,
  turns.text AS turn_text,
  row_number() OVER (
    PARTITION BY quoted_fails.tenant_id, quoted_fails.form_id, quoted_fails.criterion_id
    ORDER BY
      IF(quoted_fails.verified, 0, 1),
      quoted_fails.call_date DESC,
      quoted_fails.call_id,
      quoted_fails.evidence_position
  ) AS example_rank
FROM quoted_fails
LEFT JOIN turns
  ON quoted_fails.tenant_id = turns.tenant_id
  AND quoted_fails.call_id = turns.call_id
  AND quoted_fails.turn_index = turns.turn_index
