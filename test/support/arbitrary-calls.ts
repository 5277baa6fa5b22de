import fc from 'fast-check';
import {
  type CallDocument,
  CHANNELS,
  type CriterionResult,
  DIRECTIONS,
  EVALUATION_STATUSES,
  type Evaluation,
  OUTCOMES,
  parseTenantId,
  SENTIMENTS,
  SPEAKERS,
  STARTED_AT_ORIGINS,
} from '../../pipeline/contract/index.ts';

/** Texts that writers and readers have stumbled over. */
const AWKWARD_TEXTS = [
  '',
  ' ',
  '\u0000',
  'nul \u0000 inside',
  '\u0001\u0002',
  'tab\tline\nreturn\r\nend',
  '\u00a0non\u00a0breaking\u3000wide\u2028line\u2029paragraph\ufeff',
  '\u1680ogham\u2000en\u200azero\u200bwidth\u202f\u205f\u0085next',
  'ünïcode 😀 日本 𝒳',
  '\ud83d\ude00',
  '"quoted" \\ back / slash \\ud800 \\u0000',
  "it's",
  ',"seal":"00000000000000000000000000000000"}',
  '{"a":[1,null]}',
  'NULL',
  'null',
  'two  spaces ',
  ' leading',
  '\uffff\ufffe',
];

const text = fc.oneof(
  { weight: 3, arbitrary: fc.constantFrom(...AWKWARD_TEXTS) },
  { weight: 1, arbitrary: fc.string({ unit: 'binary', maxLength: 12 }) },
  {
    weight: 2,
    arbitrary: fc
      .array(fc.constantFrom('a', 'bc', ' ', '\t', '\u3000', '😀', '\n', '.'), { maxLength: 9 })
      .map((parts) => parts.join('')),
  },
);
const name = text.map((value) => (value === '' ? 'x' : value));
const maybe = <T>(arbitrary: fc.Arbitrary<T>) => fc.option(arbitrary, { nil: null, freq: 3 });
const one = <const T extends readonly unknown[]>(values: T): fc.Arbitrary<T[number]> =>
  fc.constantFrom(...values);

/** Doubles of every size. What is summed up has six places or is out of the sum's range: how halves round is nobody's promise. */
const wild = fc.oneof(
  one([0, -0, 5e-324, -5e-324, 1.7976931348623157e308, 2 ** 53, 0.1, 1 / 3, 1e21, -1e-7, 123456789.125]),
  fc.double({ noNaN: true, noDefaultInfinity: true }),
);
const summed = fc.oneof(
  one([0, -0, 0.1, 0.3, 1e12, -1e12, 1e300, 999_999_999.123456, 1e-9]),
  fc.integer({ min: -(2 ** 31), max: 2 ** 31 }).map((n) => n / 1024),
);
const positive = (doubles: fc.Arbitrary<number>) => doubles.map((value) => Math.abs(value));
const share = fc.oneof(one([0, -0, 1, 0.5, 5e-324]), fc.double({ min: 0, max: 1, noNaN: true }));
const milliseconds = fc.oneof(one([0, -1, 2 ** 53 - 1, -(2 ** 53 - 1), 2 ** 31]), fc.maxSafeInteger());
const small = fc.oneof(one([0, 2 ** 31 - 1]), fc.nat());

/** The same instant is written in several ways; few instants, so that some are equal. */
const spelled = (instants: fc.Arbitrary<number>): fc.Arbitrary<string> =>
  fc.tuple(instants, fc.nat({ max: 2 })).map(([at, spelling]) => {
    const iso = new Date(at).toISOString();
    if (spelling === 1) return iso.replace('.000Z', 'Z');
    return spelling === 2 ? iso.replace('Z', '987Z') : iso;
  });
const CHANGES = [
  '2026-03-29T00:59:59.999Z',
  '2026-03-29T01:00:00.000Z',
  '2026-10-25T00:30:00.000Z',
  '2026-10-25T01:30:00.000Z',
  '2025-04-05T15:00:00.000Z',
  '1969-12-31T23:59:59.999Z',
  '1880-01-01T00:00:00.001Z',
  '0050-06-01T00:00:00.000Z',
  '2024-02-29T23:59:59.000Z',
].map((instant) => Date.parse(instant));
const started = spelled(
  fc.oneof(one(CHANGES), fc.integer({ min: -62_135_596_800_000 + 10 ** 9, max: 1_780_000_000_000 })),
);
const scored = spelled(one(['2026-07-01T10:00:00.000Z', '2026-07-02T10:00:00.000Z'].map(Date.parse)));

const turns = fc.uniqueArray(
  fc.record({
    index: small,
    speaker: one(SPEAKERS),
    start_ms: maybe(milliseconds),
    end_ms: maybe(milliseconds),
    text,
    sentiment: maybe(one(SENTIMENTS)),
  }),
  { maxLength: 5, selector: ({ index }) => index },
);

const length = fc.nat({ max: 2 ** 40 });
const transcript = fc.record({
  turns,
  speaker_roles: fc.record({ origin: one(['source', 'rule', 'none'] as const), confidence: share }),
  talk_time_ms: maybe(fc.record({ AGENT: length, CUSTOMER: length, OTHER: length })),
  silence_ms: maybe(length),
  interruptions: maybe(small),
});

const criterion: fc.Arbitrary<CriterionResult> = fc.record({
  id: name,
  section: maybe(text),
  question: text,
  kind: one(['rule', 'metric', 'llm'] as const),
  weight: positive(wild),
  required: fc.boolean(),
  critical: one(['none', 'section', 'form'] as const),
  outcome: one(OUTCOMES),
  score: maybe(summed),
  max_score: positive(summed),
  reason: maybe(text),
  confidence: maybe(share),
  evidence: fc.array(
    fc.record({
      turn: small,
      start_ms: maybe(milliseconds),
      offset: maybe(small),
      quote: text,
      verified: fc.boolean(),
    }),
    { maxLength: 3 },
  ),
});

const evaluation: fc.Arbitrary<Evaluation> = fc.record({
  evaluation_id: name,
  form_id: one(['service', 'sales', 'ünïcode 😀', 'null']),
  form_version: small,
  attempt: fc.oneof(fc.integer({ min: 1, max: 3 }), one([2 ** 31 - 1])),
  scorer: name,
  model: maybe(text),
  profile_id: maybe(text),
  profile_version: maybe(small),
  prompt_sha256: maybe(text),
  request_id: maybe(text),
  usage: maybe(fc.record({ input_tokens: wild, output_tokens: wild, cost: maybe(wild) })),
  scored_at: scored,
  status: one(EVALUATION_STATUSES),
  criteria: fc.uniqueArray(criterion, { maxLength: 4, selector: ({ id }) => id }),
  sections: fc.constant([]),
  total_score: maybe(wild),
  max_score: maybe(wild),
  percentage: maybe(wild),
  coverage: maybe(share),
  auto_failed: fc.boolean(),
  band: maybe(text),
});

const review: fc.Arbitrary<CallDocument['reviews'][number]> = fc.record({
  review_id: name,
  evaluation_id: name,
  form_id: name,
  form_version: small,
  attempt: fc.integer({ min: 1, max: 9 }),
  criterion_id: name,
  kind: one(['override', 'recheck', 'calibration', 'dispute'] as const),
  reviewer_id: name,
  reviewed_at: scored,
  outcome: one(OUTCOMES),
  score: maybe(wild),
  max_score: positive(wild),
  comment: maybe(text),
});

const summary = fc.record({
  issue: maybe(text),
  resolution: maybe(text),
  outcome: maybe(text),
  action_items: fc.array(text, { maxLength: 3 }),
  key_details: fc.array(text, { maxLength: 1 }),
  next_steps: fc.array(text, { maxLength: 1 }),
  tone_score: maybe(wild),
  sentiment_summary: maybe(text),
  call_summary: maybe(text),
  audio_summary: maybe(text),
  topic_summary: maybe(text),
});

const source: fc.Arbitrary<CallDocument['source']> = fc.record({
  kind: one(['transcript', 'recording', 'result'] as const),
  uri: maybe(text),
  content_sha256: fc.constant('ab'.repeat(32)),
  sidecar_sha256: maybe(fc.constant('cd'.repeat(32))),
  provider: text,
  job: maybe(text),
  pii_redacted: fc.boolean(),
  redacted_by: maybe(text),
});

const found = { text, score: maybe(wild) };

/** Call documents of tenant acme with values that the schema allows and nobody expects. Their ids may be equal. */
export const arbitraryCall: fc.Arbitrary<CallDocument> = fc.record({
  schema_version: fc.constant(1 as const),
  tenant_id: fc.constant(parseTenantId('acme')),
  call_id: fc.stringMatching(/^[A-Za-z0-9][A-Za-z0-9._:-]{0,12}$/),
  revision: fc.constant('20260101T000000001Z-00000001'),
  started_at: started,
  started_at_origin: one(STARTED_AT_ORIGINS),
  processed_at: started,
  duration_seconds: maybe(positive(summed)),
  direction: maybe(one(DIRECTIONS)),
  channel: one(CHANNELS),
  language: maybe(text),
  queue: maybe(name),
  agent: maybe(
    fc.record({
      id: maybe(one(['a-1', 'a-2', 'ä 😀'])),
      name: maybe(name),
      team: maybe(one(['north', 'null'])),
      origin: one(['metadata', 'extracted'] as const),
    }),
  ),
  customer: maybe(fc.record({ ref: name, origin: one(['metadata', 'extracted'] as const) })),
  source,
  transcript: maybe(transcript),
  sentiment: maybe(
    fc.record({
      overall: maybe(one(SENTIMENTS)),
      scores: fc.constant(null),
      agent: maybe(wild),
      customer: maybe(summed),
    }),
  ),
  key_phrases: fc.array(fc.record(found), { maxLength: 3 }),
  entities: fc.array(fc.record({ ...found, type: text }), { maxLength: 3 }),
  categories: fc.array(text, { maxLength: 3 }),
  topics: fc.array(text, { maxLength: 2 }),
  moderation: fc.array(fc.record({ category: text, confidence: wild }), { maxLength: 1 }),
  ai_summary: maybe(summary),
  evaluations: fc.uniqueArray(evaluation, {
    maxLength: 5,
    comparator: (a, b) =>
      a.evaluation_id === b.evaluation_id || (a.form_id === b.form_id && a.attempt === b.attempt),
  }),
  reviews: fc.uniqueArray(review, { maxLength: 3, selector: ({ review_id }) => review_id }),
  unscored_reason: maybe(text),
});
