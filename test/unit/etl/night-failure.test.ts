import { describe, expect, it } from 'vitest';
import {
  PERIOD_TABLE_NAMES,
  type PeriodTableName,
  type WrittenPeriod,
  type WrittenTable,
} from '../../../etl/index.ts';
import { NightRunning, takeLease } from '../../../etl/publish/index.ts';
import { ACME, GLOBEX, keyOf, type Lake, lakeIn } from './builders.ts';
import { calls, days, lakeWith, night, on, UTC } from './night-scene.ts';

/** A disk that cannot read the documents of the call `late`. */
const pickyRead =
  (read: Lake['ports']['raw']['read']): typeof read =>
  (key) =>
    key.includes('late')
      ? Promise.reject(Object.assign(new Error('EIO'), { code: 'EIO', syscall: 'read' }))
      : read(key);

type Tables = WrittenPeriod['tables'];

const shorter = (
  { days }: WrittenTable,
  file: string,
  change: (file: string, rows: number) => number,
): WrittenTable => {
  const changed = Object.entries(days).map(([dt, rows]) => [dt, change(file, rows)] as const);
  return { rows: changed.reduce((sum, [, rows]) => sum + rows, 0), days: Object.fromEntries(changed) };
};

const mapValues = (
  tables: Tables,
  map: (name: PeriodTableName, table: WrittenTable) => WrittenTable,
): Tables =>
  Object.fromEntries(
    PERIOD_TABLE_NAMES.flatMap((name) => {
      const table = tables[name];
      return table ? [[name, map(name, table)]] : [];
    }),
  );

describe('a failure', () => {
  /** Rows go missing in files: the rows of each day become what `change` makes of them. */
  const engineThat = (lake: Lake, change: (file: string, rows: number) => number): void => {
    const { engine } = lake.ports;
    const open = engine.open.bind(engine);
    engine.open = async (spill) => {
      const session = await open(spill);
      const begin = session.begin.bind(session);
      session.begin = async (timeZone) => {
        const writer = await begin(timeZone);
        const write = writer.write.bind(writer);
        writer.write = async (fileOf, onFactsWritten) => {
          const { made, tables } = await write(fileOf, onFactsWritten);
          return { made, tables: mapValues(tables, (name, table) => shorter(table, fileOf(name), change)) };
        };
        return writer;
      };
      return session;
    };
  };

  it('of a night because another one is under way leaves no engine open', async () => {
    const lake = await lakeWith(on('2026-08-01', 'a'));
    const open = lake.ports.engine.open.bind(lake.ports.engine);
    const log: string[] = [];
    lake.ports.engine.open = async (spill) => {
      const session = await open(spill);
      const close = session.close.bind(session);
      log.push('opened');
      session.close = async () => {
        await close();
        log.push('closed');
      };
      return session;
    };
    const { root } = lake.ports.curated;
    const lease = await takeLease({ root, runId: 'another', clock: () => new Date() });
    await expect(night(lake)).rejects.toThrow(NightRunning);
    expect(log).toEqual(['opened', 'closed']);
    await lease.release();
    expect((await night(lake)).balanced).toBe(true);
    expect(log).toEqual(['opened', 'closed', 'opened', 'closed']);
  });

  it('in the rows of a file keeps the old data of that period, names the gap, and lets the others through', async () => {
    const lake = await lakeWith(on('2026-08-01', 'a'), on('2026-08-02', 'b'));
    await night(lake);
    lake.put(on('2026-08-01', 'c'), on('2026-08-02', 'd'));
    engineThat(lake, (file, rows) =>
      file.includes('turns/tenant_id=acme/period=2026-08-01') ? rows - 1 : rows,
    );
    const account = await night(lake);
    expect(account.balanced).toBe(false);
    expect(days(account).map((day) => [day[1], day[6]])).toEqual([
      ['2026-08-01', false],
      ['2026-08-02', true],
    ]);
    expect(account.errors).toMatchObject([{ tenant_id: ACME, period: '2026-08-01', code: 'account_gap' }]);
    expect(account.errors[0]?.message).toContain('4 rows of turns were made, 3 are in the file');
    expect(await calls(lake)).toEqual(['a1', 'b1', 'd1']);
  });

  it('holds back the period that a call has moved to, so that it is seen once', async () => {
    const lake = await lakeWith(on('2026-08-01', 'a', 1), on('2026-08-01', 'b'), on('2026-08-02', 'z'));
    await night(lake);
    lake.put(on('2026-08-02', 'a', 2));
    engineThat(lake, (file, rows) => (file.includes('period=2026-08-01') ? 0 : rows));
    const account = await night(lake);
    expect(account.errors.map(({ period, code }) => [period, code])).toEqual([
      ['2026-08-01', 'account_gap'],
      ['2026-08-02', 'held_back'],
    ]);
    expect(await calls(lake)).toEqual(['a1', 'b1', 'z1']);
    const next = await lakeIn(lake.ports.curated.root);
    for (const [key, bytes] of lake.raw) next.raw.set(key, bytes);
    expect(await night(next)).toMatchObject({ balanced: true, errors: [] });
    expect(await calls(next)).toEqual(['b1', 'a2', 'z1']);
  });

  it('of a closing month keeps the days that it should have replaced', async () => {
    const lake = await lakeWith(on('2026-08-01', 'a'), on('2026-08-02', 'b'));
    await night(lake);
    engineThat(lake, (file, rows) => (file.includes('period=2026-08/') ? 0 : rows));
    expect((await night(lake, { at: '2026-09-01T00:00:00Z' })).balanced).toBe(false);
    expect(await calls(lake)).toEqual(['a1', 'b1']);
  });

  it('to read a listed object is no damage: the period waits for the next night', async () => {
    const lake = await lakeWith(on('2026-08-01', 'a'), on('2026-08-02', 'b'));
    const { read } = lake.ports.raw;
    lake.ports.raw.read = (key) =>
      key.includes('2026-08-01') ? Promise.reject(new TypeError('secret text')) : read(key);
    const account = await night(lake);
    expect(days(account)).toEqual([
      [ACME, '2026-08-01', 1, 0, 0, 0, false],
      [ACME, '2026-08-02', 1, 1, 0, 0, true],
    ]);
    expect(account.errors).toEqual([
      { tenant_id: ACME, period: '2026-08-01', code: 'internal_error', message: 'run: unexpected TypeError' },
    ]);
    lake.ports.raw.read = read;
    expect(days(await night(lake))).toEqual([[ACME, '2026-08-01', 1, 1, 0, 0, true]]);
  });

  it('of a period that stands is made good by the next night, whatever else was published meanwhile', async () => {
    const lake = await lakeWith(on('2026-08-01', 'a'));
    await night(lake);
    lake.put(on('2026-08-01', 'late'), on('2026-08-02', 'b'));
    const { read } = lake.ports.raw;
    lake.ports.raw.read = pickyRead(read);
    expect((await night(lake)).errors).toMatchObject([{ period: '2026-08-01' }]);
    lake.ports.raw.read = read;
    expect(days(await night(lake))).toEqual([[ACME, '2026-08-01', 2, 2, 0, 0, true]]);
  });

  it.each([
    ['the period that it stood in', '2026-08-02', ['c2', 'x1'], ['2026-08-01', '2026-08-02']],
    ['the period that it stands in again', '2026-08-01', ['c2', 'x1'], ['2026-08-01', '2026-08-02']],
    ['another period', '2026-07-01', ['c1', 'x1', 'y1'], ['2026-07']],
  ])('of %s shows a call once whose newest document is gone', async (_, dt, shown, kept) => {
    const lake = await lakeWith(on('2026-08-01', 'c', 1), on('2026-08-02', 'c', 2), on('2026-08-02', 'x'));
    await night(lake);
    lake.raw.delete(keyOf(on('2026-08-02', 'c', 2)));
    lake.put(on(dt, 'late'), on('2026-08-03', 'y'));
    const { read } = lake.ports.raw;
    lake.ports.raw.read = pickyRead(read);
    const { errors } = await night(lake);
    expect((await calls(lake)).filter((call) => call !== 'y1')).toEqual(
      shown.filter((call) => call !== 'y1'),
    );
    expect(errors.map(({ period }) => period).sort()).toEqual(kept);
    lake.ports.raw.read = read;
    await night(lake);
    expect((await calls(lake)).sort()).toEqual(['c1', 'late1', 'x1', 'y1']);
  });

  it('of another period retires one whose only call stands elsewhere again', async () => {
    const lake = await lakeWith(on('2026-08-01', 'c', 1), on('2026-08-02', 'c', 2), on('2026-07-01', 'x'));
    await night(lake);
    lake.raw.delete(keyOf(on('2026-08-02', 'c', 2)));
    lake.put(on('2026-07-01', 'late'));
    lake.ports.raw.read = pickyRead(lake.ports.raw.read);
    expect((await night(lake)).errors).toMatchObject([{ period: '2026-07' }]);
    expect((await calls(lake)).sort()).toEqual(['c1', 'x1']);
  });

  it('of one tenant does not stop the next', async () => {
    const lake = await lakeWith(on('2026-08-01', 'a'), on('2026-08-01', 'a', 1, { tenant_id: GLOBEX }));
    const { list } = lake.ports.raw;
    lake.ports.raw.list = (tenant) => {
      if (tenant === ACME) throw Object.assign(new Error('EIO'), { code: 'EIO', syscall: 'readdir' });
      return list(tenant);
    };
    const account = await night(lake, { tenants: [UTC, { tenant_id: GLOBEX, time_zone: 'UTC' }] });
    expect(account.errors).toMatchObject([
      { tenant_id: ACME, period: null, code: 'internal_error', message: 'run: EIO' },
    ]);
    expect(days(account)).toEqual([[GLOBEX, '2026-08-01', 1, 1, 0, 0, true]]);
  });
});
