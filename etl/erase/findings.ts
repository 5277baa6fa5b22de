import type { Finding } from './ports.ts';
import { unencoded } from './tokens.ts';

/** Files that a finding names: enough to see what is the matter. */
const MOST_FILES = 20;

/** A name, or the folders at its beginning when the rest gives something away. */
function harmless(name: string, givesAway: (text: string) => boolean): string {
  let shown = name;
  while (shown !== '' && givesAway(shown))
    shown = shown.slice(0, shown.lastIndexOf('/', shown.length - 2) + 1);
  return shown;
}

/** What is found. */
interface Thing {
  readonly kind: string;
  readonly value: string;
}

/** Collects things that were found in one place, and the files that they were found in. */
export class Found {
  /** Values by what they are. */
  readonly #things = new Map<string, string>();
  readonly #files = new Set<string>();

  /** @param file its name below the home, when there is one */
  add({ kind, value }: Thing, file?: string): void {
    this.#things.set(`${kind} ${value}`, value);
    if (file !== undefined) this.#files.add(file);
  }

  has({ kind, value }: Thing): boolean {
    return this.#things.has(`${kind} ${value}`);
  }

  /** Whether a text holds the value of a thing, also percent-encoded, wherever it stands. */
  isNamedIn(text: string): boolean {
    const plain = unencoded(text);
    return this.#things.values().some((value) => text.includes(value) || plain.includes(value));
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
