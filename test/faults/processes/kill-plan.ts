import type { Phase } from '../phases.ts';
import type { Random } from '../random.ts';
import type { StopAt } from './messages.ts';

/** How a night is to be ended: after a time, or at a call on a file. */
export type Kill = { readonly after: number } | { readonly at: StopAt };

/** What an undisturbed night looked like lately. */
export interface Measured {
  readonly milliseconds: number;
  /** Calls on files by phase. */
  readonly calls: Readonly<Partial<Record<Phase, number>>>;
}

/** Share of the kills that come at any moment of the night; the others come at a call, so that no phase is too short to be hit. */
const AT_ANY_TIME = 0.55;

/** Draws a moment of a night: by time over its whole length, or a phase first and then one of its calls. */
export function drawKill(random: Random, { milliseconds, calls }: Measured): Kill {
  if (random.isIn(AT_ANY_TIME)) return { after: random.share() * milliseconds };
  const [phase, count] = random.one(Object.entries(calls)) as [Phase, number];
  const side = random.one(['before', 'after'] as const);
  return { at: { signal: 'SIGKILL', phase, call: 1 + random.below(count), side } };
}
