import { availableParallelism } from 'node:os';
import { Worker } from 'node:worker_threads';
import type { Task } from '../side.ts';
import type { LimitOrder } from './limit-worker.ts';

function inWorker(order: LimitOrder): Promise<void> {
  return new Promise((resolve, reject) => {
    new Worker(new URL('./limit-worker.ts', import.meta.url), { workerData: order })
      .once('error', reject)
      .once('exit', (code) => (code === 0 ? resolve() : reject(new Error('bench: a reader died'))));
  });
}

/** A thread a core, each with its share of the tenant-days. */
export async function inEveryThread(task: Task, parse: boolean): Promise<void> {
  const threads = availableParallelism();
  await Promise.all(
    Array.from({ length: threads }, (_, share) => {
      const tenantDays = task.tenantDays.filter((_, index) => index % threads === share);
      return inWorker({ task: { ...task, tenantDays }, parse });
    }),
  );
}
