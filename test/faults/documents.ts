import type { CallDocument, TenantId } from '../../pipeline/contract/index.ts';
import { call, criterion, evaluation, turn } from '../unit/etl/builders.ts';
import { type ExpectedRows, markOf } from './marks.ts';

/** Which revision of which call a document is. */
export interface MarkedCall {
  readonly tenantId: TenantId;
  readonly callId: string;
  /** From 1; the newest stands. */
  readonly revision: number;
  /** UTC day of the call. */
  readonly dt: string;
}

/** `revisionText(3)` is newer than `revisionText(2)`. */
export const revisionText = (n: number): string =>
  `20260101T${String(n).padStart(9, '0')}Z-${n.toString(16).padStart(8, '0')}`;

const numbers = (count: number): number[] => Array.from({ length: count }, (_, n) => n);

/** A document whose every row carries its mark; each revision has other numbers of rows than the one before. */
export function markedDocument({ tenantId, callId, revision, dt }: MarkedCall): CallDocument {
  const evaluations = revision % 3;
  const criteria = 1 + (revision % 2);
  const rows: ExpectedRows = {
    calls: 1,
    evaluations,
    criterion_scores: evaluations * criteria,
    turns: 1 + (revision % 4),
    entities: revision % 2,
    key_phrases: (revision + 1) % 2,
    action_items: revision % 3,
    reviews: evaluations === 0 ? 0 : revision % 2,
  };
  const mark = markOf(revision, rows);
  return call({
    tenant_id: tenantId,
    call_id: callId,
    revision: revisionText(revision),
    started_at: `${dt}T12:00:00.000Z`,
    queue: mark,
    duration_seconds: revision,
    transcript: {
      ...transcript,
      turns: numbers(rows.turns).map((n) => turn(n, `${mark} turn ${n}`)),
    },
    entities: numbers(rows.entities).map((n) => ({ text: `e${n}`, type: 'PERSON', score: 0.5 })),
    key_phrases: numbers(rows.key_phrases).map((n) => ({ text: `k${n}`, score: 0.5 })),
    ai_summary: { ...summary, action_items: numbers(rows.action_items).map((n) => `a${n}`) },
    evaluations: numbers(evaluations).map((n) =>
      evaluation({
        attempt: n + 1,
        evaluation_id: `e-${n + 1}`,
        criteria: numbers(criteria).map((k) =>
          criterion(`c${k}`, k % 2 === 0 ? {} : { outcome: 'fail', score: 0 }),
        ),
      }),
    ),
    reviews: numbers(rows.reviews).map((n) => ({ ...review, review_id: `r-${n}` })),
    unscored_reason: evaluations === 0 ? 'no form' : null,
  });
}

const transcript = {
  speaker_roles: { origin: 'source', confidence: 1 },
  talk_time_ms: null,
  silence_ms: 1000,
  interruptions: 0,
} as const;

const summary = {
  issue: null,
  resolution: null,
  outcome: null,
  key_details: [],
  next_steps: [],
  tone_score: null,
  sentiment_summary: null,
  call_summary: null,
  audio_summary: null,
  topic_summary: null,
};

const review = {
  evaluation_id: 'e-1',
  form_id: 'service',
  form_version: 1,
  attempt: 1,
  criterion_id: 'c0',
  kind: 'recheck',
  reviewer_id: 'p-1',
  reviewed_at: '2026-07-03T10:00:00.000Z',
  outcome: 'fail',
  score: 0,
  max_score: 1,
  comment: null,
} as const;
