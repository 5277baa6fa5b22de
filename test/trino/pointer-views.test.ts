import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import {
  CHANGES,
  filesOf,
  namedPartition,
  POINTERS,
  snapshotPartition,
  trinoType,
} from '../../etl/engines/athena/index.ts';
import { duckdbEngine } from '../../etl/engines/index.ts';
import { changeKey, lineOf, parseChange, parsePointer, pointerKey } from '../../etl/publish/pointer.ts';
import { PointerLost } from '../../etl/publish/pointer-errors.ts';
import { publishPeriods } from '../../etl/publish/pointer-publish.ts';
import { type PointerStore, readForPlan, type StoredPointer } from '../../etl/publish/pointer-store.ts';
import { type Column, PERIOD_TABLE_NAMES, PERIOD_TABLES } from '../../etl/tables/index.ts';
import {
  type CallDocument,
  parseTenantId,
  sealDocument,
  type TenantId,
} from '../../pipeline/contract/index.ts';
import { writeLineFile } from '../support/line-file.ts';
import { hasTrino, TRINO_SCRIPT } from '../support/trino.ts';
import { ACME, awkwardDocuments } from './awkward-documents.ts';
import { startTrinoLake, type TrinoLake } from './lake-trino.ts';

const PORT = 18_097;
// Dozens of queries that wait for each other, on a machine that may be busy.
vi.setConfig({ testTimeout: 600_000 });
const GLOBEX = parseTenantId('globex');
const FOLDERLESS = 'SELECT count(*) FROM lake.cci.';
if (!hasTrino()) process.stderr.write(`engine tier skipped: there is no ${TRINO_SCRIPT}\n`);

/** Pointers as files that are replaced by rename: what a reader of S3 sees, an old object or a new one. */
function folderStore(root: string): PointerStore {
  let serial = 0;
  const put = (key: string, text: string) => {
    const file = join(root, key);
    serial += 1;
    const next = join(root, `next-${serial}`);
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(next, text);
    renameSync(next, file);
  };
  const read = async (tenantId: TenantId, period: string): Promise<StoredPointer | null> => {
    const file = join(root, pointerKey(tenantId, period));
    if (!existsSync(file)) return null;
    const text = readFileSync(file, 'utf8');
    return { pointer: parsePointer(text, tenantId, period), etag: text };
  };
  const readChange = async (tenantId: TenantId, change: string) => {
    const file = join(root, changeKey(tenantId, change));
    return existsSync(file) ? parseChange(readFileSync(file, 'utf8'), tenantId, change) : null;
  };
  return {
    read,
    readChange,
    async write(pointer, expected) {
      const stands = await read(pointer.tenant_id, pointer.period);
      if ((stands?.etag ?? null) !== expected) throw new PointerLost('test: lost');
      put(pointerKey(pointer.tenant_id, pointer.period), lineOf(pointer));
    },
    async decide(change) {
      const stands = await readChange(change.tenant_id, change.change);
      if (!stands) put(changeKey(change.tenant_id, change.change), lineOf(change));
      return stands ?? change;
    },
    written: async () => null,
  };
}

const numbered = (tenant_id: TenantId, day: string, count: number): CallDocument[] =>
  Array.from({ length: count }, (_, index) => ({
    ...(awkwardDocuments().find(({ call_id }) => call_id === 'graded') as CallDocument),
    tenant_id,
    call_id: `call-${index}`,
    started_at: `${day}T10:00:00.000Z`,
  }));

describe.skipIf(!hasTrino())('the views over pointers, on a real Trino', () => {
  let lake: TrinoLake;
  let store: PointerStore;
  let serial = 0;

  beforeAll(async () => {
    lake = await startTrinoLake(PORT);
    store = folderStore(lake.root);
    for (const tenantId of [ACME, GLOBEX])
      for (const table of [POINTERS, CHANGES]) {
        const partition = namedPartition(table, tenantId);
        mkdirSync(join(lake.root, partition.folder), { recursive: true });
        await lake.add(table, partition);
      }
  });
  afterAll(() => lake?.stop());

  /** Writes a snapshot's files as the engine of one machine does, and tells the catalog. */
  async function write(tenantId: TenantId, period: string, snapshot: string, documents: CallDocument[]) {
    const sealed = documents.map(sealDocument);
    mkdirSync(join(lake.root, 'spill'), { recursive: true });
    const session = await duckdbEngine().open(join(lake.root, 'spill'));
    const writer = await session.begin('Europe/Berlin');
    await writer.add(writeLineFile(join(lake.root, 'lines'), sealed));
    for (const table of PERIOD_TABLE_NAMES) {
      const partition = snapshotPartition(table, tenantId, period, snapshot);
      mkdirSync(join(lake.root, partition.folder), { recursive: true });
      await lake.add(filesOf(table), partition);
    }
    await writer.write((table) =>
      join(lake.root, snapshotPartition(table, tenantId, period, snapshot).folder, 'part-0.parquet'),
    );
    await writer.close();
    await session.close();
  }

  /** @returns when it counts */
  async function publish(
    tenantId: TenantId,
    snapshots: Readonly<Record<string, string | null>>,
    aheadMs = 1500,
  ): Promise<Date> {
    serial += 1;
    const change = `run-${serial}`;
    const periods = await Promise.all(
      Object.entries(snapshots).map(async ([period, snapshot]) => ({
        period,
        snapshot,
        tables: {},
        before: await readForPlan(store, { tenantId, period }, new Date()),
      })),
    );
    return publishPeriods(
      store,
      { tenantId, runId: change, change, periods },
      { now: () => new Date(), aheadMs },
    );
  }

  const until = (moment: Date) => setTimeout(Math.max(0, moment.getTime() - Date.now()) + 50);
  const count = async (rest: string) => Number((await lake.runner.run(`${FOLDERLESS}${rest}`)).rows[0]?.[0]);
  const callsOf = (tenantId: TenantId) => count(`calls WHERE tenant_id = '${tenantId}'`);

  test('have the columns and types of the tables, then the partition keys', async () => {
    for (const table of PERIOD_TABLE_NAMES) {
      const { columns } = await lake.runner.run(
        `SELECT * FROM lake.cci.${table} WHERE tenant_id = 'acme' LIMIT 0`,
      );
      const due = Object.entries<Column>(PERIOD_TABLES[table].columns).map(([name, { type }]) => ({
        name,
        type: trinoType(type).replaceAll('"', ''),
      }));
      expect(columns.map(({ name, type }) => ({ name, type: type.replaceAll('"', '') }))).toEqual([
        ...due,
        { name: 'tenant_id', type: 'varchar' },
        { name: 'period', type: 'varchar' },
      ]);
    }
  });

  test('show a snapshot of all tables from its moment on, and nothing of others', async () => {
    await write(ACME, '2026-07-02', 's-1', numbered(ACME, '2026-07-02', 2));
    await write(ACME, '2026-07-02', 's-2', numbered(ACME, '2026-07-02', 3));
    await write(GLOBEX, '2026-07-02', 's-1', numbered(GLOBEX, '2026-07-02', 1));
    expect(await callsOf(ACME)).toBe(0);
    await until(await publish(ACME, { '2026-07-02': 's-1' }));
    expect(await callsOf(ACME)).toBe(2);
    expect(await callsOf(GLOBEX)).toBe(0);
    const moment = await publish(ACME, { '2026-07-02': 's-2' }, 8000);
    expect(await callsOf(ACME)).toBe(2);
    await until(moment);
    expect(await callsOf(ACME)).toBe(3);
    expect(await count(`criterion_scores WHERE tenant_id = 'acme'`)).toBe(15);
    expect(await count(`lake_current`)).toBe(1);
    await until(await publish(ACME, { '2026-07-02': null }));
    expect(await callsOf(ACME)).toBe(0);
  });

  test('fail rather than leave a period out whose pointer is damaged', async () => {
    await write(GLOBEX, '2026-05', 's-1', numbered(GLOBEX, '2026-05-02', 1));
    lake.put(pointerKey(GLOBEX, '2026-06'), '{"pointer_version":1,\n');
    await expect(callsOf(GLOBEX)).rejects.toMatchObject({ reason: 'INVALID_CAST_ARGUMENT' });
    renameSync(join(lake.root, pointerKey(GLOBEX, '2026-06')), join(lake.root, 'damaged'));
    expect(await callsOf(GLOBEX)).toBe(0);
  });

  test('read the partitions of one tenant only, of pointers, changes and files', async () => {
    const { rows } = await lake.runner.run(
      `EXPLAIN (TYPE DISTRIBUTED) SELECT count(*) FROM lake.cci.calls WHERE tenant_id = 'acme'`,
    );
    const plan = rows.map(([line]) => String(line)).join('\n');
    const scans = plan.split(/(?=(?:TableScan|ScanFilter|ScanProject|ScanFilterProject)\[)/).slice(1);
    expect(scans).toHaveLength(3);
    for (const scan of scans) expect(scan).toMatch(/tenant_id:string:PARTITION_KEY\s+:: \[\[acme\]\]/);
  });

  test('show whole versions only to queries that run while versions are published', async () => {
    const small = { calls: 2, scores: 10 };
    const large = { calls: 4, scores: 20 };
    await write(ACME, '2026-07-03', 'small', numbered(ACME, '2026-07-03', small.calls));
    await write(ACME, '2026-07-03', 'large', numbered(ACME, '2026-07-03', large.calls));
    await until(await publish(ACME, { '2026-07-03': 'small' }));
    const seen = await whilePublishing(
      `SELECT (SELECT count(*) FROM lake.cci.calls WHERE tenant_id = 'acme'),
        (SELECT count(*) FROM lake.cci.criterion_scores WHERE tenant_id = 'acme')`,
      (round) => publish(ACME, { '2026-07-03': round % 2 ? 'small' : 'large' }),
      { queries: 30, pause: () => setTimeout(80) },
    );
    expect([...seen.keys()].sort()).toEqual([`[2,10]`, `[4,20]`]);
  });

  test('show a call that moves between periods once, and days or the month that they become', async () => {
    const [first, second, third] = numbered(ACME, '2026-07-04', 3) as [
      CallDocument,
      CallDocument,
      CallDocument,
    ];
    const moved = { ...second, started_at: '2026-07-05T09:00:00.000Z' };
    const thirdDay = { ...third, started_at: '2026-07-05T09:00:00.000Z' };
    await until(await publish(ACME, { '2026-07-03': null }));
    await write(ACME, '2026-07-04', 'both', [first, second]);
    await write(ACME, '2026-07-05', 'one', [thirdDay]);
    await write(ACME, '2026-07-04', 'rest', [first]);
    await write(ACME, '2026-07-05', 'more', [moved, thirdDay]);
    await write(ACME, '2026-07', 'month', [first, moved, thirdDay]);
    const states = [
      { '2026-07-04': 'both', '2026-07-05': 'one', '2026-07': null },
      { '2026-07-04': 'rest', '2026-07-05': 'more', '2026-07': null },
      { '2026-07-04': null, '2026-07-05': null, '2026-07': 'month' },
    ];
    await until(await publish(ACME, states[0] ?? {}));
    const seen = await whilePublishing(
      `SELECT count(*), count(DISTINCT call_id) FROM lake.cci.calls WHERE tenant_id = 'acme'`,
      (round) => publish(ACME, states[(round + 1) % states.length] ?? {}),
      { queries: 30, pause: until },
    );
    expect([...seen.keys()]).toEqual(['[3,3]']);
  });

  test('show nothing of a change whose publisher died before it committed', async () => {
    await write(ACME, '2026-07-06', 'new', numbered(ACME, '2026-07-06', 5));
    const before = await callsOf(ACME);
    const dying: PointerStore = { ...store, decide: () => Promise.reject(new Error('killed')) };
    const planned = (period: string) => readForPlan(store, { tenantId: ACME, period }, new Date());
    const periods = [
      { period: '2026-07-06', snapshot: 'new', tables: {}, before: await planned('2026-07-06') },
      { period: '2026-07', snapshot: null, tables: {}, before: await planned('2026-07') },
    ];
    const publication = { tenantId: ACME, runId: 'killed', change: 'killed', periods };
    const clock = { now: () => new Date(), aheadMs: 1 };
    await expect(publishPeriods(dying, publication, clock)).rejects.toThrow('killed');
    expect(await callsOf(ACME)).toBe(before);
    await until(await publish(ACME, { '2026-07-06': 'new' }));
    expect(await callsOf(ACME)).toBe(before + 5);
  });

  /** Asks again and again from two sides while versions follow each other; answers with how often each was given. */
  async function whilePublishing(
    sql: string,
    publishNext: (round: number) => Promise<Date>,
    { queries, pause }: { queries: number; pause: (moment: Date) => Promise<unknown> },
  ): Promise<Map<string, number>> {
    const seen = new Map<string, number>();
    let asked = 0;
    const reader = async () => {
      while (asked < queries) {
        asked += 1;
        const answer = JSON.stringify((await lake.runner.run(sql)).rows[0]);
        seen.set(answer, (seen.get(answer) ?? 0) + 1);
      }
    };
    const publisher = async () => {
      for (let round = 0; asked < queries; round += 1) await pause(await publishNext(round));
    };
    await Promise.all([reader(), reader(), publisher()]);
    return seen;
  }
});
