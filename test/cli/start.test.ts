import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { LocalStateError } from '../../infra/local/errors.ts';
import { openHome } from '../../infra/local/home.ts';
import { makeLake } from '../support/cci.ts';

let folder: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'cci-start-'));
});

afterAll(() => rm(folder, { recursive: true, force: true }));

describe('a home that cannot be used', () => {
  test.each([
    ['a file', async (path: string) => writeFile(path, ''), 'EEXIST (mkdir)'],
    [
      'a folder whose state is no database',
      async (path: string) => {
        await mkdir(path);
        await writeFile(
          join(path, 'state.sqlite'),
          'not a database, and longer than a header of sixteen bytes',
        );
      },
      'state.sqlite: file is not a database',
    ],
  ])('%s is named, with what to do about it', async (name, make, reason) => {
    const path = join(folder, name);
    await make(path);
    expect(() => openHome(path)).toThrow(
      expect.objectContaining({
        name: LocalStateError.name,
        message: `infra: no data can be kept in ${path}: ${reason}`,
        hint: 'Set CCI_HOME to a folder that you may write to.',
      }),
    );
  });

  test.skipIf(process.platform !== 'linux')(
    'a place where the system makes no folders ends in an error, not in waiting',
    () => {
      expect(() => openHome('/proc/cci/lake')).toThrow(/no data can be kept in \/proc\/cci\/lake: ENOENT/);
    },
  );

  test('npm start says it in two lines, without a stack', async () => {
    const path = join(folder, 'taken');
    await writeFile(path, '');
    const { code, err } = await npmStart(path);
    expect(code).toBe(1);
    expect(err).toBe(
      `cci: infra: no data can be kept in ${path}: EEXIST (mkdir)\n     Set CCI_HOME to a folder that you may write to.\n`,
    );
  });

  test('npm start names a plan of samples that it cannot read', async () => {
    const path = join(folder, 'half');
    await mkdir(join(path, 'samples'), { recursive: true });
    await writeFile(join(path, 'samples', 'plan.json'), '{"until": "20');
    const { code, err } = await npmStart(path);
    expect(code).toBe(1);
    expect(err.split('\n')[0]).toBe(
      `cci: start: ${join(path, 'samples', 'plan.json')} does not say which sample calls were made`,
    );
    expect(err).not.toContain(' at ');
  });
});

test('npm start ends without a word when its reader goes away', async () => {
  await using lake = await makeLake();
  await lake.cci('tenants', 'add', 'acme');
  const started = spawn(process.execPath, ['scripts/start.mjs'], {
    env: { ...process.env, CCI_HOME: lake.root },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let complaints = '';
  started.stderr.on('data', (chunk) => {
    complaints += String(chunk);
  });
  started.stdout.destroy();
  const [code] = await once(started, 'close');
  expect({ code, complaints }).toEqual({ code: 0, complaints: '' });
});

test('what npm ran ends when npm was ended: its shell goes without telling', async () => {
  await using lake = await makeLake();
  await lake.cci('tenants', 'add', 'acme');
  // The second command keeps the shell from becoming the first.
  const shell = spawn('sh', ['-c', '"$0" bin/cci.mjs serve --port 0; true', process.execPath], {
    env: { ...process.env, CCI_HOME: lake.root, npm_lifecycle_event: 'npx' },
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  const [address] = await once(shell.stdout, 'data');
  const url = String(address).trim();
  expect((await fetch(url)).status).toBe(200);
  shell.kill('SIGTERM');
  // The pipe is closed when the last process that holds it has gone.
  await once(shell, 'close');
  await expect(fetch(url)).rejects.toThrow();
});

/** What `npm start` runs, in a home. */
function npmStart(home: string): Promise<{ code: unknown; err: string }> {
  return new Promise((resolve) => {
    execFile(
      process.execPath,
      ['scripts/start.mjs'],
      { env: { ...process.env, CCI_HOME: home } },
      (error, _out, err) => resolve({ code: error?.code ?? 0, err }),
    );
  });
}
