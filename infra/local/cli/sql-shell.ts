import type { TenantId } from '../../../pipeline/contract/index.ts';
import type { AthenaSession } from '../../../sql/duckdb/index.ts';
import { LimitExceeded, QueryCancelled, SqlError } from '../../../sql/errors.ts';
import { LocalError } from '../errors.ts';
import { fileHistory, historyFile, runShell } from '../shell/index.ts';
import type { Context } from './context.ts';
import { type AnswerSettings, answer } from './sql-answer.ts';
import { limitsTold, placeText } from './sql-failure.ts';
import { lakeVocabulary } from './sql-vocabulary.ts';

/** Rows that the shell shows of one answer. */
const MOST_SHOWN = 1000;

/** Talks with the person at the terminal; a query that fails is told, and the shell goes on. */
export function talk(
  session: AthenaSession,
  {
    terminal,
    root,
    person,
  }: Pick<Context, 'terminal' | 'root'> & {
    readonly person: NonNullable<Context['terminal']['person']>;
  },
  settings: AnswerSettings,
  tenant: TenantId,
): Promise<void> {
  const context = { terminal, exitWith: () => {} };
  return runShell({
    ...person,
    tenant,
    history: fileHistory(historyFile(root, tenant), (message) => terminal.err(`cci: ${message}\n`)),
    vocabulary: lakeVocabulary(session),
    async answer(sql, { expanded, signal }) {
      try {
        await answer(session, context, settings, { sql, expanded, signal, mostShown: MOST_SHOWN });
      } catch (error) {
        terminal.err(failureText(sql, error));
      }
    },
  });
}

function failureText(sql: string, error: unknown): string {
  if (error instanceof QueryCancelled) return 'cancelled\n';
  if (!(error instanceof SqlError || error instanceof LocalError)) throw error;
  const { message, hint } = error instanceof LimitExceeded ? limitsTold(error) : error;
  return `${placeText(sql, error)}${message.replace(/^sql: /, '')}\n${hint === undefined ? '' : `  ${hint}\n`}`;
}
