import type { TenantId } from '../../pipeline/contract/index.ts';
import type { Change, Pointer, PointerEntry } from './pointer.ts';
import { type SettledEntry, settled } from './pointer-history.ts';
import type { SnapshotFolder } from './pointer-sweep.ts';

/** A pointer as it was read, and the mark by which a store knows whether it is still that one. */
export interface StoredPointer {
  readonly pointer: Pointer;
  readonly etag: string;
}

/** Where pointers lie. Whoever writes says what was there before; of several who say the same, one succeeds. */
export interface PointerStore {
  read(tenantId: TenantId, period: string): Promise<StoredPointer | null>;
  /**
   * @param expected etag of what is to be replaced, null when nothing is there
   * @throws {PointerLost} when it is not written and never will be
   * @throws {PointerUndecided} when nobody knows yet
   */
  write(pointer: Pointer, expected: string | null): Promise<void>;
  readChange(tenantId: TenantId, change: string): Promise<Change | null>;
  /** Writes what came of a change unless that stands already. @returns what stands @throws {PointerUndecided} */
  decide(change: Change): Promise<Change>;
  /** When the newest file of a snapshot of one table was written; null when it has none. */
  written(tenantId: TenantId, folder: SnapshotFolder): Promise<Date | null>;
}

/** A pointer that a plan may be made by: whether its changes took place is decided for good. */
export interface PlannedPointer {
  /** Newest first. A plan builds on the first one, also while its moment lies ahead; there is none when all were given up. */
  readonly entries: readonly SettledEntry[];
  /** Of the newest entry, also if that was given up. */
  readonly version: number;
  readonly etag: string;
}

/**
 * Reads the pointer that a period is to be planned by; null when there is none. A change that nobody has committed by now is
 * given up: committing writes another object, and so a publisher could not tell from the pointer's etag that a change took
 * place after its plan was made without it.
 */
export async function readForPlan(
  store: PointerStore,
  { tenantId, period }: { readonly tenantId: TenantId; readonly period: string },
  now: Date,
): Promise<PlannedPointer | null> {
  const stored = await store.read(tenantId, period);
  if (stored === null) return null;
  const { pointer, etag } = stored;
  const entries = await settle(store, pointer, { now, mayGiveUp: () => true });
  return { entries: entries.filter(isSettled), version: pointer.entries[0]?.version ?? 0, etag };
}

const isSettled = (entry: PointerEntry): entry is SettledEntry => entry.since !== null;

/** Which open changes are to be given up, and the time of it. */
export interface Patience {
  readonly now: Date;
  mayGiveUp(entry: PointerEntry): boolean;
}

/** A pointer's entries with what came of their changes put in; those stay open that are neither decided nor to be given up. */
export async function settle(
  store: Pick<PointerStore, 'readChange' | 'decide'>,
  { tenant_id, entries }: Pointer,
  { now, mayGiveUp }: Patience,
): Promise<PointerEntry[]> {
  const outcomes = new Map<string, Change>();
  for (const entry of entries) {
    if (entry.change === null) continue;
    const known = await store.readChange(tenant_id, entry.change);
    const stands =
      known ?? (mayGiveUp(entry) ? await store.decide(givenUp(tenant_id, entry.change, now)) : null);
    if (stands) outcomes.set(entry.change, stands);
  }
  return settled(entries, (change) => outcomes.get(change) ?? null);
}

/** Outcome of a change that nobody may commit any more. */
export const givenUp = (tenant_id: TenantId, change: string, now: Date): Change => ({
  change,
  tenant_id,
  outcome: 'aborted',
  since: now.toISOString(),
});

/**
 * Whether a write stands, be it under what others have published since: an answer that was lost makes a client write again and
 * lose to itself. Both are to be as they are parsed.
 */
export function isOwnWrite(own: Pointer, stands: Pointer): boolean {
  const [mine] = own.entries;
  return stands.entries.some((entry) => JSON.stringify(entry) === JSON.stringify(mine));
}
