-- What one would write by hand for DuckDB: documents with named columns, parsed once into a table, and each table copied
-- from it. Nothing is checked, sorted or accounted, and a damaged document fails the statement.
-- The variable `documents` holds the files of a tenant and day, `file_of_<table>` the file to write.

CREATE OR REPLACE TEMP TABLE documents AS
SELECT
  call_id,
  CAST(substring(started_at, 1, 10) AS DATE) AS dt,
  CAST(timezone('Europe/Berlin', timezone('UTC', CAST(started_at AS TIMESTAMP))) AS DATE) AS call_date,
  revision,
  CAST(started_at AS TIMESTAMP) AS started_at,
  started_at_origin,
  timezone('Europe/Berlin', timezone('UTC', CAST(started_at AS TIMESTAMP))) AS started_local,
  CAST(processed_at AS TIMESTAMP) AS processed_at,
  duration_seconds, direction, language,
  agent.id AS agent_id, agent.name AS agent_name, agent.team AS agent_team, queue, channel,
  customer, source, transcript, sentiment, categories, topics, ai_summary,
  key_phrases, entities, evaluations, reviews, unscored_reason
FROM read_json(getvariable('documents'), format = 'newline_delimited', columns = {
  call_id: 'VARCHAR',
  revision: 'VARCHAR',
  started_at: 'VARCHAR',
  started_at_origin: 'VARCHAR',
  processed_at: 'VARCHAR',
  duration_seconds: 'DOUBLE',
  direction: 'VARCHAR',
  channel: 'VARCHAR',
  language: 'VARCHAR',
  queue: 'VARCHAR',
  agent: 'STRUCT(id VARCHAR, name VARCHAR, team VARCHAR)',
  customer: 'STRUCT(ref VARCHAR)',
  source: 'STRUCT(kind VARCHAR, uri VARCHAR, content_sha256 VARCHAR, provider VARCHAR, pii_redacted BOOLEAN)',
  transcript: 'STRUCT(
    turns STRUCT("index" INTEGER, speaker VARCHAR, start_ms BIGINT, end_ms BIGINT, "text" VARCHAR, sentiment VARCHAR)[],
    speaker_roles STRUCT(origin VARCHAR, confidence DOUBLE),
    talk_time_ms STRUCT(AGENT BIGINT, CUSTOMER BIGINT),
    silence_ms BIGINT, interruptions INTEGER)',
  sentiment: 'STRUCT(overall VARCHAR, agent DOUBLE, customer DOUBLE)',
  key_phrases: 'STRUCT("text" VARCHAR, score DOUBLE)[]',
  entities: 'STRUCT("text" VARCHAR, score DOUBLE, "type" VARCHAR)[]',
  categories: 'VARCHAR[]',
  topics: 'VARCHAR[]',
  ai_summary: 'STRUCT(issue VARCHAR, resolution VARCHAR, outcome VARCHAR, action_items VARCHAR[], tone_score DOUBLE, call_summary VARCHAR)',
  evaluations: 'STRUCT(
    evaluation_id VARCHAR, form_id VARCHAR, form_version INTEGER, attempt INTEGER, scorer VARCHAR, model VARCHAR, scored_at VARCHAR, status VARCHAR,
    criteria STRUCT(id VARCHAR, section VARCHAR, question VARCHAR, kind VARCHAR, weight DOUBLE, required BOOLEAN, critical VARCHAR, outcome VARCHAR,
      score DOUBLE, max_score DOUBLE, reason VARCHAR, confidence DOUBLE,
      evidence STRUCT(turn INTEGER, start_ms BIGINT, "offset" INTEGER, quote VARCHAR, verified BOOLEAN)[])[],
    total_score DOUBLE, max_score DOUBLE, percentage DOUBLE, coverage DOUBLE, auto_failed BOOLEAN, band VARCHAR)[]',
  reviews: 'STRUCT(review_id VARCHAR, evaluation_id VARCHAR, form_id VARCHAR, form_version INTEGER, attempt INTEGER, criterion_id VARCHAR,
    kind VARCHAR, reviewer_id VARCHAR, reviewed_at VARCHAR, outcome VARCHAR, score DOUBLE, max_score DOUBLE, comment VARCHAR)[]',
  unscored_reason: 'VARCHAR'
});

COPY (
  SELECT
    call_id, dt, call_date, revision, started_at, started_at_origin, started_local, processed_at, duration_seconds, direction, language,
    agent_id, agent_name, agent_team, queue, channel,
    customer.ref AS customer_ref,
    source.kind AS source_kind, source.provider AS source_provider, source.uri AS source_uri, source.content_sha256, source.pii_redacted,
    CAST(len(transcript.turns) AS INTEGER) AS turn_count,
    transcript.speaker_roles.origin AS speaker_roles_origin,
    transcript.speaker_roles.confidence AS speaker_roles_confidence,
    transcript.talk_time_ms.AGENT AS talk_time_agent_ms,
    transcript.talk_time_ms.CUSTOMER AS talk_time_customer_ms,
    transcript.silence_ms, transcript.interruptions,
    sentiment.overall AS sentiment, sentiment.agent AS sentiment_agent, sentiment.customer AS sentiment_customer,
    ai_summary.tone_score, categories, topics, ai_summary.issue, ai_summary.resolution, ai_summary.outcome, ai_summary.call_summary,
    CAST(len(evaluations) AS INTEGER) AS evaluation_count,
    unscored_reason
  FROM documents
) TO (getvariable('file_of_calls')) (FORMAT parquet, COMPRESSION snappy);

CREATE OR REPLACE TEMP VIEW ranked AS
SELECT
  * EXCLUDE (position),
  row_number() OVER (PARTITION BY call_id, e.form_id ORDER BY e.scored_at DESC, position DESC) = 1 AS is_latest,
  row_number() OVER (PARTITION BY call_id ORDER BY e.scored_at DESC, position DESC) = 1 AS is_current
FROM (
  SELECT call_id, dt, call_date, agent_id, agent_name, agent_team, queue, channel,
    unnest(evaluations) AS e, generate_subscripts(evaluations, 1) AS position
  FROM documents
);

COPY (
  SELECT
    call_id, dt, call_date, e.evaluation_id, e.form_id, e.form_version, e.attempt, is_latest, is_current,
    CAST(e.scored_at AS TIMESTAMP) AS scored_at, agent_id, agent_name, agent_team, queue, channel,
    e.scorer, e.model, e.status, e.total_score, e.max_score, e.percentage, e.coverage, e.auto_failed, e.band,
    CAST(len(e.criteria) AS INTEGER) AS criteria_count,
    CAST(len(list_filter(e.criteria, lambda c: c.outcome = 'fail')) AS INTEGER) AS failed_count,
    CAST(len(list_filter(e.criteria, lambda c: c.outcome = 'undetermined')) AS INTEGER) AS undetermined_count
  FROM ranked
) TO (getvariable('file_of_evaluations')) (FORMAT parquet, COMPRESSION snappy);

CREATE OR REPLACE TEMP TABLE criterion_scores AS
SELECT
  call_id, dt, call_date, evaluation_id, form_id, form_version, attempt, is_latest, is_current, scored_at,
  agent_id, agent_name, agent_team, queue, channel,
  c.section AS section_id, c.id AS criterion_id, criterion_index, c.question, c.kind, c.weight, c.required, c.critical,
  c.outcome, c.score, c.max_score, c.reason, c.confidence,
  list_filter(c.evidence, lambda x: x.verified)[1].quote AS evidence_quote,
  list_filter(c.evidence, lambda x: x.verified)[1].turn AS evidence_turn,
  c.evidence
FROM (
  SELECT
    call_id, dt, call_date, e.evaluation_id, e.form_id, e.form_version, e.attempt, is_latest, is_current,
    CAST(e.scored_at AS TIMESTAMP) AS scored_at, agent_id, agent_name, agent_team, queue, channel,
    unnest(e.criteria) AS c, CAST(generate_subscripts(e.criteria, 1) - 1 AS INTEGER) AS criterion_index
  FROM ranked
);

COPY criterion_scores TO (getvariable('file_of_criterion_scores')) (FORMAT parquet, COMPRESSION snappy);

COPY (
  SELECT
    call_id, dt, call_date, t."index" AS turn_index, t.speaker, t.start_ms, t.end_ms, t.text,
    CAST(len(string_split(t.text, ' ')) AS INTEGER) AS word_count,
    t.sentiment
  FROM (SELECT call_id, dt, call_date, unnest(transcript.turns) AS t FROM documents)
) TO (getvariable('file_of_turns')) (FORMAT parquet, COMPRESSION snappy);

COPY (
  SELECT
    call_id, dt, call_date, agent_id, agent_name, agent_team, queue, channel, entity_index,
    x.type AS entity_type, x.text, x.score AS confidence
  FROM (
    SELECT *, unnest(entities) AS x, CAST(generate_subscripts(entities, 1) - 1 AS INTEGER) AS entity_index FROM documents
  )
) TO (getvariable('file_of_entities')) (FORMAT parquet, COMPRESSION snappy);

COPY (
  SELECT
    call_id, dt, call_date, agent_id, agent_name, agent_team, queue, channel, phrase_index,
    x.text, x.score AS confidence
  FROM (
    SELECT *, unnest(key_phrases) AS x, CAST(generate_subscripts(key_phrases, 1) - 1 AS INTEGER) AS phrase_index FROM documents
  )
) TO (getvariable('file_of_key_phrases')) (FORMAT parquet, COMPRESSION snappy);

COPY (
  SELECT
    call_id, dt, call_date, agent_id, agent_name, agent_team, queue, channel,
    CAST(generate_subscripts(ai_summary.action_items, 1) - 1 AS INTEGER) AS item_index,
    unnest(ai_summary.action_items) AS text
  FROM documents
) TO (getvariable('file_of_action_items')) (FORMAT parquet, COMPRESSION snappy);

COPY (
  SELECT
    call_id, dt, call_date, agent_id, agent_name, agent_team, queue, channel,
    x.review_id, x.evaluation_id, x.form_id, x.form_version, x.attempt, x.criterion_id, x.kind, x.reviewer_id,
    CAST(x.reviewed_at AS TIMESTAMP) AS reviewed_at, x.outcome, x.score, x.max_score, x.comment
  FROM (SELECT *, unnest(reviews) AS x FROM documents)
) TO (getvariable('file_of_reviews')) (FORMAT parquet, COMPRESSION snappy);

COPY (
  SELECT
    dt, call_date, agent_id, agent_name, agent_team, queue, channel,
    count(*) AS calls,
    count(*) FILTER (unscored_reason IS NULL) AS scored_calls,
    count(duration_seconds) AS duration_count,
    sum(duration_seconds) AS duration_sum,
    count(transcript.silence_ms) AS silence_count,
    CAST(sum(transcript.silence_ms) AS BIGINT) AS silence_ms_sum,
    count(sentiment.customer) AS sentiment_customer_count,
    sum(sentiment.customer) AS sentiment_customer_sum
  FROM documents
  GROUP BY ALL
) TO (getvariable('file_of_call_days')) (FORMAT parquet, COMPRESSION snappy);

COPY (
  SELECT
    dt, call_date, form_id, form_version, criterion_id, section_id, question, agent_id, agent_name, agent_team, queue, channel,
    count(*) AS answers,
    count(*) FILTER (outcome = 'pass') AS passed,
    count(*) FILTER (outcome = 'fail') AS failed,
    count(*) FILTER (outcome = 'partial') AS partial,
    count(*) FILTER (outcome = 'not_applicable') AS not_applicable,
    count(*) FILTER (outcome = 'undetermined') AS undetermined,
    sum(score) AS score_sum,
    sum(max_score) FILTER (score IS NOT NULL) AS max_score_sum
  FROM criterion_scores
  WHERE is_current
  GROUP BY ALL
) TO (getvariable('file_of_criterion_days')) (FORMAT parquet, COMPRESSION snappy);
