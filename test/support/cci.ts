import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { SampleFile } from '../../fixtures/index.ts';
import { runCommand } from '../../infra/local/cli/main.ts';
import type { Terminal } from '../../infra/local/cli/terminal.ts';

export interface CommandResult {
  readonly code: number;
  readonly out: string;
  readonly err: string;
}

/** A lake in a temporary folder, used through the command as a script would, nothing on a terminal. */
export interface TestLake extends AsyncDisposable {
  readonly root: string;
  /** A folder beside the lake for files to ingest. */
  readonly inbox: string;
  cci(...words: string[]): Promise<CommandResult>;
  /** Runs a command that must succeed and parses what it prints as JSON. */
  json<T>(...words: string[]): Promise<T>;
  /** Rows of a query as arrays of values. */
  rows(tenant: string, sql: string): Promise<unknown[][]>;
}

export async function makeLake(): Promise<TestLake> {
  const folder = await mkdtemp(join(tmpdir(), 'cci-'));
  const root = join(folder, 'lake');
  const inbox = join(folder, 'inbox');
  const cci = async (...words: string[]): Promise<CommandResult> => {
    const printed = { out: '', err: '' };
    const terminal: Terminal = {
      out: (text) => {
        printed.out += text;
      },
      err: (text) => {
        printed.err += text;
      },
      interactive: false,
      progress: false,
      columns: 120,
    };
    const code = await runCommand(words, terminal, { CCI_HOME: root });
    return { code, ...printed };
  };
  const json = async <T>(...words: string[]): Promise<T> => {
    const { out, err, code } = await cci(...words);
    if (out === '') throw new Error(`cci ${words.join(' ')} ended with ${code}: ${err}`);
    return JSON.parse(out) as T;
  };
  return {
    root,
    inbox,
    cci,
    json,
    rows: async (tenant, sql) => {
      const objects = await json<Record<string, unknown>[]>(
        'sql',
        '--tenant',
        tenant,
        sql,
        '--format',
        'json',
      );
      return objects.map((object) => Object.values(object));
    },
    [Symbol.asyncDispose]: () => rm(folder, { recursive: true, force: true }),
  };
}

/** Writes sample files and their sidecars into a folder. */
export async function writeSamples(folder: string, files: Iterable<SampleFile>): Promise<void> {
  for (const { name, bytes, sidecar } of files) {
    await writeFile(join(folder, name), bytes);
    if (sidecar !== null) await writeFile(join(folder, name.replace(/\.[^.]*$/, '.meta.json')), sidecar);
  }
}
