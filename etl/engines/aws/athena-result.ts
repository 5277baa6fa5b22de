import {
  type AthenaClient,
  type ColumnInfo,
  GetQueryResultsCommand,
  type QueryExecution,
  type ResultSet,
} from '@aws-sdk/client-athena';
import type { Patience, StatementResult } from '../athena/index.ts';
import { missing, patiently } from './athena-failure.ts';

type Cells = readonly (string | null)[];

/** Columns and rows of a query that has ended, all pages of them. */
export async function readResult(
  client: AthenaClient,
  patience: Patience,
  execution: QueryExecution,
  signal: AbortSignal | undefined,
): Promise<StatementResult> {
  const id = execution.QueryExecutionId ?? missing('an id of the query');
  let columns: readonly ColumnInfo[] = [];
  const cells: Cells[] = [];
  let next: string | undefined;
  do {
    const { ResultSet, NextToken } = await patiently(patience, signal, () =>
      client.send(
        new GetQueryResultsCommand({
          QueryExecutionId: id,
          ...(next === undefined ? {} : { NextToken: next }),
        }),
        signal ? { abortSignal: signal } : {},
      ),
    );
    columns = ResultSet?.ResultSetMetadata?.ColumnInfo ?? columns;
    for (const row of cellsOf(ResultSet)) cells.push(row);
    next = NextToken;
  } while (next !== undefined);
  const names = columns.map(({ Name }) => Name ?? '');
  const types = columns.map(({ Type }) => Type ?? '');
  const rows = isHeader(execution, cells[0], names) ? cells.slice(1) : cells;
  return {
    columns: names.map((name, index) => ({ name, type: types[index] ?? '' })),
    rows: rows.map((row) => row.map((cell, index) => cellValue(cell, types[index] ?? ''))),
  };
}

const cellsOf = (page: ResultSet | undefined): Cells[] =>
  (page?.Rows ?? []).map(({ Data }) => (Data ?? []).map(({ VarCharValue }) => VarCharValue ?? null));

/** Results of SELECT begin with a row of the columns' names; those of DDL do not. */
const isHeader = (
  { StatementType }: QueryExecution,
  first: Cells | undefined,
  names: readonly string[],
): boolean =>
  StatementType === 'DML' && first !== undefined && first.every((cell, index) => cell === names[index]);

const INTEGERS = new Set(['tinyint', 'smallint', 'integer', 'bigint']);
const NUMBERS = new Set(['double', 'float', 'real']);

/** Athena gives every value as text; lists, rows, dates and decimals stay texts. */
function cellValue(cell: string | null, type: string): unknown {
  if (cell === null) return null;
  if (type === 'boolean') return cell === 'true';
  if (NUMBERS.has(type)) return Number(cell);
  return INTEGERS.has(type) && Number.isSafeInteger(Number(cell)) ? Number(cell) : cell;
}
