import fc from 'fast-check';

/** Seed of the property tests. A run is repeatable; `PROPERTY_SEED=…` looks elsewhere (`npm run test:seeds` does so ten times). */
const DEFAULT_SEED = 20_261_121;

fc.configureGlobal({ seed: Number(process.env.PROPERTY_SEED ?? DEFAULT_SEED) });
