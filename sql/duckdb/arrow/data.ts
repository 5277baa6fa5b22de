import type {
  DuckDBBlobVector,
  DuckDBBooleanVector,
  DuckDBDecimal128Vector,
  DuckDBListVector,
  DuckDBStructVector,
  DuckDBVector,
} from '@duckdb/node-api';
import {
  type Binary,
  type Bool,
  type Data,
  type DataType,
  type Decimal,
  type Int,
  type List,
  type Map_,
  makeData,
  type Null,
  type Struct,
  type Utf8,
} from 'apache-arrow';
import { LimitExceeded } from '../../errors.ts';
import { BIGINT, type Type, VARCHAR } from '../types/type.ts';
import {
  type Bitmap,
  bytesOf,
  countUnset,
  eachValue,
  isSet,
  listOf,
  type Numbers,
  numbersOf,
  type Run,
  setBit,
  validBits,
} from './runs.ts';
import { arrowType, entriesType, timestampType, unitMicros } from './types.ts';

/** What is being made of runs of rows: how many there are, and which have a value. */
interface Column {
  readonly runs: readonly Run[];
  readonly length: number;
  readonly valid: Bitmap;
}

/**
 * The values of a Trino type in runs of DuckDB's vectors as Arrow data, column by column. Where there is no value all bytes
 * are 0, also below a row that is NULL, whatever DuckDB keeps there.
 */
export function arrowData(type: Type, runs: readonly Run[], parent: Bitmap = null): Data {
  const length = runs.reduce((sum, run) => sum + run.length, 0);
  if (type.kind === 'unknown') return makeData({ type: arrowType(type) as Null, length });
  const column = { runs, length, valid: validBits(runs, length, parent) };
  switch (type.kind) {
    case 'boolean':
      return makeData({ type: arrowType(type) as Bool, ...shapeOf(column), data: booleans(column) });
    case 'decimal':
      return makeData({ type: arrowType(type) as Decimal, ...shapeOf(column), data: decimals(column) });
    case 'varchar':
    case 'json':
      return makeData({ type: arrowType(type) as Utf8, ...shapeOf(column), ...texts(column) });
    case 'varbinary':
      return makeData({ type: arrowType(type) as Binary, ...shapeOf(column), ...texts(column) });
    case 'timestamp':
      return instants(type.precision, undefined, column);
    case 'timestamp with time zone':
      return struct(arrowType(type) as Struct, column, (entry, inner, valid) =>
        entry === 0
          ? instants(type.precision, 'UTC', columnOf(inner, valid))
          : arrowData(VARCHAR, inner, valid),
      );
    case 'row':
      return struct(arrowType(type) as Struct, column, (entry, inner, valid) =>
        arrowData(type.fields[entry]?.type ?? BIGINT, inner, valid),
      );
    case 'array': {
      const { child, valueOffsets } = elements(column);
      const inner = arrowData(type.element, child);
      return makeData({ type: arrowType(type) as List, ...shapeOf(column), valueOffsets, child: inner });
    }
    case 'map':
      return maps(type, column);
    default:
      return numbers(arrowType(type), column);
  }
}

const shapeOf = ({ length, valid }: Column) => ({
  length,
  nullCount: countUnset(valid, length),
  nullBitmap: valid,
});

function columnOf(runs: readonly Run[], parent: Bitmap): Column {
  const length = runs.reduce((sum, run) => sum + run.length, 0);
  return { runs, length, valid: validBits(runs, length, parent) };
}

function booleans(column: Column): Uint8Array {
  const bits = new Uint8Array(Math.ceil(column.length / 8));
  eachValue<DuckDBBooleanVector>(column.runs, column.valid, (vector, row, at) => {
    if (vector.getItem(row)) setBit(bits, at);
  });
  return bits;
}

/** Numbers, days and intervals lie in DuckDB as they do in Arrow. */
const numbers = (type: DataType, column: Column): Data =>
  makeData({
    type: type as Int,
    ...shapeOf(column),
    data: copied(new type.ArrayType(column.length), column),
  });

/** DuckDB has microseconds whatever the precision. */
function instants(precision: number, zone: string | undefined, column: Column): Data {
  const values = copied(new BigInt64Array(column.length), column);
  const unit = unitMicros(precision);
  const data = unit === 1n ? values : values.map((micros) => micros / unit);
  return makeData({ type: timestampType(precision, zone), ...shapeOf(column), data });
}

function copied<T extends Numbers>(values: T, { runs, valid, length }: Column): T {
  let at = 0;
  for (const { vector, start, length: rows } of runs) {
    const items = numbersOf(vector);
    if (items.constructor !== values.constructor)
      throw new TypeError('sql: a vector does not hold numbers of its type');
    values.set(items.subarray(start, start + rows) as never, at);
    at += rows;
  }
  const nothing = (values instanceof BigInt64Array ? 0n : 0) as never;
  if (valid)
    for (let row = 0; row < length; row += 1) if (!isSet(valid, row)) values.fill(nothing, row, row + 1);
  return values;
}

const LOW = (1n << 64n) - 1n;

/** Two's complement in 128 bits, the low half first. */
function decimals({ runs, valid, length }: Column): Uint32Array {
  const halves = new BigUint64Array(length * 2);
  eachValue<DuckDBDecimal128Vector>(runs, valid, (vector, row, at) => {
    const value = BigInt(vector.getScaledValue(row) ?? 0);
    halves[at * 2] = value & LOW;
    halves[at * 2 + 1] = BigInt.asUintN(64, value >> 64n);
  });
  return new Uint32Array(halves.buffer);
}

const MOST_BYTES = 2 ** 31 - 1;

function texts({ runs, valid, length }: Column) {
  const parts = new Array<Uint8Array | undefined>(length);
  let bytes = 0;
  const keep = (vector: DuckDBBlobVector, row: number, at: number) => {
    const part = vector.getItemBytes(row) ?? undefined;
    parts[at] = part;
    bytes += part?.length ?? 0;
  };
  eachValue(runs, valid, keep, bytesOf);
  if (bytes > MOST_BYTES)
    throw new LimitExceeded('sql: a column has more text than an Arrow batch holds', {
      hint: 'Ask for fewer columns of text.',
    });
  const data = new Uint8Array(bytes);
  const valueOffsets = new Int32Array(length + 1);
  let end = 0;
  for (let at = 0; at < length; at += 1) {
    const part = parts[at];
    if (part) data.set(part, end);
    end += part?.length ?? 0;
    valueOffsets[at + 1] = end;
  }
  return { data, valueOffsets };
}

/** Where the elements of lists lie, and the rows of the vectors that hold them. */
function elements({ runs, valid, length }: Column) {
  const child: Run[] = [];
  const valueOffsets = new Int32Array(length + 1);
  const lengths = new Int32Array(length);
  const keep = (list: DuckDBListVector, row: number, at: number) => {
    const run = {
      vector: list.childVector,
      start: list.getEntryOffset(row),
      length: list.getEntryLength(row),
    };
    lengths[at] = run.length;
    const last = child.at(-1);
    if (last?.vector === run.vector && last.start + last.length === run.start)
      child[child.length - 1] = { ...last, length: last.length + run.length };
    else if (run.length > 0) child.push(run);
  };
  eachValue(runs, valid, keep, listOf);
  for (let at = 0; at < length; at += 1) valueOffsets[at + 1] = (valueOffsets[at] ?? 0) + (lengths[at] ?? 0);
  return { child, valueOffsets };
}

function maps(type: Extract<Type, { kind: 'map' }>, column: Column): Data {
  const { child, valueOffsets } = elements(column);
  const entries = struct(entriesType(type), columnOf(child, null), (entry, inner, valid) =>
    arrowData(entry === 0 ? type.key : type.value, inner, valid),
  );
  return makeData({ type: arrowType(type) as Map_, ...shapeOf(column), valueOffsets, child: entries });
}

/** A struct whose n-th entry is made of the n-th entries of DuckDB's structs. */
function struct(
  type: Struct,
  column: Column,
  entryData: (entry: number, runs: readonly Run[], parent: Bitmap) => Data,
): Data {
  const children = type.children.map((_, entry) => {
    const inner = column.runs.map((run) => ({ ...run, vector: entryOf(run.vector, entry) }));
    return entryData(entry, inner, column.valid);
  });
  return makeData({ type, ...shapeOf(column), children });
}

function entryOf(vector: DuckDBVector, entry: number): DuckDBVector {
  const found = (vector as DuckDBStructVector).entryVectorAt(entry);
  if (!found) throw new TypeError('sql: a struct has fewer entries than its type');
  return found;
}
