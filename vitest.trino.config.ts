import { defineConfig } from 'vitest/config';

/** The engine tier: what needs a real Trino. Skipped with a printed reason where there is none. */
export default defineConfig({
  test: {
    include: ['test/trino/**/*.test.ts'],
    testTimeout: 120_000,
    hookTimeout: 300_000,
    pool: 'forks',
    fileParallelism: false,
  },
});
