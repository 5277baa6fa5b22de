/** A small seeded generator: the same numbers on every machine. */
export class Random {
  #state: number;
  constructor(seed: number) {
    this.#state = seed >>> 0;
  }

  /** 0 to 1, without 1. */
  share(): number {
    this.#state = (this.#state + 0x6d2b79f5) >>> 0;
    let t = Math.imul(this.#state ^ (this.#state >>> 15), 1 | this.#state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296;
  }

  /** 0 to `limit`, without it. */
  below(limit: number): number {
    return Math.floor(this.share() * limit);
  }

  isIn(share: number): boolean {
    return this.share() < share;
  }

  /** @throws {RangeError} when there is none */
  one<T>(items: readonly T[]): T {
    const item = items[this.below(items.length)];
    if (item === undefined) throw new RangeError('random: nothing to choose from');
    return item;
  }
}
