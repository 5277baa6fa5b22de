import {
  blobValue,
  type DuckDBBlobValue,
  DuckDBDateValue,
  DuckDBDecimalValue,
  type DuckDBListValue,
  type DuckDBMapValue,
  type DuckDBStructValue,
  DuckDBTimestampValue,
  type DuckDBValue,
  listValue,
  mapValue,
  structValue,
} from '@duckdb/node-api';
import type { Type } from '../types/type.ts';

/** An instant (microseconds since 1970, UTC) with the zone that it is shown in. */
export interface Zoned {
  readonly micros: bigint;
  readonly zone: string;
}

/**
 * A value as functions written here see it: whole numbers and intervals as bigint, a decimal as its digits without the
 * point, a date as days and a timestamp as microseconds since 1970 (bigint), JSON as its text, a row as its values, a map
 * as its entries in their order.
 */
export type Value =
  | null
  | boolean
  | bigint
  | number
  | string
  | Uint8Array
  | Zoned
  | readonly Value[]
  | ReadonlyMap<Value, Value>;

/** A value of DuckDB as a {@link Value}. */
export function fromDuck(value: DuckDBValue, type: Type): Value {
  if (value === null || value === undefined) return null;
  switch (type.kind) {
    case 'tinyint':
    case 'smallint':
    case 'integer':
    case 'bigint':
    case 'interval day to second':
    case 'interval year to month':
    case 'unknown':
      return BigInt(value as number | bigint);
    case 'decimal':
      return (value as DuckDBDecimalValue).value;
    case 'date':
      return BigInt((value as DuckDBDateValue).days);
    case 'timestamp':
      return (value as DuckDBTimestampValue).micros;
    case 'varbinary':
      return (value as DuckDBBlobValue).bytes;
    default:
      return partsFrom(value, type);
  }
}

function partsFrom(value: DuckDBValue, type: Type): Value {
  switch (type.kind) {
    case 'timestamp with time zone': {
      const { t, z } = (value as DuckDBStructValue).entries;
      return { micros: t as bigint, zone: z as string };
    }
    case 'array':
      return (value as DuckDBListValue).items.map((item) => fromDuck(item, type.element));
    case 'row': {
      const { entries } = value as DuckDBStructValue;
      return type.fields.map((field, index) => fromDuck(entries[`f${index + 1}`] ?? null, field.type));
    }
    case 'map':
      return new Map(
        (value as DuckDBMapValue).entries.map(
          ({ key, value: held }) => [fromDuck(key, type.key), fromDuck(held, type.value)] as const,
        ),
      );
    default:
      return value as boolean | number | string;
  }
}

/** A {@link Value} as DuckDB holds it. */
export function toDuck(value: Value, type: Type): DuckDBValue {
  if (value === null) return null;
  switch (type.kind) {
    case 'tinyint':
    case 'smallint':
    case 'integer':
    case 'interval year to month':
    case 'unknown':
      return Number(value as bigint);
    case 'decimal':
      return new DuckDBDecimalValue(value as bigint, type.precision, type.scale);
    case 'date':
      return new DuckDBDateValue(Number(value as bigint));
    case 'timestamp':
      return new DuckDBTimestampValue(value as bigint);
    case 'varbinary':
      return blobValue(value as Uint8Array);
    default:
      return partsTo(value, type);
  }
}

function partsTo(value: Exclude<Value, null>, type: Type): DuckDBValue {
  switch (type.kind) {
    case 'timestamp with time zone': {
      const { micros, zone } = value as Zoned;
      return structValue({ t: micros, z: zone });
    }
    case 'array':
      return listValue((value as readonly Value[]).map((item) => toDuck(item, type.element)));
    case 'row':
      return structValue(
        Object.fromEntries(
          type.fields.map((field, index) => [
            `f${index + 1}`,
            toDuck((value as readonly Value[])[index] ?? null, field.type),
          ]),
        ),
      );
    case 'map':
      return mapValue(
        [...(value as ReadonlyMap<Value, Value>)].map(([key, held]) => ({
          key: toDuck(key, type.key),
          value: toDuck(held, type.value),
        })),
      );
    default:
      return value as boolean | number | bigint | string;
  }
}
