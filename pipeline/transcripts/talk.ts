import {
  type Channel,
  interruptingOf,
  type Speaker,
  type SpeakerRoles,
  type Transcript,
  type Turn,
} from '../contract/index.ts';

/** The measures of a transcript. */
export type TalkMeasures = Pick<Transcript, 'talk_time_ms' | 'silence_ms' | 'interruptions'>;

const NOTHING: TalkMeasures = { talk_time_ms: null, silence_ms: null, interruptions: null };

/**
 * Measures talk on the turns, alike for all vendors. The span of a call runs from the start of its first turn to the
 * end of its last; silence is the part of it that no turn covers, so ringing before and dead air after do not count.
 * Interruptions are those of {@link interruptingOf} between AGENT and CUSTOMER, both ways.
 * @returns nulls for chats, calls without turns and turns without times; without roles only the silence
 */
export function measureTalk(
  turns: readonly Pick<Turn, 'speaker' | 'start_ms' | 'end_ms'>[],
  channel: Channel,
  roles: SpeakerRoles,
): TalkMeasures {
  if (channel === 'chat' || turns.length === 0) return NOTHING;
  const stretches: Stretch[] = [];
  for (const { speaker, start_ms, end_ms } of turns) {
    if (start_ms === null || end_ms === null) return NOTHING;
    stretches.push({ speaker, start: start_ms, end: end_ms });
  }
  stretches.sort((a, b) => a.start - b.start);
  const first = stretches[0]?.start ?? 0;
  const last = stretches.reduce((latest, { end }) => Math.max(latest, end), first);
  const silence_ms = last - first - covered(stretches);
  if (roles.origin === 'none') return { ...NOTHING, silence_ms };
  return { talk_time_ms: talkTimes(stretches), silence_ms, interruptions: interruptions(stretches) };
}

interface Stretch {
  readonly speaker: Speaker;
  readonly start: number;
  readonly end: number;
}

function talkTimes(stretches: readonly Stretch[]): Record<Speaker, number> {
  const of = (role: Speaker): number => covered(stretches.filter(({ speaker }) => speaker === role));
  return { AGENT: of('AGENT'), CUSTOMER: of('CUSTOMER'), OTHER: of('OTHER') };
}

/** Length of the union of stretches that are sorted by start. */
function covered(stretches: readonly Stretch[]): number {
  let total = 0;
  let reached = Number.NEGATIVE_INFINITY;
  for (const { start, end } of stretches) {
    if (end <= reached) continue;
    total += end - Math.max(start, reached);
    reached = end;
  }
  return total;
}

/** Counts over stretches sorted by start. */
function interruptions(stretches: readonly Stretch[]): number {
  const of = (role: Speaker): Stretch[] => stretches.filter(({ speaker }) => speaker === role);
  const [agent, customer] = [of('AGENT'), of('CUSTOMER')];
  return interruptingOf(agent, customer).length + interruptingOf(customer, agent).length;
}
