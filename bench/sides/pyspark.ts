import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { TIME_ZONE } from '../corpus.ts';
import type { Task } from '../side.ts';

const PROGRAM = fileURLToPath(new URL('./spark-tables.py', import.meta.url));

/** What a Glue job is: Spark, here with all cores of this machine and its start-up, on a schema that is given. */
export async function run({ documents, input, out, python = 'python3' }: Task): Promise<void> {
  const from = join(documents, input, 'raw', 'calls');
  const child = spawn(python, [PROGRAM, from, out, TIME_ZONE], { stdio: ['ignore', 'ignore', 'pipe'] });
  let said = '';
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    said = (said + text).slice(-2000);
  });
  const code = await new Promise<number | null>((resolve, reject) => {
    child.once('error', reject).once('close', resolve);
  });
  if (code !== 0) throw new Error(`bench: pyspark ended with code ${code}: ${said}`);
}
