import { callKeyColumns, handlingColumns } from './shared.ts';
import type { RowOf, Table } from './table.ts';

export const calls = {
  name: 'calls',
  grain: 'one row per call (its latest revision)',
  key: ['call_id'],
  sort: ['dt', 'agent_id', 'call_id'],
  columns: {
    ...callKeyColumns,
    revision: {
      type: 'varchar',
      doc: 'Revision of the raw document that the row was made from; sorts by time.',
    },
    started_at: { type: 'timestamp', doc: 'Start of the call, UTC.' },
    started_at_origin: {
      type: 'varchar',
      doc: 'Who said when it started: sidecar, vendor, option or first_ingest.',
    },
    started_local: {
      type: 'timestamp',
      doc: "Start of the call as the clock on the wall of the tenant's time zone showed it.",
    },
    processed_at: { type: 'timestamp', doc: 'When the raw document was written, UTC.' },
    duration_seconds: {
      type: 'double',
      nullable: true,
      doc: 'Length of the call in seconds; NULL when unknown.',
    },
    direction: { type: 'varchar', nullable: true, doc: 'inbound, outbound or internal; NULL when unknown.' },
    language: {
      type: 'varchar',
      nullable: true,
      doc: 'BCP 47 tag of the spoken language; NULL when unknown.',
    },
    ...handlingColumns,
    customer_ref: {
      type: 'varchar',
      nullable: true,
      doc: "The tenant's own reference of the customer; NULL when unknown.",
    },
    source_kind: { type: 'varchar', doc: 'transcript, recording or result.' },
    source_provider: { type: 'varchar', doc: 'Format that the content came in (docs/formats.md).' },
    source_uri: { type: 'varchar', nullable: true, doc: 'Where the content was read from.' },
    content_sha256: { type: 'varchar', doc: 'SHA-256 of the content, hexadecimal.' },
    pii_redacted: {
      type: 'boolean',
      doc: 'Whether the text was redacted before it reached the lake, as far as the source says.',
    },
    turn_count: {
      type: 'integer',
      nullable: true,
      doc: 'Turns in the transcript; NULL when there is no transcript.',
    },
    speaker_roles_origin: {
      type: 'varchar',
      nullable: true,
      doc: 'source, rule or none: who said which speaker is the agent.',
    },
    speaker_roles_confidence: { type: 'double', nullable: true, doc: 'How sure the roles are, 0 to 1.' },
    talk_time_agent_ms: {
      type: 'bigint',
      nullable: true,
      doc: 'Milliseconds in which the agent speaks; NULL for chats and without times or roles.',
    },
    talk_time_customer_ms: {
      type: 'bigint',
      nullable: true,
      doc: 'Milliseconds in which the customer speaks; NULL as above.',
    },
    silence_ms: {
      type: 'bigint',
      nullable: true,
      doc: 'Milliseconds in which nobody speaks; NULL for chats and without times.',
    },
    interruptions: {
      type: 'integer',
      nullable: true,
      doc: 'Turns that begin while the other role speaks; NULL as above.',
    },
    sentiment: {
      type: 'varchar',
      nullable: true,
      doc: 'POSITIVE, NEGATIVE, NEUTRAL or MIXED; NULL when unknown.',
    },
    sentiment_agent: {
      type: 'double',
      nullable: true,
      doc: 'Sentiment of the agent, -5 to 5; NULL when unknown.',
    },
    sentiment_customer: {
      type: 'double',
      nullable: true,
      doc: 'Sentiment of the customer, -5 to 5; NULL when unknown.',
    },
    tone_score: { type: 'double', nullable: true, doc: 'Tone, 0 to 100; NULL when unknown.' },
    categories: { type: { array: 'varchar' }, doc: 'Categories that the vendor or a model matched.' },
    topics: { type: { array: 'varchar' }, doc: 'Topics that the vendor or a model found.' },
    issue: { type: 'varchar', nullable: true, doc: 'What the call was about.' },
    resolution: { type: 'varchar', nullable: true, doc: 'How it was resolved.' },
    outcome: { type: 'varchar', nullable: true, doc: 'How it ended.' },
    call_summary: { type: 'varchar', nullable: true, doc: 'Summary of the call.' },
    evaluation_count: { type: 'integer', doc: 'Evaluations of the call, of all forms and attempts.' },
    unscored_reason: {
      type: 'varchar',
      nullable: true,
      doc: 'Why no evaluation has a percentage; NULL when one has.',
    },
  },
} as const satisfies Table;

export type CallRow = RowOf<typeof calls>;
