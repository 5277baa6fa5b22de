import type { Expression } from './dialect.ts';

/** Types of the lake's columns, in the names that Athena (Trino) uses. `timestamp` is timestamp(3), UTC, without zone. */
export type ColumnType =
  | 'varchar'
  | 'boolean'
  | 'integer'
  | 'bigint'
  | 'double'
  | 'date'
  | 'timestamp'
  | ArrayType
  | RowType;
export interface ArrayType {
  readonly array: ColumnType;
}
export interface RowType {
  readonly row: { readonly [field: string]: ColumnType };
}

export interface Column {
  readonly type: ColumnType;
  /** True when the column may be NULL. */
  readonly nullable?: true;
  /** One line for analysts: meaning, unit, when NULL. */
  readonly doc: string;
}

/** A column whose value an engine works out from the rows that its table is made over. */
export interface ShapedColumn extends Column {
  readonly from: Expression;
}

/**
 * What the rows of a table are made over: calls, or the elements of a list in them. In paths `d` is the document, `e` the
 * evaluation, `c` its criterion, `t` the turn, `x` any other element; `position` counts elements from 0.
 */
export type Scope =
  | 'call'
  | 'evaluation'
  | 'criterion'
  | 'turn'
  | 'entity'
  | 'key_phrase'
  | 'action_item'
  | 'review';

/**
 * One curated table: the single source of its Parquet types, Glue columns, DuckDB DDL, row type and documentation.
 * The partition keys are part of the path, never of the files.
 */
export interface Table {
  readonly name: string;
  /** Begins with "one row per". */
  readonly grain: string;
  readonly columns: { readonly [name: string]: Column };
  /** Columns that identify a row within a tenant. */
  readonly key: readonly string[];
  /** Order of the rows in a file, so that a day, a criterion and an agent prune; for some files there is another one ({@link FactTable}). */
  readonly sort: readonly string[];
}

/** A table that is made from call documents. */
export interface FactTable extends Table {
  readonly over: Scope;
  /** Order of the rows in a file of a day that is one row group, in which no order prunes: that of the documents. */
  readonly byCall: readonly string[];
  readonly columns: { readonly [name: string]: ShapedColumn };
}

/** A table of sums over the rows of a fact table: the same numbers, fewer rows. Columns of its key group, the others are aggregates. */
export interface AggregateTable extends Table {
  readonly of: string;
  /** Rows that count. */
  readonly where?: string;
  readonly columns: { readonly [name: string]: ShapedColumn };
}

/** Keys of every curated partition: the tenant, and a closed month (`YYYY-MM`), a day of the running one (`YYYY-MM-DD`) or `late`. */
export const PARTITION_KEYS = ['tenant_id', 'period'] as const;

/** The JavaScript value of a column: dates are `YYYY-MM-DD`, timestamps ISO 8601 UTC, bigint a safe integer. */
export type ValueOf<T extends ColumnType> = T extends 'varchar' | 'date' | 'timestamp'
  ? string
  : T extends 'boolean'
    ? boolean
    : T extends 'integer' | 'bigint' | 'double'
      ? number
      : T extends { readonly array: infer E extends ColumnType }
        ? ValueOf<E>[]
        : T extends { readonly row: infer F extends { readonly [field: string]: ColumnType } }
          ? { readonly [K in keyof F]: ValueOf<F[K]> | null }
          : never;

/** The row of a table, derived from its columns. */
export type RowOf<T extends Table> = {
  readonly [K in keyof T['columns']]: T['columns'][K] extends { readonly nullable: true }
    ? ValueOf<T['columns'][K]['type']> | null
    : ValueOf<T['columns'][K]['type']>;
};
