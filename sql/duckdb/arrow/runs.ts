import {
  DuckDBBlobVector,
  type DuckDBListVector,
  DuckDBMapVector,
  type DuckDBVector,
} from '@duckdb/node-api';

/** Rows of a vector, from `start` on. */
export interface Run {
  readonly vector: DuckDBVector;
  readonly start: number;
  readonly length: number;
}

/** One bit a row as Arrow has them, 1 for a value; null when every row has one. */
export type Bitmap = Uint8Array | null;

export const isSet = (bits: Uint8Array, index: number): boolean =>
  ((bits[index >> 3] ?? 0) & (1 << (index & 7))) !== 0;

export function setBit(bits: Uint8Array, index: number): void {
  bits[index >> 3] = (bits[index >> 3] ?? 0) | (1 << (index & 7));
}

export type Numbers = Int8Array | Int16Array | Int32Array | BigInt64Array | Float32Array | Float64Array;

/** What the vectors of @duckdb/node-api 1.5.5 hold and do not show: whole buffers, where their methods give value by value. */
interface Inside {
  readonly validity?: { readonly data: BigUint64Array | null; readonly offset: number };
  readonly items?: Numbers;
  readonly listVector?: DuckDBListVector;
  readonly dataView?: DataView;
  readonly vector?: object;
}
const inside = (vector: DuckDBVector): Inside => vector as unknown as Inside;

function known<T>(part: T | undefined): T {
  if (part === undefined) throw new TypeError('sql: a vector of DuckDB is not built as this layer knows it');
  return part;
}

/** The buffer of a vector of numbers, days or microseconds. */
export const numbersOf = (vector: DuckDBVector): Numbers => known(inside(vector).items);

/** The vector of lists that a vector of lists or maps is. */
export const listOf = (vector: DuckDBVector): DuckDBListVector =>
  vector instanceof DuckDBMapVector ? known(inside(vector).listVector) : (vector as DuckDBListVector);

/** Texts as the bytes that DuckDB keeps, which are UTF-8. */
export function bytesOf(vector: DuckDBVector): DuckDBBlobVector {
  if (vector instanceof DuckDBBlobVector) return vector;
  const { dataView, validity, vector: raw } = inside(vector);
  type Parts = ConstructorParameters<typeof DuckDBBlobVector>;
  return new DuckDBBlobVector(
    known(dataView),
    known(validity) as unknown as Parts[1],
    known(raw) as unknown as Parts[2],
    0,
    vector.itemCount,
  );
}

/** Which rows of the runs have a value; `parent` says for which rows the value around them is there at all. */
export function validBits(runs: readonly Run[], length: number, parent: Bitmap): Bitmap {
  const maps = runs.map(({ vector }) => {
    const holder = vector instanceof DuckDBMapVector ? listOf(vector) : vector;
    return known(inside(holder).validity);
  });
  if (parent === null && maps.every(({ data }) => data === null)) return null;
  const bits = new Uint8Array(Math.ceil(length / 8));
  let at = 0;
  for (const [index, run] of runs.entries()) {
    const { data = null, offset = 0 } = maps[index] ?? {};
    const bytes = data && new Uint8Array(data.buffer, data.byteOffset, data.byteLength);
    for (let row = run.start; row < run.start + run.length; row += 1, at += 1)
      if ((!bytes || isSet(bytes, offset + row)) && (!parent || isSet(parent, at))) setBit(bits, at);
  }
  return bits;
}

/** How many of the first `length` bits are not set. */
export function countUnset(bits: Bitmap, length: number): number {
  if (bits === null) return 0;
  let set = 0;
  for (let index = 0; index < length; index += 1) if (isSet(bits, index)) set += 1;
  return length - set;
}

/** Calls with every row that has a value: its vector, its place there, and its place in the result. */
export function eachValue<V extends DuckDBVector>(
  runs: readonly Run[],
  valid: Bitmap,
  each: (vector: V, row: number, at: number) => void,
  open: (vector: DuckDBVector) => V = (vector) => vector as V,
): void {
  let at = 0;
  for (const run of runs) {
    const vector = open(run.vector);
    for (let row = run.start; row < run.start + run.length; row += 1, at += 1)
      if (!valid || isSet(valid, at)) each(vector, row, at);
  }
}
