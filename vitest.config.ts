import { availableParallelism } from 'node:os';
import { defineConfig } from 'vitest/config';

/** The fast tier: everything that needs only Node and the installed packages. */
export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    exclude: ['test/web/browser/**', 'test/trino/**', 'test/aws/**', 'test/faults/**', 'node_modules/**'],
    testTimeout: 30_000,
    hookTimeout: 60_000,
    pool: 'forks',
    // On two cores Vitest would use one of them.
    maxWorkers: Math.max(2, availableParallelism() - 1),
    setupFiles: ['test/support/property-seed.ts'],
  },
});
