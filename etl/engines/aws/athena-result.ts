import {
  type AthenaClient,
  type ColumnInfo,
  GetQueryResultsCommand,
  type QueryExecution,
  type ResultSet,
} from '@aws-sdk/client-athena';
import type { Patience, StatementResult } from '../statements/index.ts';
import { missing, patiently } from './athena-failure.ts';
import { cellReader, trinoTypeOf } from './athena-values.ts';

type Cells = readonly (string | null)[];

/** Rows that Athena gives at once, its most. */
const PAGE_ROWS = 1000;

/** Columns and rows of a query that has ended, page by page. */
export async function* resultPages(
  client: AthenaClient,
  patience: Patience,
  execution: QueryExecution,
  signal: AbortSignal | undefined,
): AsyncGenerator<StatementResult, void> {
  const id = execution.QueryExecutionId ?? missing('an id of the query');
  let columns: readonly ColumnInfo[] = [];
  let next: string | undefined;
  let first = true;
  do {
    const command = new GetQueryResultsCommand({
      QueryExecutionId: id,
      MaxResults: PAGE_ROWS,
      ...(next === undefined ? {} : { NextToken: next }),
    });
    const page = await patiently(patience, signal, () =>
      client.send(command, signal ? { abortSignal: signal } : {}),
    );
    columns = page.ResultSet?.ResultSetMetadata?.ColumnInfo ?? columns;
    const cells = cellsOf(page.ResultSet);
    yield {
      ...readRows(columns, first && isHeader(execution, cells[0], columns) ? cells.slice(1) : cells),
      ...accountOf(execution),
    };
    first = false;
    next = page.NextToken;
  } while (next !== undefined);
}

function readRows(columns: readonly ColumnInfo[], cells: readonly Cells[]): StatementResult {
  const typed = columns.map((column) => ({ name: column.Name ?? '', type: trinoTypeOf(column) }));
  const readers = typed.map(({ type }) => cellReader(type));
  const rows = cells.map((row) =>
    row.map((cell, index) => (cell === null ? null : (readers[index]?.(cell) ?? cell))),
  );
  return { columns: typed, rows };
}

const cellsOf = (page: ResultSet | undefined): Cells[] =>
  (page?.Rows ?? []).map(({ Data }) => (Data ?? []).map(({ VarCharValue }) => VarCharValue ?? null));

/** Results of SELECT begin with a row of the columns' names; those of DDL do not. */
const isHeader = (
  { StatementType }: QueryExecution,
  first: Cells | undefined,
  columns: readonly ColumnInfo[],
): boolean =>
  StatementType === 'DML' &&
  first !== undefined &&
  first.every((cell, index) => cell === (columns[index]?.Name ?? ''));

function accountOf({ Statistics }: QueryExecution): Pick<StatementResult, 'scannedBytes' | 'reused'> {
  const scannedBytes = Statistics?.DataScannedInBytes;
  return {
    ...(scannedBytes === undefined ? {} : { scannedBytes }),
    ...(Statistics?.ResultReuseInformation?.ReusedPreviousResult ? { reused: true } : {}),
  };
}
