import { type ChildProcess, fork } from 'node:child_process';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { ReaderReport, ReaderSetup } from './messages.ts';

/** Compiled once for all processes of a run. */
const withCompileCache = { ...process.env, NODE_COMPILE_CACHE: join(tmpdir(), 'cci-faults-compiled') };

const SCRIPT = fileURLToPath(new URL('./reader-process.ts', import.meta.url));

/** A process that reads the lake all the time, as its parent sees it. */
export class ReaderChild {
  readonly faults: string[] = [];
  readonly #process: ChildProcess;
  readonly #ended: Promise<Extract<ReaderReport, { kind: 'ended' }>>;

  constructor(setup: ReaderSetup) {
    this.#process = fork(SCRIPT, [JSON.stringify(setup)], { execArgv: [], env: withCompileCache });
    this.#ended = new Promise((resolve, reject) => {
      this.#process.on('message', (report: ReaderReport) => {
        if (report.kind === 'fault') this.faults.push(report.text);
        else resolve(report);
      });
      this.#process.on('exit', (code) => reject(new Error(`faults: a reader ended with ${code}`)));
    });
    this.#ended.catch(() => undefined);
  }

  /** Has it finish its round and tell what it has seen. */
  end(): Promise<Extract<ReaderReport, { kind: 'ended' }>> {
    this.#process.send('end');
    return this.#ended;
  }

  kill(): void {
    this.#process.kill('SIGKILL');
  }
}
