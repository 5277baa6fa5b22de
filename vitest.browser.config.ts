import { defineConfig } from 'vitest/config';

/** The browser tier: the built page in Chromium. Without Chromium its tests are skipped, with the reason printed. */
export default defineConfig({
  test: {
    include: ['test/web/browser/**/*.test.ts'],
    testTimeout: 60_000,
    hookTimeout: 120_000,
    pool: 'forks',
    fileParallelism: false,
  },
});
