import { join } from 'node:path';
import type { Task } from '../side.ts';
import { AFTER_THE_LAST_DAY, night, rawFiles } from './night.ts';
import { rawLines } from './raw-lines.ts';

/** This product, as it runs at night. */
export function run(task: Task): Promise<void> {
  const { documents, input } = task;
  const folder = join(documents, input);
  return night(input === 'files' ? rawFiles(folder) : rawLines(folder), task, AFTER_THE_LAST_DAY);
}
