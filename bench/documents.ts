import type {
  CallDocument,
  CriterionResult,
  Evaluation,
  TenantId,
  Turn,
} from '../pipeline/contract/index.ts';
import { revisionOf } from '../pipeline/contract/index.ts';

/** What a generated document is of. */
export interface DocumentPlace {
  readonly tenantId: TenantId;
  /** UTC day of the call, `YYYY-MM-DD`. */
  readonly dt: string;
  /** Position within the day; makes the call id. */
  readonly position: number;
}

export const TURNS = 60;
export const CRITERIA = 12;

const WORDS =
  'account billing payment order delivery refund address contract invoice device network router password upgrade appointment thank you please could would check moment system number email address Grüße naïve 東京 customer service agent happy sorry problem resolved today tomorrow morning'.split(
    ' ',
  );

/** A small generator of numbers (mulberry32): the same place gives the same document. */
function randomOf(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

function seedOf({ tenantId, dt, position }: DocumentPlace): number {
  let hash = 2166136261;
  for (const character of `${tenantId} ${dt} ${position}`)
    hash = Math.imul(hash ^ character.charCodeAt(0), 16777619);
  return hash >>> 0;
}

const pick = <T>(random: () => number, from: readonly T[]): T =>
  from[Math.floor(random() * from.length)] as T;

function sentence(random: () => number, words: number): string {
  let text = pick(random, WORDS);
  for (let n = 1; n < words; n += 1) text += ` ${pick(random, WORDS)}`;
  return `${text}.`;
}

function turnsOf(random: () => number): Turn[] {
  let clock = 0;
  return Array.from({ length: TURNS }, (_, index) => {
    const start_ms = clock;
    clock += 1000 + Math.floor(random() * 9000);
    return {
      index,
      speaker: index % 2 === 0 ? 'AGENT' : 'CUSTOMER',
      start_ms,
      end_ms: clock - 200,
      text: sentence(random, 7 + Math.floor(random() * 8)),
      sentiment: index % 5 === 0 ? pick(random, ['POSITIVE', 'NEUTRAL', 'NEGATIVE'] as const) : null,
    };
  });
}

function criterionOf(random: () => number, index: number, turns: readonly Turn[]): CriterionResult {
  const outcome = pick(random, [
    'pass',
    'pass',
    'pass',
    'fail',
    'partial',
    'not_applicable',
    'undetermined',
  ] as const);
  const turn = pick(random, turns);
  const scores = { pass: 1, fail: 0, partial: 0.5, not_applicable: null, undetermined: null } as const;
  return {
    id: `C${String(index + 1).padStart(2, '0')}`,
    section: `S${(index % 3) + 1}`,
    question: `Did the agent do what criterion ${index + 1} of the form asks for?`,
    kind: index % 4 === 0 ? 'metric' : 'llm',
    weight: 1 + (index % 3),
    required: index % 2 === 0,
    critical: index === 11 ? 'form' : 'none',
    outcome,
    score: scores[outcome],
    max_score: 1,
    reason: sentence(random, 8),
    confidence: Math.round(random() * 100) / 100,
    evidence: [
      {
        turn: turn.index,
        start_ms: turn.start_ms,
        offset: 0,
        quote: turn.text.slice(0, 40).toWellFormed(),
        verified: true,
      },
    ],
  };
}

function evaluationOf(
  random: () => number,
  call: Pick<CallDocument, 'call_id' | 'processed_at'>,
  turns: readonly Turn[],
): Evaluation {
  const criteria = Array.from({ length: CRITERIA }, (_, index) => criterionOf(random, index, turns));
  const counted = criteria.filter(({ score }) => score !== null);
  const total = counted.reduce((sum, { score, weight }) => sum + (score ?? 0) * weight, 0);
  const most = counted.reduce((sum, { weight }) => sum + weight, 0);
  const auto_failed = criteria.some(({ critical, outcome }) => critical === 'form' && outcome === 'fail');
  return {
    evaluation_id: `${call.call_id}:service-quality:1`,
    form_id: 'service-quality',
    form_version: 1,
    attempt: 1,
    scorer: 'bench',
    model: null,
    profile_id: null,
    profile_version: null,
    prompt_sha256: null,
    request_id: null,
    usage: null,
    scored_at: call.processed_at,
    status: most === 0 ? 'unscored' : counted.length < CRITERIA ? 'partial' : 'scored',
    criteria,
    sections: ['S1', 'S2', 'S3'].map((id) => ({
      id,
      title: `Section ${id}`,
      percentage: 80,
      auto_failed: false,
    })),
    total_score: most === 0 ? null : total,
    max_score: most === 0 ? null : most,
    percentage: most === 0 ? null : auto_failed ? 0 : (100 * total) / most,
    coverage: most === 0 ? null : counted.length / CRITERIA,
    auto_failed,
    band: null,
  };
}

/** A call document of about 17 KB, with 60 turns and one evaluation of 12 criteria; the same place gives the same one. */
export function benchDocument(place: DocumentPlace): CallDocument {
  const random = randomOf(seedOf(place));
  const { tenantId, dt, position } = place;
  const seconds = Math.floor(random() * 86_400);
  const started_at = new Date(Date.parse(`${dt}T00:00:00Z`) + seconds * 1000).toISOString();
  const processedAt = new Date(Date.parse(`${dt}T00:00:00Z`) + 86_400_000 + position);
  const processed_at = processedAt.toISOString();
  const sha = seedOf({ ...place, position: position + 1_000_000 })
    .toString(16)
    .padStart(8, '0')
    .repeat(8);
  const call_id = `call-${dt}-${String(position).padStart(6, '0')}`;
  const agent = Math.floor(random() * 40);
  const turns = turnsOf(random);
  return {
    schema_version: 1,
    tenant_id: tenantId,
    call_id,
    revision: revisionOf(processedAt, sha),
    started_at,
    started_at_origin: 'vendor',
    processed_at,
    duration_seconds: (turns.at(-1)?.end_ms ?? 0) / 1000,
    direction: 'inbound',
    channel: 'voice',
    language: 'en-US',
    queue: pick(random, ['sales', 'support', 'billing']),
    agent: { id: `a-${agent}`, name: `Agent ${agent}`, team: `team-${agent % 5}`, origin: 'metadata' },
    customer: { ref: `c-${Math.floor(random() * 5000)}`, origin: 'metadata' },
    source: {
      kind: 'transcript',
      uri: `bench/${call_id}.json`,
      content_sha256: sha,
      sidecar_sha256: null,
      provider: 'cci-transcript',
      job: null,
      pii_redacted: true,
      redacted_by: 'bench',
    },
    transcript: {
      turns,
      speaker_roles: { origin: 'source', confidence: 1 },
      talk_time_ms: { AGENT: 120_000, CUSTOMER: 110_000, OTHER: 0 },
      silence_ms: 12_000,
      interruptions: 1,
    },
    sentiment: {
      overall: 'NEUTRAL',
      scores: { positive: 0.1, negative: 0.1, neutral: 0.7, mixed: 0.1 },
      agent: 1.2,
      customer: -0.4,
    },
    key_phrases: [0, 1, 2, 3, 4].map(() => ({ text: sentence(random, 2), score: 0.98 })),
    entities: [0, 1, 2].map(() => ({ text: pick(random, WORDS), score: 0.91, type: 'OTHER' })),
    categories: ['billing'],
    topics: ['invoice', 'payment'],
    moderation: [],
    ai_summary: {
      issue: sentence(random, 8),
      resolution: sentence(random, 8),
      outcome: 'resolved',
      action_items: [sentence(random, 6), sentence(random, 6)],
      key_details: [],
      next_steps: [],
      tone_score: 71,
      sentiment_summary: null,
      call_summary: sentence(random, 20),
      audio_summary: null,
      topic_summary: null,
    },
    evaluations: [evaluationOf(random, { call_id, processed_at }, turns)],
    reviews: [],
    unscored_reason: null,
  };
}
