// One run of one side, in a process of its own: `node bench/run-side.ts <module> <task as JSON>` prints what it cost.
import { peakOfThisProcess } from './memory.ts';
import type { Side, Task } from './side.ts';

const [module, order] = process.argv.slice(2);
if (module === undefined || order === undefined) throw new RangeError('bench: which side, and what to do?');
const task: Task = JSON.parse(order);
const side: Side = await import(new URL(`./sides/${module}.ts`, import.meta.url).href);
const [begin, before] = [performance.now(), process.cpuUsage()];
await side.run(task);
const [seconds, used] = [(performance.now() - begin) / 1000, process.cpuUsage(before)];
const cpu_seconds = (used.user + used.system) / 1e6;
process.stdout.write(`${JSON.stringify({ seconds, cpu_seconds, peak_mb: peakOfThisProcess() })}\n`);
// Engines may keep threads; the work is done.
process.exit(0);
