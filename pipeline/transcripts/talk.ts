import type { Channel, Speaker, SpeakerRoles, Transcript, Turn } from '../contract/index.ts';

/**
 * Shortest overlap that counts as an interruption. Turns ordinarily follow each other within some 200 ms (Levinson and
 * Torreira 2015, doi:10.3389/fpsyg.2015.00731), so a start that is early by a second is no mistimed one. The figure is
 * a choice; vendors count otherwise.
 */
export const MIN_INTERRUPTION_MS = 1000;

/** The measures of a transcript. */
export type TalkMeasures = Pick<Transcript, 'talk_time_ms' | 'silence_ms' | 'interruptions'>;

const NOTHING: TalkMeasures = { talk_time_ms: null, silence_ms: null, interruptions: null };

/**
 * Measures talk on the turns, alike for all vendors. The span of a call runs from the start of its first turn to the
 * end of its last; silence is the part of it that no turn covers, so ringing before and dead air after do not count.
 * An interruption is a turn of AGENT or CUSTOMER that begins while a turn of the other of the two has at least
 * {@link MIN_INTERRUPTION_MS} still to run, and that goes on after that turn has ended: it takes the floor. Short
 * acknowledgements inside the other's turn are none. A turn counts once, however many turns it runs into.
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

/** Counts over stretches sorted by start. Ends are kept sorted for each role, so that many overlaps stay cheap. */
function interruptions(stretches: readonly Stretch[]): number {
  const ends: Record<'AGENT' | 'CUSTOMER', number[]> = { AGENT: [], CUSTOMER: [] };
  let count = 0;
  let starting: Stretch[] = [];
  for (const turn of stretches) {
    if (turn.speaker === 'OTHER') continue;
    // Turns that begin together interrupt nobody, so one is heard only once a later one begins.
    if (starting[0] && starting[0].start < turn.start) {
      for (const { speaker, end } of starting) if (speaker !== 'OTHER') insert(ends[speaker], end);
      starting = [];
    }
    starting.push(turn);
    const heard = ends[turn.speaker === 'AGENT' ? 'CUSTOMER' : 'AGENT'];
    const cutOff = heard[firstAtLeast(heard, turn.start + MIN_INTERRUPTION_MS)];
    if (cutOff !== undefined && cutOff < turn.end) count += 1;
  }
  return count;
}

function insert(sorted: number[], value: number): void {
  sorted.splice(firstAtLeast(sorted, value), 0, value);
}

/** Position of the first value that is not below the bound; the length when all are. */
function firstAtLeast(sorted: readonly number[], bound: number): number {
  let low = 0;
  let high = sorted.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((sorted[middle] ?? bound) < bound) low = middle + 1;
    else high = middle;
  }
  return low;
}
