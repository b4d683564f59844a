import { defineConfig } from 'vitest/config';

/** Many tests start a process or a page; a loaded machine takes its time. No test waits for all of it. */
const patient = {
  testTimeout: 120_000,
  // A hook runs what many tests look at.
  hookTimeout: 300_000,
  expect: { poll: { timeout: 30_000 } },
};

export default defineConfig({
  test: {
    // Many tests wait for a process of their own, so that every core may have a worker.
    maxWorkers: '100%',
    projects: [
      {
        // The course's own tests: `npm test`.
        test: {
          name: 'course',
          include: ['{scripts,solutions}/**/*.test.ts'],
          exclude: ['**/*.browser.test.ts'],
          ...patient,
        },
      },
      {
        // Pages in a real browser: `npm run test:browser`.
        test: {
          name: 'browser',
          include: ['scripts/**/*.browser.test.ts'],
          globalSetup: ['scripts/testing/site/setup.ts'],
          ...patient,
        },
      },
      {
        // A lab's checks on the learner's file, as an editor's test view would run them.
        test: { name: 'labs', include: ['labs/*/*.test.ts'] },
      },
    ],
  },
});
