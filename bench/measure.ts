import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { mkdir, rm } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { z } from 'zod';
import { seenInTree } from './memory.ts';
import type { Task } from './side.ts';

/** What one run of one side cost. */
export interface Cost {
  /** Wall time of the work, engines opened included, start-up of Node not. */
  readonly seconds: number;
  /** CPU time of the work on all cores: what to look at when the machine is not alone. */
  readonly cpu_seconds: number;
  /** Most memory resident in the process and whatever it started. */
  readonly peak_mb: number;
}

/** What `cci night` gives Node. */
const NIGHT_OPTIONS = z
  .object({ config: z.object({ 'night-node-options': z.string() }) })
  .parse(JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8')))
  .config['night-node-options'].split(' ');

/** Where `cci` keeps compiled code. */
const COMPILED = fileURLToPath(new URL('../node_modules/.cache/cci', import.meta.url));

const RUN_SIDE = fileURLToPath(new URL('./run-side.ts', import.meta.url));
const LOOK_EVERY_MS = 250;

/** Whether the folder of the output is emptied before; a later night starts from what is there. */
export type Start = 'empty' | 'as is';

/**
 * Runs a side once, in a process of its own.
 * @param module its file below bench/sides, without extension
 * @throws when it fails; its own words have gone to stderr
 */
export async function measure(module: string, task: Task, start: Start = 'empty'): Promise<Cost> {
  if (start === 'empty') await rm(task.out, { recursive: true, force: true });
  await mkdir(task.out, { recursive: true });
  const ours = module.startsWith('cci');
  const options = ours ? NIGHT_OPTIONS : [];
  const child = spawn(process.execPath, [...options, RUN_SIDE, module, JSON.stringify(task)], {
    stdio: ['ignore', 'pipe', 'inherit'],
    env: { ...process.env, ...(ours && { NODE_COMPILE_CACHE: COMPILED }) },
  });
  const tree = new Map<number, number>();
  let resident = 0;
  const look = setInterval(() => {
    const seen = child.pid === undefined ? [] : seenInTree(child.pid);
    for (const { pid, cpu } of seen) if (pid !== child.pid) tree.set(pid, cpu);
    resident = Math.max(
      resident,
      seen.reduce((sum, { resident_mb }) => sum + resident_mb, 0),
    );
  }, LOOK_EVERY_MS);
  let printed = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    printed += text;
  });
  const code = await new Promise<number | null>((resolve, reject) => {
    child.once('error', reject).once('close', resolve);
  }).finally(() => clearInterval(look));
  if (code !== 0) throw new Error(`bench: ${module} on ${task.input} ended with code ${code}`);
  const cost: Cost = JSON.parse(printed);
  const cpu_seconds = [...tree.values()].reduce((sum, cpu) => sum + cpu, cost.cpu_seconds);
  return { seconds: cost.seconds, cpu_seconds, peak_mb: Math.max(cost.peak_mb, resident) };
}
