import { defineConfig } from 'vitest/config';

/** Files that replace modules, or are about what a process does once: each gets one of its own. */
const alone = [
  'test/worker/failed-start.test.ts',
  'test/cli/nothing-behind-an-error.test.ts',
  'test/embedding/extensions.test.ts',
];

const built = ['node_modules', 'dist', '.perennial'];

const each = {
  setupFiles: ['test/support/setup.ts'],
  pool: 'forks' as const,
  maxWorkers: 3,
  // Generous: on a machine that does other things too, real servers need their time to come up.
  testTimeout: 180_000,
  hookTimeout: 240_000,
};

export default defineConfig({
  test: {
    globalSetup: ['test/support/global-setup.ts'],
    // Three test files at once, however many cores there are: they share one PostgreSQL and one Temporal, and wait for timers of theirs.
    maxWorkers: 3,
    teardownTimeout: 30_000,
    projects: [
      // A process reads its modules once for all of its files: to read them again took half of the time.
      { test: { ...each, name: 'together', isolate: false, include: ['**/*.test.ts'], exclude: [...built, ...alone] } },
      { test: { ...each, name: 'alone', include: alone } },
    ],
  },
});
