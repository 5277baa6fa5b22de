import { declareNative, Failure, outOfRange } from '../native/native.ts';
import { absolute, digitsOf } from '../native/numbers.ts';
import { native, type ScalarFunction } from './define.ts';

/** More than this would hold up all other sessions of the process. */
const MAX_WORK = 100_000_000;

/** Position of the `instance`-th occurrence, from the end for a negative one; occurrences may overlap. */
function position(text: string, part: string, instance: bigint): bigint {
  if (instance === 0n || instance === -(2n ** 63n)) throw outOfRange();
  if (part === '') return 1n;
  const [all, wanted] = [[...text], [...part]];
  if (all.length * wanted.length > MAX_WORK) throw new Failure('NOT_PROVEN');
  const found: number[] = [];
  for (let at = 0; at + wanted.length <= all.length; at += 1)
    if (wanted.every((sign, index) => all[at + index] === sign)) found.push(at + 1);
  return BigInt(found.at(instance > 0n ? Number(instance) - 1 : Number(instance)) ?? 0);
}

function split(text: string, by: string, limit: bigint): string[] {
  if (limit <= 0n || limit > 2_147_483_647n || by === '') throw outOfRange();
  const parts = text.split(by);
  const most = Number(limit);
  return parts.length <= most ? parts : [...parts.slice(0, most - 1), parts.slice(most - 1).join(by)];
}

function translate(text: string, from: string, to: string): string {
  const [wanted, given] = [[...from], [...to]];
  const table = new Map<string, string>();
  for (const [at, sign] of wanted.entries()) if (!table.has(sign)) table.set(sign, given[at] ?? '');
  return [...text].map((sign) => table.get(sign) ?? sign).join('');
}

function hamming(a: string, b: string): bigint {
  const [left, right] = [[...a], [...b]];
  if (left.length !== right.length) throw outOfRange();
  return BigInt(left.filter((sign, at) => sign !== right[at]).length);
}

function luhn(text: string): boolean {
  if (!/^[0-9]*$/.test(text)) throw outOfRange();
  const sum = [...text].reverse().reduce((total, digit, at) => {
    const value = Number(digit) * (at % 2 === 1 ? 2 : 1);
    return total + (value > 9 ? value - 9 : value);
  }, 0);
  return text !== '' && sum % 10 === 0;
}

const FORMS = ['NFD', 'NFC', 'NFKD', 'NFKC'];

function normalize(text: string, form: string): string {
  if (!FORMS.includes(form)) throw outOfRange();
  return text.normalize(form);
}

/** Codes of letters; those of 0 are left out but part two equal ones, H and W do not. */
const SOUNDS = '01230120022455012623010202';

function soundex(text: string): string {
  if (/[^\x20-\x7e]/.test(text)) throw new Failure('NOT_PROVEN');
  const letters = text.toUpperCase().replace(/[^A-Z]/g, '');
  if (letters === '') return '';
  const codeOf = (letter: string) => SOUNDS[letter.charCodeAt(0) - 65] ?? '0';
  let code = letters[0] ?? '';
  let last = codeOf(code);
  for (const letter of letters.slice(1)) {
    if (letter === 'H' || letter === 'W') continue;
    const digit = codeOf(letter);
    if (digit !== '0' && digit !== last) code += digit;
    last = digit;
  }
  return code.padEnd(4, '0').slice(0, 4);
}

function codepoint(text: string): bigint {
  const signs = [...text];
  if (signs.length !== 1) throw outOfRange();
  return BigInt(signs[0]?.codePointAt(0) ?? 0);
}

function chr(code: bigint): string {
  if (code <= 0n || code > 0x10ffffn || (code >= 0xd800n && code <= 0xdfffn)) throw outOfRange();
  return String.fromCodePoint(Number(code));
}

const UNITS: readonly (readonly [string, bigint])[] = [
  ['week', 604_800n],
  ['day', 86_400n],
  ['hour', 3600n],
  ['minute', 60n],
  ['second', 1n],
];

function humanSeconds(value: number): string {
  if (!Number.isFinite(value)) throw outOfRange();
  if (Math.abs(value) > Number.MAX_SAFE_INTEGER) throw new Failure('NOT_PROVEN');
  const seconds = BigInt(Math.floor(Math.abs(value) + 0.5));
  let rest = value < 0 ? absolute(seconds) : seconds;
  const words: string[] = [];
  for (const [unit, size] of UNITS) {
    const count = rest / size;
    rest %= size;
    if (count > 0n || (unit === 'second' && words.length === 0))
      words.push(`${count} ${unit}${count === 1n ? '' : 's'}`);
  }
  return words.join(', ');
}

const SIZES = ['B', 'kB', 'MB', 'GB', 'TB', 'PB', 'EB', 'ZB', 'YB'];
const MAX_SIZE = 10n ** 38n;

function dataSize(text: string): bigint {
  const [, number = '', unit = ''] = /^(\d+(?:\.\d+)?)([a-zA-Z]+)$/.exec(text) ?? [];
  const power = SIZES.indexOf(unit);
  const places = number.split('.')[1]?.length ?? 0;
  const digits = digitsOf(number, places);
  if (digits === null || power < 0) throw outOfRange();
  const size = (digits * 1024n ** BigInt(power)) / 10n ** BigInt(places);
  if (size >= MAX_SIZE) throw new Failure('NUMERIC_VALUE_OUT_OF_RANGE');
  return size;
}

const DURATIONS: { readonly [unit: string]: number } = {
  ns: 1e-6,
  us: 1e-3,
  ms: 1,
  s: 1e3,
  m: 6e4,
  h: 36e5,
  d: 864e5,
};

/** What Java takes for white space is less than what JavaScript does. */
function duration(text: string): bigint {
  const [, number = '', unit = ''] =
    /^[ \t-\r]*(\d+(?:\.\d+)?)[ \t-\r]*([a-zA-Z]+)[ \t-\r]*$/.exec(text) ?? [];
  const millis = DURATIONS[unit];
  if (millis === undefined) throw outOfRange();
  const exact = Number(number) * millis;
  if (exact > Number.MAX_SAFE_INTEGER) throw new Failure('NOT_PROVEN');
  return BigInt(Math.floor(exact + 0.5));
}

const MAGNITUDES = ['', 'K', 'M', 'B', 'T', 'Q'];

const MAX_LONG = 2n ** 63n - 1n;

/** A whole number with three digits and the letter of its thousands; a double loses its fraction first. */
function formatNumber(value: number | bigint): string {
  if (typeof value === 'number' && !Number.isFinite(value)) throw new Failure('NOT_PROVEN');
  const whole = typeof value === 'bigint' ? value : BigInt(Math.trunc(value));
  let rest = Number(whole > MAX_LONG ? MAX_LONG : whole < -MAX_LONG ? -MAX_LONG : whole);
  let magnitude = 0;
  while (Math.abs(rest) >= 1000 && magnitude < MAGNITUDES.length - 1) {
    rest /= 1000;
    magnitude += 1;
  }
  // Trino looks at the number with its sign, so that a negative one always has two places.
  const places = rest < 10 ? 2 : rest < 100 ? 1 : 0;
  const scaled = rest * 10 ** places;
  if (Math.abs(Math.abs(scaled % 1) - 0.5) < 1e-9) throw new Failure('NOT_PROVEN');
  return `${Number(rest.toFixed(places))}${MAGNITUDES[magnitude]}`;
}

/** Between all characters and at both ends stands the new text, where the one to replace is empty. */
const replaced = (text: string, from: string, by: string): string =>
  from === '' ? [...text].map((sign) => by + sign).join('') + by : text.replaceAll(from, () => by);

/** Trino's limit of the product of both lengths. */
const MAX_STEPS = 1_000_000;

/** Steps from one text to the other, by code points. */
function levenshtein(a: string, b: string): bigint {
  const [left, right] = [[...a], [...b]];
  if (left.length * (right.length - 1) > MAX_STEPS) throw outOfRange();
  let row = right.map((_, at) => at + 1);
  for (const [y, sign] of left.entries()) {
    let [above, before] = [y, y + 1];
    row = row.map((value, at) => {
      const steps = Math.min(value + 1, before + 1, above + (right[at] === sign ? 0 : 1));
      above = value;
      before = steps;
      return steps;
    });
  }
  return BigInt(row.at(-1) ?? left.length);
}

function splitPart(text: string, by: string, index: bigint): string | null {
  if (index <= 0n) throw outOfRange();
  return (by === '' ? [...text] : text.split(by))[Number(index) - 1] ?? null;
}

/** Functions of texts that are written here. */
export const TEXTS: readonly ScalarFunction[] = [
  native('strpos(varchar(x), varchar(y), bigint) -> bigint', position),
  native('split(varchar(x), varchar(y), bigint) -> array(varchar(x))', split),
  native('translate(varchar, varchar, varchar) -> varchar', translate),
  native('hamming_distance(varchar(x), varchar(y)) -> bigint', hamming),
  native('luhn_check(varchar) -> boolean', luhn),
  native('soundex(varchar) -> varchar(4)', soundex),
  native('reverse(varchar(x)) -> varchar(x)', (text: string) => [...text].reverse().join('')),
  native('levenshtein_distance(varchar(x), varchar(y)) -> bigint', levenshtein),
  native('split_part(varchar(x), varchar(y), bigint) -> varchar(x)', splitPart),
  native('codepoint(varchar(1)) -> integer', codepoint),
  native('chr(bigint) -> varchar(1)', chr),
  native('normalize(varchar(x), varchar(y)) -> varchar', normalize),
  native('human_readable_seconds(double) -> varchar', humanSeconds),
  native('parse_data_size(varchar(x)) -> decimal(38,0)', dataSize, {
    resultOf: () => ({ kind: 'decimal', precision: 38, scale: 0 }),
  }),
  native('parse_duration(varchar(x)) -> interval day to second', duration),
  native('format_number(bigint) -> varchar', formatNumber),
  native('format_number(double) -> varchar', formatNumber),
  native('concat_ws(varchar, array(varchar)) -> varchar', (by: string, parts: readonly (string | null)[]) =>
    parts.filter((text) => text !== null).join(by),
  ),
  native('from_base(varchar(x), bigint) -> bigint', (text: string, radix: bigint) => {
    if (radix < 2n || radix > 36n) throw outOfRange();
    const digits = '0123456789abcdefghijklmnopqrstuvwxyz'.slice(0, Number(radix));
    const [, sign, written = ''] = /^([+-]?)([0-9a-z]{1,80})$/.exec(text.toLowerCase()) ?? [];
    let value = 0n;
    for (const digit of written) {
      const worth = digits.indexOf(digit);
      if (worth < 0) throw outOfRange();
      value = value * radix + BigInt(worth);
    }
    const signed = sign === '-' ? -value : value;
    if (written === '' || BigInt.asIntN(64, signed) !== signed) throw outOfRange();
    return signed;
  }),
  native('to_base(bigint, bigint) -> varchar(64)', (value: bigint, radix: bigint) => {
    if (radix < 2n || radix > 36n) throw outOfRange();
    return value.toString(Number(radix));
  }),
];

declareNative('replace', () => replaced);

declareNative('interleave', () => (pieces: readonly string[], replaced: readonly (string | null)[]) => {
  if (replaced.includes(null)) throw new Failure('NOT_PROVEN');
  return pieces.map((piece, at) => piece + (replaced[at] ?? '')).join('');
});
