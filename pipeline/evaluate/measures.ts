import { interruptingOf, type Measure, type SaidBy, type Speaker, type Turn } from '../contract/index.ts';
import { notApplicable, type Open, REASONS, undetermined } from './answer.ts';
import { type Conversation, silenceOn, speakerOf } from './conversation.ts';

/** A measured value, in the unit of the measure's name, and the turn that shows it best. */
export interface Measured {
  readonly type: 'measured';
  readonly value: number;
  readonly at: Turn | null;
}

/** A pause of one speaker shorter than this does not end a monologue. */
export const MONOLOGUE_PAUSE_MS = 3000;

const TALK_MEASURES: ReadonlySet<Measure> = new Set([
  'silence_seconds',
  'silence_share',
  'agent_talk_share',
  'longest_monologue_seconds',
  'interruptions',
  'agent_interruptions',
]);
const CHAT_MEASURES: ReadonlySet<Measure> = new Set([
  'average_response_seconds',
  'longest_response_seconds',
  'first_response_seconds',
]);

/** Channel that a measure exists for; null: both. */
export function channelOf(measure: Measure): 'voice' | 'chat' | null {
  if (TALK_MEASURES.has(measure)) return 'voice';
  return CHAT_MEASURES.has(measure) ? 'chat' : null;
}

/** Measures a call. A measure that its channel does not have is not applicable; one that cannot be taken is undetermined. */
export function measure(name: Measure, saidBy: SaidBy, conversation: Conversation): Measured | Open {
  const { call } = conversation;
  const channel = channelOf(name);
  if (channel !== null && channel !== call.channel)
    return notApplicable(`${name} is not measured on ${call.channel}`);
  if (name === 'duration_seconds') return durationOf(conversation);
  if (call.transcript === null) return undetermined(REASONS.no_transcript);
  if (conversation.turns.length === 0) return undetermined(REASONS.no_turns);
  switch (name) {
    case 'silence_seconds':
      return given(call.transcript.silence_ms, (milliseconds) => milliseconds / 1000, REASONS.no_times);
    case 'silence_share':
      return silenceShare(conversation);
    case 'agent_talk_share':
      return agentTalkShare(conversation);
    case 'interruptions':
      return given(call.transcript.interruptions, (count) => count, missing(conversation));
    case 'agent_interruptions':
      return agentInterruptions(conversation);
    case 'longest_monologue_seconds':
      return longestMonologue(conversation, saidBy);
    default:
      return responses(name, conversation);
  }
}

const measured = (value: number, at: Turn | null = null): Measured => ({ type: 'measured', value, at });

function given(value: number | null, convert: (value: number) => number, otherwise: string): Measured | Open {
  return value === null ? undetermined(otherwise) : measured(convert(value));
}

/** Why a measure that needs roles and times was not taken. */
const missing = ({ roles }: Conversation): string =>
  roles?.origin === 'none' ? REASONS.no_roles : REASONS.no_times;

function durationOf({ call }: Conversation): Measured | Open {
  return given(call.duration_seconds, (seconds) => seconds, 'the duration of the call is unknown');
}

/** Of the span from the start of the first turn to the end of the last, as silence itself is measured. */
function silenceShare(conversation: Conversation): Measured | Open {
  const silence = conversation.call.transcript?.silence_ms ?? null;
  const timed = timedTurns(conversation);
  if (silence === null || timed === null) return undetermined(REASONS.no_times);
  const span = timed.reduce((latest, { end }) => Math.max(latest, end), -Infinity) - (timed[0]?.start ?? 0);
  return span <= 0 ? undetermined('the turns take no time') : measured(Math.min(1, silence / span));
}

function agentTalkShare(conversation: Conversation): Measured | Open {
  const talk = conversation.call.transcript?.talk_time_ms ?? null;
  if (talk === null) return undetermined(missing(conversation));
  const both = talk.AGENT + talk.CUSTOMER;
  return both === 0 ? undetermined('neither side speaks') : measured(talk.AGENT / both);
}

interface TimedTurn {
  readonly turn: Turn;
  readonly start: number;
  readonly end: number;
}

/** Turns by start time; undetermined when one has no times. */
function timedTurns(conversation: Conversation): readonly TimedTurn[] | null {
  const timed: TimedTurn[] = [];
  for (const { turn } of conversation.turns) {
    if (turn.start_ms === null || turn.end_ms === null) return null;
    timed.push({ turn, start: turn.start_ms, end: turn.end_ms });
  }
  return timed.toSorted((left, right) => left.start - right.start);
}

function agentInterruptions(conversation: Conversation): Measured | Open {
  const obstacle = silenceOn(conversation, 'agent');
  if (obstacle !== null) return obstacle;
  const timed = timedTurns(conversation);
  if (timed === null) return undetermined(REASONS.no_times);
  const customer = timed.filter(({ turn }) => turn.speaker === 'CUSTOMER');
  const agent = timed.filter(({ turn }) => turn.speaker === 'AGENT');
  const interrupting = interruptingOf(agent, customer);
  return measured(interrupting.length, interrupting[0]?.turn ?? null);
}

/** Longest stretch of one speaker's turns that nobody else's turn and no pause of {@link MONOLOGUE_PAUSE_MS} interrupts. */
function longestMonologue(conversation: Conversation, saidBy: SaidBy): Measured | Open {
  const obstacle = silenceOn(conversation, saidBy);
  if (obstacle !== null) return obstacle;
  if (conversation.roles?.origin === 'none') return undetermined(REASONS.no_roles);
  const timed = timedTurns(conversation);
  if (timed === null) return undetermined(REASONS.no_times);
  const isAsked = (speaker: Speaker): boolean =>
    saidBy === 'any' ? speaker !== 'OTHER' : speaker === speakerOf(saidBy);
  let longest = measured(0);
  let run: TimedTurn | undefined;
  for (const next of timed) {
    run = run && goesOn(run, next) ? extended(run, next) : next;
    const seconds = (run.end - run.start) / 1000;
    if (isAsked(run.turn.speaker) && seconds > longest.value) longest = measured(seconds, run.turn);
  }
  return longest;
}

const goesOn = (run: TimedTurn, next: TimedTurn): boolean =>
  run.turn.speaker === next.turn.speaker && next.start - run.end <= MONOLOGUE_PAUSE_MS;

const extended = (run: TimedTurn, next: TimedTurn): TimedTurn => ({
  ...run,
  end: Math.max(run.end, next.end),
});

interface Reply {
  readonly seconds: number;
  readonly turn: Turn;
}

/** How long the customer waited for the agent, each time counted from the first message that was not answered yet. */
function responses(name: Measure, conversation: Conversation): Measured | Open {
  const obstacle = silenceOn(conversation, 'agent') ?? silenceOn(conversation, 'customer');
  if (obstacle !== null) return obstacle;
  const replies: Reply[] = [];
  let waitingSince: number | null = null;
  for (const { turn } of conversation.turns) {
    if (turn.start_ms === null) return undetermined(REASONS.no_times);
    if (turn.speaker === 'CUSTOMER') waitingSince ??= turn.start_ms;
    if (turn.speaker !== 'AGENT' || waitingSince === null) continue;
    replies.push({ seconds: Math.max(0, turn.start_ms - waitingSince) / 1000, turn });
    waitingSince = null;
  }
  const [first] = replies;
  if (first === undefined) return undetermined('the agent never replies to a message of the customer');
  if (name === 'first_response_seconds') return measured(first.seconds, first.turn);
  const longest = replies.reduce((worst, reply) => (reply.seconds > worst.seconds ? reply : worst), first);
  if (name === 'longest_response_seconds') return measured(longest.seconds, longest.turn);
  return measured(replies.reduce((sum, { seconds }) => sum + seconds, 0) / replies.length);
}
