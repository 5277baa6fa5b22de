import { defineConfig } from 'vitest/config';

/**
 * The fault tier: calls on files that fail in turn (the first and last of each kind; `FAULTS=every npm run test:faults` fails
 * every one), processes that are killed, paused and run beside each other, and erasures that are killed in each place. Takes minutes.
 */
export default defineConfig({
  test: {
    include: ['test/faults/**/*.test.ts'],
    testTimeout: 120_000,
    hookTimeout: 60_000,
    pool: 'forks',
    fileParallelism: false,
  },
});
