import { Turnstile } from '../lanes/index.ts';

/** Small periods that the engine holds at a time. */
const ENGINE_PLACES = 2;

/** Documents from which on a period has the engine for itself: two such together do not fit into its memory. */
const LARGE_PERIOD = 4_000;

/** Places of the engine that a period of so many documents takes. */
export const enginePlaces = (documents: number): number => (documents < LARGE_PERIOD ? 1 : ENGINE_PLACES);

/** What the periods of a night share, of whatever tenant they are. */
export interface Stages {
  /** Tenants of which many documents are known and have not landed: one at a time. */
  readonly knowing: Turnstile;
  /** Of {@link ENGINE_PLACES}: one period lands while the tables of the one before are written. */
  readonly engine: Turnstile;
  readonly landing: Turnstile;
  readonly writing: Turnstile;
  /** Forcing files to disk and hashing them goes on beside the engine. */
  readonly sealing: Turnstile;
}

export const nightStages = (): Stages => ({
  knowing: new Turnstile(1),
  engine: new Turnstile(ENGINE_PLACES),
  landing: new Turnstile(1),
  writing: new Turnstile(1),
  sealing: new Turnstile(1),
});
