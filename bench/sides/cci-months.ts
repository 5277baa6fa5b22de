import { join } from 'node:path';
import type { Task } from '../side.ts';
import { IN_THE_NEXT_MONTH, night, rawFiles } from './night.ts';

/** The same night when the month is over: one sorted file a tenant and table instead of one a day. */
export const run = (task: Task): Promise<void> =>
  night(rawFiles(join(task.documents, task.input)), task, IN_THE_NEXT_MONTH);
