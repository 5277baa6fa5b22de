import { createHash } from 'node:crypto';
import type { RawDocument } from './raw-index.ts';

/** What a period's rows depend on besides its documents. */
export interface Recipe {
  /** Rules of shaping and definition of the tables. */
  readonly shapeVersion: string;
  /** IANA name of the tenant's zone. */
  readonly timeZone: string;
}

/** The documents of a period by what becomes of them. */
export interface PeriodContent {
  /** The newest readable revision of each call that stands in this period. */
  readonly reads: readonly RawDocument[];
  /** Older revisions; the newer one may stand in another period. */
  readonly superseded: readonly RawDocument[];
  /** Found damaged before: neither read nor counted again. */
  readonly damaged: readonly RawDocument[];
}

/** To hand over one line costs as much as to hash it; all of them together would be large. */
const LINES_AT_A_TIME = 1_000;

/** SHA-256 (hex) over the recipe and the sorted keys by what became of each: equal exactly when the period would come out the same. */
export function fingerprintOf(content: PeriodContent, recipe: Recipe): string {
  const hash = createHash('sha256').update(`${recipe.shapeVersion}\n${recipe.timeZone}\n`);
  for (const part of ['reads', 'superseded', 'damaged'] as const) {
    const lines = content[part].map(({ key }) => `${part} ${key}\n`).sort();
    for (let at = 0; at < lines.length; at += LINES_AT_A_TIME)
      hash.update(lines.slice(at, at + LINES_AT_A_TIME).join(''));
  }
  return hash.digest('hex');
}
