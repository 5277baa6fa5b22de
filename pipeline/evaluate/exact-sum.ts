/**
 * Sum of finite numbers, rounded once at the end, so that it does not depend on their order. Adding up as one goes would make a
 * form's percentage depend on the order of its criteria.
 * J. R. Shewchuk, "Adaptive Precision Floating-Point Arithmetic" (1997), as in CPython's math.fsum.
 */
export function exactSum(terms: readonly number[]): number {
  let partials: readonly number[] = [];
  for (const term of terms) partials = grown(partials, term);
  return rounded(partials);
}

/** Adds a term to partial sums that do not overlap, smallest first, without losing a bit. */
function grown(partials: readonly number[], term: number): number[] {
  let carry = term;
  const kept: number[] = [];
  for (const partial of partials) {
    const [large, small] = Math.abs(carry) < Math.abs(partial) ? [partial, carry] : [carry, partial];
    const high = large + small;
    const low = small - (high - large);
    if (low !== 0) kept.push(low);
    carry = high;
  }
  return [...kept, carry];
}

/** The partial sums as one number, half-way cases to even over all of them. */
function rounded(partials: readonly number[]): number {
  const rest = [...partials];
  let high = rest.pop() ?? 0;
  let low = 0;
  for (let next = rest.pop(); next !== undefined; next = rest.pop()) {
    const before = high;
    high = before + next;
    low = next - (high - before);
    if (low !== 0) break;
  }
  const below = rest.at(-1) ?? 0;
  if ((low < 0 && below < 0) || (low > 0 && below > 0)) {
    const corrected = high + low * 2;
    if (corrected - high === low * 2) high = corrected;
  }
  return high;
}
