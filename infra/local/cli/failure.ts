import { CciError } from '../../../pipeline/contract/index.ts';
import { FileUnwritable, UsageError } from '../errors.ts';
import { homeFolder } from '../home-folder.ts';
import { EXIT } from './exit-codes.ts';
import { shownValue } from './formats.ts';
import type { Terminal } from './terminal.ts';

/** Says on stderr what failed and what to do about it, without a stack unless `CCI_DEBUG` asks for it; the exit code. */
export function explainFailure(
  error: unknown,
  terminal: Pick<Terminal, 'err'>,
  environment: NodeJS.ProcessEnv,
): number {
  if (isDiskFull(error)) return explainFullDisk(error, terminal, environment);
  if (error instanceof CciError) {
    terminal.err(`cci: ${placedMessage(error)}\n`);
    if (error.hint !== undefined) terminal.err(`     ${error.hint}\n`);
    return error instanceof UsageError ? EXIT.usage : EXIT.failed;
  }
  const message = error instanceof Error ? error.message : String(error);
  // What the machine refuses for a file says itself what is wrong and where.
  const known = error instanceof Error && 'syscall' in error && 'path' in error;
  terminal.err(
    `cci: ${known ? shownValue(message.replace(/^[A-Z0-9]+: /, '')) : `unexpected: ${message}`}\n`,
  );
  if (known) return EXIT.failed;
  if (environment.CCI_DEBUG !== undefined && error instanceof Error) terminal.err(`${error.stack}\n`);
  else terminal.err('     Set CCI_DEBUG=1 to see where.\n');
  return EXIT.failed;
}

/** What an error says, with where it was: on one line, since names of files can hold what steers a terminal. */
export const placedMessage = ({ message, where }: CciError): string =>
  shownValue(where === undefined || message.includes(where) ? message : `${message} (${where})`);

/** What sqlite calls a full disk (SQLITE_FULL). */
const SQLITE_FULL = 13;

/** Whether an error, or what caused it, is that the disk is full, or what the user may fill of it. */
function isDiskFull(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  if ('code' in error && (error.code === 'ENOSPC' || error.code === 'EDQUOT')) return true;
  if ('errcode' in error && error.errcode === SQLITE_FULL) return true;
  // DuckDB's errors are but text.
  return /No space left on device|Disk quota exceeded/.test(error.message) || isDiskFull(error.cause);
}

function explainFullDisk(
  error: unknown,
  terminal: Pick<Terminal, 'err'>,
  environment: NodeJS.ProcessEnv,
): number {
  const where = pathOf(error) ?? homeFolder(environment);
  terminal.err(`cci: the disk is full: ${shownValue(where)} could not be written\n`);
  terminal.err(
    '     What landed and what was published before is as it was. Make room and run the same command again.\n',
  );
  return EXIT.failed;
}

/** The file that an error names, or what caused it. */
function pathOf(error: unknown): string | null {
  if (!(error instanceof Error)) return null;
  if (error instanceof FileUnwritable && error.where !== undefined) return error.where;
  return 'path' in error ? String(error.path) : pathOf(error.cause);
}
