import type { PeriodPlan } from '../plan/index.ts';
import type { ManifestPeriod } from '../publish/index.ts';
import { failureOf } from './errors.ts';
import type { PeriodTask } from './land-documents.ts';
import type { TenantNight } from './night.ts';
import type { Attempts } from './settle.ts';
import { beginPeriod, plannedTally, writePeriod } from './write-period.ts';

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
async function write(round: Round, task: PeriodTask): Promise<ManifestPeriod> {
  try {
    return await writePeriod(task, round.snapshot);
  } catch (error) {
    if (task.kept.files === null) throw error;
    return writePeriod(await begin(round, task.plan, false), `${round.snapshot}.again`);
  }
}

/**
 * Writes periods one after the other and reads the documents of the next one meanwhile. One that fails is noted and does
 * not stop the others.
 * @param round counts the plans of this night, from 1
 */
export async function writePeriods(
  night: TenantNight,
  writes: readonly PeriodPlan[],
  attempts: Attempts,
  round: number,
): Promise<void> {
  const { tenant_id } = night.tenant;
  const context: Round = { night, attempts, snapshot: `${night.runId}.${round}` };
  const beginNext = (position: number): Promise<PeriodTask> | undefined => {
    const plan = writes[position];
    return plan && begin(context, plan, true);
  };
  let underway = beginNext(0);
  for (const [position, { period, reads }] of writes.entries()) {
    const of = writes.length;
    night.options.onPeriod?.({ tenant_id, period, documents: reads.length, position: position + 1, of });
    const current = underway;
    try {
      const task = await current?.finally(() => {
        underway = beginNext(position + 1);
      });
      if (task) attempts.written.set(period, await write(context, task));
    } catch (error) {
      attempts.written.delete(period);
      attempts.failed.set(period, failureOf(tenant_id, period, error));
    }
  }
}
