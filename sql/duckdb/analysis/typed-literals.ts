import { canonicalJson } from '../native/json.ts';
import { Failure } from '../native/native.ts';
import { zoneOf } from '../native/zones.ts';
import type { Syntax } from '../parser.ts';
import { duckType, JSON_TEXT, type Type, timestamp, VARBINARY, VARCHAR, zoned } from '../types/type.ts';
import { type Context, quote, refuse, type Typed, unsupported } from './context.ts';
import { date, decimalLiteral, isDay, text, truth, unquote } from './literals.ts';

type Literal = (value: string, node: Syntax) => Typed | null;

const NUMBER = /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d{1,3})?$/i;
const SPECIAL = /^([+-]?)(NaN|Infinity)$/;

/** A floating-point literal as Java reads it. */
const floating =
  (kind: 'real' | 'double'): Literal =>
  (value) => {
    const type: Type = { kind };
    const written = value.trim();
    if (NUMBER.test(written)) return { type, sql: `CAST('${written}' AS ${duckType(type)})` };
    const special = SPECIAL.exec(written);
    if (!special) return null;
    const [, sign, word] = special;
    const name = word === 'NaN' ? 'nan' : `${sign === '-' ? '-' : ''}inf`;
    return { type, sql: `CAST('${name}' AS ${duckType(type)})`, wild: true };
  };

const BITS: { readonly [kind: string]: bigint } = { tinyint: 7n, smallint: 15n, integer: 31n, bigint: 63n };

const whole =
  (kind: 'tinyint' | 'smallint' | 'integer' | 'bigint'): Literal =>
  (value, node) => {
    if (!/^[+-]?\d{1,19}$/.test(value)) return null;
    const number = BigInt(value.replace('+', ''));
    const most = 2n ** (BITS[kind] ?? 0n);
    if (number >= most || number < -most)
      throw refuse(node, 'invalid_literal', `${value} is not in the range of ${kind}`);
    const type: Type = { kind };
    return { type, sql: `CAST(${number} AS ${duckType(type)})`, constant: number };
  };

const BY_TYPE: { readonly [name: string]: Literal } = {
  DATE: date,
  TIMESTAMP: instant,
  DECIMAL: decimalLiteral,
  VARCHAR: (value, node) => text(value, node, VARCHAR),
  DOUBLE: floating('double'),
  REAL: floating('real'),
  TINYINT: whole('tinyint'),
  SMALLINT: whole('smallint'),
  INT: whole('integer'),
  INTEGER: whole('integer'),
  BIGINT: whole('bigint'),
  BOOLEAN: (value) => (/^(true|false)$/i.test(value) ? truth(value.toLowerCase() === 'true') : null),
  JSON: (value, node) => {
    const canonical = canonicalJson(value);
    if (canonical === null) throw refuse(node, 'invalid_literal', 'the text is not JSON');
    return { type: JSON_TEXT, sql: text(canonical, node).sql };
  },
  VARBINARY: (value) => bytes(Buffer.from(value, 'utf8')),
};

const bytes = (value: Buffer): Typed => ({
  type: VARBINARY,
  sql: `from_hex('${value.toString('hex')}')`,
});

/** @throws {SqlRefused} for a value that is not proven, such as a time before a zone had rules */
function proven<T>(make: () => T, node: Syntax): T {
  try {
    return make();
  } catch (error) {
    if (error instanceof Failure) throw unsupported(node, 'a literal of this value');
    throw error;
  }
}

/** `DATE '2026-01-05'` and the like. */
export function typedLiteral(node: Syntax): Typed {
  const [name, literal] = node.nodes;
  const kind = name?.text.toUpperCase() ?? node.tokens.join(' ');
  const written = literal ?? (name?.kind.endsWith('StringLiteral') ? name : undefined);
  if (!written) throw unsupported(node, 'this literal');
  const value = proven(() => BY_TYPE[kind]?.(unquote(written), node), node);
  if (!value)
    throw unsupported(node, `a literal ${kind} '…'`, 'Use CAST of a text, or a type that the lake has.');
  return value;
}

/** `X'65 66'`. */
export function binaryLiteral(node: Syntax): Typed {
  const digits = node.text.replace(/^x'|'$|\s/gi, '');
  if (!/^([0-9a-f]{2})*$/i.test(digits))
    throw refuse(node, 'syntax_error', 'a binary literal holds pairs of hexadecimal digits');
  return bytes(Buffer.from(digits, 'hex'));
}

const INSTANT =
  /^(\d{4})-(\d{1,2})-(\d{1,2})(?: (\d{1,2}):(\d{1,2})(?::(\d{1,2})(?:\.(\d{1,6}))?)?)?(?: ?(\S+))?$/;

/** `TIMESTAMP '2026-01-05 10:00:00.5'`, with a zone after it an instant in that zone. */
function instant(value: string, node: Syntax): Typed {
  const match = INSTANT.exec(value);
  const [
    ,
    year = '',
    month = '',
    dayOfMonth = '',
    hour = '0',
    minute = '0',
    second = '0',
    fraction = '',
    zone,
  ] = match ?? [];
  const two = (digits: string) => digits.padStart(2, '0');
  const day = `${year}-${two(month)}-${two(dayOfMonth)}`;
  if (!match || !isDay(day) || +hour > 23 || +minute > 59 || +second > 59)
    throw unsupported(
      node,
      `TIMESTAMP '${value.slice(0, 40)}'`,
      'Write YYYY-MM-DD HH:MM:SS with up to six digits of a second, and a zone after it if there is one.',
    );
  const local = `${day} ${two(hour)}:${two(minute)}:${two(second)}`;
  if (zone === undefined)
    return { type: timestamp(fraction.length), sql: `CAST('${local}.${fraction || '0'}' AS TIMESTAMP)` };
  const known = zoneOf(zone);
  const micros = BigInt(Date.parse(`${local.replace(' ', 'T')}Z`)) * 1000n + BigInt(fraction.padEnd(6, '0'));
  if (known && !known.shows(micros))
    throw refuse(node, 'invalid_literal', 'the clocks of the zone never show this time');
  if (!known)
    throw unsupported(
      node,
      `the zone of TIMESTAMP '${value.slice(0, 60)}'`,
      'Name it as +02:00, UTC or Europe/Berlin.',
    );
  return {
    type: zoned(fraction.length),
    sql: `struct_pack(t := CAST(${known.instantOf(micros)} AS BIGINT), z := ${quote(known.id)})`,
  };
}

/** Literals that name their type, and bytes, by the grammar's rule. */
export const TYPED_LITERALS: { readonly [kind: string]: (node: Syntax, context: Context) => Typed } = {
  TypeConstructor: typedLiteral,
  BinaryLiteral: binaryLiteral,
};
