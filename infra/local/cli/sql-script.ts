import type { AthenaSession } from '../../../sql/duckdb/index.ts';
import { type Statement, StatementReader } from '../shell/index.ts';
import type { Context } from './context.ts';
import { type AnswerSettings, answer } from './sql-answer.ts';
import { placedInText, placeText } from './sql-failure.ts';

/**
 * Runs the statements of a text, each as soon as it is whole, up to the first that fails; tables and CSV are a blank line apart.
 * @returns how many were run
 */
export async function runScript(
  session: AthenaSession,
  context: Pick<Context, 'terminal' | 'exitWith'>,
  settings: AnswerSettings,
  text: AsyncIterable<string | Uint8Array>,
  signal: AbortSignal,
): Promise<number> {
  const { terminal, exitWith } = context;
  let ran = 0;
  for await (const statement of statementsOf(text, signal)) {
    const apart = ran > 0 && settings.format !== 'json' ? '\n' : '';
    ran += 1;
    try {
      const out = (rows: string): void => terminal.out(apart + rows);
      const paper = { terminal: { ...terminal, out }, exitWith };
      await answer(session, paper, settings, { sql: statement.sql, signal });
    } catch (error) {
      if (terminal.progress) terminal.err(placeText(statement.sql, error));
      throw placedInText(error, statement);
    }
  }
  return ran;
}

async function* statementsOf(
  text: AsyncIterable<string | Uint8Array>,
  signal: AbortSignal,
): AsyncGenerator<Statement> {
  const reader = new StatementReader();
  const decoder = new TextDecoder('utf-8', { fatal: true });
  for await (const part of text) {
    if (signal.aborted) return;
    yield* reader.push(typeof part === 'string' ? part : decoder.decode(part, { stream: true }));
  }
  const last = reader.end();
  if (last !== null) yield last;
}
