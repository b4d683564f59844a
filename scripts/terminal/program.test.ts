/** What only a process shows: how it ends. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { expect, test } from 'vitest';
import { CourseCopy, REPOSITORY } from '#testing/course-copy.ts';
import { LAB, SMALL_COURSE } from '#testing/small-course.ts';

function start(...args: readonly string[]) {
  return spawn(process.execPath, [join(REPOSITORY, 'scripts', 'start.cjs'), ...args], {
    stdio: 'pipe',
    env: { ...process.env, LC_ALL: 'C', INIT_CWD: join(REPOSITORY, 'labs') },
  });
}

test('a pipe that is closed ends it in silence, as in npm run help | head', async () => {
  const child = start('help');
  child.stdout.destroy();
  const [stderr, [code]] = await Promise.all([text(child.stderr), once(child, 'exit')]);
  expect({ code: code as number, stderr }).toEqual({ code: 0, stderr: '' });
});

test('wrong usage ends with 2; a path begins where npm was called', async () => {
  const child = start('invoke', 'issuer', '--event', '../README.md');
  const [stderr, [code]] = await Promise.all([text(child.stderr), once(child, 'exit')]);
  expect({ code: code as number, stderr }).toEqual({
    code: 2,
    stderr: 'Help: npm run invoke -- --help\nThe event is not JSON.\n',
  });
});

test('a bug of ours is shown, also where vitest is loaded and would keep it to itself', async () => {
  // The lab's Korean is half a file: nobody has thought of that.
  const course = CourseCopy.of({ ...SMALL_COURSE, [`${LAB}/ko.json`]: '{' });
  try {
    const { code, stderr } = await course.run(['lab', '1']);
    expect(code).toBe(1);
    expect(stderr).toContain('SyntaxError');
    expect(stderr).toContain('    at ');
  } finally {
    course.remove();
  }
});
