import { inChunks } from './chunks.ts';
import { namedPartition, RAW } from './external-tables.ts';

/** Where the raw documents of a run lie. */
export interface RawFolders {
  /** UTC days, `YYYY-MM-DD`. */
  readonly days: readonly string[];
  /**
   * Keys of what else was seen in their folders and is no call document's key. No rows come of it anyway, but an engine opens
   * every object of a folder, and fails when one is not compressed as its name says; those that are listed it does not open.
   */
  readonly strays?: readonly string[];
}

/** What one statement reads of the raw documents. */
export interface RawReading {
  readonly days: readonly string[];
  /** Keys of objects that are not opened. */
  readonly passedOver: readonly string[];
  /** Only keys after this one. */
  readonly after?: string | undefined;
  /** Only keys up to this one. */
  readonly upTo?: string | undefined;
}

/** Days of raw documents that one statement reads. */
export const DAYS_AT_ONCE = 1000;

/** Objects that one statement names: a key has up to 1 KB, and of more than 999 Trino makes one range that opens all. */
export const STRAYS_AT_ONCE = 200;

/** What the statements read that together read the given days, each document once. */
export function readingsOf(tenantId: string, { days, strays = [] }: RawFolders): RawReading[] {
  const readings: RawReading[] = [];
  let last = { days: [] as string[], passedOver: [] as string[] };
  for (const dt of days) {
    const folder = `${namedPartition(RAW, tenantId, dt).folder}/`;
    const own = strays.filter((key) => key.startsWith(folder));
    if (own.length > STRAYS_AT_ONCE) {
      readings.push(...partsOf(dt, own));
      continue;
    }
    const full = last.days.length === DAYS_AT_ONCE || last.passedOver.length + own.length > STRAYS_AT_ONCE;
    if (full || last.days.length === 0) {
      last = { days: [], passedOver: [] };
      readings.push(last);
    }
    last.days.push(dt);
    last.passedOver.push(...own);
  }
  return readings;
}

/** A day with more strays than one statement names, in parts by their keys. */
const partsOf = (dt: string, strays: readonly string[]): RawReading[] =>
  inChunks([...strays].sort(), STRAYS_AT_ONCE).map((passedOver, index, parts) => ({
    days: [dt],
    passedOver,
    after: parts[index - 1]?.at(-1),
    upTo: index === parts.length - 1 ? undefined : passedOver.at(-1),
  }));
