import { INPUTS, type Input } from './corpus.ts';

/** A side of the comparison. */
export interface SideSpec {
  /** Its name in tables and in the JSON. */
  readonly side: string;
  /** Its file in bench/sides, without extension. */
  readonly module: string;
  readonly inputs: readonly Input[];
  /** Whether it makes the tables; limits such as reading alone do not. */
  readonly writes: boolean;
}

/** The product, what one would use instead, and what the machine itself needs; in the order of the table. */
export const SIDES: readonly SideSpec[] = [
  { side: 'cci', module: 'cci', inputs: INPUTS, writes: true },
  { side: 'parquetjs-lite', module: 'parquetjs-lite', inputs: INPUTS, writes: true },
  { side: 'polars', module: 'polars', inputs: INPUTS, writes: true },
  { side: 'polars by schema', module: 'polars-schema', inputs: INPUTS, writes: true },
  { side: 'duckdb-plain', module: 'duckdb-plain', inputs: INPUTS, writes: true },
  { side: 'pyspark', module: 'pyspark', inputs: INPUTS, writes: true },
  { side: 'read alone', module: 'read-alone', inputs: INPUTS, writes: false },
  { side: 'parse alone', module: 'parse-alone', inputs: INPUTS, writes: false },
  { side: 'cci: transformation alone', module: 'cci-transform', inputs: ['files'], writes: true },
  { side: 'cci: closed month', module: 'cci-months', inputs: ['files'], writes: true },
];

/** The side that the others are compared with, and whose tables theirs must equal. */
export const OURS = 'cci';
/** Names of the nights that bring one document in a hundred more. */
export const LATER_SIDES = {
  'one-day': 'cci: 1 % more, a new day of one tenant',
  'new-day': 'cci: 1 % more, a new day of some tenants',
  'every-day': 'cci: 1 % more, spread over all days',
} as const;
export const TRANSFORMATION = 'cci: transformation alone';
export const SPARK = 'pyspark';
