import type { PeriodPlan } from '../plan/index.ts';
import type { ManifestPeriod } from '../publish/index.ts';
import { failureOf } from './errors.ts';
import type { PeriodTask } from './land-documents.ts';
import type { TenantNight } from './night.ts';
import type { Attempts } from './settle.ts';
import { beginPeriod, landPeriod, plannedTally } from './write-period.ts';

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
async function again(round: Round, { plan, kept }: PeriodTask, error: unknown): Promise<ManifestPeriod> {
  if (kept.files === null) throw error;
  const finish = await landPeriod(await begin(round, plan, false), `${round.snapshot}.again`);
  return finish();
}

/** Lands a period; what is returned writes it and notes what comes of that. */
async function land(round: Round, task: PeriodTask): Promise<() => Promise<void>> {
  const finish = await landPeriod(task, round.snapshot).catch((error) => () => again(round, task, error));
  return () =>
    note(
      round,
      task.plan,
      finish().catch((error) => again(round, task, error)),
    );
}

async function note(
  { night, attempts }: Round,
  { period }: PeriodPlan,
  written: Promise<ManifestPeriod>,
): Promise<void> {
  try {
    attempts.written.set(period, await written);
  } catch (error) {
    attempts.written.delete(period);
    attempts.failed.set(period, failureOf(night.tenant.tenant_id, period, error));
  }
}

/**
 * Writes periods one after the other: the documents of the next one are read and handed to the engine meanwhile. One that
 * fails is noted and does not stop the others.
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
  /** The tables of the period before; at most two periods are under way. */
  let finishing = Promise.resolve();
  for (const [position, plan] of writes.entries()) {
    const { period, reads } = plan;
    const of = writes.length;
    night.options.onPeriod?.({ tenant_id, period, documents: reads.length, position: position + 1, of });
    const current = underway;
    const reading = current?.finally(() => {
      underway = beginNext(position + 1);
    });
    try {
      const task = await reading;
      const finish = task && (await land(context, task));
      await finishing;
      if (finish) finishing = finish();
    } catch (error) {
      await note(context, plan, Promise.reject(error));
    }
  }
  await finishing;
}
