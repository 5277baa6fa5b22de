import fc from 'fast-check';
import { expect, test } from 'vitest';
import { type Bucket, sweepSnapshots } from '../../../etl/publish/aws/index.ts';
import { PointerLost } from '../../../etl/publish/pointer-errors.ts';
import { entryAt } from '../../../etl/publish/pointer-history.ts';
import { publishPeriods } from '../../../etl/publish/pointer-publish.ts';
import { readForPlan, settle } from '../../../etl/publish/pointer-store.ts';
import { snapshotPrefix } from '../../../etl/publish/pointer-sweep.ts';
import { HOUR, Lake } from './lake-scene.ts';
import { ACME, type Around, s3Error } from './s3-memory.ts';

const PERIODS = ['2026-07-01', '2026-07-02', '2026-07'];
/** Clocks differ by up to these either way, in milliseconds. */
const SKEW_MS = 5000;
const JUMPS_MS = [0, 10_000, 40_000, HOUR + 60_000, 26 * HOUR];

/** Queries in one chapter. */
const QUERIES = 6;

type Choose = (below: number) => number;
const uniform = (max: number) => fc.noBias(fc.nat({ max }));

/** A random story of one lake: call X lies in one period at any time, and whoever asks has to see it once. */
class Story extends Lake {
  private readonly choose: Choose;
  private waiting: (() => void)[] = [];
  private live = 0;
  private serial = 0;
  /** Publications that were told of their end, and the periods they are of. */
  readonly told = new Map<string, { won: boolean; periods: readonly string[] }>();

  constructor(choose: Choose) {
    super();
    this.choose = choose;
  }

  private readonly file = (period: string, snapshot: string): string =>
    `${snapshotPrefix(ACME, { table: 'calls', period, snapshot })}part-0.parquet`;

  private readonly callsIn = (period: string, snapshot: string): string[] =>
    JSON.parse(this.objects.get(this.file(period, snapshot))?.text ?? '["files are gone"]') as string[];

  writeCalls(period: string, snapshot: string, calls: readonly string[]): void {
    this.put(this.file(period, snapshot), JSON.stringify(calls));
  }

  /** Each request waits for its turn; some are refused, repeated or lose their answer, and some kill whoever asks. */
  private readonly mortal = (): Around => {
    let dead = false;
    return async (name, asked, when) => {
      await new Promise<void>((resolve) => this.waiting.push(resolve));
      dead ||= this.choose(100) === 0;
      if (dead) throw new Error('killed');
      if (name !== 'PutObjectCommand') return;
      const chance = this.choose(30);
      if (when === 'before' && chance === 0) throw s3Error(409, 'ConditionalRequestConflict');
      if (when === 'after' && chance < 2) this.run(name, asked);
      if (when === 'after' && chance === 2) throw s3Error(500, 'lost answer');
    };
  };

  private act(deed: (place: Bucket) => Promise<void>, around: Around): void {
    this.live += 1;
    const ends = () => {
      this.live -= 1;
    };
    deed(this.connect(around)).then(ends, ends);
  }

  /** Moves X, or puts a call of one's own beside what is there. */
  private readonly publishSome = async (place: Bucket): Promise<void> => {
    const store = this.storeOf(place);
    const skew = this.choose(2 * SKEW_MS) - SKEW_MS;
    const now = () => new Date(this.now + skew);
    this.serial += 1;
    const run = `run-${this.serial}`;
    const planned = new Map<string, Awaited<ReturnType<typeof readForPlan>>>();
    for (const period of PERIODS)
      planned.set(period, await readForPlan(store, { tenantId: ACME, period }, now()));
    const calls = (period: string): string[] => {
      const snapshot = planned.get(period)?.entries[0]?.snapshot;
      return snapshot ? this.callsIn(period, snapshot) : [];
    };
    const from = PERIODS.find((period) => calls(period).includes('X'));
    const to = PERIODS[this.choose(PERIODS.length)] ?? '';
    const next = new Map([[to, [...calls(to), from !== to && from ? 'X' : run]]]);
    if (from && from !== to)
      next.set(
        from,
        calls(from).filter((call) => call !== 'X'),
      );
    const periods = [...next].map(([period, rows]) => {
      if (rows.length > 0) this.writeCalls(period, run, rows);
      const tables = { calls: { rows: rows.length, bytes: 1, sha256: null } };
      const before = planned.get(period) ?? null;
      return rows.length > 0
        ? { period, snapshot: run, tables, before }
        : { period, snapshot: null, tables: {}, before };
    });
    const tell = (won: boolean) => void this.told.set(run, { won, periods: [...next.keys()] });
    await publishPeriods(store, { tenantId: ACME, runId: run, change: run, periods }, { now }).then(
      () => tell(true),
      (error: unknown) => {
        if (error instanceof PointerLost) tell(false);
      },
    );
  };

  /** One query, which reads the pointers twice, with others in between. */
  private readonly query = async (place: Bucket): Promise<void> => {
    const moment = this.now;
    const first = await this.reading(place, moment);
    expect(await this.reading(place, moment)).toEqual(first);
    const calls = Object.entries(first).flatMap(([period, snapshot]) => this.callsIn(period, snapshot));
    expect(calls.filter((call) => call === 'X')).toEqual(['X']);
    expect(calls).not.toContain('files are gone');
  };

  private async reading(place: Bucket, moment: number): Promise<Record<string, string>> {
    const store = this.storeOf(place);
    const shown: [string, string][] = [];
    for (const period of PERIODS) {
      const stored = await store.read(ACME, period);
      if (!stored) continue;
      const entries = await settle(store, stored.pointer, { now: new Date(), mayGiveUp: () => false });
      const snapshot = entryAt(entries, moment)?.snapshot;
      if (snapshot) shown.push([period, snapshot]);
    }
    return Object.fromEntries(shown);
  }

  private readonly sweep = async (place: Bucket): Promise<void> =>
    void (await sweepSnapshots(place, ACME, { now: this.clock.now(), forget: async () => {} }));

  /** Several act at once, until all have ended. @throws what a query found wrong */
  async chapter(): Promise<void> {
    const asked: Promise<unknown>[] = [];
    const patient: Around = () => new Promise<void>((resolve) => this.waiting.push(resolve));
    for (let count = 1 + this.choose(3); count > 0; count -= 1) this.act(this.publishSome, this.mortal());
    if (this.choose(2) === 0) this.act(this.sweep, this.mortal());
    for (let queries = 0; this.live > 0; ) {
      await new Promise((resolve) => setImmediate(resolve));
      if (queries < QUERIES && this.choose(8) === 0) {
        queries += 1;
        this.act((place) => {
          const ends = this.query(place);
          asked.push(ends);
          return ends;
        }, patient);
      }
      const [next] = this.waiting.splice(this.choose(this.waiting.length), 1);
      this.now += this.choose(50);
      next?.();
    }
    await Promise.all(asked);
  }

  /** Who was told that it won stands, and who was told that it lost will never count. */
  async toldTheTruth(): Promise<void> {
    for (const [run, { won, periods }] of this.told)
      for (const period of periods) {
        const stored = await this.store.read(ACME, period);
        const patience = { now: new Date(this.now), mayGiveUp: () => false };
        const entries = stored ? await settle(this.store, stored.pointer, patience) : [];
        expect({
          run,
          stands: entries.some(({ run_id, since }) => run_id === run && since !== null),
        }).toEqual({
          run,
          stands: won,
        });
      }
    this.told.clear();
  }

  /** Queries that begin in the next minute, and then the sweep two days later. */
  async ending(): Promise<void> {
    for (let half = 0; half < 120; half += 1, this.now += 500) await this.query(this.place);
    this.now += 50 * HOUR;
    await this.sweep(this.place);
    await this.query(this.place);
    const shown = Object.entries(await this.reading(this.place, this.now));
    expect(this.keys('curated/calls/')).toEqual(
      shown.map(([period, name]) => this.file(period, name)).sort(),
    );
  }
}

test('in any story queries see each call once, publishers are told the truth, and nothing stays for ever', async () => {
  await fc.assert(
    fc.asyncProperty(fc.gen(), async (any) => {
      const choose: Choose = (below) => (below < 2 ? 0 : any(uniform, below - 1));
      const story = new Story(choose);
      story.writeCalls('2026-07-01', 'begin', ['X']);
      await story.publish('begin', { '2026-07-01': 'begin' });
      story.now += 60_000;
      for (let chapters = 1 + choose(3); chapters > 0; chapters -= 1) {
        await story.chapter();
        await story.toldTheTruth();
        story.now += JUMPS_MS[choose(JUMPS_MS.length)] ?? 0;
      }
      await story.ending();
    }),
    { numRuns: 60 },
  );
});
