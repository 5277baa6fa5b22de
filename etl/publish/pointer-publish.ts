import type { TenantId } from '../../pipeline/contract/index.ts';
import type { PeriodTableName } from '../tables/index.ts';
import { type Change, lineOf, type Pointer, type PointerEntry, type PointerTable } from './pointer.ts';
import { PointerLost, PublishedLate } from './pointer-errors.ts';
import { openChanges, settled, stillNeeded } from './pointer-history.ts';

/** A pointer as it was read, and the mark by which a store knows whether it is still that one. */
export interface StoredPointer {
  readonly pointer: Pointer;
  readonly etag: string;
}

/** Where pointers lie. Whoever writes says what was there before; of several who say the same, one succeeds. */
export interface PointerStore {
  read(tenantId: TenantId, period: string): Promise<StoredPointer | null>;
  /** @param expected etag of what is to be replaced, null when nothing is there. @throws {PointerLost} */
  write(pointer: Pointer, expected: string | null): Promise<void>;
  readChange(tenantId: TenantId, change: string): Promise<Change | null>;
  /** Writes what came of a change unless that stands already. @returns what stands */
  decide(change: Change): Promise<Change>;
}

/** A period that is to become visible. */
export interface NewPeriod {
  readonly period: string;
  /** Null: the period has no rows any more. */
  readonly snapshot: string | null;
  readonly tables: Readonly<Partial<Record<PeriodTableName, PointerTable>>>;
  /** The pointer that the plan was made by; null when there was none. */
  readonly before: StoredPointer | null;
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

/** The clock, and how far ahead of it publications begin to count. */
export interface PublishClock {
  now(): Date;
  readonly aheadMs?: number;
}

/**
 * Makes snapshots visible whose files are complete: one write for one period, and for several a write each and then one that
 * commits them all. Killed at any point it leaves either everything or nothing to see.
 * @returns the moment from which it counts
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
  const alone = periods.length === 1;
  const began = momentAhead(clock);
  try {
    for (const each of periods) {
      const since = alone ? began.toISOString() : null;
      const next = await nextPointer(store, publication, each, since, clock.now());
      await store.write(next, each.before?.etag ?? null);
    }
  } catch (error) {
    if (!alone) await giveUp(store, publication, clock);
    throw error;
  }
  return inTime(alone ? began : await commit(store, publication, clock), clock, first.period);
}

/** Whether it is heard or not, nobody else commits this change; said so that the next reader need not find out. */
async function giveUp(
  store: PointerStore,
  { tenantId, change }: Publication,
  clock: PublishClock,
): Promise<void> {
  const aborted: Change = {
    change,
    tenant_id: tenantId,
    outcome: 'aborted',
    since: clock.now().toISOString(),
  };
  await store.decide(aborted).catch(() => undefined);
}

const momentAhead = ({ now, aheadMs = AHEAD_MS }: PublishClock): Date => new Date(now().getTime() + aheadMs);

function inTime(since: Date, clock: PublishClock, where: string): Date {
  if (clock.now() < since) return since;
  throw new PublishedLate('publish: writing the pointers took longer than the time kept for it', { where });
}

async function commit(
  store: PointerStore,
  { tenantId, change, periods }: Publication,
  clock: PublishClock,
): Promise<Date> {
  const since = momentAhead(clock);
  const stands = await store.decide({
    change,
    tenant_id: tenantId,
    outcome: 'committed',
    since: since.toISOString(),
  });
  if (stands.outcome !== 'committed')
    throw new PointerLost('publish: somebody else gave this change up', {
      where: periods.map(({ period }) => period).join(' '),
    });
  return new Date(stands.since);
}

async function nextPointer(
  store: PointerStore,
  { tenantId, runId, change }: Publication,
  { period, snapshot, tables, before }: NewPeriod,
  since: string | null,
  now: Date,
): Promise<Pointer> {
  const known = before === null ? [] : await decided(store, before.pointer, now);
  const entry: PointerEntry = {
    version: (before?.pointer.entries[0]?.version ?? 0) + 1,
    run_id: runId,
    snapshot,
    tables: { ...tables },
    published_at: now.toISOString(),
    since,
    change: since === null ? change : null,
  };
  return {
    pointer_version: 1,
    tenant_id: tenantId,
    period,
    entries: [entry, ...stillNeeded(known, now)],
  };
}

/** A pointer's entries, none of them open: a change that nobody has committed by now is given up, so that it never will be. */
async function decided(store: PointerStore, pointer: Pointer, now: Date): Promise<PointerEntry[]> {
  const { tenant_id } = pointer;
  const outcomes = new Map<string, Change>();
  for (const change of openChanges(pointer)) {
    const known = await store.readChange(tenant_id, change);
    const givenUp: Change = { change, tenant_id, outcome: 'aborted', since: now.toISOString() };
    outcomes.set(change, known ?? (await store.decide(givenUp)));
  }
  return settled(pointer.entries, (change) => outcomes.get(change) ?? null);
}

/** Whether two texts of an object are the same write: an answer that was lost makes a client write again and lose to itself. */
export const isOwnWrite = (pointer: Pointer, stands: Pointer): boolean => lineOf(pointer) === lineOf(stands);
