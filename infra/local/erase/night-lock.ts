import { randomBytes } from 'node:crypto';
import type { NightLock } from '../../../etl/erase/index.ts';
import { type Lease, takeLease } from '../../../etl/publish/index.ts';
import { revisionOf } from '../../../pipeline/contract/index.ts';

/** The night's lease, held by an erasure. */
export class LocalNightLock implements NightLock {
  readonly #root: string;
  #lease: Lease | null = null;
  constructor(root: string) {
    this.#root = root;
  }

  async take(): Promise<void> {
    const clock = () => new Date();
    const runId = `erase-${revisionOf(clock(), randomBytes(4).toString('hex'))}`;
    this.#lease = await takeLease({ root: this.#root, runId, clock });
  }

  async release(): Promise<void> {
    const lease = this.#lease;
    this.#lease = null;
    await lease?.release();
  }

  /**
   * Lets go of the lease for a night of the erasure's own, which takes it itself. Whichever night comes first knows the
   * tombstones. It is taken again also when the work fails: the places behind are emptied all the same.
   */
  async pauseFor<T>(work: () => Promise<T>): Promise<T> {
    await this.release();
    try {
      return await work();
    } finally {
      await this.take();
    }
  }
}
