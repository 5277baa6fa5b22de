/** A stretch of speech, in milliseconds. */
interface Stretch {
  readonly start: number;
  readonly end: number;
}

/** Overlap from which a beginning is an interruption; a test keeps it the same as in the transcripts' own count. */
export const INTERRUPTION_MS = 1000;

/**
 * Stretches of one side that interrupt the other, both sorted by start, by the definition of `transcript.interruptions`: one that
 * begins while a stretch of the other side has {@link INTERRUPTION_MS} or more to run, and that goes on after it.
 */
export function interruptingOf<T extends Stretch>(own: readonly T[], other: readonly Stretch[]): T[] {
  const ends: number[] = [];
  let begun = 0;
  return own.filter(({ start, end }) => {
    for (let next = other[begun]; next !== undefined && next.start < start; next = other[begun]) {
      ends.splice(firstAtLeast(ends, next.end), 0, next.end);
      begun += 1;
    }
    const cutOff = ends[firstAtLeast(ends, start + INTERRUPTION_MS)];
    return cutOff !== undefined && cutOff < end;
  });
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
