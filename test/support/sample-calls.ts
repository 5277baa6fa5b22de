import { createHash } from 'node:crypto';
import type {
  CallDocument,
  CriterionResult,
  Evaluation,
  TenantId,
  Turn,
} from '../../pipeline/contract/index.ts';
import {
  SAMPLE_CRITERIA,
  SAMPLE_CUSTOMER,
  SAMPLE_FILLER,
  SAMPLE_ISSUES,
  SAMPLE_PEOPLE,
  SAMPLE_QUEUES,
  SAMPLE_SECTIONS,
  type SampleCriterion,
} from './sample-script.ts';

/** What a sample is made from; the same plan makes the same documents. */
export interface SamplePlan {
  readonly tenantId: TenantId;
  readonly seed: number;
  readonly calls: number;
  readonly agents: number;
  readonly days: number;
  /** Last day, `YYYY-MM-DD`. */
  readonly until: string;
}

type Random = () => number;

/** Makes call documents with transcripts and evaluations, oldest first. Ids are the same for every tenant, on purpose. */
export function sampleCalls(plan: SamplePlan): CallDocument[] {
  const random = mulberry32(plan.seed);
  const end = Date.parse(`${plan.until}T00:00:00Z`);
  const starts = Array.from({ length: plan.calls }, () => {
    const day = end - Math.floor(random() * plan.days) * 86_400_000;
    return day + Math.floor((7 + random() * 11) * 3_600_000);
  }).sort((a, b) => a - b);
  return starts.map((start, index) => sampleCall(plan, index, start, random));
}

function sampleCall(plan: SamplePlan, index: number, start: number, random: Random): CallDocument {
  const person = Math.floor(random() ** 1.3 * plan.agents);
  const [id, name, team] = SAMPLE_PEOPLE[person % SAMPLE_PEOPLE.length] ?? SAMPLE_PEOPLE[0];
  const channel = random() < 0.18 ? 'chat' : 'voice';
  const progress = index / plan.calls;
  const skill = 0.82 + 0.3 * Math.sin(person * 2.3) * 0.5 + progress * 0.12;
  const answers = SAMPLE_CRITERIA.map((each) => outcomeOf(each, skill, channel, random));
  const turns = sampleTurns(answers, channel, random);
  const unscored = random() < 0.05;
  const callId = `call-${String(index + 1).padStart(5, '0')}`;
  const at = new Date(start).toISOString();
  const talk = (speaker: string) =>
    turns
      .filter((t) => t.speaker === speaker)
      .reduce((sum, t) => sum + (t.end_ms ?? 0) - (t.start_ms ?? 0), 0);
  const last = turns.at(-1)?.end_ms ?? 0;
  const noAgent = random() < 0.015;
  const voice = channel === 'voice';
  return {
    schema_version: 1,
    tenant_id: plan.tenantId,
    call_id: callId,
    revision: `20260101T000000000Z-${String(index).padStart(8, '0')}`,
    started_at: at,
    started_at_origin: 'sidecar',
    processed_at: new Date(start + 3_600_000).toISOString(),
    duration_seconds: last / 1000,
    direction: random() < 0.85 ? 'inbound' : 'outbound',
    channel,
    language: 'en-GB',
    queue: SAMPLE_QUEUES[Math.floor(random() ** 1.5 * SAMPLE_QUEUES.length)] ?? null,
    agent: noAgent ? null : { id, name, team, origin: 'metadata' },
    customer: { ref: `C-${10_000 + Math.floor(random() * 80_000)}`, origin: 'metadata' },
    source: {
      kind: 'transcript',
      uri: null,
      content_sha256: createHash('sha256').update(`${plan.tenantId}${callId}`).digest('hex'),
      sidecar_sha256: null,
      provider: voice ? 'transcribe-call-analytics' : 'contact-lens-chat',
      job: null,
      pii_redacted: false,
      redacted_by: null,
    },
    transcript: {
      turns,
      speaker_roles: { origin: 'source', confidence: 1 },
      talk_time_ms: voice ? { AGENT: talk('AGENT'), CUSTOMER: talk('CUSTOMER'), OTHER: 0 } : null,
      silence_ms: voice ? Math.round(last * (0.05 + random() * 0.2)) : null,
      interruptions: voice ? Math.floor(random() * 4) : null,
    },
    sentiment: {
      overall: random() < 0.3 ? 'NEGATIVE' : random() < 0.5 ? 'NEUTRAL' : 'POSITIVE',
      scores: null,
      agent: 1 + random() * 3,
      customer: -3 + random() * 6,
    },
    key_phrases: [],
    entities: [],
    categories: [],
    topics: [],
    moderation: [],
    ai_summary: {
      ...emptySummary,
      issue: SAMPLE_ISSUES[Math.floor(random() * SAMPLE_ISSUES.length)] ?? null,
    },
    evaluations: unscored ? [] : [evaluate(callId, at, answers, turns)],
    reviews: [],
    unscored_reason: unscored
      ? random() < 0.7
        ? 'no form was published when the call arrived'
        : 'no transcript'
      : null,
  };
}

const emptySummary = {
  resolution: null,
  outcome: null,
  action_items: [],
  key_details: [],
  next_steps: [],
  tone_score: null,
  sentiment_summary: null,
  call_summary: null,
  audio_summary: null,
  topic_summary: null,
} as const satisfies object as unknown as NonNullable<CallDocument['ai_summary']>;

interface Answer {
  readonly criterion: SampleCriterion;
  readonly outcome: CriterionResult['outcome'];
}

function outcomeOf(criterion: SampleCriterion, skill: number, channel: string, random: Random): Answer {
  const dice = random();
  const passes = dice < Math.min(0.99, criterion.ease * (0.55 + skill * 0.5));
  if (criterion.kind === 'llm') return { criterion, outcome: 'undetermined' };
  if (criterion.kind === 'metric' && channel === 'chat') return { criterion, outcome: 'undetermined' };
  if (criterion.id === 'alternatives' && random() < 0.5) return { criterion, outcome: 'not_applicable' };
  if (criterion.id === 'recording-notice' && channel === 'chat')
    return { criterion, outcome: 'not_applicable' };
  return {
    criterion,
    outcome: passes ? 'pass' : random() < 0.15 && criterion.id === 'solution' ? 'partial' : 'fail',
  };
}

function sampleTurns(answers: readonly Answer[], channel: string, random: Random): Turn[] {
  const lines: { speaker: Turn['speaker']; text: string }[] = [];
  let customer = 0;
  for (const { criterion, outcome } of answers) {
    if (outcome === 'pass' && criterion.said) lines.push({ speaker: 'AGENT', text: criterion.said });
    else if (random() < 0.3)
      lines.push({ speaker: 'AGENT', text: SAMPLE_FILLER[lines.length % SAMPLE_FILLER.length] ?? '' });
    const reply = random() < 0.5 ? SAMPLE_CUSTOMER[customer] : undefined;
    if (reply) {
      lines.push({ speaker: 'CUSTOMER', text: reply[1] });
      customer += 1;
    }
  }
  let clock = 900;
  return lines.map(({ speaker, text }, index) => {
    const start = clock;
    const end = channel === 'chat' ? start : start + text.length * 62;
    clock = (channel === 'chat' ? start + 14_000 : end) + Math.floor(random() * 6000);
    return { index, speaker, start_ms: start, end_ms: end, text, sentiment: null };
  });
}

function evaluate(
  callId: string,
  at: string,
  answers: readonly Answer[],
  turns: readonly Turn[],
): Evaluation {
  const criteria = answers.map((answer) => resultOf(answer, turns));
  const counted = criteria.filter((each) => each.score !== null);
  const applicable = criteria.filter((each) => each.outcome !== 'not_applicable');
  const weight = (rows: readonly CriterionResult[]) => rows.reduce((sum, row) => sum + row.weight, 0);
  const reached = counted.reduce((sum, row) => sum + row.weight * (row.score ?? 0), 0);
  const failed = criteria.some((each) => each.critical === 'form' && each.outcome === 'fail');
  const percentage = failed ? 0 : (100 * reached) / weight(counted);
  return {
    evaluation_id: `${callId}-1`,
    form_id: 'service-quality',
    form_version: 3,
    attempt: 1,
    scorer: 'rules',
    ...{
      model: null,
      profile_id: null,
      profile_version: null,
      prompt_sha256: null,
      request_id: null,
      usage: null,
    },
    scored_at: at,
    status: criteria.some((each) => each.outcome === 'undetermined') ? 'partial' : 'scored',
    criteria,
    sections: SAMPLE_SECTIONS.map(([id, title]) => {
      const rows = counted.filter((each) => each.section === id);
      const points = rows.reduce((sum, row) => sum + row.weight * (row.score ?? 0), 0);
      const autoFailed = rows.some((row) => row.critical === 'section' && row.outcome === 'fail');
      const share = autoFailed ? 0 : (100 * points) / weight(rows);
      return { id, title, percentage: rows.length === 0 ? null : share, auto_failed: autoFailed };
    }),
    total_score: reached,
    max_score: weight(counted),
    percentage,
    coverage: weight(counted) / weight(applicable),
    auto_failed: failed,
    band: percentage >= 90 ? 'Excellent' : percentage >= 75 ? 'Good' : percentage >= 60 ? 'Fair' : 'Poor',
  };
}

function resultOf({ criterion, outcome }: Answer, turns: readonly Turn[]): CriterionResult {
  const turn =
    outcome === 'pass' && criterion.said ? turns.find((each) => each.text === criterion.said) : undefined;
  const quote =
    turn === undefined ? '' : [...turn.text].slice(0, Math.max(12, [...turn.text].length - 9)).join('');
  return {
    id: criterion.id,
    section: criterion.section,
    question: criterion.question,
    kind: criterion.kind,
    weight: criterion.weight,
    required: criterion.critical !== 'none',
    critical: criterion.critical,
    outcome,
    score: { pass: 1, partial: 0.5, fail: 0, not_applicable: null, undetermined: null }[outcome],
    max_score: 1,
    reason: REASONS[outcome](criterion),
    confidence: criterion.kind === 'llm' ? null : 1,
    evidence:
      turn === undefined
        ? []
        : [{ turn: turn.index, start_ms: turn.start_ms, offset: 0, quote, verified: true }],
  };
}

const REASONS: { readonly [O in CriterionResult['outcome']]: (criterion: SampleCriterion) => string } = {
  pass: ({ kind }) => (kind === 'metric' ? 'within the bounds' : 'the agent says it'),
  partial: () => 'the agent names the next step but no date',
  fail: ({ kind }) => (kind === 'metric' ? 'outside the bounds' : 'the agent says none of the phrases'),
  not_applicable: () => 'the condition of this criterion is not met',
  undetermined: ({ kind }) => (kind === 'llm' ? 'no model configured' : 'a chat has no talk time'),
};

/** A small seeded generator: the same numbers on every machine. */
function mulberry32(seed: number): Random {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296;
  };
}
