import { containsDaysFrom, periodOf } from '../plan/index.ts';
import type { DamagedDocument, Manifest } from '../publish/index.ts';
import { SHAPE_VERSION } from '../shape/index.ts';

/** What is known to be damaged, from earlier nights and from this one. */
export class Damage {
  readonly #remembered: ReadonlyMap<string, DamagedDocument>;
  readonly #found = new Map<string, DamagedDocument>();
  readonly #keys: Set<string>;

  constructor(remembered: readonly DamagedDocument[]) {
    this.#remembered = new Map(remembered.map((entry) => [entry.key, entry]));
    this.#keys = new Set(this.#remembered.keys());
  }

  /** Keys that are not to be read. */
  get keys(): ReadonlySet<string> {
    return this.#keys;
  }

  get found(): ReadonlyMap<string, DamagedDocument> {
    return this.#found;
  }

  get entries(): readonly DamagedDocument[] {
    return [...this.#remembered.values(), ...this.#found.values()];
  }

  add(entry: DamagedDocument): void {
    this.#found.set(entry.key, entry);
    this.#keys.add(entry.key);
  }
}

/** What earlier nights found damaged and this one does not try again: refused by the same rules, and in no period that is forced. */
export function rememberedDamage(
  { damaged }: Manifest,
  now: Date,
  since: string | undefined,
): DamagedDocument[] {
  return damaged.filter(({ shape_version, dt }) => {
    const forced = since !== undefined && containsDaysFrom(periodOf(dt, now), since);
    return shape_version === SHAPE_VERSION && !forced;
  });
}
