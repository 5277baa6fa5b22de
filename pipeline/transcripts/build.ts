import type {
  AiSummary,
  CallFacts,
  Channel,
  ParsedTranscript,
  Speaker,
  Transcript,
  Turn,
} from '../contract/index.ts';
import { CALL_ID_PATTERN } from '../contract/index.ts';
import type { RoleAssignment, Utterance } from './roles.ts';
import { measureTalk } from './talk.ts';

const NO_FACTS: CallFacts = {
  call_id: null,
  started_at: null,
  agent: null,
  queue: null,
  direction: null,
  language: null,
  customer_ref: null,
};

const NO_SUMMARY: AiSummary = {
  issue: null,
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
};

const NOTHING_SAID = {
  kind: 'transcript',
  duration_seconds: null,
  job: null,
  pii_redacted: false,
  redacted_by: null,
  sentiment: null,
  key_phrases: [],
  entities: [],
  categories: [],
  topics: [],
  moderation: [],
  ai_summary: null,
  evaluations: [],
  tenant_id: null,
} as const satisfies Partial<ParsedTranscript>;

type Said = Omit<Partial<ParsedTranscript>, 'facts' | 'kind'> &
  Pick<ParsedTranscript, 'provider' | 'channel' | 'transcript'> & { readonly facts: Partial<CallFacts> };

/** Completes what a format found with "not said" for the rest. */
export function parsedTranscript({ facts, ...said }: Said): ParsedTranscript {
  return { ...NOTHING_SAID, ...said, facts: { ...NO_FACTS, ...facts } };
}

/** A summary of what was said of the call; null when nothing was. */
export function summaryOf(said: Partial<AiSummary>): AiSummary | null {
  const empty = Object.values(said).every(
    (value) => value === null || (Array.isArray(value) && value.length === 0),
  );
  return empty ? null : { ...NO_SUMMARY, ...said };
}

/** Turns with their roles, numbered in the order given, and the talk measured on them. */
export function transcriptOf(
  utterances: readonly Utterance[],
  channel: Channel,
  { of, roles: said }: RoleAssignment,
): Transcript {
  const turns: Turn[] = utterances.map(({ label, ...rest }, index) => ({
    index,
    speaker: (label === null ? undefined : of.get(label)) ?? 'OTHER',
    ...rest,
  }));
  const speaker_roles = turns.some(({ speaker }) => speaker !== 'OTHER')
    ? said
    : ({ origin: 'none', confidence: 0 } as const);
  return { turns, speaker_roles, ...measureTalk(turns, channel, speaker_roles) };
}

/** Orders speech by its start; what starts together keeps the file's order. */
export function byStart(utterances: readonly Utterance[]): Utterance[] {
  return utterances.toSorted((a, b) => (a.start_ms ?? 0) - (b.start_ms ?? 0));
}

/** Seconds until the last turn ends; null without turns or times. Stands in where a file does not give the length. */
export function lastEndSeconds(utterances: readonly Utterance[]): number | null {
  const last = utterances.reduce((latest, { end_ms }) => Math.max(latest, end_ms ?? 0), 0);
  return last > 0 ? last / 1000 : null;
}

/** The id when it can be a call id, else null: a vendor's odd id must not stop the call. */
export function usableCallId(id: string | null | undefined): string | null {
  return id && CALL_ID_PATTERN.test(id) ? id : null;
}

/** AGENT and CUSTOMER in any case, anything else a vendor may say (SYSTEM, CUSTOM_BOT, SUPERVISOR) as OTHER. */
export function roleOf(text: string | null | undefined): Speaker {
  const role = text?.toUpperCase();
  return role === 'AGENT' || role === 'CUSTOMER' ? role : 'OTHER';
}
