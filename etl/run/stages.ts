import { Turnstile } from '../lanes/index.ts';

/** Places of the engine, which hold so many tiny periods or half as many small ones. */
const ENGINE_PLACES = 4;

/** Places of landing and of writing, which a period has for itself unless it is tiny. */
const WORK_PLACES = 2;

/** Documents from which on a period has landing and writing for itself: below, each of its statements costs more than its rows. */
const SMALL_PERIOD = 500;

/** Documents from which on a period has the engine for itself: two such together do not fit into its memory. */
const LARGE_PERIOD = 4_000;

/** Places that a period takes. */
export interface Places {
  readonly engine: number;
  /** Of landing, and of writing. */
  readonly work: number;
}

/** Places of a period of so many documents. */
export function placesOf(documents: number): Places {
  if (documents < SMALL_PERIOD) return { engine: 1, work: 1 };
  return { engine: documents < LARGE_PERIOD ? ENGINE_PLACES / 2 : ENGINE_PLACES, work: WORK_PLACES };
}

/** What the periods of a night share, of whatever tenant they are. */
export interface Stages {
  /** Tenants of which many documents are known and have not landed: one at a time. */
  readonly knowing: Turnstile;
  /** One small period lands while the tables of the one before are written. */
  readonly engine: Turnstile;
  readonly landing: Turnstile;
  readonly writing: Turnstile;
  /** Forcing files to disk and hashing them goes on beside the engine. */
  readonly sealing: Turnstile;
}

export const nightStages = (): Stages => ({
  knowing: new Turnstile(1),
  engine: new Turnstile(ENGINE_PLACES),
  landing: new Turnstile(WORK_PLACES),
  writing: new Turnstile(WORK_PLACES),
  sealing: new Turnstile(1),
});
