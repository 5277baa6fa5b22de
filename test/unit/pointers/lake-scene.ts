import { type NewPeriod, publishPeriods } from '../../../etl/publish/pointer-publish.ts';
import { readForPlan } from '../../../etl/publish/pointer-store.ts';
import { snapshotPrefix } from '../../../etl/publish/pointer-sweep.ts';
import type { PeriodTableName } from '../../../etl/tables/index.ts';
import { ACME, MemoryBucket } from './s3-memory.ts';

export const HOUR = 3_600_000;
export const DAY_1 = '2026-07-01';
export const DAY_2 = '2026-07-02';

/** Snapshots by period; null where nothing is left. */
export type Snapshots = Readonly<Record<string, string | null>>;

/** A lake of one tenant in memory, and those who publish into it. */
export class Lake extends MemoryBucket {
  /** @param aheadOfS3 how far the planner's clock goes ahead, in milliseconds */
  plan(snapshots: Snapshots, aheadOfS3 = 0): Promise<NewPeriod[]> {
    return Promise.all(
      Object.entries(snapshots).map(async ([period, snapshot]) => ({
        period,
        snapshot,
        tables: {},
        before: await readForPlan(
          this.store,
          { tenantId: ACME, period },
          new Date(this.clock.now().getTime() + aheadOfS3),
        ),
      })),
    );
  }

  /** @returns when it counts */
  go(run: string, periods: readonly NewPeriod[], aheadOfS3 = 0): Promise<Date> {
    const now = () => new Date(this.clock.now().getTime() + aheadOfS3);
    return publishPeriods(this.store, { tenantId: ACME, runId: run, change: run, periods }, { now });
  }

  async publish(run: string, snapshots: Snapshots, aheadOfS3 = 0): Promise<Date> {
    return this.go(run, await this.plan(snapshots, aheadOfS3), aheadOfS3);
  }

  /** Writes a file of a snapshot. */
  write(period: string, snapshot: string, table: PeriodTableName = 'calls', part = 0): string {
    const key = `${snapshotPrefix(ACME, { table, period, snapshot })}part-${part}.parquet`;
    this.put(key, 'rows');
    return key;
  }

  /** All that queries show which begin in the next minute, in the order in which it comes. */
  comingUp(): Record<string, string>[] {
    const shown: Record<string, string>[] = [];
    for (let moment = this.now; moment < this.now + 60_000; moment += 500) {
      const seen = this.seen(moment);
      if (JSON.stringify(seen) !== JSON.stringify(shown.at(-1))) shown.push(seen);
    }
    return shown;
  }
}
