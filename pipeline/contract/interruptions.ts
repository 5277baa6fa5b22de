/** A stretch of speech, in milliseconds. */
interface Stretch {
  readonly start: number;
  readonly end: number;
}

/**
 * Shortest overlap that counts as an interruption. Turns ordinarily follow each other within some 200 ms (Levinson and
 * Torreira 2015, doi:10.3389/fpsyg.2015.00731), so a start that is early by a second is no mistimed one. The figure is
 * a choice; vendors count otherwise.
 */
export const MIN_INTERRUPTION_MS = 1000;

/**
 * Stretches of one side that interrupt the other, both sorted by start: those that begin while a stretch of the other side
 * has at least {@link MIN_INTERRUPTION_MS} still to run, and that go on after it has ended: they take the floor. Short
 * acknowledgements inside the other's stretch are none. A stretch counts once, however many it runs into.
 */
export function interruptingOf<T extends Stretch>(own: readonly T[], other: readonly Stretch[]): T[] {
  const ends: number[] = [];
  let begun = 0;
  return own.filter(({ start, end }) => {
    for (let next = other[begun]; next !== undefined && next.start < start; next = other[begun]) {
      ends.splice(firstAtLeast(ends, next.end), 0, next.end);
      begun += 1;
    }
    const cutOff = ends[firstAtLeast(ends, start + MIN_INTERRUPTION_MS)];
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
