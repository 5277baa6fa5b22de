import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import {
  appendToJournal,
  currentFiles,
  GRACE_MS,
  JOURNAL_FILES_A_MONTH,
  journalFile,
  readJournal,
  type WriteRuns,
} from '../../../etl/publish/index.ts';
import { runRows, type TenantRun } from '../../../etl/run/run-rows.ts';
import { ACME, GLOBEX, temporaryFolder } from './builders.ts';

const NOW = new Date('2026-08-03T02:00:00.000Z');
const later = (ms: number, from = NOW): Date => new Date(from.getTime() + ms);

/** A file of run ids, one a line. */
const write: WriteRuns<'etl_runs'> = async (rows, file, earlier) => {
  const lines = [
    ...(await Promise.all(earlier.map((path) => readFile(path, 'utf8')))).join('').split('\n'),
    ...rows.map(({ run_id }) => run_id),
  ].filter((line) => line !== '');
  await writeFile(file, `${lines.join('\n')}\n`);
  return { rows: lines.length };
};

const run = (runId: string): TenantRun => ({
  runId,
  startedAt: NOW,
  finishedAt: NOW,
  version: 1,
  shapeVersion: '1',
  published: false,
  days: [],
  reasons: [],
  errors: [],
});

interface Scene {
  readonly curated: { readonly root: string };
  append(runId: string, now?: Date): Promise<void>;
  /** Run ids in the visible files, by file. */
  visible(): Promise<string[][]>;
  /** Names of the folders of the month's files, visible or not. */
  onDisk(month?: string): Promise<string[]>;
}

async function scene(): Promise<Scene> {
  const curated = { root: await temporaryFolder() };
  return {
    curated,
    append: (runId, now = NOW) =>
      appendToJournal(curated, write, {
        table: 'etl_runs',
        tenantId: ACME,
        runId,
        rows: runRows(run(runId)),
        published: null,
        now,
      }),
    async visible() {
      const { files } = await currentFiles({ curated }, ACME);
      const texts = await Promise.all(files.etl_runs.map((path) => readFile(path, 'utf8')));
      return texts.map((text) => text.trim().split('\n'));
    },
    onDisk: async (month = '2026-08') =>
      (await readdir(join(curated.root, `curated/etl_runs/tenant_id=acme/period=${month}`))).sort(),
  };
}

const names = (count: number, from = 1): string[] =>
  Array.from({ length: count }, (_, index) => `n${index + from}`);

describe('the record of the nights', () => {
  it('is empty before the first night', async () => {
    const { curated } = await scene();
    expect(await currentFiles({ curated }, ACME)).toMatchObject({ nights: 0, files: { etl_runs: [] } });
  });

  it('grows by a file a night, by month, and leaves the version of the data alone', async () => {
    const { curated, append, visible, onDisk } = await scene();
    await append('n1', new Date('2026-07-31T23:59:00Z'));
    await append('n2');
    await append('n3');
    expect(await visible()).toEqual([['n1'], ['n2'], ['n3']]);
    expect([await onDisk('2026-07'), await onDisk('2026-08')]).toEqual([['n1'], ['n2', 'n3']]);
    expect(await currentFiles({ curated }, ACME)).toMatchObject({ version: 0, nights: 3 });
  });

  it('gathers a month into one file when its files are too many, and keeps those that a reader may hold', async () => {
    const { append, visible, onDisk } = await scene();
    await append('june', new Date('2026-06-30T02:00:00Z'));
    for (const name of names(JOURNAL_FILES_A_MONTH)) await append(name);
    expect(await visible()).toHaveLength(JOURNAL_FILES_A_MONTH + 1);
    await append('last', later(1000));
    expect(await visible()).toEqual([['june'], [...names(JOURNAL_FILES_A_MONTH), 'last']]);
    expect(await onDisk()).toHaveLength(JOURNAL_FILES_A_MONTH + 1);
    await append('in-grace', later(GRACE_MS));
    expect(await onDisk()).toHaveLength(JOURNAL_FILES_A_MONTH + 2);
    await append('after', later(GRACE_MS + 2000));
    expect(await onDisk()).toEqual(['after', 'in-grace', 'last']);
    expect((await visible()).flat()).toEqual([
      'june',
      ...names(JOURNAL_FILES_A_MONTH),
      'last',
      'in-grace',
      'after',
    ]);
  });

  it('loses nothing, and stays within its files, when there are many nights in a month', async () => {
    const { append, visible } = await scene();
    const nights = names(66);
    for (const [turn, name] of nights.entries()) await append(name, later(turn * 8 * 3_600_000));
    const files = await visible();
    expect(files.flat()).toEqual(nights);
    expect(files.length).toBeLessThanOrEqual(JOURNAL_FILES_A_MONTH);
  });

  it('does not name what a killed night left, and removes it', async () => {
    const { curated, append, visible, onDisk } = await scene();
    await append('n1');
    const orphan = join(curated.root, 'curated/etl_runs/tenant_id=acme/period=2026-08/dead/part-0.parquet');
    await mkdir(dirname(orphan), { recursive: true });
    await writeFile(orphan, 'half');
    expect(await visible()).toEqual([['n1']]);
    await append('n2');
    expect(await onDisk()).toEqual(['n1', 'n2']);
  });

  it('is as it was when the file of a night cannot be written', async () => {
    const { curated, append, visible } = await scene();
    await append('n1');
    const failing: WriteRuns<'etl_runs'> = () => Promise.reject(new Error('disk full'));
    const entry = {
      table: 'etl_runs',
      ...{ tenantId: ACME, runId: 'n2', rows: [], published: null, now: NOW },
    } as const;
    await expect(appendToJournal(curated, failing, entry)).rejects.toThrow('disk full');
    expect(await visible()).toEqual([['n1']]);
    expect((await readJournal(curated, ACME, 'etl_runs')).entries).toBe(1);
  });

  it.each([
    ['is cut off', (text: string) => text.slice(0, -20)],
    ['names a path outside of its table', (text: string) => text.replace('curated/etl_runs', '../etl_runs')],
    [
      'names files of another table',
      (text: string) => text.replaceAll('curated/etl_runs', 'curated/check_runs'),
    ],
    ['names files of another tenant', (text: string) => text.replaceAll('=acme/', '=globex/')],
    ['is of another version', (text: string) => text.replace('"journal_version":1', '"journal_version":2')],
  ])('is refused when it %s', async (_, breaks) => {
    const { curated, append } = await scene();
    await append('n1');
    const path = journalFile(curated.root, ACME, 'etl_runs');
    await writeFile(path, breaks(await readFile(path, 'utf8')));
    await expect(readJournal(curated, ACME, 'etl_runs')).rejects.toMatchObject({ code: 'journal_refused' });
    await expect(currentFiles({ curated }, ACME)).rejects.toMatchObject({ code: 'journal_refused' });
    expect((await currentFiles({ curated }, GLOBEX)).nights).toBe(0);
  });
});
