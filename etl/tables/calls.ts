import { callKeyColumns, handlingColumns } from './shared.ts';
import type { FactTable, RowOf } from './table.ts';

export const calls = {
  name: 'calls',
  grain: 'one row per call (its latest revision)',
  key: ['call_id'],
  sort: ['dt', 'agent_id', 'call_id'],
  byCall: ['dt', 'call_id'],
  over: 'call',
  columns: {
    ...callKeyColumns,
    revision: {
      from: 'd.revision',
      type: 'varchar',
      doc: 'Revision of the raw document that the row was made from; sorts by time.',
    },
    started_at: {
      from: (sql) => sql.instant('d.started_at'),
      type: 'timestamp',
      doc: 'Start of the call, UTC.',
    },
    started_at_origin: {
      from: 'd.started_at_origin',
      type: 'varchar',
      doc: 'Who said when it started: sidecar, vendor, option or first_ingest.',
    },
    started_local: {
      from: (sql) => sql.wallClock(sql.instant('d.started_at')),
      type: 'timestamp',
      doc: "Start of the call as the clock on the wall of the tenant's time zone showed it.",
    },
    processed_at: {
      from: (sql) => sql.instant('d.processed_at'),
      type: 'timestamp',
      doc: 'When the raw document was written, UTC.',
    },
    duration_seconds: {
      from: 'd.duration_seconds',
      type: 'double',
      nullable: true,
      doc: 'Length of the call in seconds; NULL when unknown.',
    },
    direction: {
      from: 'd.direction',
      type: 'varchar',
      nullable: true,
      doc: 'inbound, outbound or internal; NULL when unknown.',
    },
    language: {
      from: 'd.language',
      type: 'varchar',
      nullable: true,
      doc: 'BCP 47 tag of the spoken language; NULL when unknown.',
    },
    ...handlingColumns,
    customer_ref: {
      from: 'd.customer.ref',
      type: 'varchar',
      nullable: true,
      doc: "The tenant's own reference of the customer; NULL when unknown.",
    },
    source_kind: { from: 'd.source.kind', type: 'varchar', doc: 'transcript, recording or result.' },
    source_provider: {
      from: 'd.source.provider',
      type: 'varchar',
      doc: 'Format that the content came in (docs/formats.md).',
    },
    source_uri: {
      from: 'd.source.uri',
      type: 'varchar',
      nullable: true,
      doc: 'Where the content was read from.',
    },
    content_sha256: {
      from: 'd.source.content_sha256',
      type: 'varchar',
      doc: 'SHA-256 of the content, hexadecimal.',
    },
    pii_redacted: {
      from: 'd.source.pii_redacted',
      type: 'boolean',
      doc: 'Whether the text was redacted before it reached the lake, as far as the source says.',
    },
    turn_count: {
      from: (sql) => sql.size('d.transcript.turns'),
      type: 'integer',
      nullable: true,
      doc: 'Turns in the transcript; NULL when there is no transcript.',
    },
    speaker_roles_origin: {
      from: 'd.transcript.speaker_roles.origin',
      type: 'varchar',
      nullable: true,
      doc: 'source, rule or none: who said which speaker is the agent.',
    },
    speaker_roles_confidence: {
      from: 'd.transcript.speaker_roles.confidence',
      type: 'double',
      nullable: true,
      doc: 'How sure the roles are, 0 to 1.',
    },
    talk_time_agent_ms: {
      from: 'd.transcript.talk_time_ms.AGENT',
      type: 'bigint',
      nullable: true,
      doc: 'Milliseconds in which the agent speaks; NULL for chats and without times or roles.',
    },
    talk_time_customer_ms: {
      from: 'd.transcript.talk_time_ms.CUSTOMER',
      type: 'bigint',
      nullable: true,
      doc: 'Milliseconds in which the customer speaks; NULL as above.',
    },
    silence_ms: {
      from: 'd.transcript.silence_ms',
      type: 'bigint',
      nullable: true,
      doc: 'Milliseconds in which nobody speaks; NULL for chats and without times.',
    },
    interruptions: {
      from: 'd.transcript.interruptions',
      type: 'integer',
      nullable: true,
      doc: 'Turns that begin while the other role speaks; NULL as above.',
    },
    sentiment: {
      from: 'd.sentiment.overall',
      type: 'varchar',
      nullable: true,
      doc: 'POSITIVE, NEGATIVE, NEUTRAL or MIXED; NULL when unknown.',
    },
    sentiment_agent: {
      from: 'd.sentiment.agent',
      type: 'double',
      nullable: true,
      doc: 'Sentiment of the agent, -5 to 5; NULL when unknown.',
    },
    sentiment_customer: {
      from: 'd.sentiment.customer',
      type: 'double',
      nullable: true,
      doc: 'Sentiment of the customer, -5 to 5; NULL when unknown.',
    },
    tone_score: {
      from: 'd.ai_summary.tone_score',
      type: 'double',
      nullable: true,
      doc: 'Tone, 0 to 100; NULL when unknown.',
    },
    categories: {
      from: 'd.categories',
      type: { array: 'varchar' },
      doc: 'Categories that the vendor or a model matched.',
    },
    topics: { from: 'd.topics', type: { array: 'varchar' }, doc: 'Topics that the vendor or a model found.' },
    issue: { from: 'd.ai_summary.issue', type: 'varchar', nullable: true, doc: 'What the call was about.' },
    resolution: {
      from: 'd.ai_summary.resolution',
      type: 'varchar',
      nullable: true,
      doc: 'How it was resolved.',
    },
    outcome: { from: 'd.ai_summary.outcome', type: 'varchar', nullable: true, doc: 'How it ended.' },
    call_summary: {
      from: 'd.ai_summary.call_summary',
      type: 'varchar',
      nullable: true,
      doc: 'Summary of the call.',
    },
    evaluation_count: {
      from: (sql) => sql.size('d.evaluations'),
      type: 'integer',
      doc: 'Evaluations of the call, of all forms and attempts.',
    },
    unscored_reason: {
      from: 'd.unscored_reason',
      type: 'varchar',
      nullable: true,
      doc: 'Why no evaluation has a percentage; NULL when one has.',
    },
  },
} as const satisfies FactTable;

export type CallRow = RowOf<typeof calls>;
