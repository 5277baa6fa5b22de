import type { ColumnInfo } from '@aws-sdk/client-athena';
import { type FakeAnswer, type HttpFake, httpFake } from './http-fake.ts';

/** What Athena answers, operation by operation, each answer once and the last one for ever. */
export type Script = Readonly<Record<string, readonly FakeAnswer[]>>;

/** An answer of Athena's own protocol. */
export const json = (body: object, status = 200): FakeAnswer => ({
  status,
  headers: { 'content-type': 'application/x-amz-json-1.1' },
  body: JSON.stringify(body),
});
export const fault = (type: string, message = 'no'): FakeAnswer => json({ __type: type, message }, 400);
export const BUSY = fault('TooManyRequestsException');
export const started = json({ QueryExecutionId: 'q-1' });

/** A query in a state, with more about its status, its kind of statement, and more about the query. */
export const state = (
  State: string,
  more: object = {},
  statement = 'DML',
  statistics: object = {},
): FakeAnswer =>
  json({
    QueryExecution: {
      QueryExecutionId: 'q-1',
      StatementType: statement,
      Status: { State, ...more },
      Statistics: { DataScannedInBytes: 77, ...statistics },
    },
  });

/** A page of a result; NULL is a cell without a value. */
export const page = (
  columns: readonly Partial<ColumnInfo>[],
  cells: readonly (readonly (string | null)[])[],
  NextToken?: string,
): FakeAnswer =>
  json({
    ResultSet: {
      Rows: cells.map((row) => ({
        Data: row.map((VarCharValue) => (VarCharValue === null ? {} : { VarCharValue })),
      })),
      ResultSetMetadata: { ColumnInfo: columns },
    },
    ...(NextToken === undefined ? {} : { NextToken }),
  });

/** An Athena that answers by a script and keeps what it was asked. */
export async function athenaFake(
  script: Script,
): Promise<HttpFake & { asked(operation: string): Record<string, unknown>[] }> {
  const used = new Map<string, number>();
  const fake = await httpFake(({ headers }) => {
    const operation = String(headers['x-amz-target']).replace('AmazonAthena.', '');
    const answers = script[operation] ?? [];
    const at = used.get(operation) ?? 0;
    used.set(operation, at + 1);
    return answers[Math.min(at, answers.length - 1)] ?? fault('UnknownOperation');
  });
  return Object.assign(fake, {
    asked: (operation: string) =>
      fake.seen
        .filter(({ headers }) => headers['x-amz-target'] === `AmazonAthena.${operation}`)
        .map(({ body }) => JSON.parse(body) as Record<string, unknown>),
  });
}
