import { defineConfig } from 'vitest/config';

/** The fault tier: processes that are killed, paused and run beside each other, and every call on a file failed in turn. Takes minutes. */
export default defineConfig({
  test: {
    include: ['test/faults/**/*.test.ts'],
    env: { FAULTS: 'every' },
    testTimeout: 120_000,
    hookTimeout: 60_000,
    pool: 'forks',
    fileParallelism: false,
  },
});
