import type { Input } from './corpus.ts';
import type { Cost } from './measure.ts';

/** What a side needs for an input: medians over its runs. */
export interface Result {
  readonly input: Input;
  readonly side: string;
  /** Documents that were dealt with. */
  readonly docs: number;
  readonly seconds: number;
  readonly cpu_seconds: number;
  readonly docs_per_second: number;
  readonly peak_mb: number;
  /** How many runs the medians are of. */
  readonly runs: number;
}

/** The middle value, or the mean of the two in the middle. */
export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length / 2;
  const [low, high] = [sorted[Math.ceil(middle) - 1], sorted[Math.floor(middle)]];
  if (low === undefined || high === undefined) throw new RangeError('bench: a median of nothing');
  return (low + high) / 2;
}

const rounded = (value: number, digits: number): number => Number(value.toFixed(digits));

/** The result of a side's runs. */
export function resultOf(
  { input, side, docs }: Pick<Result, 'input' | 'side' | 'docs'>,
  costs: readonly Cost[],
): Result {
  const seconds = median(costs.map((cost) => cost.seconds));
  return {
    input,
    side,
    docs,
    seconds: rounded(seconds, 3),
    cpu_seconds: rounded(median(costs.map((cost) => cost.cpu_seconds)), 3),
    docs_per_second: Math.round(docs / seconds),
    peak_mb: Math.round(median(costs.map((cost) => cost.peak_mb))),
    runs: costs.length,
  };
}

/** The result of a side; of the smallest number of documents when it ran with several. */
export const find = (results: readonly Result[], side: string, input: Input): Result | undefined =>
  results
    .filter((result) => result.side === side && result.input === input)
    .sort((a, b) => a.docs - b.docs)[0];
