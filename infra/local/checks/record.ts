import { randomBytes } from 'node:crypto';
import { mkdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { duckdbEngine } from '../../../etl/index.ts';
import { appendToJournal, readJournal, SPILL_FOLDER, takeLease } from '../../../etl/publish/index.ts';
import type { CheckRunRow } from '../../../etl/tables/index.ts';
import { revisionOf } from '../../../pipeline/contract/index.ts';
import type { CheckedTenant } from './check-tenant.ts';

/** The rows of `check_runs` that keep what the checks found after a night. */
export const checkRows = (runId: string, { results, checked_at, version }: CheckedTenant): CheckRunRow[] =>
  results.map(({ check, severity, passed, violations, errorCode, durationMs }) => ({
    run_id: runId,
    check_name: check.name,
    severity,
    passed,
    violations,
    error_code: errorCode,
    promise: check.promise,
    advice: check.advice,
    version,
    checked_at,
    duration_ms: durationMs,
  }));

/**
 * Adds what the checks found after a night to `check_runs`, as a night adds itself to `etl_runs`: rows in a new file of the
 * tenant's journal, under the night's lease. Data that was not checked in full stays due.
 * @throws {NightRunning} when the next night is under way already
 * @throws {JournalRefused} when the record is damaged
 */
export async function recordChecks(root: string, runId: string, checked: CheckedTenant): Promise<void> {
  const now = new Date();
  const snapshot = revisionOf(now, randomBytes(4).toString('hex'));
  const lease = await takeLease({ root, runId: snapshot, clock: () => new Date() });
  const spill = join(root, SPILL_FOLDER, snapshot);
  try {
    await mkdir(spill, { recursive: true });
    const session = await duckdbEngine().open(spill);
    try {
      const { published } = await readJournal({ root }, checked.tenant_id, 'check_runs');
      const isWhole = checked.results.every(({ errorCode }) => errorCode === null);
      await appendToJournal({ root }, (...entry) => session.writeRows('check_runs', ...entry), {
        table: 'check_runs',
        tenantId: checked.tenant_id,
        runId: snapshot,
        rows: checkRows(runId, checked),
        published: isWhole ? checked.publishedBy : published,
        now,
        lease,
      });
    } finally {
      await session.close();
    }
  } finally {
    await rm(spill, { recursive: true, force: true });
    await lease.release();
  }
}
