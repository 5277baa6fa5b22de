import {
  BIGINT,
  BOOLEAN,
  DATE,
  DOUBLE,
  DuckDBDateValue,
  DuckDBTimestampValue,
  type DuckDBType,
  type DuckDBValue,
  INTEGER,
  LIST,
  listValue,
  STRUCT,
  structValue,
  TIMESTAMP,
  VARCHAR,
} from '@duckdb/node-api';
import type { ColumnType } from '../../tables/index.ts';

const DAY_MS = 86_400_000;

type Scalar = Extract<ColumnType, string>;
type Encoder = (value: unknown) => DuckDBValue;

const TYPES: Readonly<Record<Scalar, DuckDBType>> = {
  varchar: VARCHAR,
  boolean: BOOLEAN,
  integer: INTEGER,
  bigint: BIGINT,
  double: DOUBLE,
  date: DATE,
  timestamp: TIMESTAMP,
};

const asIs: Encoder = (value) => value as DuckDBValue;

const ENCODERS: Readonly<Record<Scalar, Encoder>> = {
  varchar: asIs,
  boolean: asIs,
  integer: asIs,
  double: asIs,
  bigint: (value) => BigInt(value as number),
  date: (value) => new DuckDBDateValue(Date.parse(`${value}T00:00:00Z`) / DAY_MS),
  timestamp: (value) => new DuckDBTimestampValue(BigInt(Date.parse(value as string)) * 1000n),
};

/** The type object of a column for data chunks. */
export function chunkType(type: ColumnType): DuckDBType {
  if (typeof type === 'string') return TYPES[type];
  if ('array' in type) return LIST(chunkType(type.array));
  return STRUCT(
    Object.fromEntries(Object.entries(type.row).map(([name, field]) => [name, chunkType(field)])),
  );
}

/** Turns the values of row objects (etl/tables, ValueOf) into those of data chunks; null stays null. */
export function encoderOf(type: ColumnType): Encoder {
  const encode = encoderOfPresent(type);
  return (value) => (value === null || value === undefined ? null : encode(value));
}

function encoderOfPresent(type: ColumnType): Encoder {
  if (typeof type === 'string') return ENCODERS[type];
  if ('array' in type) {
    const element = encoderOf(type.array);
    return (value) => listValue((value as readonly unknown[]).map(element));
  }
  const fields = Object.entries(type.row).map(([name, field]) => [name, encoderOf(field)] as const);
  return (value) =>
    structValue(
      Object.fromEntries(
        fields.map(([name, encode]) => [name, encode((value as Record<string, unknown>)[name])]),
      ),
    );
}
