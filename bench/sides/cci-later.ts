import { join } from 'node:path';
import type { LaterTask } from '../side.ts';
import { AFTER_THE_NEW_DAY, night, rawFiles } from './night.ts';

/** A night that finds its tables published and a few documents more. */
export const run = (task: LaterTask): Promise<void> =>
  night(rawFiles(join(task.documents, task.input), join(task.news, task.input)), task, AFTER_THE_NEW_DAY);
