import { appendFile, chmod, mkdir, readFile, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';

/** Statements that are kept. */
export const MOST_KEPT = 1000;

/** The statements that were typed, newest last; each a line. */
export interface History {
  load(): Promise<string[]>;
  add(statement: string): Promise<void>;
}

/** File of a tenant's history. It lies in a folder of the tenant's, by which erasure knows whose it is. */
export const historyFile = (root: string, tenantId: string): string =>
  join(root, 'sql-history', tenantId, 'statements.sql');

/**
 * A history in a file that only its owner can read, since statements hold what was looked for. A file that cannot be read
 * or written is told of once, without its content, and the shell goes on.
 */
export function fileHistory(path: string, warn: (message: string) => void): History {
  let broken = false;
  const guarded = async <T>(work: () => Promise<T>, otherwise: T): Promise<T> => {
    try {
      return await work();
    } catch (error) {
      const code = error instanceof Error && 'code' in error ? String(error.code) : 'unknown cause';
      if (!broken) warn(`the history cannot be kept: ${code}`);
      broken = true;
      return otherwise;
    }
  };
  return {
    load: () => guarded(() => load(path), []),
    add: (statement) => guarded(() => appendFile(path, `${statement}\n`, { mode: 0o600 }), undefined),
  };
}

async function load(path: string): Promise<string[]> {
  await mkdir(dirname(path), { recursive: true, mode: 0o700 });
  await appendFile(path, '', { mode: 0o600 });
  await chmod(path, 0o600);
  const lines = (await readFile(path, 'utf8')).split('\n').filter((line) => line !== '');
  const kept = lines.slice(-MOST_KEPT);
  if (kept.length < lines.length) await writeFile(path, `${kept.join('\n')}\n`, { mode: 0o600 });
  return kept;
}
