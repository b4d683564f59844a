/** A folder of answers: the good ones count, the broken and the hostile ones are named and left out. */
import { execFileSync } from 'node:child_process';
import { mkdirSync, symlinkSync, utimesSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, beforeEach, expect, onTestFinished, test, vi } from 'vitest';
import type { ClassView } from '#site/class/class-view.ts';
import { CourseCopy } from '#testing/course-copy.ts';
import { runHere } from '#testing/in-process.ts';
import { HAS_LINKS, link } from '#testing/links.ts';
import { LEARNERS_FILE, REFERENCE, SMALL_COURSE, STARTER } from '#testing/small-course.ts';
import { bareEnvironment } from './run-answer.ts';

let course: CourseCopy;
let count = 0;
let folder: string;
/** What `--json` prints of a file that is right but for one claim. */
let result: string;
const WRONG = REFERENCE.replace('Number(claim)', 'claim as unknown as number');

beforeAll(async () => {
  course = CourseCopy.of(SMALL_COURSE);
  course.write(LEARNERS_FILE, WRONG);
  result = (await runHere(['lab', '1', '--json'], { root: course.root })).stdout;
});
afterAll(() => course.remove());
beforeEach(() => {
  folder = join(course.root, `answers-${(count += 1)}`);
  mkdirSync(folder);
});

function put(path: string, content: string | Uint8Array): string {
  const file = join(folder, path);
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, content);
  return file;
}

/** The class that the folder comes to, with what was left out. */
async function read(...options: readonly string[]) {
  const args = ['class', folder, '--json', ...options];
  const { code, stdout, stderr } = await runHere(args, { root: course.root });
  expect([code, stderr]).toEqual([0, '']);
  const view = JSON.parse(stdout) as ClassView & {
    skipped: readonly { path: string; why: { en: string } }[];
  };
  const steps = view.labs[0]?.steps ?? [];
  return {
    view,
    learners: view.learners,
    through: steps.map((step) => step.through.map(({ name }) => name)),
    stuck: steps.map((step) => step.stuck.map(({ name }) => name)),
    skipped: view.skipped.map(({ path, why }) => `${path}: ${why.en}`),
  };
}

const progress = (far: object) => JSON.stringify({ labs: { '01-rank': far }, hints: {} });

test('what --json printed counts, with the misconception, as a file or in a folder of its own', async () => {
  put('민지.json', result);
  put('neon/lab1.json', result);
  put(
    'spark.json',
    `\n> jwt-workshop@1.0.0 lab\n> node scripts/start.cjs lab 1 --json\n\n${result}`,
  );
  put('windows.json', Buffer.from(`\uFEFF${result}`, 'utf16le'));
  const { view, stuck, skipped } = await read();
  expect(stuck[0]?.toSorted()).toEqual(['neon', 'spark', 'windows', '민지']);
  expect(view.labs[0]?.steps[0]?.reasons).toMatchObject([
    { isMisconception: true, text: { en: 'A claim that looks like a number is one.' } },
  ]);
  expect(skipped).toEqual([]);
});

test('of two results of one learner the newer counts', async () => {
  const all = { schema: 1, labs: [{ number: 1, id: '01-rank', stepsPassed: 2, steps: 2 }] };
  utimesSync(put('spark/new.json', JSON.stringify(all)), 200, 200);
  utimesSync(put('spark/old.json', result), 100, 100);
  const { learners, through } = await read();
  expect([learners, through]).toEqual([1, [['spark'], ['spark']]]);
});

test('a clone says itself how far it is, and nothing is run', async () => {
  put('spark/labs/01-rank/rank.ts', "throw new Error('it was run');");
  put('spark/.workshop/progress.json', progress({ stepsPassed: 1, steps: 2, openStep: 2 }));
  put('neon/labs/01-rank/rank.ts', STARTER);
  const { learners, through, stuck, skipped } = await read();
  expect([learners, through, stuck]).toEqual([2, [['spark'], []], [[], []]]);
  expect(skipped).toEqual([]);
});

test('what is broken is named, and the rest counts', async () => {
  put('good.json', result);
  put('cut.json', result.slice(0, 400));
  put('empty.json', '');
  put('list.json', '[]');
  put('other-lab.json', result.replace('"number": 1', '"number": 7'));
  put('other-check.json', result.replaceAll('reads-digits', 'constructor'));
  put(
    'null.json',
    '{"schema":1,"subject":"learner","lab":{"number":1},"steps":[{"checks":[null]}]}',
  );
  put('deep.json', `${'{"labs":['.repeat(9000)}`);
  put('reference.json', result.replace('"learner"', '"reference"'));
  put('notes.txt', 'hello');
  put('pictures/a.png', '');
  put('clone/labs/01-rank/rank.ts', STARTER);
  put('clone/.workshop/progress.json', '{"labs":');
  const { learners, stuck, skipped } = await read();
  expect([learners, stuck[0]]).toEqual([2, ['good']]);
  const none = 'it is no result of this course, as --json prints one';
  const names = ['cut', 'deep', 'empty', 'list', 'null', 'other-check', 'other-lab', 'reference'];
  expect(skipped.toSorted()).toEqual(
    [
      ...names.map((name) => `${name}.json: ${none}`),
      'clone/.workshop/progress.json: it is broken',
      'notes.txt: it is neither a folder nor a result (*.json)',
      'pictures: it is no clone of the course, and holds no result (*.json)',
    ].toSorted(),
  );
});

test.skipIf(!HAS_LINKS)('no entry makes it open what is elsewhere, large or endless', async () => {
  link(course.root, join(folder, 'folder-link'));
  put('large.json', 'a'.repeat(1024 * 1024 + 1));
  mkdirSync(join(folder, 'a-folder.json'));
  mkdirSync(join(folder, 'clone/labs'), { recursive: true });
  link(join(course.root, '.workshop'), join(folder, 'clone/.workshop'));
  const { learners, skipped } = await read();
  expect(learners).toBe(1);
  expect(skipped.toSorted()).toEqual([
    'a-folder.json: it is no plain file',
    'clone/.workshop/progress.json: it is a link that leads out of its folder',
    'folder-link: it is neither a folder nor a result (*.json)',
    'large.json: it is larger than a megabyte',
  ]);
});

test.skipIf(process.platform === 'win32')(
  'a pipe is not waited for, a link not followed, and a name draws nothing',
  async () => {
    execFileSync('mkfifo', [join(folder, 'pipe.json')]);
    const outside = join(course.root, 'outside.json');
    writeFileSync(outside, result);
    symlinkSync(outside, join(folder, 'link.json'));
    put('\u001B[2J.json', result);
    const { stuck, skipped } = await read();
    expect(stuck[0]).toEqual(['?[2J']);
    expect(skipped).toEqual([
      'link.json: it is a link that leads out of its folder',
      'pipe.json: it is no plain file',
    ]);
  },
);

test('asked to, it runs the code with its own checks, without what is of this person alone', async () => {
  const spy = `import { readdirSync } from 'node:fs';
    import { homedir } from 'node:os';
    const seen = JSON.stringify([process.env, process.cwd()]);
    if (/SECRET-OF/.test(seen)) throw new Error('the environment is not bare');
    if (readdirSync(homedir()).length > 0) throw new Error('the home is not empty');
    ${REFERENCE}`;
  put('spark/labs/01-rank/rank.ts', spy);
  put('spark/labs/01-rank/rank.test.ts', "throw new Error('their checks are not asked');");
  put('neon/labs/01-rank/rank.ts', WRONG);
  put('haneul/labs/01-rank/rank.ts', STARTER);
  put('cut/labs/01-rank/rank.ts', `${REFERENCE}(`);
  vi.stubEnv('AWS_SECRET_ACCESS_KEY', 'SECRET-OF-AWS');
  onTestFinished(() => void vi.unstubAllEnvs());
  const environment = { ...process.env, LC_ALL: 'C' };
  const { stdout } = await runHere(['class', folder, '--run', '--json'], {
    root: course.root,
    environment,
  });
  const { learners, labs } = JSON.parse(stdout) as ClassView;
  const [first, second] = labs[0]?.steps ?? [];
  expect(learners).toBe(4);
  expect(first?.through.map(({ name }) => name)).toEqual(['spark']);
  expect(second?.through.map(({ name }) => name)).toContain('spark');
  expect(first?.stuck.map(({ name }) => name)).toEqual(['neon']);
  // Known by content: it is not run a second time.
  const again = await runHere(['class', folder, '--run', '--json'], { root: course.root });
  expect(again.stdout).toBe(stdout);
  // It starts a lab in a process of its own three times.
}, 300_000);

test('the environment of an answer holds what Node needs, and a home that is empty', () => {
  const given = {
    Path: '/bin',
    HOME: '/home/spark',
    AWS_PROFILE: 'x',
    npm_config_token: 'x',
    NODE_OPTIONS: '--inspect',
    SSH_AUTH_SOCK: '/tmp/x',
    GITHUB_TOKEN: 'x',
  };
  const bare = bareEnvironment(given, '/empty');
  expect(bare).toMatchObject({ Path: '/bin', HOME: '/empty', USERPROFILE: '/empty' });
  expect(Object.keys(bare).toSorted()).toEqual([
    'APPDATA',
    'AWS_EC2_METADATA_DISABLED',
    'HOME',
    'LC_ALL',
    'LOCALAPPDATA',
    'Path',
    'USERPROFILE',
  ]);
});

test('in the terminal it is a table, with what was left out', async () => {
  put('spark.json', result);
  put('broken.json', '{');
  const { stdout } = await runHere(['class', folder], { root: course.root });
  expect(stdout).toMatch(/Lab 1: .*\n +0\/1 {2}1\.1 .*, 1 stuck\n +1 x A claim that looks like/);
  expect(stdout).toContain('Left out: broken.json:');
});

test('a folder that is not there is a usage error', async () => {
  const { code, stderr } = await runHere(['class', join(folder, 'nowhere')], { root: course.root });
  expect([code, stderr]).toEqual([2, expect.stringContaining('There is no folder')]);
});
