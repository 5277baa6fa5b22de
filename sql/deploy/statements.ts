import { StatementTooLong } from './errors.ts';

/** Athena's limit of a statement's text, in bytes (Athena quotas, "Query string length"). */
export const MAX_STATEMENT_BYTES = 262_144;

/** Makes a view that is not there; fails when it is, for instance where the engine does not list it for who asks. */
export const createView = (name: string, text: string): string => `CREATE VIEW ${name} AS\n${text}`;

export const replaceView = (name: string, text: string): string =>
  `CREATE OR REPLACE VIEW ${name} AS\n${text}`;

/**
 * Asks for the plan of a view's query. What it reads and is about to change stands before it as WITH queries, so that it
 * can be asked before anything is changed; a WITH query of the view's own hides one of the same name, as it hides a view.
 */
export function explain(
  text: string,
  before: readonly { readonly name: string; readonly text: string }[],
): string {
  const named = before.map((view) => `${view.name} AS (\n${view.text}\n)`);
  return `EXPLAIN ${named.length > 0 ? `WITH ${named.join(',\n')}\n` : ''}SELECT * FROM (\n${text}\n) AS wanted`;
}

/** @throws {StatementTooLong} when Athena would not take the statement */
export function checkLength(view: string, what: string, statement: string): string {
  const bytes = Buffer.byteLength(statement);
  if (bytes >= MAX_STATEMENT_BYTES) throw new StatementTooLong(view, what, bytes, MAX_STATEMENT_BYTES);
  return statement;
}
