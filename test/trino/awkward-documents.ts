import {
  type CallDocument,
  type CriterionResult,
  type Evaluation,
  parseTenantId,
  type Review,
  type Turn,
} from '../../pipeline/contract/index.ts';

export const ACME = parseTenantId('acme');

const revision = (n: number): string =>
  `20260101T${String(n).padStart(9, '0')}Z-${String(n).padStart(8, '0')}`;

const turn = (index: number, text: string, change: Partial<Turn> = {}): Turn => ({
  index,
  speaker: index % 2 === 0 ? 'AGENT' : 'CUSTOMER',
  start_ms: index * 1000,
  end_ms: index * 1000 + 900,
  text,
  sentiment: null,
  ...change,
});

const criterion = (id: string, change: Partial<CriterionResult> = {}): CriterionResult => ({
  id,
  section: null,
  question: `Did the agent ${id}?`,
  kind: 'rule',
  weight: 1,
  required: true,
  critical: 'none',
  outcome: 'pass',
  score: 1,
  max_score: 1,
  reason: null,
  confidence: null,
  evidence: [],
  ...change,
});

const evaluation = (change: Partial<Evaluation> = {}): Evaluation => ({
  evaluation_id: `eval-${change.form_id ?? 'service'}-${change.attempt ?? 1}`,
  form_id: 'service',
  form_version: 1,
  attempt: 1,
  scorer: 'rules',
  model: null,
  profile_id: null,
  profile_version: null,
  prompt_sha256: null,
  request_id: null,
  usage: null,
  scored_at: '2026-07-02T10:00:00.000Z',
  status: 'scored',
  criteria: [criterion('greet')],
  sections: [],
  total_score: 1,
  max_score: 1,
  percentage: 100,
  coverage: 1,
  auto_failed: false,
  band: null,
  ...change,
});

const review = (id: string, change: Partial<Review> = {}): Review => ({
  review_id: id,
  evaluation_id: 'eval-service-1',
  form_id: 'service',
  form_version: 1,
  attempt: 1,
  criterion_id: 'greet',
  kind: 'override',
  reviewer_id: 'p-1',
  reviewed_at: '2026-07-03T10:00:00.001Z',
  outcome: 'fail',
  score: 0,
  max_score: 1,
  comment: null,
  ...change,
});

const call = (id: string, change: Partial<CallDocument> = {}): CallDocument => ({
  schema_version: 1,
  tenant_id: ACME,
  call_id: id,
  revision: revision(1),
  started_at: '2026-07-01T23:30:00.000Z',
  started_at_origin: 'sidecar',
  processed_at: '2026-07-02T10:00:00.000Z',
  duration_seconds: 61.5,
  direction: 'inbound',
  channel: 'voice',
  language: 'en-US',
  queue: 'sales',
  agent: { id: 'a-1', name: 'Ann', team: 'north', origin: 'metadata' },
  customer: { ref: 'c-9', origin: 'metadata' },
  source: {
    kind: 'transcript',
    uri: 'in/call-1.json',
    content_sha256: 'ab'.repeat(32),
    sidecar_sha256: null,
    provider: 'cci',
    job: null,
    pii_redacted: false,
    redacted_by: null,
  },
  transcript: {
    turns: [turn(0, 'Good morning'), turn(1, 'Hi, my order is late')],
    speaker_roles: { origin: 'source', confidence: 1 },
    talk_time_ms: { AGENT: 900, CUSTOMER: 900, OTHER: 0 },
    silence_ms: 59_700,
    interruptions: 0,
  },
  sentiment: { overall: 'NEUTRAL', scores: null, agent: 1.5, customer: null },
  key_phrases: [],
  entities: [],
  categories: [],
  topics: [],
  moderation: [],
  ai_summary: null,
  evaluations: [evaluation()],
  reviews: [],
  unscored_reason: null,
  ...change,
});

const transcript = (turns: Turn[], change: Partial<NonNullable<CallDocument['transcript']>> = {}) => ({
  turns,
  speaker_roles: { origin: 'rule' as const, confidence: 0.1 + 0.2 },
  talk_time_ms: null,
  silence_ms: null,
  interruptions: null,
  ...change,
});

/** Texts that one of two readers of JSON or of white space is likely to get wrong. */
const TEXTS = [
  '',
  ' ',
  'a\u0000b',
  '\u0001\u0002\u001f',
  'tab\there\nnew\r\nline\u2028sep\u2029para\u0085next',
  'wide\u00a0space\u1680a\u2003b\u202fc\u205fd\u3000e\ufefff\u180eg\u200bh',
  'quote " back \\ slash \\u0041 \\n /',
  'Grüße, 東京, मानक, العربية, e\u0301',
  '😀 👩‍👩‍👧 𝒳 \u{10ffff}',
  '<b>&amp;</b> {"line": "json"} [1,2]',
  "it's 'quoted' -- ; DROP",
  '  two  spaces  ',
];

const NUMBERS = [
  0,
  0.1,
  1 / 3,
  5e-324,
  2.2250738585072014e-308,
  1.7976931348623157e308,
  1e21,
  123456789012345680000,
  2 ** 53 + 2,
  0.30000000000000004,
];

/** Instants at which zones are odd: gaps, overlaps, offsets with seconds, a day that a zone left out, far years. */
/** Halves of a millionth, or near them, and the largest that count: engines round differently into decimals. Each has a sum of its own. */
const BETWEEN_MILLIONTHS = [
  132.4753175, 268.1539865, 0.0040065, 0.0000005, 61.1234565, 999999999, 999999999.9999, 1e9,
];

const INSTANTS = [
  '2026-03-29T00:59:59.999Z',
  '2026-03-29T01:00:00.000Z',
  '2026-10-25T00:30:00.000Z',
  '2026-10-25T01:30:00.000Z',
  '1880-01-01T00:00:00.000Z',
  '1893-03-31T23:06:31.999Z',
  '1899-12-31T23:59:59.001Z',
  '1969-12-31T23:59:59.999Z',
  '2011-12-30T12:00:00.000Z',
  '2059-07-01T12:34:56.789Z',
  '0999-12-31T23:59:59.999Z',
  '2099-06-15T00:00:00.000Z',
];

const at = (time: string): string => `2026-07-02T${time}Z`;

/** Four scorings of two forms, three of them at the same moment: the last one by time, then by place, counts. */
const rescored = [
  evaluation({ scored_at: at('10:00:00.000') }),
  evaluation({ attempt: 2, scored_at: at('12:00:00.000'), evaluation_id: 'same-time' }),
  evaluation({ form_id: 'sales', scored_at: at('12:00:00.000'), model: 'm-1' }),
  evaluation({ attempt: 3, scored_at: at('12:00:00.000') }),
  evaluation({ form_id: 'empty', scored_at: at('09:00:00.000'), criteria: [], percentage: null }),
];

const graded = evaluation({
  status: 'partial',
  criteria: [
    criterion('a', { outcome: 'fail', score: 0, section: 's', critical: 'form', reason: TEXTS[4] ?? '' }),
    criterion('b', { outcome: 'not_applicable', score: null, weight: 0.1 + 0.2 }),
    criterion('c', { outcome: 'undetermined', score: null, kind: 'llm', confidence: 0.75 }),
    criterion('d', {
      outcome: 'partial',
      score: 0.5,
      evidence: [
        { turn: 0, start_ms: -5, offset: null, quote: 'not found', verified: false },
        { turn: 1, start_ms: null, offset: 3, quote: TEXTS[8] ?? '', verified: true },
        { turn: 2, start_ms: 2 ** 53 - 1, offset: 0, quote: '', verified: true },
      ],
    }),
    criterion('e', { evidence: [{ turn: 7, start_ms: 1, offset: null, quote: 'x', verified: false }] }),
  ],
  total_score: 1.5,
  max_score: 2.3,
  percentage: null,
  coverage: null,
  auto_failed: true,
  band: 'Poor',
});

/** Sealed documents of one tenant, each odd in a way of its own. */
export const awkwardDocuments = (): CallDocument[] => [
  call('plain'),
  call('bare', {
    transcript: null,
    agent: null,
    customer: null,
    queue: null,
    direction: null,
    language: null,
    duration_seconds: null,
    sentiment: null,
    evaluations: [],
    unscored_reason: 'the model failed',
  }),
  call('half-agent', { agent: { id: null, name: 'Zoë 😀', team: null, origin: 'extracted' } }),
  call('no-turns', { transcript: transcript([]), evaluations: [], unscored_reason: 'no transcript' }),
  call('texts', {
    transcript: transcript(TEXTS.map((text, index) => turn(index, text, { speaker: 'OTHER' }))),
  }),
  call('chat:1', {
    channel: 'chat',
    transcript: transcript([
      turn(0, 'hi', { start_ms: -60_000, end_ms: -60_000, sentiment: 'MIXED' }),
      turn(5, 'late', { start_ms: null, end_ms: null }),
      turn(2, 'far', { start_ms: Number.MAX_SAFE_INTEGER, end_ms: Number.MIN_SAFE_INTEGER }),
    ]),
  }),
  call('rescored', { evaluations: rescored }),
  call('graded', { evaluations: [graded] }),
  call('reviewed', {
    reviews: [
      review('r-1', { comment: TEXTS[2] ?? '' }),
      review('r-2', {
        outcome: 'undetermined',
        score: null,
        kind: 'dispute',
        reviewed_at: '1899-01-01T00:00:00.000Z',
      }),
    ],
  }),
  call('lists', {
    key_phrases: TEXTS.map((text, index) => ({ text, score: index % 2 ? null : index / 7 })),
    entities: [
      { type: 'PERSON', text: 'Zoë', score: 0.99 },
      { type: '', text: '', score: null },
    ],
    categories: ['', 'a\u0000', '😀'],
    topics: ['billing'],
    ai_summary: {
      issue: TEXTS[5] ?? null,
      resolution: '',
      outcome: null,
      action_items: TEXTS,
      key_details: [],
      next_steps: ['x'],
      tone_score: 1 / 3,
      sentiment_summary: null,
      call_summary: TEXTS[7] ?? null,
      audio_summary: null,
      topic_summary: null,
    },
  }),
  ...NUMBERS.map((number, index) =>
    call(`number-${index}`, {
      duration_seconds: number,
      sentiment: { overall: null, scores: null, agent: -number, customer: number },
      evaluations: [evaluation({ total_score: number, percentage: number / 3, max_score: number })],
    }),
  ),
  ...BETWEEN_MILLIONTHS.map((seconds, index) =>
    call(`between-${index}`, { queue: `between ${index}`, duration_seconds: seconds }),
  ),
  ...INSTANTS.map((started_at, index) =>
    call(`instant-${index}`, { started_at, queue: `q${index % 3}`, agent: null }),
  ),
];
