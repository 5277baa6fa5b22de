import type { Channel, Direction, Speaker, SpeakerRoles, Turn } from '../contract/index.ts';
import { IVR_CUE, ROLE_CUES, type RoleCue } from './role-cues.ts';

/** A stretch of speech before its speaker has a role. */
export interface Utterance extends Omit<Turn, 'index' | 'speaker'> {
  /** How the source calls the speaker; null when it does not tell speakers apart. */
  readonly label: string | null;
}

/** Which role each label has. Labels that are not in `of` are OTHER. */
export interface RoleAssignment {
  readonly of: ReadonlyMap<string, Speaker>;
  readonly roles: SpeakerRoles;
}

/** Turns at the start, and at the end, of a call in which opening and closing cues count. */
export const OPENING_TURNS = 12;
export const CLOSING_TURNS = 8;

/** Least lead of the best cue score over the next, and the confidence that it gives. */
export const CONFIDENCE_BY_LEAD = [
  { lead: 6, confidence: 0.95 },
  { lead: 4, confidence: 0.9 },
  { lead: 2, confidence: 0.8 },
  { lead: 1, confidence: 0.65 },
] as const;

/** Confidence of "who speaks first" when the direction is known, and when it is not. */
export const CONFIDENCE_BY_ORDER = { known: 0.5, assumed: 0.35 } as const;

/** Least score, for the agent or the customer, at which one speaker alone gets a role. */
export const LONE_SPEAKER_SCORE = 3;

const NOBODY: RoleAssignment = { of: new Map(), roles: { origin: 'none', confidence: 0 } };

/** Roles that the source itself states. */
export function saidRoles(of: ReadonlyMap<string, Speaker>): RoleAssignment {
  return { of, roles: { origin: 'source', confidence: 1 } };
}

/**
 * Decides by what is said who is the agent among speakers whom the source only numbers. The rule is in docs/formats.md:
 * cues first, then who opens the conversation: an agent picks up a call, a customer starts a chat.
 */
export function guessRoles(
  utterances: readonly Utterance[],
  channel: Channel,
  direction: Direction | null,
): RoleAssignment {
  const speakers = tally(utterances, direction);
  const people = speakers.length > 2 ? withoutMachine(speakers) : speakers;
  const [only, second] = people;
  if (!only) return NOBODY;
  if (!second) return loneSpeaker(only);
  const ranked = [...people].sort((a, b) => b.score - a.score);
  const lead = (ranked[0]?.score ?? 0) - (ranked[1]?.score ?? 0);
  const byCue = CONFIDENCE_BY_LEAD.find((step) => lead >= step.lead)?.confidence;
  const agent =
    byCue === undefined
      ? byOrder(people, (channel === 'chat') !== (direction === 'outbound'))
      : (ranked[0] ?? only);
  const confidence =
    byCue ??
    (direction === 'inbound' || direction === 'outbound'
      ? CONFIDENCE_BY_ORDER.known
      : CONFIDENCE_BY_ORDER.assumed);
  const customer = people
    .filter((speaker) => speaker !== agent)
    .reduce((most, speaker) => (speaker.talk > most.talk ? speaker : most), agent === only ? second : only);
  return {
    of: new Map<string, Speaker>([
      [agent.label, 'AGENT'],
      [customer.label, 'CUSTOMER'],
    ]),
    roles: { origin: 'rule', confidence },
  };
}

interface SpeakerTally {
  readonly label: string;
  score: number;
  /** Milliseconds, or characters when the turns have no times. */
  talk: number;
  machine: boolean;
  readonly heard: Set<RoleCue>;
}

/** In the order in which they first speak. */
function tally(utterances: readonly Utterance[], direction: Direction | null): SpeakerTally[] {
  const speakers = new Map<string, SpeakerTally>();
  const timed = utterances.every(({ start_ms, end_ms }) => start_ms !== null && end_ms !== null);
  for (const [index, { label, text, start_ms, end_ms }] of utterances.entries()) {
    if (label === null) continue;
    const speaker = speakers.get(label) ?? { label, score: 0, talk: 0, machine: false, heard: new Set() };
    speakers.set(label, speaker);
    speaker.talk += timed ? (end_ms ?? 0) - (start_ms ?? 0) : text.length;
    const plain = plainText(text);
    const opening = index < OPENING_TURNS;
    const closing = index >= utterances.length - CLOSING_TURNS;
    speaker.machine ||= opening && IVR_CUE.test(plain);
    const counts = { opening, closing, anywhere: true };
    for (const cue of ROLE_CUES.filter(({ where }) => counts[where])) {
      if (speaker.heard.has(cue) || !cue.pattern.test(plain)) continue;
      speaker.heard.add(cue);
      speaker.score += pointsOf(cue, direction);
    }
  }
  return [...speakers.values()];
}

const pointsOf = ({ weight, byCaller }: RoleCue, direction: Direction | null): number =>
  byCaller && direction === 'outbound' ? -weight : weight;

function withoutMachine(speakers: SpeakerTally[]): SpeakerTally[] {
  const people = speakers.filter(({ machine }) => !machine);
  return people.length >= 2 ? people : speakers;
}

function loneSpeaker({ label, score }: SpeakerTally): RoleAssignment {
  if (Math.abs(score) < LONE_SPEAKER_SCORE) return NOBODY;
  const confidence = CONFIDENCE_BY_LEAD.find((step) => Math.abs(score) >= step.lead)?.confidence ?? 0;
  return { of: new Map([[label, score > 0 ? 'AGENT' : 'CUSTOMER']]), roles: { origin: 'rule', confidence } };
}

/** Among those who share the best score: the first to speak, or the second when the customer is the one who opens. */
function byOrder(people: readonly SpeakerTally[], customerOpens: boolean): SpeakerTally {
  const best = people.reduce((most, { score }) => Math.max(most, score), Number.NEGATIVE_INFINITY);
  const tied = people.filter(({ score }) => score === best);
  const agent = tied[customerOpens ? 1 : 0];
  if (!agent) throw new RangeError('a lead of zero takes two speakers');
  return agent;
}

function plainText(text: string): string {
  return text.normalize('NFD').replace(/\p{M}/gu, '').replace(/[’ʼ]/g, "'").toLowerCase();
}
