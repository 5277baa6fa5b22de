import { Failure, outOfRange } from './native.ts';
import { microsOf } from './times.ts';
import type { Zoned } from './values.ts';
import { zoneNamed } from './zones.ts';

/** A part of a date and time that a pattern reads. */
type Part =
  | 'year'
  | 'month'
  | 'day'
  | 'ordinal'
  | 'hour'
  | 'half'
  | 'minute'
  | 'second'
  | 'fraction'
  | 'afternoon';

/** A step of reading: a text as it stands, a number of at most so many digits, a name out of a list, or a zone. */
export type Step =
  | { readonly text: string }
  | { readonly part: Part; readonly digits: number; readonly century?: true }
  | { readonly part: Part; readonly names: readonly string[] }
  | { readonly zone: 'offset' | 'name' };

const MONTHS = 'January February March April May June July August September October November December'.split(
  ' ',
);
const SHORT_MONTHS = MONTHS.map((name) => name.slice(0, 3));

const number = (part: Part, digits: number): Step => ({ part, digits });
const NAMED_MONTH: Step = { part: 'month', names: [...MONTHS, ...SHORT_MONTHS] };
const AFTERNOON: Step = { part: 'afternoon', names: ['AM', 'PM'] };
const CLOCK: readonly Step[] = [
  number('hour', 2),
  { text: ':' },
  number('minute', 2),
  { text: ':' },
  number('second', 2),
];

/** MySQL's letters. */
const LETTERS: { readonly [letter: string]: readonly Step[] } = {
  Y: [number('year', 4)],
  y: [{ part: 'year', digits: 2, century: true }],
  m: [number('month', 2)],
  c: [number('month', 2)],
  d: [number('day', 2)],
  e: [number('day', 2)],
  j: [number('ordinal', 3)],
  H: [number('hour', 2)],
  k: [number('hour', 2)],
  h: [number('half', 2)],
  I: [number('half', 2)],
  l: [number('half', 2)],
  i: [number('minute', 2)],
  s: [number('second', 2)],
  S: [number('second', 2)],
  f: [number('fraction', 9)],
  p: [AFTERNOON],
  M: [NAMED_MONTH],
  b: [NAMED_MONTH],
  T: CLOCK,
  r: [number('half', 2), ...CLOCK.slice(1), { text: ' ' }, AFTERNOON],
  '%': [{ text: '%' }],
};

/** The steps of a MySQL pattern; null for one with letters whose reading is not proven. */
export function mysqlSteps(pattern: string): readonly Step[] | null {
  const steps: Step[] = [];
  for (const [, letter, plain] of pattern.matchAll(/%(.)|(%$|[^%]+)/gsu)) {
    const known: readonly Step[] | undefined =
      letter === undefined ? [{ text: plain ?? '' }] : LETTERS[letter];
    if (!known || plain === '%') return null;
    steps.push(...known);
  }
  return steps;
}

/** Joda's letters, as long as they stand. */
const JODA: { readonly [letters: string]: Step } = {
  yyyy: number('year', 4),
  yy: { part: 'year', digits: 2, century: true },
  MMMM: NAMED_MONTH,
  MMM: NAMED_MONTH,
  MM: number('month', 2),
  M: number('month', 2),
  dd: number('day', 2),
  d: number('day', 2),
  HH: number('hour', 2),
  H: number('hour', 2),
  hh: number('half', 2),
  h: number('half', 2),
  mm: number('minute', 2),
  m: number('minute', 2),
  ss: number('second', 2),
  s: number('second', 2),
  SSS: number('fraction', 3),
  a: AFTERNOON,
  Z: { zone: 'offset' },
  ZZ: { zone: 'offset' },
  ZZZ: { zone: 'name' },
};

/** The steps of a Joda pattern; null for one with letters whose reading is not proven. */
export function jodaSteps(pattern: string): readonly Step[] | null {
  const steps: Step[] = [];
  for (const [piece, quoted, letter] of pattern.matchAll(/'((?:[^']|'')*)'|([A-Za-z])\2*|[^A-Za-z']+|'/gu)) {
    if (quoted !== undefined) steps.push({ text: quoted === '' ? "'" : quoted.replaceAll("''", "'") });
    else if (letter === undefined) steps.push({ text: piece });
    else if (JODA[piece]) steps.push(JODA[piece]);
    else return null;
    if (piece === "'") return null;
  }
  return steps;
}

const PIVOT = 2020;

/** The year of two digits that is nearest to the pivot, from 50 before it. */
const withCentury = (digits: number): number => {
  const year = PIVOT - (PIVOT % 100) + digits;
  return year >= PIVOT + 50 ? year - 100 : year;
};

/** How far a text is read, and what was found. */
class Reading {
  readonly parts = new Map<Part, number>();
  zone = 'UTC';
  readonly #text: string;
  #at = 0;

  constructor(text: string) {
    this.#text = text;
  }

  /** @throws {Failure} where the text is not as the step says */
  step(step: Step): void {
    if ('text' in step) this.#literal(step.text);
    else if ('zone' in step)
      this.zone = this.#take(step.zone === 'offset' ? /[+-]\d\d:?\d\d/y : /[A-Za-z][A-Za-z/_+-]*/y);
    else if ('names' in step) this.#name(step.part, step.names);
    else set(this.parts, step.part, numberOf(this.#take(digitsOf(step.digits)), step));
  }

  /** @throws {Failure} when something is left; of digits it is not proven that Joda does not read them */
  end(): void {
    const rest = this.#text.slice(this.#at);
    if (rest !== '') throw /^\d/.test(rest) ? new Failure('NOT_PROVEN') : outOfRange();
  }

  #literal(text: string): void {
    const found = this.#text.slice(this.#at, this.#at + text.length);
    if (found.toLowerCase() !== text.toLowerCase()) throw outOfRange();
    this.#at += text.length;
  }

  #name(part: Part, names: readonly string[]): void {
    const index = nameAt(this.#text, this.#at, names);
    this.#at += names[index]?.length ?? 0;
    set(this.parts, part, part === 'month' ? (index % 12) + 1 : index);
  }

  #take(pattern: RegExp): string {
    pattern.lastIndex = this.#at;
    const found = pattern.exec(this.#text)?.[0];
    if (found === undefined) throw outOfRange();
    this.#at += found.length;
    return found;
  }
}

/** Reads a text by steps. @throws {Failure} where the text is not as the steps say */
export function readTime(text: string, steps: readonly Step[]): Zoned {
  const reading = new Reading(text);
  for (const step of steps) reading.step(step);
  reading.end();
  const zone = zoneNamed(reading.zone);
  const local = assemble(reading.parts);
  if (!zone.shows(local)) throw new Failure('NOT_PROVEN');
  return { micros: zone.instantOf(local), zone: zone.id };
}

const DIGITS = new Map([2, 3, 4, 9].map((most) => [most, new RegExp(`[0-9]{1,${most}}`, 'y')] as const));

function digitsOf(most: number): RegExp {
  const pattern = DIGITS.get(most);
  if (!pattern) throw new TypeError(`sql: no numbers of ${most} digits`);
  return pattern;
}

function numberOf(digits: string, step: { part: Part; century?: true }): number {
  if (step.part === 'fraction') return Number(digits.padEnd(3, '0').slice(0, 3));
  // Joda reads a year of other lengths in other ways.
  if (step.part === 'year' && digits.length !== (step.century ? 2 : 4)) throw new Failure('NOT_PROVEN');
  return step.century ? withCentury(Number(digits)) : Number(digits);
}

/** The longest name that stands at a place, in any case. */
function nameAt(text: string, at: number, names: readonly string[]): number {
  const rest = text.slice(at).toLowerCase();
  const index = names.findIndex((name) => rest.startsWith(name.toLowerCase()));
  if (index < 0) throw outOfRange();
  return index;
}

function set(parts: Map<Part, number>, part: Part, value: number): void {
  if (parts.has(part)) throw new Failure('NOT_PROVEN');
  parts.set(part, value);
}

const DAY_MICROS = 86_400_000_000n;

function assemble(parts: ReadonlyMap<Part, number>): bigint {
  const day = dayOf(parts);
  const [minute, second] = [parts.get('minute') ?? 0, parts.get('second') ?? 0];
  const hour = hourOf(parts);
  if (hour > 23 || minute > 59 || second > 59) throw outOfRange();
  const millis = ((hour * 60 + minute) * 60 + second) * 1000 + (parts.get('fraction') ?? 0);
  return day + BigInt(millis) * 1000n;
}

function hourOf(parts: ReadonlyMap<Part, number>): number {
  const half = parts.get('half');
  const afternoon = parts.get('afternoon');
  if (half === undefined) {
    if (afternoon !== undefined) throw new Failure('NOT_PROVEN');
    return parts.get('hour') ?? 0;
  }
  if (parts.has('hour')) throw new Failure('NOT_PROVEN');
  if (half < 1 || half > 12) throw outOfRange();
  return (half % 12) + (afternoon === 1 ? 12 : 0);
}

/** Joda's year where a month or a day is given without one: a leap year. */
const YEAR_OF_DAYS = 2000;

function dayOf(parts: ReadonlyMap<Part, number>): bigint {
  const [month, day, ordinal] = [parts.get('month'), parts.get('day'), parts.get('ordinal')];
  const year = parts.get('year') ?? (month === undefined && day === undefined ? 1970 : YEAR_OF_DAYS);
  if (ordinal !== undefined) {
    if (month !== undefined || day !== undefined || !parts.has('year')) throw new Failure('NOT_PROVEN');
    const days = (Date.UTC(year + 1, 0, 1) - Date.UTC(year, 0, 1)) / 86_400_000;
    if (ordinal < 1 || ordinal > days) throw outOfRange();
    return microsOf({ year, month: 1, day: 1, clock: 0n }) + BigInt(ordinal - 1) * DAY_MICROS;
  }
  const [m, d] = [month ?? 1, day ?? 1];
  if (m < 1 || m > 12 || d < 1 || d > new Date(Date.UTC(year, m, 0)).getUTCDate()) throw outOfRange();
  return microsOf({ year, month: m, day: d, clock: 0n });
}
