import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    // Two of the machine's cores are enough for anybody; a browser test needs one for itself.
    maxWorkers: 2,
    testTimeout: 60_000,
    hookTimeout: 120_000,
    // A condition that is polled for may take its time on a busy machine.
    expect: { poll: { timeout: 10_000 } },
    projects: [
      { extends: true, test: { name: 'portal', include: ['test/**/*.test.ts'] } },
      {
        extends: true,
        test: {
          name: 'wiki',
          include: ['wiki-service/test/**/*.test.ts'],
          // One PostgreSQL for all of them, each test file with databases of its own.
          globalSetup: 'wiki-service/test/global-setup.ts',
        },
      },
    ],
  },
});
