import type { Turnstile } from '../lanes/index.ts';

/** Documents of a tenant that may be left to land when those of the next one are listed: enough that the engine need not wait. */
const FEW_DOCUMENTS = 8_000;

/**
 * A tenant's turn to know its documents, from before they are listed until few of them are left to land: each that is known
 * takes half a kilobyte of a heap that grows sooner than it is cleared.
 */
export class Turn {
  readonly #over = Promise.withResolvers<void>();
  #many = false;

  /** Begins when no other tenant has its turn. */
  static async take(knowing: Turnstile): Promise<Turn> {
    const turn = new Turn();
    const mine = Promise.withResolvers<void>();
    void knowing.run(() => {
      mine.resolve();
      return turn.#over.promise;
    });
    await mine.promise;
    return turn;
  }

  /** @param documents how many are left to land */
  left(documents: number): void {
    if (documents <= FEW_DOCUMENTS) this.#over.resolve();
    else this.#many = true;
  }

  /** Ends it, and clears the heap of what was known where Node lets that be asked for (`--expose-gc`). */
  leave(): void {
    this.#over.resolve();
    if (this.#many) globalThis.gc?.();
  }
}
