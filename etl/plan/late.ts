/**
 * Stands for a period where files are named that hold calls of several periods: calls that came after their period was
 * written. A few of them lie there, all together, so that none of those periods has to be written again.
 */
export const LATE = 'late';

/** How much a tenant's late files may hold. */
export interface LateRule {
  /** Documents in all. When there are more, the next night gathers the periods that have most of them. */
  readonly documents: number;
  /** Of a period, as a share of those that its own files hold. */
  readonly share: number;
  /** How many times as much it must cost to write the periods again. */
  readonly worth: number;
  /** What a file set costs whatever it holds, in documents that cost as much to write again. */
  readonly fixed: number;
}

/**
 * Measured: to write a period again takes 0.08 ms a document and 40 ms besides. With an eighth of a period in other files a
 * reader still prunes as well as without.
 */
export const LATE_RULE: LateRule = { documents: 10_000, share: 1 / 8, worth: 4, fixed: 500 };

/** A period whose documents have changed, as the visible files tell. */
export interface Standing {
  readonly period: string;
  /** Documents that stand and whose rows its own files hold. */
  readonly own: number;
  /** All others that stand. */
  readonly others: number;
  /** Whether its own files hold what does not stand any more: then they are to be written again in any case. */
  readonly stale: boolean;
}

/**
 * Which changed periods keep their own files, all others of their documents lying in the tenant's late files. Late files are
 * one set a tenant, written whole: few documents of many periods cost what one small period costs.
 * @param held documents of periods that have not changed and that stay there
 */
export function laidLate(
  changed: readonly Standing[],
  held: number,
  { share, worth, fixed }: LateRule,
): ReadonlySet<string> {
  const fit = changed.filter(({ own, others, stale }) => !stale && others <= own * share);
  const [again, apart] = fit.reduce(
    ([sum, late], { own, others }) => [sum + own + others + fixed, late + others],
    [0, fixed + held],
  );
  return new Set(again >= worth * apart ? fit.map(({ period }) => period) : []);
}

/** Which periods are to be written whole, since late files hold too much: those with most, until half as much as may be is left. */
export function overfull(
  late: Readonly<Record<string, number>>,
  { documents }: LateRule,
): ReadonlySet<string> {
  const periods = Object.entries(late).sort(([a, one], [b, other]) => other - one || (a < b ? -1 : 1));
  let left = periods.reduce((sum, [, calls]) => sum + calls, 0);
  const whole = new Set<string>();
  if (left <= documents) return whole;
  for (const [period, calls] of periods) {
    if (left <= documents / 2) break;
    whole.add(period);
    left -= calls;
  }
  return whole;
}
