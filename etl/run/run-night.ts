import { randomBytes } from 'node:crypto';
import { mkdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { revisionOf } from '../../pipeline/contract/index.ts';
import { isDay } from '../plan/index.ts';
import { LeaseLost, SPILL_FOLDER, takeLease } from '../publish/index.ts';
import { TABLE_NAMES } from '../tables/index.ts';
import type { DayAccount, DocumentCounts, NightAccount, NightFailure } from './account.ts';
import { failureOf, SinceRefused } from './errors.ts';
import type { Night } from './night.ts';
import type { Engine, EngineSession, NightOptions, NightPorts } from './ports.ts';
import { addsUp, noRows } from './tally.ts';
import { runTenant } from './tenant-night.ts';

/** A session that is opened by the first period to write: a night without news starts no engine. */
function openWhenNeeded(engine: Engine, spillFolder: string): EngineSession {
  let opened: Promise<EngineSession> | undefined;
  return {
    async begin() {
      opened ??= engine.open(spillFolder);
      return (await opened).begin();
    },
    async close() {
      await (await opened)?.close();
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
  for (const table of TABLE_NAMES) rows[table] = a.rows[table] + b.rows[table];
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

function accountOf(days: readonly DayAccount[], errors: readonly NightFailure[]): DocumentCounts {
  const total = days.reduce(sum, NOTHING);
  return { ...total, balanced: total.balanced && addsUp(total) && errors.length === 0 };
}

async function runTenants(night: Night): Promise<{ days: DayAccount[]; errors: NightFailure[] }> {
  const days: DayAccount[] = [];
  const errors: NightFailure[] = [];
  for (const tenant of night.options.tenants) {
    const { tenant_id } = tenant;
    try {
      const account = await runTenant(night, tenant);
      days.push(...account.days.map((day) => ({ tenant_id, ...day })));
      errors.push(...account.errors);
    } catch (error) {
      if (error instanceof LeaseLost) throw error;
      errors.push(failureOf(tenant_id, null, error));
    }
  }
  return { days: mergeDays(days), errors };
}

/**
 * Brings the curated tables of some tenants up to date with their raw documents and says what happened to each document.
 * A tenant or period that fails keeps its old data, stands in `errors`, and does not stop the others.
 * @throws {SinceRefused} when `since` is no day
 * @throws {NightRunning} when another night is under way on this lake
 * @throws {LeaseLost} when another night took this one for dead
 */
export async function runNight(ports: NightPorts, options: NightOptions): Promise<NightAccount> {
  const { since } = options;
  if (since !== undefined && !isDay(since))
    throw new SinceRefused('run: not a day of the calendar', {
      where: since,
      hint: 'Write it as YYYY-MM-DD.',
    });
  const now = options.now();
  const runId = revisionOf(now, randomBytes(4).toString('hex'));
  const { root } = ports.curated;
  const lease = await takeLease({ root, runId, clock: () => new Date() });
  const spill = join(root, SPILL_FOLDER);
  try {
    await rm(spill, { recursive: true, force: true });
    await mkdir(spill, { recursive: true });
    const session = openWhenNeeded(ports.engine, spill);
    const { days, errors } = await runTenants({ ports, options, session, lease, runId, now }).finally(() =>
      session.close(),
    );
    await rm(spill, { recursive: true, force: true });
    return {
      run_id: runId,
      started_at: now.toISOString(),
      finished_at: options.now().toISOString(),
      ...accountOf(days, errors),
      days,
      errors,
    };
  } finally {
    await lease.release();
  }
}
