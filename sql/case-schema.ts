import { z } from 'zod';
import { TABLE_NAMES, type TableName } from '../etl/tables/index.ts';

/** Names of views, checks and columns. */
export const NAME = /^[a-z][a-z0-9_]*$/;

/** A value in a case, as yml writes it: dates and timestamps are text. */
const cell = z.union([z.string(), z.number(), z.nan(), z.boolean(), z.null(), z.array(z.unknown())]);
const rows = z.array(z.record(z.string(), cell));

/** Columns of a view or of a check's violations, by name. */
export const columnsSchema = z.record(
  z.string().regex(NAME),
  z.strictObject({ type: z.string(), nullable: z.literal(true).optional(), doc: z.string().min(1) }),
);

/** Rows of the tables in, rows of the query out; only the columns that are written count. */
export const casesSchema = z.array(
  z.strictObject({
    name: z.string(),
    given: z.partialRecord(z.enum(TABLE_NAMES as [TableName, ...TableName[]]), rows),
    expect: rows,
  }),
);

export interface CatalogColumn {
  readonly name: string;
  /** As Trino prints it. */
  readonly type: string;
  readonly nullable: boolean;
  readonly doc: string;
}

export interface QueryCase {
  readonly name: string;
  readonly given: { readonly [T in TableName]?: readonly { readonly [column: string]: unknown }[] };
  readonly expect: readonly { readonly [column: string]: unknown }[];
}

/** The columns in the order in which the yml lists them. */
export const columnsOf = (columns: z.infer<typeof columnsSchema>): CatalogColumn[] =>
  Object.entries(columns).map(([name, { type, nullable, doc }]) => ({
    name,
    type,
    nullable: nullable ?? false,
    doc,
  }));
