import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    projects: [
      {
        // The course's own tests: `npm test`.
        test: {
          name: 'course',
          include: ['{scripts,solutions}/**/*.test.ts'],
          // Many start a process; a loaded machine takes its time. No test waits for this.
          testTimeout: 60_000,
        },
      },
      {
        // A lab's checks on the learner's file, as an editor's test view would run them.
        test: { name: 'labs', include: ['labs/*/*.test.ts'] },
      },
    ],
  },
});
