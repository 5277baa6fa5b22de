import type { Channel, Direction, SaidBy, Speaker, Transcript, Turn } from '../contract/index.ts';
import { type Open, REASONS, undetermined } from './answer.ts';
import { type SpokenText, spokenText } from './spoken-text.ts';

/** What scoring needs to know of a call; null: unknown. */
export interface CallToScore {
  /** Null for version-0 results, which carry none. */
  readonly transcript: Transcript | null;
  readonly channel: Channel;
  readonly duration_seconds: number | null;
  readonly direction: Direction | null;
  readonly language: string | null;
}

/** A turn with its text made ready for searching, once a call. */
export interface SearchableTurn {
  readonly turn: Turn;
  /** Position in the transcript. */
  readonly position: number;
  /** As phrases are compared. */
  readonly spoken: () => SpokenText;
  /** As patterns see it: the original's code points, with one kind of apostrophe, dash and space. */
  readonly typed: () => readonly string[];
}

/** A call as the scorers see it. */
export interface Conversation {
  readonly call: CallToScore;
  /** Language that the form's phrases are in; null: any. */
  readonly formLanguage: string | null;
  readonly turns: readonly SearchableTurn[];
  readonly roles: Transcript['speaker_roles'] | null;
}

/** Prepares a call for the scorers. */
export function conversationOf(call: CallToScore, formLanguage: string | null): Conversation {
  const turns = (call.transcript?.turns ?? []).map((turn, position) => ({
    turn,
    position,
    spoken: once(() => spokenText(turn.text)),
    typed: once(() => typedText(turn.text)),
  }));
  return { call, formLanguage, turns, roles: call.transcript?.speaker_roles ?? null };
}

/** Turns of who is asked for; of everyone, IVR and system messages included, for `any`. */
export function turnsOf(conversation: Conversation, saidBy: SaidBy): readonly SearchableTurn[] {
  if (saidBy === 'any') return conversation.turns;
  const speaker = speakerOf(saidBy);
  return conversation.turns.filter(({ turn }) => turn.speaker === speaker);
}

export const speakerOf = (saidBy: Exclude<SaidBy, 'any'>): Speaker =>
  saidBy === 'agent' ? 'AGENT' : 'CUSTOMER';

/** Why nothing can be said about what somebody said in this call; null when something can. */
export function silenceOn(conversation: Conversation, saidBy: SaidBy): Open | null {
  if (conversation.call.transcript === null) return undetermined(REASONS.no_transcript);
  if (conversation.turns.length === 0) return undetermined(REASONS.no_turns);
  if (saidBy === 'any') return null;
  if (conversation.roles?.origin === 'none') return undetermined(REASONS.no_roles);
  if (turnsOf(conversation, saidBy).length > 0) return null;
  return undetermined(saidBy === 'agent' ? REASONS.no_agent : REASONS.no_customer);
}

/** Whether two language tags are of one language: `en` and `en-US` are. */
export const isSameLanguage = (left: string, right: string): boolean =>
  primaryTag(left) === primaryTag(right);

const primaryTag = (tag: string): string | undefined => tag.toLowerCase().split(/[-_]/)[0];

/** One code point for one code point, so that places in it are places in the original. */
function typedText(text: string): readonly string[] {
  return Array.from(text, (codePoint) => {
    if (/[’‘ʼ‛′]/u.test(codePoint)) return "'";
    if (/[‐‑‒–—]/u.test(codePoint)) return '-';
    return /\s/u.test(codePoint) ? ' ' : codePoint;
  });
}

function once<T>(make: () => T): () => T {
  let made: { readonly value: T } | null = null;
  return () => {
    made ??= { value: make() };
    return made.value;
  };
}
