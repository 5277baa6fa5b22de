import {
  DuckDBBlobValue,
  DuckDBDateValue,
  DuckDBDecimalValue,
  DuckDBListValue,
  DuckDBMapValue,
  DuckDBStructValue,
  DuckDBTimestampValue,
  type DuckDBValue,
} from '@duckdb/node-api';
import { dayTimeText, yearMonthText } from './native/conversions.ts';
import { javaFloat } from './native/numbers.ts';
import { zonedText } from './native/times.ts';
import type { Type } from './types/type.ts';

/**
 * A value of DuckDB as Trino's protocol writes it (see `QueryResult`).
 * @throws {TypeError} when the value is not of the type, which would be a fault of the translation
 */
export function protocolValue(value: DuckDBValue, type: Type): unknown {
  if (value === null || value === undefined) return null;
  if (type.kind.startsWith('interval')) return intervalText(BigInt(value as number | bigint), type);
  if (typeof value === 'bigint') return Number.isSafeInteger(Number(value)) ? Number(value) : String(value);
  if (typeof value === 'number') return Number.isFinite(value) ? shown(value, type) : String(value);
  if (typeof value === 'boolean' || typeof value === 'string') return value;
  if (value instanceof DuckDBDecimalValue) return value.toString();
  if (value instanceof DuckDBDateValue) return dateText(value.days);
  if (value instanceof DuckDBTimestampValue)
    return timestampText(value.micros, type.kind === 'timestamp' ? type.precision : 3);
  return partsOf(value, type);
}

/** A real is shown by the fewest digits that make it again, which as a double are another number. */
const shown = (value: number, { kind }: Type): number => (kind === 'real' ? Number(javaFloat(value)) : value);

const intervalText = (value: bigint, { kind }: Type): string =>
  kind === 'interval year to month' ? yearMonthText(value) : dayTimeText(value);

function partsOf(value: DuckDBValue, type: Type): unknown {
  if (value instanceof DuckDBBlobValue) return Buffer.from(value.bytes).toString('base64');
  if (value instanceof DuckDBStructValue && type.kind === 'timestamp with time zone')
    return zonedText({ micros: value.entries.t as bigint, zone: value.entries.z as string }, type.precision);
  if (value instanceof DuckDBListValue && type.kind === 'array')
    return value.items.map((item) => protocolValue(item, type.element));
  if (value instanceof DuckDBStructValue && type.kind === 'row')
    return type.fields.map((field, index) =>
      protocolValue(value.entries[`f${index + 1}`] ?? null, field.type),
    );
  if (value instanceof DuckDBMapValue && type.kind === 'map')
    return Object.fromEntries(
      value.entries.map((entry) => [
        keyText(protocolValue(entry.key, type.key)),
        protocolValue(entry.value, type.value),
      ]),
    );
  throw new TypeError(`sql: a value is not of the type ${type.kind}`);
}

/** A key as Java writes it, since keys of JSON objects are texts. */
const keyText = (key: unknown): string =>
  Array.isArray(key) ? `[${key.map(keyText).join(', ')}]` : String(key);

const MILLIS_A_DAY = 86_400_000;

function dateText(days: number): string {
  return javaText(new Date(days * MILLIS_A_DAY).toISOString().slice(0, -'T00:00:00.000Z'.length));
}

/** Java writes a year of more than four digits without the zeros that JavaScript fills it up with. */
const javaText = (iso: string): string => iso.replace(/^([+-])0{1,2}(?=\d{4,})/, '$1');

function timestampText(micros: bigint, precision: number): string {
  const rest = ((micros % 1_000_000n) + 1_000_000n) % 1_000_000n;
  const whole = new Date(Number((micros - rest) / 1000n)).toISOString();
  const fraction = String(rest).padStart(6, '0').slice(0, precision);
  return `${javaText(whole.slice(0, -5)).replace('T', ' ')}${fraction ? `.${fraction}` : ''}`;
}
