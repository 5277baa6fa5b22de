import { createHash } from 'node:crypto';
import { TABLES, type Table } from '../tables/index.ts';

/** Raised by hand when the same document gives other rows than before, or a refused one is read now, though the tables did not change. */
const RULES = 1;

const columnsOf = (table: Table) =>
  Object.entries(table.columns).map(([name, { type, nullable }]) => [name, type, nullable ?? false]);

const tables = JSON.stringify(
  Object.values(TABLES).map((table: Table) => [table.name, table.key, table.sort, columnsOf(table)]),
);

/** What a curated file depends on besides its documents: the rules of shaping and the definition of the tables. */
export const SHAPE_VERSION = `${RULES}-${createHash('sha256').update(tables).digest('hex').slice(0, 8)}`;
