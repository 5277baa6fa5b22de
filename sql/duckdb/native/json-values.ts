import type { Type } from '../types/type.ts';
import { isObject, type Json, JsonNumber, NotJson, parseJson, quoteJson } from './json.ts';
import { declareNative, Failure } from './native.ts';
import { decimalText, digitsOf, fits, javaDouble, javaFloat } from './numbers.ts';
import { timeText } from './times.ts';
import type { Value } from './values.ts';

/** A value of SQL as JSON text, by Trino's cast. */
export function jsonOf(value: Value, type: Type): string {
  if (value === null) return 'null';
  switch (type.kind) {
    case 'varchar':
      return quoteJson(value as string);
    case 'double':
      return numberText(value as number, javaDouble);
    case 'real':
      return numberText(value as number, javaFloat);
    case 'decimal':
      return decimalText(value as bigint, type.scale);
    case 'date':
      return `"${timeText((value as bigint) * 86_400_000_000n, 0).slice(0, 10)}"`;
    case 'timestamp':
      return `"${timeText(value as bigint, type.precision)}"`;
    default:
      return partsJson(value, type);
  }
}

const numberText = (value: number, write: (value: number) => string): string =>
  Number.isFinite(value) ? write(value) : `"${value}"`;

function partsJson(value: Exclude<Value, null>, type: Type): string {
  switch (type.kind) {
    case 'array':
      return `[${(value as readonly Value[]).map((item) => jsonOf(item, type.element)).join(',')}]`;
    case 'row':
      return `{${type.fields
        .map(
          (field, index) =>
            `${quoteJson(field.name ?? '')}:${jsonOf((value as readonly Value[])[index] ?? null, field.type)}`,
        )
        .join(',')}}`;
    case 'map': {
      const members = [...(value as ReadonlyMap<Value, Value>)].map(
        ([key, held]) => [keyText(key, type.key), jsonOf(held, type.value)] as const,
      );
      members.sort(([a], [b]) => (a < b ? -1 : 1));
      return `{${members.map(([key, held]) => `${quoteJson(key)}:${held}`).join(',')}}`;
    }
    default:
      return String(value);
  }
}

function keyText(key: Value, type: Type): string {
  if (type.kind === 'varchar') return key as string;
  return jsonOf(key, type).replace(/^"|"$/g, '');
}

declareNative(
  'json of',
  ([from]) =>
    (value: Value) =>
      jsonOf(value, from ?? { kind: 'unknown' }),
);

const BITS: { readonly [kind: string]: bigint } = { tinyint: 7n, smallint: 15n, integer: 31n, bigint: 63n };
const wrong = (): Failure => new Failure('INVALID_CAST_ARGUMENT');

/** A JSON value as a value of SQL, by Trino's cast. @throws {Failure} */
export function sqlValue(json: Json, type: Type): Value {
  if (type.kind === 'json') throw new Failure('NOT_PROVEN');
  if (json === null) return null;
  switch (type.kind) {
    case 'boolean':
      return truthOf(json);
    case 'tinyint':
    case 'smallint':
    case 'integer':
    case 'bigint':
      return wholeOf(json, BITS[type.kind] ?? 0n);
    case 'real':
      return Math.fround(doubleOf(json));
    case 'double':
      return doubleOf(json);
    case 'decimal':
      return decimalOf(json, type.precision, type.scale);
    case 'varchar':
      return textOf(json);
    default:
      return partsOf(json, type);
  }
}

function partsOf(json: Exclude<Json, null>, type: Type): Value {
  const items = Array.isArray(json) ? (json as readonly Json[]) : null;
  if (type.kind === 'array' && items) return items.map((item) => held(item, type.element));
  if (type.kind === 'row' && items) {
    if (items.length !== type.fields.length) throw wrong();
    return type.fields.map((field, index) => held(items[index] ?? null, field.type));
  }
  if (type.kind === 'row' && isObject(json)) return rowOf(json.members, type);
  if (type.kind !== 'map' || !isObject(json)) throw wrong();
  const entries = json.members.map(
    ([name, value]) => [keyOf(name, type.key), held(value, type.value)] as const,
  );
  const map = new Map(entries);
  if (map.size < entries.length) throw wrong();
  return map;
}

/** Members find their field by name, in any case; a field without a member is NULL. */
function rowOf(members: readonly (readonly [string, Json])[], type: Type & { kind: 'row' }): Value {
  const values = new Map<string, Json>();
  const names = type.fields.map(({ name }) => name ?? '');
  for (const [name, value] of members) {
    const known = names.find((field) => field.toLowerCase() === name.toLowerCase());
    if (known !== undefined && values.has(known)) throw wrong();
    if (known !== undefined) values.set(known, value);
  }
  return type.fields.map(({ name, type: wanted }) =>
    values.has(name ?? '') ? held(values.get(name ?? '') ?? null, wanted) : null,
  );
}

function keyOf(name: string, type: Type): Value {
  return type.kind === 'varchar' ? name : sqlValue(name, type);
}

/** Within an array, a map or a row, a JSON null of type JSON stays one. */
const held = (json: Json, type: Type): Value =>
  type.kind === 'json' ? rewritten(json) : sqlValue(json, type);

function rewritten(json: Json): string {
  if (json === null || typeof json === 'boolean') return String(json);
  if (typeof json === 'string') return quoteJson(json);
  if (json instanceof JsonNumber) return json.text;
  if (!isObject(json)) return `[${json.map(rewritten).join(',')}]`;
  return `{${json.members.map(([name, value]) => `${quoteJson(name)}:${rewritten(value)}`).join(',')}}`;
}

function truthOf(json: Exclude<Json, null>): boolean {
  if (typeof json === 'boolean') return json;
  if (json instanceof JsonNumber) return Number(json.text) !== 0;
  const word = typeof json === 'string' ? json.toLowerCase() : '';
  if (['t', 'true', '1'].includes(word)) return true;
  if (['f', 'false', '0'].includes(word)) return false;
  throw wrong();
}

function wholeOf(json: Exclude<Json, null>, bits: bigint): bigint {
  let value: bigint;
  if (typeof json === 'boolean') value = json ? 1n : 0n;
  else if (typeof json === 'string' && /^[+-]?\d{1,19}$/.test(json)) value = BigInt(json.replace('+', ''));
  else if (json instanceof JsonNumber && json.isWhole) value = BigInt(json.text);
  else if (json instanceof JsonNumber) value = roundedDouble(Number(json.text));
  else throw wrong();
  if (value >= 2n ** bits || value < -(2n ** bits)) throw wrong();
  return value;
}

function roundedDouble(value: number): bigint {
  if (!Number.isFinite(value)) throw wrong();
  const whole = Math.trunc(value);
  return BigInt(whole) + (Math.abs(value - whole) >= 0.5 ? BigInt(Math.sign(value)) : 0n);
}

function doubleOf(json: Exclude<Json, null>): number {
  if (typeof json === 'boolean') return json ? 1 : 0;
  if (json instanceof JsonNumber) return Number(json.text);
  if (typeof json === 'string') {
    if (/^[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d{1,3})?$/.test(json)) return Number(json);
    if (/^[+-]?(NaN|Infinity)$/.test(json)) return Number(json.replace(/^[+-](?=NaN)/, ''));
  }
  throw wrong();
}

function decimalOf(json: Exclude<Json, null>, precision: number, scale: number): bigint {
  const text =
    typeof json === 'boolean' ? String(Number(json)) : json instanceof JsonNumber ? json.text : json;
  const digits = typeof text === 'string' ? digitsOf(text, scale) : null;
  if (digits === null) throw wrong();
  return fits(digits, precision, 'INVALID_CAST_ARGUMENT');
}

function textOf(json: Exclude<Json, null>): string {
  if (typeof json === 'string') return json;
  if (typeof json === 'boolean') return String(json);
  if (json instanceof JsonNumber) return json.isWhole ? json.text : doubleText(Number(json.text));
  throw wrong();
}

const MAX_DIGITS = 15;
const MAX_EXPONENT = 21;

/** A double as Trino casts it to text. @throws {Failure} for one whose digits Java may choose otherwise */
export function doubleText(value: number): string {
  if (!Number.isFinite(value)) return String(value);
  if (value === 0) return Object.is(value, -0) ? '-0E0' : '0E0';
  const [mantissa = '', exponent = '0'] = value.toExponential().split('e');
  if (mantissa.replace(/\D/g, '').length > MAX_DIGITS || Math.abs(Number(exponent)) > MAX_EXPONENT)
    throw new Failure('NOT_PROVEN');
  return `${mantissa.includes('.') ? mantissa : `${mantissa}.0`}E${Number(exponent)}`;
}

declareNative('json to', (_types, to) => (text: string) => {
  try {
    return sqlValue(parseJson(text), to);
  } catch (error) {
    throw error instanceof NotJson ? wrong() : error;
  }
});
