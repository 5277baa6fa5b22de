import type { Finding } from './ports.ts';

/** Files that a finding names: enough to see what is the matter. */
const MOST_FILES = 20;

/** A name, or the folders at its beginning when the rest gives something away. */
function harmless(name: string, givesAway: (text: string) => boolean): string {
  let shown = name;
  while (shown !== '' && givesAway(shown))
    shown = shown.slice(0, shown.lastIndexOf('/', shown.length - 2) + 1);
  return shown;
}

/** Collects things that were found in one place, and the files that they were found in. */
export class Found {
  readonly #things = new Set<string>();
  readonly #files = new Set<string>();

  /** @param file its name below the home, when there is one */
  add(thing: string, file?: string): void {
    this.#things.add(thing);
    if (file !== undefined) this.#files.add(file);
  }

  has(thing: string): boolean {
    return this.#things.has(thing);
  }

  /**
   * One finding, or none when nothing was found.
   * @param givesAway tells names that say what was erased
   */
  findings(kind: Finding['kind'], place: string, givesAway: (text: string) => boolean): readonly Finding[] {
    if (this.#things.size === 0) return [];
    const shown = new Set([...this.#files].map((name) => harmless(name, givesAway)));
    shown.delete('');
    return [{ kind, place, found: this.#things.size, files: [...shown].sort().slice(0, MOST_FILES) }];
  }
}
