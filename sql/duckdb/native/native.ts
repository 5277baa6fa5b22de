import {
  BIGINT,
  BLOB,
  BOOLEAN,
  DATE,
  DECIMAL,
  DOUBLE,
  type DuckDBConnection,
  DuckDBScalarFunction,
  type DuckDBType,
  FLOAT,
  INTEGER,
  LIST,
  MAP,
  SMALLINT,
  STRUCT,
  TIMESTAMP,
  TINYINT,
  VARCHAR,
} from '@duckdb/node-api';
import { readType, split, writeType } from '../types/notation.ts';
import { duckType, type Type } from '../types/type.ts';
import { fromDuck, toDuck, type Value } from './values.ts';

/** Thrown by a function when a value makes it fail as in Trino, or is one that is not proven (`NOT_PROVEN`). */
export class Failure extends Error {
  constructor(code: string) {
    super(`trino:${code}`);
  }
}

/** What a function written here does with the values of one row; it never sees NULL unless it asks for it. */
export type Body = (...args: never[]) => Value;

/** A function that DuckDB has no exact equal of, written here for any argument types. */
interface Native {
  readonly make: (types: readonly Type[], result: Type) => Body;
  readonly seesNull: boolean;
}

/** What an engine knows of its functions. */
export interface Natives {
  /** The functions that its connection has. */
  readonly known: Set<string>;
  /** Whether a value was refused that TRY may have swallowed. */
  doubted: boolean;
}

const NATIVES = new Map<string, Native>();

/** Makes a function known under a name, so that SQL may call it through {@link nativeSql}. */
export function declareNative(name: string, make: Native['make'], seesNull = false): void {
  NATIVES.set(name, { make, seesNull });
}

/** SQL that calls a declared function; the name in it says all that {@link registerNatives} needs. */
export function nativeSql(
  name: string,
  types: readonly Type[],
  result: Type,
  args: readonly string[],
): string {
  const [first, ...rest] = args;
  const given = first === undefined ? [] : [rowByRow(first, types[0]), ...rest];
  return `"native:${name}|${types.map(writeType).join(';')}|${writeType(result)}"(${given.join(', ')})`;
}

/**
 * An argument as it is, taken through a function that DuckDB knows may fail. Of a function that it believes never to fail,
 * as it does of those written here, it works out the whole dictionary of a Parquet column at once: values of rows that a
 * WHERE or a CASE has left out would fail the query, and one bad value would make all of TRY's NULL.
 */
const rowByRow = (sql: string, type: Type | undefined): string =>
  type === undefined || type.kind === 'unknown'
    ? sql
    : `list_extract(CAST([${sql}] AS ${duckType(type)}[]), 1)`;

/** A failure for an argument that is out of range. */
export const outOfRange = (): Failure => new Failure('INVALID_FUNCTION_ARGUMENT');

/** Codes of failures that TRY does not make NULL. */
const KEPT = /NOT_PROVEN|NOT_SUPPORTED/;

for (const code of ['NOT_PROVEN', 'NOT_PROVEN_ANY_OF_SEVERAL'])
  declareNative(`doubt ${code}`, () => (holds: boolean) => {
    if (holds) throw new Failure(code);
    return null;
  });

/** Registers the functions that an SQL text calls and that are not known yet. */
export function registerNatives(connection: DuckDBConnection, sql: string, natives: Natives): void {
  for (const [, id = ''] of sql.matchAll(/"(native:[^"|]+\|[^"|]*\|[^"|]+)"/g)) {
    if (natives.known.has(id)) continue;
    const [name = '', args = '', result = ''] = id.slice('native:'.length).split('|');
    const native = NATIVES.get(name);
    const made = native && functionOf(id, native, natives, args, result);
    if (!made) continue;
    natives.known.add(id);
    connection.registerScalarFunction(made);
  }
}

/** The function that a name describes; undefined for a name that only stands in a text of the statement. */
function functionOf(
  id: string,
  native: Native,
  natives: Natives,
  args: string,
  result: string,
): DuckDBScalarFunction | undefined {
  try {
    const types = args === '' ? [] : split(args, ';').map(readType);
    return scalarFunction(id, native, natives, types, readType(result));
  } catch (error) {
    if (error instanceof TypeError) return undefined;
    throw error;
  }
}

function scalarFunction(
  name: string,
  { make, seesNull }: Native,
  natives: Natives,
  types: readonly Type[],
  result: Type,
): DuckDBScalarFunction {
  const body = make(types, result) as (...args: Value[]) => Value;
  return DuckDBScalarFunction.create({
    name,
    returnType: duckDataType(result),
    parameterTypes: types.map(duckDataType),
    specialHandling: true,
    mainFunction: (_info, input, output) => {
      const columns = types.map((type, index) => ({ type, vector: input.getColumnVector(index) }));
      for (let row = 0; row < input.rowCount; row += 1) {
        const values = columns.map(({ type, vector }) => fromDuck(vector.getItem(row), type));
        const missing = !seesNull && values.includes(null);
        try {
          output.setItem(row, missing ? null : toDuck(body(...values), result));
        } catch (error) {
          natives.doubted ||= error instanceof Failure && KEPT.test(error.message);
          throw error;
        }
      }
      output.flush();
    },
  });
}

const SIMPLE: { readonly [kind: string]: DuckDBType } = {
  boolean: BOOLEAN,
  tinyint: TINYINT,
  smallint: SMALLINT,
  integer: INTEGER,
  bigint: BIGINT,
  real: FLOAT,
  double: DOUBLE,
  date: DATE,
  varchar: VARCHAR,
  json: VARCHAR,
  varbinary: BLOB,
  timestamp: TIMESTAMP,
  'interval day to second': BIGINT,
  'interval year to month': INTEGER,
  'timestamp with time zone': STRUCT({ t: BIGINT, z: VARCHAR }),
  unknown: INTEGER,
};

function duckDataType(type: Type): DuckDBType {
  switch (type.kind) {
    case 'decimal':
      return DECIMAL(type.precision, type.scale);
    case 'array':
      return LIST(duckDataType(type.element));
    case 'map':
      return MAP(duckDataType(type.key), duckDataType(type.value));
    case 'row':
      return STRUCT(
        Object.fromEntries(
          type.fields.map((field, index) => [`f${index + 1}`, duckDataType(field.type)] as const),
        ),
      );
    default: {
      const simple = SIMPLE[type.kind];
      if (!simple) throw new TypeError(`sql: values of type ${type.kind} are not kept`);
      return simple;
    }
  }
}
