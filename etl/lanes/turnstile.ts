/** Lets so much work run at a time, in the order in which it came. */
export class Turnstile {
  #free: number;
  readonly #waiting: { readonly places: number; readonly enter: () => void }[] = [];

  constructor(places: number) {
    this.#free = places;
  }

  /** @param places how many of the turnstile's places the work takes */
  run<T>(work: () => Promise<T>, places = 1): Promise<T> {
    return this.runUntil(work, places);
  }

  /** @param work may leave its places before it ends, by calling what it is given */
  async runUntil<T>(work: (leave: () => void) => Promise<T>, places = 1): Promise<T> {
    if (this.#waiting.length === 0 && places <= this.#free) this.#free -= places;
    else await new Promise<void>((enter) => this.#waiting.push({ places, enter }));
    let left = false;
    const leave = (): void => {
      if (left) return;
      left = true;
      this.#free += places;
      this.#letIn();
    };
    try {
      return await work(leave);
    } finally {
      leave();
    }
  }

  #letIn(): void {
    for (let next = this.#waiting[0]; next && next.places <= this.#free; next = this.#waiting[0]) {
      this.#waiting.shift();
      this.#free -= next.places;
      next.enter();
    }
  }
}
