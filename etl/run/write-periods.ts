import type { PeriodPlan } from '../plan/index.ts';
import type { ManifestPeriod } from '../publish/index.ts';
import { failureOf } from './errors.ts';
import type { PeriodTask } from './land-documents.ts';
import { completeLaid } from './late/index.ts';
import type { TenantNight } from './night.ts';
import type { Attempts } from './settle.ts';
import { beginPeriod, makePeriod, plannedTally } from './write-period.ts';

/** One round of a plan under way. */
interface Round {
  readonly night: TenantNight;
  readonly attempts: Attempts;
  /** Name of the folder of its files in each period. */
  readonly snapshot: string;
}

function begin({ night, attempts }: Round, plan: PeriodPlan, reuse: boolean): Promise<PeriodTask> {
  const tally = plannedTally(night, plan);
  attempts.tallies.set(plan.period, tally);
  const task = beginPeriod(night, plan, { tally, reuse });
  // Whoever waits for it hears of its failure.
  task.catch(() => undefined);
  return task;
}

/** Should it fail with rows of the visible files, they may be what is damaged: the documents hold all that they do. */
async function make(round: Round, task: PeriodTask, onLanded: () => void): Promise<ManifestPeriod> {
  try {
    return await makePeriod(task, round.snapshot, onLanded);
  } catch (error) {
    if (task.kept.files === null) throw error;
    return await makePeriod(await begin(round, task.plan, false), `${round.snapshot}.again`, onLanded);
  }
}

async function note(
  { night, attempts }: Round,
  { period }: PeriodPlan,
  made: Promise<ManifestPeriod>,
): Promise<void> {
  try {
    attempts.written.set(period, await made);
  } catch (error) {
    attempts.written.delete(period);
    attempts.failed.set(period, failureOf(night.tenant.tenant_id, period, error));
  }
}

/**
 * Makes periods one behind the other: the documents of the next one are read and handed to the engine while the one before
 * is written. One that fails is noted and does not stop the others.
 */
export async function writePeriods(
  night: TenantNight,
  writes: readonly PeriodPlan[],
  attempts: Attempts,
): Promise<void> {
  const noted: Promise<void>[] = [];
  const snapshot = `${night.runId}.${attempts.round}`;
  await land({ night, attempts, snapshot }, writes, noted);
  await Promise.all(noted);
  await completeLaid(night, attempts, snapshot);
}

async function land(round: Round, writes: readonly PeriodPlan[], noted: Promise<void>[]): Promise<void> {
  const { tenant, options, turn } = round.night;
  const beginAt = (position: number): Promise<PeriodTask> | undefined => {
    const plan = writes[position];
    return plan && begin(round, plan, true);
  };
  let left = writes.reduce((sum, { reads }) => sum + reads.length, 0);
  turn.left(left);
  let next = beginAt(0);
  for (const [position, plan] of writes.entries()) {
    const { period, reads } = plan;
    const place = { position: position + 1, of: writes.length };
    options.onPeriod?.({ tenant_id: tenant.tenant_id, period, documents: reads.length, ...place });
    const task = next;
    if (!task) return;
    await Promise.allSettled([task]);
    // Reading the one after begins as soon as this one is on its way.
    next = beginAt(position + 1);
    await new Promise<void>((onLanded) => {
      const made = task.then((begun) => make(round, begun, onLanded)).finally(onLanded);
      noted.push(note(round, plan, made));
    });
    left -= reads.length;
    turn.left(left);
  }
}
