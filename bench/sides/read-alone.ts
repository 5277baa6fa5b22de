import type { Task } from '../side.ts';
import { inEveryThread } from './limit.ts';

/** Opens and reads every file as it lies, compressed or not, and does nothing with it: no side can be faster in Node. */
export const run = (task: Task): Promise<void> => inEveryThread(task, false);
