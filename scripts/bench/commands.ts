/** How long a learner and an instructor wait: whole commands, as they are typed. */
import { spawn } from 'node:child_process';
import { lstatSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { CourseCopy, REPOSITORY } from '#testing/course-copy.ts';
import { spread, type Ratio } from './interleave.ts';
import { LAB_OVER_VITEST } from './performance-table.ts';

const LAB = 'labs/01-base64url';

/** `npm run lab:1` over a bare `npx vitest run` of the same file, each after an edit. */
export async function labOverVitest(
  rounds: number,
): Promise<Ratio & { readonly milliseconds: number }> {
  const course = CourseCopy.ofRepository();
  const ratios: number[] = [];
  const times: number[] = [];
  try {
    for (let round = -1; round < rounds; round += 1) {
      // An edit, so that the compiler has something new to read.
      course.write(`${LAB}/jwt.ts`, `${course.read(`${LAB}/jwt.ts`)}// ${round}\n`);
      const lab = await timeOfCommand('npm', ['run', 'lab:1'], { WORKSHOP_ROOT: course.root });
      const bare = await timeOfCommand('npx', [
        'vitest',
        'run',
        '--root',
        course.root,
        `${LAB}/jwt.test.ts`,
      ]);
      if (round < 0) continue;
      ratios.push(lab / bare);
      times.push(lab);
    }
  } finally {
    course.remove();
  }
  return {
    name: LAB_OVER_VITEST,
    ...spread(ratios),
    milliseconds: spread(times).median,
  };
}

/** Milliseconds that `npm run solutions` takes where no verdict is known yet. */
export function timeOfSolutions(): Promise<number> {
  return timeOfCommand('npm', ['run', 'solutions'], { CI: 'true' });
}

function timeOfCommand(
  command: string,
  args: readonly string[],
  environment: Readonly<Record<string, string>> = {},
): Promise<number> {
  const start = performance.now();
  return new Promise((done, fail) => {
    const child = spawn(command, args, {
      cwd: REPOSITORY,
      env: { ...process.env, ...environment },
      stdio: 'ignore',
      // npm is a script on Windows, which only a shell can start; nothing here needs quoting.
      shell: process.platform === 'win32',
    });
    child.once('error', fail);
    child.once('close', () => done(performance.now() - start));
  });
}

/** What `npm ci` leaves on disk, in megabytes of file contents. */
export function installedMegabytes(): number {
  return bytesOf(join(REPOSITORY, 'node_modules')) / 1e6;
}

function bytesOf(folder: string): number {
  return readdirSync(folder, { withFileTypes: true }).reduce((sum, entry) => {
    const path = join(folder, entry.name);
    return sum + (entry.isDirectory() ? bytesOf(path) : lstatSync(path).size);
  }, 0);
}
