import type { TenantId } from '../../pipeline/contract/index.ts';
import { PERIOD_TABLE_NAMES, type PeriodTableName } from '../tables/index.ts';
import { checkedPointer, type Pointer, type PointerTable } from './pointer.ts';
import { PointerLost, PublishedLate, SnapshotGone } from './pointer-errors.ts';
import { stillNeeded } from './pointer-history.ts';
import { givenUp, type PlannedPointer, type PointerStore } from './pointer-store.ts';
import { ORPHAN_MS } from './pointer-sweep.ts';

/** A period that is to become visible. */
export interface NewPeriod {
  readonly period: string;
  /** Null: the period has no rows any more. */
  readonly snapshot: string | null;
  readonly tables: Readonly<Partial<Record<PeriodTableName, PointerTable>>>;
  /** The pointer that the plan was made by ({@link readForPlan}); null when there was none. */
  readonly before: PlannedPointer | null;
}

/** Periods of one tenant that become visible at the same moment, or not at all. */
export interface Publication {
  readonly tenantId: TenantId;
  readonly runId: string;
  /** Unique to this attempt, such as the run's id and a number. */
  readonly change: string;
  readonly periods: readonly NewPeriod[];
}

/**
 * How far ahead the moment lies from which a publication counts, in milliseconds. It has to be longer than the writing of the
 * last object takes and than clocks differ: then every query that began before that moment sees none of it, and every later one all.
 */
export const AHEAD_MS = 30_000;

/**
 * How old the files of a snapshot may be when they are published: less by two hours than what a sweep takes for left behind,
 * since it may have looked at the pointers already, and by a clock that goes ahead.
 */
export const PUBLISHABLE_MS = ORPHAN_MS - 2 * 60 * 60 * 1000;

/** The clock, and how far ahead of it publications begin to count. */
export interface PublishClock {
  now(): Date;
  readonly aheadMs?: number;
}

/**
 * Makes snapshots visible whose files are complete: one write for one period, and for several a write each and then one that
 * commits them all. Killed at any point it leaves either everything or nothing to see. Any other error than these leaves
 * open whether it counts: read again before planning again.
 * @returns the moment from which it counts
 * @throws {PointerRefused} when no reader would accept what it would write; nothing is written
 * @throws {SnapshotGone} when files are missing, or so old that a sweep may be removing them; nothing is written
 * @throws {PointerLost} when a pointer is not the one that was planned by; nothing of it will be visible
 * @throws {PublishedLate} when it counts, but was there later than the moment it counts from
 */
export async function publishPeriods(
  store: PointerStore,
  publication: Publication,
  clock: PublishClock,
): Promise<Date> {
  const { periods } = publication;
  const [first] = periods;
  if (first === undefined) throw new RangeError('publish: a publication has no periods');
  await requireFiles(store, publication, clock.now());
  const alone = periods.length === 1;
  const began = momentOf(publication, clock);
  const pointers = nextPointers(publication, alone ? began : null, clock.now());
  try {
    for (const [index, pointer] of pointers.entries())
      await store.write(pointer, periods[index]?.before?.etag ?? null);
  } catch (error) {
    if (!alone) await giveUp(store, publication, clock);
    throw error;
  }
  return inTime(alone ? began : await commit(store, publication, clock), clock, first.period);
}

/** Looks whether the files of new snapshots are there and stay. @throws {SnapshotGone} */
async function requireFiles(
  store: PointerStore,
  { tenantId, periods }: Publication,
  now: Date,
): Promise<void> {
  for (const { period, snapshot, tables, before } of periods) {
    // What the newest pointer names is not swept.
    if (snapshot === null || snapshot === before?.entries[0]?.snapshot) continue;
    const filled = PERIOD_TABLE_NAMES.filter((table) => (tables[table]?.rows ?? 0) > 0);
    const written = await Promise.all(
      filled.map((table) => store.written(tenantId, { table, period, snapshot })),
    );
    const times = written.map((time) => time?.getTime() ?? Number.NaN);
    // Whatever is missing makes this NaN, which is not less either.
    if (filled.length > 0 && !(now.getTime() - Math.max(...times) < PUBLISHABLE_MS))
      throw new SnapshotGone('publish: files of a snapshot are missing, or too old to be published', {
        where: `${period}/${snapshot}`,
      });
  }
}

/** Whether it is heard or not, nobody else commits this change; said so that the next reader need not find out. */
async function giveUp(
  store: PointerStore,
  { tenantId, change }: Publication,
  clock: PublishClock,
): Promise<void> {
  await store.decide(givenUp(tenantId, change, clock.now())).catch(() => undefined);
}

/**
 * From when on a publication counts: ahead of now, and never before what it builds on, which may have been published by a
 * clock that goes ahead of this one. Else its part of an earlier change would count before the rest of that.
 */
function momentOf({ periods }: Publication, { now, aheadMs = AHEAD_MS }: PublishClock): Date {
  const older = periods.flatMap(({ before }) => before?.entries ?? []).map(({ since }) => Date.parse(since));
  return new Date(Math.max(now().getTime() + aheadMs, ...older));
}

function inTime(since: Date, clock: PublishClock, where: string): Date {
  if (clock.now() < since) return since;
  throw new PublishedLate('publish: writing the pointers took longer than the time kept for it', { where });
}

async function commit(store: PointerStore, publication: Publication, clock: PublishClock): Promise<Date> {
  const { tenantId, change, periods } = publication;
  const stands = await store.decide({
    change,
    tenant_id: tenantId,
    outcome: 'committed',
    since: momentOf(publication, clock).toISOString(),
  });
  if (stands.outcome !== 'committed')
    throw new PointerLost('publish: somebody else gave this change up', {
      where: periods.map(({ period }) => period).join(' '),
    });
  return new Date(stands.since);
}

/** The pointers that a publication writes, in the order of its periods. @param since null: once its change is committed */
function nextPointers(publication: Publication, since: Date | null, now: Date): Pointer[] {
  const { tenantId, runId, change, periods } = publication;
  return periods.map(({ period, snapshot, tables, before }) =>
    checkedPointer({
      pointer_version: 1,
      tenant_id: tenantId,
      period,
      entries: [
        {
          version: (before?.version ?? 0) + 1,
          run_id: runId,
          snapshot,
          tables: { ...tables },
          published_at: now.toISOString(),
          since: since?.toISOString() ?? null,
          change: since === null ? change : null,
        },
        ...stillNeeded(before?.entries ?? [], now),
      ],
    }),
  );
}
