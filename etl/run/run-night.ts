import { randomBytes } from 'node:crypto';
import { mkdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { revisionOf } from '../../pipeline/contract/index.ts';
import { Turnstile } from '../lanes/index.ts';
import { LeaseLost, SPILL_FOLDER, takeLease } from '../publish/index.ts';
import { FACT_TABLE_NAMES } from '../tables/index.ts';
import { type DayAccount, type DocumentCounts, type NightAccount, NOT_RECORDED } from './account.ts';
import { failureOf } from './errors.ts';
import { openJoiner } from './join/index.ts';
import { beforeRun, reasonsOf, recordRun } from './journal.ts';
import type { Night } from './night.ts';
import type { Engine, EngineSession, NightOptions, NightPorts, NightTenant } from './ports.ts';
import { refuseNoDay } from './since.ts';
import { nightStages } from './stages.ts';
import { addsUp, noRows } from './tally.ts';
import { runTenant, type TenantAccount } from './tenant-night.ts';

/** A session that opens while the lease is taken and the first documents are listed. One that cannot be opened fails where it is needed. */
function openBeside(engine: Engine, spillFolder: string): EngineSession {
  const session = engine.open(spillFolder);
  session.catch(() => undefined);
  let closed: Promise<void> | null = null;
  return {
    begin: async (...period) => (await session).begin(...period),
    revisions: async (files) => (await session).revisions(files),
    writeSums: async (...summed) => (await session).writeSums(...summed),
    holdAny: async (...asked) => (await session).holdAny(...asked),
    writeRows: async (table, rows, file, earlier) => (await session).writeRows(table, rows, file, earlier),
    close() {
      closed ??= session.then(
        (open) => open.close(),
        () => undefined,
      );
      return closed;
    },
  };
}

const NOTHING: DocumentCounts = {
  documents_in: 0,
  landed: 0,
  superseded: 0,
  quarantined: 0,
  rows: noRows(),
  balanced: true,
};

function sum(a: DocumentCounts, b: DocumentCounts): DocumentCounts {
  const rows = noRows();
  for (const table of FACT_TABLE_NAMES) rows[table] = a.rows[table] + b.rows[table];
  return {
    documents_in: a.documents_in + b.documents_in,
    landed: a.landed + b.landed,
    superseded: a.superseded + b.superseded,
    quarantined: a.quarantined + b.quarantined,
    rows,
    balanced: a.balanced && b.balanced,
  };
}

/** One entry a tenant and day: what ingest refused on a day is counted with the calls of that day. */
function mergeDays(days: readonly DayAccount[]): DayAccount[] {
  const merged = new Map<string, DayAccount>();
  for (const day of days) {
    const { tenant_id, dt } = day;
    const name = `${tenant_id} ${dt}`;
    merged.set(name, { tenant_id, dt, ...sum(merged.get(name) ?? NOTHING, day) });
  }
  return [...merged].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, day]) => day);
}

function countsOf({ days, errors }: Part): DocumentCounts {
  const total = days.reduce(sum, NOTHING);
  const keepsNothingOld = errors.every(({ code }) => code === NOT_RECORDED);
  return { ...total, balanced: total.balanced && addsUp(total) && keepsNothingOld };
}

/** A tenant's night, which fails alone. */
async function attempt(night: Night, tenant: NightTenant): Promise<TenantAccount> {
  try {
    return await runTenant(night, tenant);
  } catch (error) {
    if (error instanceof LeaseLost) throw error;
    const errors = [failureOf(tenant.tenant_id, null, error)];
    return { days: [], retired: [], stands: null, errors };
  }
}

/** What a night did for one tenant, or for all of them. */
type Part = Pick<NightAccount, 'days' | 'reasons' | 'retired' | 'errors'>;

async function ofTenant(night: Night, tenant: NightTenant): Promise<Part> {
  const { tenant_id } = tenant;
  const before = await beforeRun(night, tenant_id);
  const account = await attempt(night, tenant);
  const days = mergeDays(account.days.map((day) => ({ tenant_id, ...day })));
  const unrecorded = await recordRun(night, tenant_id, before, { ...account, days });
  const reasons = account.stands === null ? [] : reasonsOf(night, before, account.stands);
  return {
    days,
    reasons: reasons.map((reason) => ({ tenant_id, ...reason })),
    retired: account.retired.map((period) => ({ tenant_id, period })),
    errors: [...account.errors, ...unrecorded],
  };
}

/** Tenants of which something is known at a time: their periods pass through the same stages, and those without news are done meanwhile. */
const TENANTS_UNDERWAY = 6;

/** @throws {LeaseLost} and begins with no other tenant then */
async function runTenants(night: Night): Promise<Part> {
  const places = new Turnstile(TENANTS_UNDERWAY);
  let lost = false;
  const parts = night.options.tenants.map((tenant) =>
    places.run(async (): Promise<Part> => {
      if (lost) return { days: [], reasons: [], retired: [], errors: [] };
      return ofTenant(night, tenant).catch((error) => {
        lost = true;
        throw error;
      });
    }),
  );
  await Promise.allSettled(parts);
  const done = await Promise.all(parts);
  return {
    days: mergeDays(done.flatMap(({ days }) => days)),
    reasons: done.flatMap(({ reasons }) => reasons),
    retired: done.flatMap(({ retired }) => retired),
    errors: done.flatMap(({ errors }) => errors),
  };
}

/** Ends the engine and removes what it put aside. What cannot be removed is removed by the next night; the account is not lost for it. */
async function putAway({ joiner, session }: Night, spill: string): Promise<void> {
  await Promise.allSettled([joiner.close(), session.close()]);
  await rm(spill, { recursive: true, force: true }).catch(() => undefined);
}

/**
 * Brings the curated tables of some tenants up to date with their raw documents and says what happened to each document.
 * A tenant or period that fails keeps its old data, stands in `errors`, and does not stop the others.
 * @throws {SinceRefused} when `since` is no day
 * @throws {NightRunning} when another night is under way on this lake
 * @throws {LeaseLost} when another night took this one for dead
 */
export async function runNight(ports: NightPorts, options: NightOptions): Promise<NightAccount> {
  refuseNoDay(options.since);
  const now = options.now();
  const runId = revisionOf(now, randomBytes(4).toString('hex'));
  const { root } = ports.curated;
  // A folder of its own: a night that was taken for dead and wakes up must not clear away what its successor works on.
  const spill = join(root, SPILL_FOLDER, runId);
  const session = openBeside(ports.engine, spill);
  try {
    const lease = await takeLease({ root, runId, clock: () => new Date() });
    try {
      await rm(join(root, SPILL_FOLDER), { recursive: true, force: true });
      await mkdir(spill, { recursive: true });
      const joiner = openJoiner(ports.raw, spill);
      const night = { ports, options, session, joiner, stages: nightStages(), lease, runId, now };
      const part = await runTenants(night).finally(() => putAway(night, spill));
      return {
        run_id: runId,
        started_at: now.toISOString(),
        finished_at: options.now().toISOString(),
        ...countsOf(part),
        ...part,
      };
    } finally {
      await lease.release();
    }
  } finally {
    await session.close();
  }
}
