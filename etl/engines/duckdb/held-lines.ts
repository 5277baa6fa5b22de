import type { DuckDBConnection } from '@duckdb/node-api';
import type { LineFile } from '../../run/index.ts';
import {
  documentsSelect,
  evaluationsSelect,
  factSelect,
  onlyEvaluationsSelect,
  type ShapeDialect,
} from '../../shape/index.ts';
import {
  evaluationKeyColumns,
  FACT_TABLE_NAMES,
  FACT_TABLES,
  type FactTable,
  type FactTableName,
} from '../../tables/index.ts';
import { ParquetWriteFailed } from '../errors.ts';
import type { Connections } from './connections.ts';
import { inOrderSelect, linesSource, madeSelect } from './lines.ts';
import { rowsOf } from './rows-of.ts';

/** Rows by table and UTC day. */
export type Made = Record<FactTableName, Record<string, number>>;

export const nothingMade = (): Made =>
  Object.fromEntries(FACT_TABLE_NAMES.map((table) => [table, {}])) as Made;

export function addMade(made: Made, table: FactTableName, dt: string, rows: number): void {
  if (rows > 0) made[table][dt] = (made[table][dt] ?? 0) + rows;
}

/** Where lines are to be held. */
export interface HeldIn {
  readonly connections: Connections;
  readonly dialect: ShapeDialect;
  /** A table's name in SQL, of which it is noted that it is used. */
  readonly own: (table: string) => string;
  /** Position of the lines among those of the period. */
  readonly part: number;
}

/** The documents of one line file, in a table of their own until they are written. */
export class HeldLines {
  readonly part: number;
  readonly #dialect: ShapeDialect;
  readonly table: string;
  /** The table of their evaluations; null when no call has several, since they are as easily had from the documents. */
  readonly #listed: string | null;
  /** Whether no call has several evaluations. */
  readonly alone: boolean;
  /** Rows that they should give. */
  readonly made: Made;
  /** Whether each turn says the place that it has. */
  readonly turnsInOrder: boolean;

  private constructor({ part, dialect }: HeldIn, table: string, listed: string | null, counted: Counted) {
    this.part = part;
    this.#dialect = dialect;
    this.table = table;
    this.#listed = listed;
    this.alone = counted.alone;
    this.made = counted.made;
    this.turnsInOrder = counted.turnsInOrder;
  }

  static read(lines: LineFile, where: HeldIn): Promise<HeldLines> {
    const { connections, dialect, own, part } = where;
    const table = own(`documents.${part}`);
    return connections.use(async (connection) => {
      await connection.run(`CREATE TABLE ${table} AS ${documentsSelect(dialect, linesSource(lines))}`);
      const counted = await count(connection, table, lines);
      const listed = counted.alone ? null : own(`listed.${part}`);
      if (listed !== null)
        await connection.run(`CREATE TABLE ${listed} AS ${evaluationsSelect(dialect, table)}`);
      return new HeldLines(where, table, listed, counted);
    });
  }

  /** A SELECT of a table's rows. */
  rows(table: FactTableName): string {
    const { alone } = this;
    const relation = this.#listed ?? `(${onlyEvaluationsSelect(this.#dialect, this.table)}) AS "listed"`;
    return factSelect(table, this.#dialect, this.table, { relation, alone });
  }

  async drop(connection: DuckDBConnection): Promise<void> {
    await connection.run(`DROP TABLE ${this.table}`);
    if (this.#listed !== null) await connection.run(`DROP TABLE ${this.#listed}`);
  }
}

interface Counted {
  readonly made: Made;
  /** Whether no call has several evaluations. */
  readonly alone: boolean;
  readonly turnsInOrder: boolean;
}

/** Counts what documents should give, and looks at their turns. Those that were read have a day. */
async function count(
  connection: DuckDBConnection,
  table: string,
  { documents, path }: LineFile,
): Promise<Counted> {
  let [readable, alone, turnsInOrder] = [0, true, true];
  const made = nothingMade();
  for (const day of await rowsOf(connection, madeSelect(table))) {
    const { dt, documents: n, evaluations_of_a_call: most, turns_in_order: inOrder, ...counts } = day;
    if (dt !== null) readable += Number(n);
    if (Number(most) > 1) alone = false;
    if (inOrder === false) turnsInOrder = false;
    for (const name of FACT_TABLE_NAMES) addMade(made, name, String(dt), Number(counts[name]));
  }
  if (readable !== documents)
    throw new ParquetWriteFailed('engines: sealed documents did not come back from DuckDB as they went in', {
      where: path,
    });
  return { made, alone, turnsInOrder };
}

/** What is known of the order in which documents came. */
export interface OrderOfDocuments {
  /** Whether no call has several evaluations. */
  readonly alone: boolean;
  /** Whether each turn says the place that it has. */
  readonly turnsInOrder: boolean;
}

/** Null when documents did not come by day and call. */
export async function orderOfDocuments(
  connection: DuckDBConnection,
  held: readonly HeldLines[],
): Promise<OrderOfDocuments | null> {
  if (held.length === 0) return null;
  const [answer] = await rowsOf(connection, inOrderSelect(held.map(({ table }) => table)));
  if (answer?.in_order === false) return null;
  return {
    alone: held.every(({ alone }) => alone),
    turnsInOrder: held.every(({ turnsInOrder }) => turnsInOrder),
  };
}

/** Whether a table's rows come in an order because the documents did: by day and call, then by the places of elements. */
export function comesIn(
  name: FactTableName,
  [day, call, ...more]: readonly string[],
  { alone, turnsInOrder }: OrderOfDocuments,
): boolean {
  const { over, columns }: FactTable = FACT_TABLES[name];
  if (day !== 'dt' || call !== 'call_id') return false;
  const ofEvaluations = over === 'evaluation' || over === 'criterion';
  if (ofEvaluations && !alone) return false;
  // A call's only evaluation has the same in all its rows.
  const [place, ...others] = more.filter((column) => !(ofEvaluations && column in evaluationKeyColumns));
  if (place === undefined) return over === 'call' || over === 'evaluation';
  const from = columns[place]?.from;
  return others.length === 0 && (from === 'position' || (from === 't.index' && turnsInOrder));
}
