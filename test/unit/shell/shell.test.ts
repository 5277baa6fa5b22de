import { mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PassThrough } from 'node:stream';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { fileHistory, historyFile, MOST_KEPT } from '../../../infra/local/shell/history.ts';
import { runShell, type ShellOptions } from '../../../infra/local/shell/shell.ts';

const VOCABULARY: ShellOptions['vocabulary'] = {
  tables: [{ name: 'calls', grain: 'one row per call' }],
  views: [{ name: 'call_list', grain: 'one row per call, shown' }],
  functions: ['count'],
  columnsOf: (name) =>
    name === 'calls' ? [{ name: 'call_id', type: 'varchar', doc: 'Id of the call.' }] : null,
};
const CTRL_C = '\x03';
const CTRL_D = '\x04';
const UP = '\x1b[A';

/** A shell with a keyboard and a screen of the test's. */
function sitDown(more: Partial<ShellOptions> = {}, kept: readonly string[] = []) {
  const input = new PassThrough();
  const output = new PassThrough();
  const asked: string[] = [];
  const added: string[] = [];
  let screen = '';
  output.on('data', (part) => {
    screen += part;
  });
  const left = runShell({
    input,
    output,
    tenant: 'acme',
    vocabulary: VOCABULARY,
    history: { load: async () => [...kept], add: async (line) => void added.push(line) },
    answer: async (sql) => void asked.push(sql),
    ...more,
  });
  return { input, asked, added, left, screen: () => screen };
}

test('statements of several lines run when their semicolon comes; one line may hold two', async () => {
  const { input, asked, added, left } = sitDown();
  input.write('SELECT 1,\r  2\r;\rSELECT 3; SELECT 4;\r');
  await expect.poll(() => asked).toEqual(['SELECT 1,\n  2', 'SELECT 3', 'SELECT 4']);
  input.write(CTRL_D);
  await left;
  expect(added).toEqual(['SELECT 1, 2;', 'SELECT 3;', 'SELECT 4;']);
});

test('arrow up brings a whole statement back', async () => {
  const { input, asked, left } = sitDown({}, ['SELECT old;', 'SELECT kept;']);
  await expect.poll(() => input.listenerCount('keypress')).toBeGreaterThan(0);
  input.write(`${UP}\r`);
  await expect.poll(() => asked).toEqual(['SELECT kept']);
  input.write('SELECT\r 7;\r');
  await expect.poll(() => asked.length).toBe(2);
  input.write(`${UP}\r`);
  await expect.poll(() => asked.at(-1)).toBe('SELECT 7');
  input.write(CTRL_D);
  await left;
});

test('Ctrl-C cancels the query that runs and keeps the shell', async () => {
  let stopped = 0;
  const { input, asked, left } = sitDown({
    answer: (sql, { signal }) =>
      new Promise((resolve) => {
        asked.push(sql);
        if (sql !== 'SELECT slow') return resolve();
        signal.addEventListener('abort', () => {
          stopped += 1;
          resolve();
        });
      }),
  });
  input.write('SELECT slow;\r');
  await expect.poll(() => asked).toEqual(['SELECT slow']);
  input.write('SELECT pasted_behind;\r');
  input.write(CTRL_C);
  await expect.poll(() => stopped).toBe(1);
  input.write('SELECT 2;\r');
  await expect.poll(() => asked).toEqual(['SELECT slow', 'SELECT 2']);
  input.write(CTRL_D);
  await left;
});

test('Ctrl-C forgets a statement that has begun', async () => {
  const { input, asked, left } = sitDown();
  input.write(`SELECT 'not this\rnor thi${CTRL_C}SELECT 2;\r`);
  await expect.poll(() => asked).toEqual(['SELECT 2']);
  input.write(CTRL_D);
  await left;
});

test('leaving breaks the query off and waits for it', async () => {
  let ended = false;
  const { input, left } = sitDown({
    answer: (_, { signal }) =>
      new Promise((resolve) => {
        signal.addEventListener('abort', () => {
          setImmediate(() => {
            ended = true;
            resolve();
          });
        });
      }),
  });
  input.write('SELECT slow;\r');
  await expect.poll(() => input.listenerCount('keypress')).toBeGreaterThan(0);
  input.end();
  await left;
  expect(ended).toBe(true);
});

test('commands are told apart from SQL, and only where a statement may begin', async () => {
  const { input, asked, screen, left } = sitDown();
  input.write('help\r\\d\r\\d calls\r\\v\r\\d nothing\r\\z\r');
  await expect.poll(screen).toContain('unknown command');
  for (const text of ['Ctrl-D', 'one row per call', 'Id of the call.', 'no table or view'])
    expect(screen()).toContain(text);
  input.write("SELECT '\r\\q\r';\r");
  await expect.poll(() => asked).toEqual(["SELECT '\n\\q\n'"]);
  input.write('\\q\r');
  await left;
});

test('\\x shows rows as lists until it is said again', async () => {
  const shown: boolean[] = [];
  const { input, left } = sitDown({ answer: async (_, { expanded }) => void shown.push(expanded) });
  input.write('SELECT 1;\r\\x\rSELECT 2;\r\\x\rSELECT 3;\r');
  await expect.poll(() => shown).toEqual([false, true, false]);
  input.write(CTRL_D);
  await left;
});

test('Tab completes by what the statement names, also on lines before', async () => {
  const { input, asked, left } = sitDown();
  await expect.poll(() => input.listenerCount('keypress')).toBeGreaterThan(0);
  // Readline takes a tab that comes with other letters for a pasted one.
  for (const key of 'SELECT count(*) FROM calls\r WHERE calls.call\t = 1;\r') input.write(key);
  await expect.poll(() => asked).toEqual(['SELECT count(*) FROM calls\n WHERE calls.call_id = 1']);
  input.write(CTRL_D);
  await left;
});

describe('the history', () => {
  let root: string;
  beforeEach(async () => {
    root = await mkdtemp(join(tmpdir(), 'cci-shell-'));
  });
  afterEach(() => rm(root, { recursive: true }));
  const never = (message: string): never => {
    throw new Error(message);
  };

  test('is kept a tenant, for its owner alone', async () => {
    const path = historyFile(root, 'acme');
    await fileHistory(path, never).load();
    await fileHistory(path, never).add('SELECT 1;');
    expect(await fileHistory(path, never).load()).toEqual(['SELECT 1;']);
    expect(await fileHistory(historyFile(root, 'globex'), never).load()).toEqual([]);
    expect((await stat(path)).mode & 0o777).toBe(0o600);
    expect((await stat(join(path, '..'))).mode & 0o777).toBe(0o700);
  });

  test('forgets the oldest', async () => {
    const path = historyFile(root, 'acme');
    await fileHistory(path, never).load();
    await writeFile(path, Array.from({ length: MOST_KEPT + 5 }, (_, index) => `SELECT ${index};\n`).join(''));
    const kept = await fileHistory(path, never).load();
    expect(kept.length).toBe(MOST_KEPT);
    expect(kept[0]).toBe('SELECT 5;');
    expect((await readFile(path, 'utf8')).split('\n').length).toBe(MOST_KEPT + 1);
  });

  test('that cannot be kept is told of once, without what was typed', async () => {
    const messages: string[] = [];
    await writeFile(join(root, 'file'), '');
    const history = fileHistory(join(root, 'file', 'statements.sql'), (message) => messages.push(message));
    expect(await history.load()).toEqual([]);
    await history.add('SELECT secret;');
    expect(messages).toEqual([expect.stringMatching(/^the history cannot be kept: E[A-Z]+$/)]);
  });
});
