/** Lets so much work run at a time, in the order in which it came. */
export class Turnstile {
  #free: number;
  readonly #waiting: { readonly places: number; readonly enter: () => void }[] = [];

  constructor(places: number) {
    this.#free = places;
  }

  /** @param places how many of the turnstile's places the work takes */
  async run<T>(work: () => Promise<T>, places = 1): Promise<T> {
    if (this.#waiting.length === 0 && places <= this.#free) this.#free -= places;
    else await new Promise<void>((enter) => this.#waiting.push({ places, enter }));
    try {
      return await work();
    } finally {
      this.#free += places;
      this.#letIn();
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
