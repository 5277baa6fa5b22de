import { closeSync, openSync, readSync } from 'node:fs';
import { workerData } from 'node:worker_threads';
import { filesOf } from '../corpus.ts';
import { documentBytesOf } from '../reading.ts';
import type { Task } from '../side.ts';

/** What a worker is asked to do with its share of the tenant-days. */
export interface LimitOrder {
  readonly task: Task;
  readonly parse: boolean;
}

const buffer = Buffer.allocUnsafe(1 << 20);

/** Opens a file and reads its bytes into the same memory again and again. */
function readAll(file: string): void {
  const handle = openSync(file, 'r');
  while (readSync(handle, buffer) > 0);
  closeSync(handle);
}

const { task, parse }: LimitOrder = workerData;
for (const day of task.tenantDays) {
  if (parse)
    for (const bytes of documentBytesOf(task.documents, task.input, day)) JSON.parse(bytes.toString('utf8'));
  else for (const file of filesOf(task.documents, task.input, day)) readAll(file);
}
