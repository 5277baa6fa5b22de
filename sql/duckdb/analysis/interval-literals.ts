import type { Syntax } from '../parser.ts';
import type { Type } from '../types/type.ts';
import { type Typed, unsupported } from './context.ts';

const DAY_TIME: Type = { kind: 'interval day to second' };
const YEAR_MONTH: Type = { kind: 'interval year to month' };

const MILLIS: { readonly [unit: string]: number } = {
  SECOND: 1e3,
  MINUTE: 6e4,
  HOUR: 36e5,
  DAY: 864e5,
  WEEK: 6048e5,
};
const MONTHS: { readonly [unit: string]: number } = { MONTH: 1, QUARTER: 3, YEAR: 12 };

/** An interval of milliseconds. */
export const ofMillis = (millis: bigint): Typed => ({
  type: DAY_TIME,
  sql: `CAST(${millis} AS BIGINT)`,
  constant: millis,
});

/** An interval of months. */
export const ofMonths = (months: bigint): Typed => ({
  type: YEAR_MONTH,
  sql: `CAST(${months} AS INTEGER)`,
  constant: months,
});

/** Texts of `INTERVAL '…' unit TO unit`, with what each group counts; what is left out at the end is nothing. */
const RANGES: { readonly [range: string]: readonly [RegExp, ...string[]] } = {
  'DAY HOUR': [/^(\d{1,9})(?: (\d{1,9}))?$/, 'DAY', 'HOUR'],
  'DAY MINUTE': [/^(\d{1,9})(?: (\d{1,9})(?::(\d{1,9}))?)?$/, 'DAY', 'HOUR', 'MINUTE'],
  'DAY SECOND': [
    /^(\d{1,9})(?: (\d{1,9})(?::(\d{1,9})(?::(\d{1,9})(?:\.(\d{1,3}))?)?)?)?$/,
    'DAY',
    'HOUR',
    'MINUTE',
    'SECOND',
    'FRACTION',
  ],
  'HOUR MINUTE': [/^(\d{1,9})(?::(\d{1,9}))?$/, 'HOUR', 'MINUTE'],
  'HOUR SECOND': [
    /^(\d{1,9})(?::(\d{1,9})(?::(\d{1,9})(?:\.(\d{1,3}))?)?)?$/,
    'HOUR',
    'MINUTE',
    'SECOND',
    'FRACTION',
  ],
  'MINUTE SECOND': [/^(\d{1,9})(?::(\d{1,9})(?:\.(\d{1,3}))?)?$/, 'MINUTE', 'SECOND', 'FRACTION'],
  'SECOND ': [/^(\d{1,9})\.(\d{1,3})$/, 'SECOND', 'FRACTION'],
  'YEAR MONTH': [/^(\d{1,7})(?:-(\d{1,7}))?$/, 'YEAR', 'MONTH'],
};

/** `INTERVAL '3' DAY`, `INTERVAL '2 10:45' DAY TO MINUTE`. */
export function interval(node: Syntax): Typed {
  const [literal, from, to] = node.nodes;
  const written = literal?.kind === 'BasicStringLiteral' ? literal.text.slice(1, -1) : '';
  const [, minus = '', text = ''] = /^([+-]?)(.*)$/.exec(written) ?? [];
  const sign = (minus === '-') === node.tokens.includes('-') ? 1n : -1n;
  const unit = from?.text.toUpperCase() ?? '';
  const amounts = to || text.includes('.') ? rangeOf(`${unit} ${to?.text.toUpperCase() ?? ''}`, text) : null;
  const single = !to && /^\d{1,9}$/.test(text) ? [[unit, Number(text)] as const] : null;
  const parts = single ?? amounts;
  if (!parts)
    throw unsupported(
      node,
      'this interval',
      "Write a whole number of one unit (INTERVAL '3' DAY) or INTERVAL '2 10:45:32' DAY TO SECOND.",
    );
  if (parts.every(([name]) => name in MONTHS)) return ofMonths(sign * total(parts, MONTHS));
  if (parts.every(([name]) => name in MILLIS || name === 'FRACTION'))
    return ofMillis(sign * total(parts, { ...MILLIS, FRACTION: 1 }));
  throw unsupported(node, `an interval of ${unit}`);
}

type Amount = readonly [unit: string, count: number];

function rangeOf(range: string, text: string): Amount[] | null {
  const [pattern, ...units] = RANGES[range] ?? [];
  const found = pattern?.exec(text);
  if (!found) return null;
  return units.map((unit, index) => {
    const digits = found[index + 1] ?? '0';
    return [unit, Number(unit === 'FRACTION' ? digits.padEnd(3, '0') : digits)];
  });
}

const total = (parts: readonly Amount[], worth: { readonly [unit: string]: number }): bigint =>
  parts.reduce((sum, [unit, count]) => sum + BigInt(count) * BigInt(worth[unit] ?? 0), 0n);
