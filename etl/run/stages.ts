/** Lets so much work run at a time, in the order in which it came. */
export class Turnstile {
  #free: number;
  readonly #waiting: (() => void)[] = [];

  constructor(places: number) {
    this.#free = places;
  }

  async run<T>(work: () => Promise<T>): Promise<T> {
    if (this.#free > 0) this.#free -= 1;
    else await new Promise<void>((resolve) => this.#waiting.push(resolve));
    try {
      return await work();
    } finally {
      const next = this.#waiting.shift();
      if (next) next();
      else this.#free += 1;
    }
  }
}

/** What the periods of a night share, of whatever tenant they are. */
export interface Stages {
  /** Periods that the engine holds: one lands while the tables of the one before are written. */
  readonly engine: Turnstile;
  readonly landing: Turnstile;
  readonly writing: Turnstile;
  /** Forcing files to disk and hashing them goes on beside the engine. */
  readonly sealing: Turnstile;
}

export const nightStages = (): Stages => ({
  engine: new Turnstile(2),
  landing: new Turnstile(1),
  writing: new Turnstile(1),
  sealing: new Turnstile(1),
});
