import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { CHANGES, namedPartition, POINTERS } from '../../etl/engines/athena/index.ts';
import {
  type Change,
  changeKey,
  lineOf,
  type Pointer,
  type PointerEntry,
  parseChange,
  parsePointer,
  pointerKey,
} from '../../etl/publish/pointer.ts';
import { PointerRefused } from '../../etl/publish/pointer-errors.ts';
import { parseTenantId, type TenantId } from '../../pipeline/contract/index.ts';
import { hasTrino, TRINO_SCRIPT } from '../support/trino.ts';
import { startTrinoLake, type TrinoLake } from './lake-trino.ts';

const PORT = 18_091;
vi.setConfig({ testTimeout: 300_000 });
if (!hasTrino()) process.stderr.write(`engine tier skipped: there is no ${TRINO_SCRIPT}\n`);

const DAY = '2026-07-01';
const PAST = '2026-07-01T00:00:00.000Z';
const entry: PointerEntry = {
  version: 2,
  run_id: 'r',
  snapshot: 's',
  tables: {},
  published_at: PAST,
  since: PAST,
  change: null,
};
const without = (value: object, field: string): object =>
  Object.fromEntries(Object.entries(value).filter(([name]) => name !== field));
const line = (value: unknown): string => `${JSON.stringify(value)}\n`;

/** Texts that are no pointer of a tenant and day. */
function badPointers(tenantId: TenantId): Record<string, string> {
  const good: Pointer = { pointer_version: 1, tenant_id: tenantId, period: DAY, entries: [entry] };
  const of = (changed: object) => line({ ...good, ...changed });
  const entries = (...changed: unknown[]) => of({ entries: changed });
  return {
    'an empty line': '\n',
    'an empty object': '{}\n',
    null: 'null\n',
    'cut short': line(good).slice(0, -9),
    'another version': of({ pointer_version: 2 }),
    'another version with other fields': line({ pointer_version: 2, tenant_id: tenantId, history: [entry] }),
    'entries null': of({ entries: null }),
    'no entries': entries(),
    'an entry that is null': entries(null),
    "another tenant's": of({ tenant_id: 'globex' }),
    "another period's": of({ period: '2026-06-30' }),
    'no version': line(without(good, 'pointer_version')),
    'no tenant': line(without(good, 'tenant_id')),
    'no period': line(without(good, 'period')),
    'an entry without version': entries(without(entry, 'version')),
    'an entry without snapshot': entries(without(entry, 'snapshot')),
    'an entry without since': entries(without(entry, 'since')),
    'an entry with a time and a change': entries({ ...entry, change: 'c' }),
    'a time of another form': entries({ ...entry, since: '2026-07-01' }),
    'a version twice': entries(entry, entry),
    'versions that rise': entries({ ...entry, version: 1 }, entry),
    'a damaged older entry': entries({ ...entry, version: 3 }, without(entry, 'snapshot')),
  };
}

/** Texts that are not what came of change `c` of a tenant. */
function badChanges(tenantId: TenantId): Record<string, string> {
  const good: Change = { change: 'c', tenant_id: tenantId, outcome: 'committed', since: PAST };
  return {
    'an empty object': '{}\n',
    null: 'null\n',
    'cut short': line(good).slice(0, -9),
    'no since': line(without(good, 'since')),
    'a since of another form': line({ ...good, since: 'soon' }),
    'another outcome': line({ ...good, outcome: 'COMMITTED' }),
    'no outcome': line(without(good, 'outcome')),
    "another tenant's": line({ ...good, tenant_id: 'globex' }),
    "another change's": line({ ...good, change: 'd' }),
  };
}

describe.skipIf(!hasTrino())('a real Trino asked through pointers that nobody wrote', () => {
  let lake: TrinoLake;
  let serial = 0;
  beforeAll(async () => {
    lake = await startTrinoLake(PORT);
  });
  afterAll(() => lake?.stop());

  /** A tenant of its own with a good pointer for another day. */
  async function tenant(): Promise<TenantId> {
    serial += 1;
    const tenantId = parseTenantId(`tenant-${serial}`);
    for (const table of [POINTERS, CHANGES]) {
      const partition = namedPartition(table, tenantId);
      mkdirSync(join(lake.root, partition.folder), { recursive: true });
      await lake.add(table, partition);
    }
    const other: Pointer = {
      pointer_version: 1,
      tenant_id: tenantId,
      period: '2026-06-30',
      entries: [entry],
    };
    lake.put(pointerKey(tenantId, other.period), lineOf(other));
    return tenantId;
  }

  const asked = async (tenantId: TenantId) =>
    (
      await lake.runner.run(
        `SELECT period, snapshot FROM lake.cci.lake_current WHERE tenant_id = '${tenantId}' ORDER BY 1`,
      )
    ).rows;
  /** Expects an error that names the object. */
  async function fails(tenantId: TenantId, key: string) {
    const failed: unknown = await asked(tenantId).catch((error: unknown) => error);
    expect(failed).toMatchObject({ name: 'StatementFailed', reason: 'INVALID_CAST_ARGUMENT' });
    expect(String(((failed as Error).cause as Error).message)).toContain(key);
  }

  test('shows good ones, and those of empty periods as nothing', async () => {
    const tenantId = await tenant();
    const good: Pointer = { pointer_version: 1, tenant_id: tenantId, period: DAY, entries: [entry] };
    const older = { ...entry, version: 1 };
    const change: Change = { change: 'c', tenant_id: tenantId, outcome: 'committed', since: PAST };
    const shown: [PointerEntry[], unknown[]][] = [
      [
        [entry, older],
        [
          ['2026-06-30', 's'],
          [DAY, 's'],
        ],
      ],
      [[{ ...entry, snapshot: null }, older], [['2026-06-30', 's']]],
      [
        [{ ...entry, snapshot: 't', since: null, change: 'c' }, older],
        [
          ['2026-06-30', 's'],
          [DAY, 't'],
        ],
      ],
      [
        [{ ...entry, snapshot: 't', since: null, change: 'open' }, older],
        [
          ['2026-06-30', 's'],
          [DAY, 's'],
        ],
      ],
    ];
    lake.put(changeKey(tenantId, 'c'), lineOf(change));
    for (const [entries, rows] of shown) {
      const text = lineOf({ ...good, entries });
      expect(parsePointer(text, tenantId, DAY).entries).toEqual(entries);
      lake.put(pointerKey(tenantId, DAY), text);
      expect(await asked(tenantId)).toEqual(rows);
    }
  });

  test.each(Object.keys(badPointers(parseTenantId('any'))))('fails: %s', async (what) => {
    const tenantId = await tenant();
    const text = badPointers(tenantId)[what] ?? '';
    expect(() => parsePointer(text, tenantId, DAY)).toThrow(PointerRefused);
    lake.put(pointerKey(tenantId, DAY), text);
    await fails(tenantId, pointerKey(tenantId, DAY));
  });

  test.each(Object.keys(badChanges(parseTenantId('any'))))(
    'fails, what came of a change: %s',
    async (what) => {
      const tenantId = await tenant();
      const text = badChanges(tenantId)[what] ?? '';
      expect(() => parseChange(text, tenantId, 'c')).toThrow(PointerRefused);
      const waiting: PointerEntry = { ...entry, since: null, change: 'c' };
      const pointer: Pointer = { pointer_version: 1, tenant_id: tenantId, period: DAY, entries: [waiting] };
      lake.put(pointerKey(tenantId, DAY), lineOf(pointer));
      lake.put(changeKey(tenantId, 'c'), text);
      await fails(tenantId, changeKey(tenantId, 'c'));
    },
  );

  test('fails for an object of another name among the pointers', async () => {
    const tenantId = await tenant();
    const pointer: Pointer = { pointer_version: 1, tenant_id: tenantId, period: DAY, entries: [entry] };
    const copy = pointerKey(tenantId, DAY).replace(DAY, 'copy');
    lake.put(copy, lineOf(pointer));
    await fails(tenantId, copy);
  });

  test("answers other tenants whatever is the matter with one's", async () => {
    const [broken, whole] = [await tenant(), await tenant()];
    lake.put(pointerKey(broken, DAY), '{}\n');
    expect(await asked(whole)).toEqual([['2026-06-30', 's']]);
  });
});
