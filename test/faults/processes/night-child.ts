import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { PHASES, type Phase } from '../phases.ts';
import type { NightOrder, NightReport, NightSetup, StopAt } from './messages.ts';

/** How a night ended: with a report, or with the death of its process. */
export type NightEnd =
  | Exclude<NightReport, { readonly kind: 'ready' }>
  | { readonly kind: 'killed'; readonly phase: Phase };

/** Compiled once for all processes of a run. */
const withCompileCache = { ...process.env, NODE_COMPILE_CACHE: join(tmpdir(), 'cci-faults-compiled') };

const SCRIPT = fileURLToPath(new URL('./night-process.ts', import.meta.url));

/** A process that runs nights, as its parent sees it. */
export class NightChild {
  readonly #setup: NightSetup;
  readonly #process: ChildProcess;
  readonly ready: Promise<unknown>;
  /** Whether it was told to die: it may have been done with its night just before. */
  isKilled = false;

  constructor(setup: NightSetup) {
    this.#setup = setup;
    this.#process = fork(SCRIPT, [JSON.stringify(setup)], { execArgv: [], env: withCompileCache });
    this.ready = once(this.#process, 'message');
  }

  get pid(): number {
    const { pid } = this.#process;
    if (pid === undefined) throw new RangeError('faults: the process did not start');
    return pid;
  }

  /** Runs one night. */
  async night(stopAt: StopAt | null = null): Promise<NightEnd> {
    await this.ready;
    const ended = new Promise<NightEnd>((resolve, reject) => {
      const onExit = (code: number | null, signal: string | null): void => {
        if (signal === 'SIGKILL') resolve({ kind: 'killed', phase: this.#phase() });
        else reject(new Error(`faults: the night process ended with ${code ?? signal}`));
      };
      this.#process.once('exit', onExit);
      this.#process.once('message', (report: NightReport) => {
        this.#process.off('exit', onExit);
        if (report.kind !== 'ready') resolve(report);
      });
    });
    this.#process.send({ stopAt } satisfies NightOrder);
    return ended;
  }

  /** Ends the process at once, as a power cut of this process alone. */
  kill(): void {
    this.isKilled = true;
    this.#process.kill('SIGKILL');
  }

  /** Lets a process go on that has paused itself. */
  wake(): void {
    this.#process.kill('SIGCONT');
  }

  async end(): Promise<void> {
    if (this.#process.exitCode !== null || this.#process.signalCode !== null) return;
    const gone = once(this.#process, 'exit');
    this.#process.kill('SIGKILL');
    await gone;
  }

  #phase(): Phase {
    return PHASES[readFileSync(this.#setup.phaseFile)[0] ?? 0] ?? 'other';
  }
}
