import type { Task } from '../side.ts';
import { inEveryThread } from './limit.ts';

/** Reads, decompresses and parses every document with JSON.parse: no side that parses in JavaScript can be faster. */
export const run = (task: Task): Promise<void> => inEveryThread(task, true);
