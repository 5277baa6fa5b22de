import { defineConfig } from 'vitest/config';

/** The tier of the AWS SDK against emulators. Skipped with a printed reason where they are not, or do not start. */
export default defineConfig({
  test: {
    include: ['test/aws/**/*.test.ts'],
    testTimeout: 60_000,
    hookTimeout: 900_000,
    pool: 'forks',
    fileParallelism: false,
  },
});
