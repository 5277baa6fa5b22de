import { defineConfig } from 'vitest/config';

/**
 * The fault tier: processes that are killed, paused and run beside each other. Takes minutes. The fast tier fails calls on
 * files in turn, the first and last of each kind; `FAULTS=every npx vitest run test/faults` fails every one.
 */
export default defineConfig({
  test: {
    include: ['test/faults/processes/**/*.test.ts'],
    testTimeout: 120_000,
    hookTimeout: 60_000,
    pool: 'forks',
    fileParallelism: false,
  },
});
