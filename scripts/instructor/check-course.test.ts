/**
 * The check of the check: a lab in which nothing is wrong gives no fault, and a lab with one thing
 * wrong gives the fault for it, and no other. All of them are one course, which is checked once.
 */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { CourseCopy } from '#testing/course-copy.ts';
import { runHere } from '#testing/in-process.ts';
import type { CourseReport } from './course-report.ts';
import { REFERENCE, STARTER } from '#testing/small-course.ts';
import {
  CHECKS,
  MISTAKES,
  README,
  README_KO,
  replaced,
  tinyLab,
  type TinyLab,
} from '#testing/tiny-lab.ts';

interface Case {
  readonly parts: Partial<TinyLab>;
  /** For each fault in its order: the area, the rule, the file, what is wrong and what to do. */
  readonly faults: readonly RegExp[];
}

/** A reference with `from` replaced by `to`, and the same mistakes as ever. */
function reference(from: string, to: string): Partial<TinyLab> {
  return { reference: replaced(REFERENCE, from, to) };
}

function checks(from: string, to: string): Partial<TinyLab> {
  return { checks: replaced(CHECKS, from, to) };
}

/** Both READMEs with these lines of code. */
function samples(lines: readonly string[]): Partial<TinyLab> {
  const code = lines.join('\n');
  return {
    readme: replaced(README, "readRank('15');", code),
    readmeKo: replaced(README_KO, "readRank('15');", code),
  };
}

const CASES: Readonly<Record<string, Case>> = {
  'a starter that is solved': {
    parts: {
      starter: replaced(
        STARTER,
        "  throw new Error('TODO 1",
        "  if (claim !== '') return Number(claim);\n  throw new Error('TODO 1",
      ),
    },
    faults: [
      /^starter step-solved \| .*Step 1 is solved on the starter.* \| .*throw new Error\('TODO 1: …'\).*--update starters/,
    ],
  },
  'nothing wrong': { parts: {}, faults: [] },
  'a skipped check': {
    parts: {
      checks: replaced(
        replaced(CHECKS, 'import { check', "import { describe } from 'vitest';\nimport { check"),
        "  check('compares-numbers'",
        "  describe.skip('later', () => check('compares-numbers'",
      ).replace(/\}\);\n\}\);\n$/, '}));\n});\n'),
    },
    faults: [/^starter skipped \| .*"compares-numbers" never ran.* \| .*Look for skip, only/],
  },
  'an empty file of checks': {
    parts: { checks: "import '#checks';\n", korean: {} },
    faults: [/^starter no-checks \| .*holds no checks.* \| .*at least one check\(…\)/],
  },
  "a check that can't fail": {
    parts: {
      checks: CHECKS.replaceAll('guard', 'check').replace('check, given, check,', 'check, given,'),
    },
    faults: [
      /^starter cannot-fail \| .*"lounge" passes on the starter.* \| .*function of step 1 first.*guard\(…\) in place of check\(…\)/,
    ],
  },
  'a check that fails on the starter by itself': {
    parts: checks(
      "given(mayEnter, '9', '10')",
      "const tried = () => {\n      try {\n        return mayEnter('9', '10');\n      } catch {\n        return true;\n      }\n    };\n    given(tried)",
    ),
    faults: [
      /^starter fails-otherwise \| .*"compares-numbers" fails on the starter, but not with TODO 2: it returned true.* \| .*function of step 2 before anything else/,
    ],
  },
  'a check of another step': {
    parts: checks("given(mayEnter, '9', '10')", "readRank('9');\n    given(mayEnter, '9', '10')"),
    faults: [
      /^starter other-todo \| .*of step 2 fails on the starter with TODO 1.* \| .*Move the check to step 1/,
    ],
  },
  'a test that is no check': {
    parts: {
      checks:
        replaced(
          CHECKS,
          'import { check',
          "import { expect, test } from 'vitest';\nimport { check",
        ) + "\ntest('works', () => {\n  expect(LOUNGE).toBe('10');\n});\n",
    },
    faults: [/^starter no-check \| .*"works" is no check.* \| .*check\(…\) of #checks/],
  },
  'a reference with a type error and a lint error': {
    parts: reference(
      'export function readRank',
      "debugger;\nexport const HIGHEST: number = '20';\n\nexport function readRank",
    ),
    faults: [
      /^reference extra-export \| .*exports "HIGHEST", the starter does not.* \| .*Take "export" away/,
      /^reference type-error \| .*TS2322: Type 'string'.* \| .*npm run typecheck/,
      /^reference lint-error \| .*no-debugger.* \| .*npm run lint/,
    ],
  },
  'a mistake that no check comes back from, and a check that catches nothing': {
    parts: {
      mistakes: {
        ...Object.fromEntries(
          Object.entries(MISTAKES).filter(([, { check }]) => check !== 'compares-numbers'),
        ),
        'never-ends.patch': {
          misconception: 'A rank above another is found by counting.',
          check: 'reads-digits',
          says: 'The claim is a string',
          change: [
            'Number(claim);\n}\n\n/** Whether a rank is enough for a door. */\nexport function mayEnter(rank: string, least: string): boolean {',
            'claim.length;\n}\n\n/** Whether a rank is enough for a door. */\nexport function mayEnter(rank: string, least: string): boolean {\n  for (;;) if (rank === "") break;',
          ],
        },
      },
    },
    faults: [
      /^mistakes cut-short \| .*ends in the check "compares-numbers".* \| .*a function that comes to an end/,
      /^mistakes catches-nothing \| .*"compares-numbers" \(compares ranks as numbers\) catches no mistake.* \| .*solutions\/\d\d-rank\/mistakes\/<misconception>\.patch, with "Check: compares-numbers"/,
    ],
  },
  'alternatives of which one is refused, and one does not type-check': {
    parts: {
      alternatives: {
        'arrows.ts': REFERENCE,
        'ten.ts': REFERENCE.replace('Number(claim)', 'Number(claim, 10)'),
        'letters.ts': REFERENCE.replace('readRank(rank) >= readRank(least)', 'rank >= least'),
      },
    },
    faults: [
      /^alternatives refused \| .*"compares-numbers" refuses it.* \| .*If the answer keeps the rule, fix the check in labs\/\d\d-rank\/rank\.test\.ts/,
      /^alternatives type-error \| solutions\/\d\d-rank\/alternatives\/ten\.ts:\d+ \| .*TS2554.* \| .*npm run typecheck/,
    ],
  },
  'samples that are right, wrong, throw, or are none': {
    parts: samples([
      "readRank('15'); // → 15",
      'const claims = { rank: \'15\' }; // → { "rank": "15" }',
      "Buffer.from('15'); // → Uint8Array [49, 53]",
      'readRank(\'15\'); // → "15"',
      'readRank(token); // → 15',
      '// → 15',
    ]),
    faults: [
      /^samples arrow-without-value \| .*no expression in front.* \| .*expression; \/\/ → value/,
      /^samples wrong-sample \| .*shows "15", and the reference gives 15.* \| .*README\.ko\.md: \/\/ → 15/,
      /^samples wrong-sample \| .*throws ReferenceError: token is not defined.* \| .*README\.md/,
    ],
  },
  'samples that are no code, or do not run': {
    parts: samples([
      "readRank('15'; // → 15",
      '```',
      '```ts',
      "import { level } from './level.ts';",
      'level; // → 15',
    ]),
    faults: [
      /^samples unreadable-sample \| .*can't be read as TypeScript.* \| .*name its fence/,
      /^samples samples-broken \| .*do not run on the reference.* \| .*ts fence.*stands alone/,
    ],
  },
  'a lab without a reference': {
    parts: {},
    faults: [/^reference no-reference \| .*no reference solution.* \| .*solutions\/\d\d-rank/],
  },
  // A handler goes through its steps in order, so the first TODO ends it for the later ones too.
  'two steps of one export': {
    parts: {
      checks: replaced(
        replaced(CHECKS, 'step(2, { mayEnter }', 'step(2, { readRank, mayEnter }'),
        "given(mayEnter, '9', '10')",
        "readRank('9');\n    given(mayEnter, '9', '10')",
      ),
    },
    faults: [],
  },
  'a file of checks that is no TypeScript': {
    parts: {
      checks: replaced(CHECKS, "check('reads-digits', say", "check('reads-digits' say"),
      korean: {},
    },
    faults: [
      /^starter starter-broken \| .*On the starter it does not load: SyntaxError.* \| .*Run the lab on its starter/,
      // The linter reads it too, and says what is wrong with it.
      /^reference lint-error \| .*Lint error.* \| .*npm run lint/,
    ],
  },
};

const NAMES = Object.keys(CASES);
const README_OF_THE_COURSE = `# Course

\`\`\`console
$ npm run lab 1
Lab 1: Who may enter
...
\`\`\`

\`\`\`console
$ npm run hint 1
Step 1: Read a rank
Hint 2 of 3: What type?
...
$ npm run learn
Lab 1
\`\`\`
`;

function linksTo(page: string): string {
  const ids = NAMES.map((_, index) => `${String(index).padStart(2, '0')}-rank`);
  return ids.map((id) => `[${id}](labs/${id}/${page})\n`).join('');
}

let course: CourseCopy;
let report: CourseReport;
let code: number | null;

beforeAll(async () => {
  const labs = Object.values(CASES).flatMap(({ parts }, index) =>
    Object.entries(tinyLab(index, parts)),
  );
  const number = String(NAMES.indexOf('a lab without a reference'));
  const withoutReference = `solutions/${number.padStart(2, '0')}-`;
  course = CourseCopy.of({
    ...Object.fromEntries(labs.filter(([path]) => !path.startsWith(withoutReference))),
    '.oxlintrc.json': '{ "categories": { "correctness": "error" } }',
    'README.md': README_OF_THE_COURSE + linksTo('README.md'),
    'README.ko.md': `# 코스\n\n${linksTo('README.ko.md')}`,
  });
  const finished = await runHere(['solutions', '--json'], { root: course.root });
  report = JSON.parse(finished.stdout) as CourseReport;
  ({ code } = finished);
}, 300_000);

afterAll(() => course.remove());

test.each(NAMES)('%s is reported by its rule, and by no other', (name) => {
  const number = NAMES.indexOf(name);
  const found = report.faults.filter(({ lab }) => lab === number);
  const texts = found.map(({ area, rule, file, what, remedy, run }) =>
    [`${area} ${rule}`, file, what.en, [remedy.en, ...run].join(' ')].join(' | '),
  );
  expect(texts).toEqual(CASES[name]?.faults.map((one): unknown => expect.stringMatching(one)));
  for (const { file, what, remedy } of found) {
    expect(what.ko).toMatch(/[가-힣]/);
    expect(remedy.ko).toMatch(/[가-힣]/);
    expect(file).toMatch(/^(?:labs|solutions)\/\d\d-rank/);
  }
});

test('the rest of the course has its own faults', () => {
  const found = report.faults.filter(({ lab }) => lab === undefined);
  expect(found.map(({ area, rule, file }) => [area, rule, file])).toEqual([
    ['translation', 'stale-translation', 'README.ko.md'],
    ['translation', 'code-differs', 'README.ko.md'],
    ['samples', 'wrong-output', 'README.md:10'],
    ['samples', 'unknown-command', 'README.md:14'],
  ]);
  expect(found[2]?.what.en).toContain('The command: "Hint 1 of 3: What type');
});

test('a file that can not be read is named with its line', () => {
  const fault = report.faults.find(({ rule }) => rule === 'starter-broken');
  expect(fault?.file).toBe(`labs/${NAMES.length - 1}-rank/rank.test.ts:5`);
});

test('a course without fault is counted in full', () => {
  const { areas } = report.labs[NAMES.indexOf('nothing wrong')] ?? {};
  expect(areas).toEqual({
    starter: { faults: 0, done: 2, of: 2 },
    reference: { faults: 0, done: 3, of: 3 },
    mistakes: { faults: 0, done: 3, of: 3 },
    alternatives: { faults: 0, done: 2, of: 2 },
    review: { faults: 0 },
    hints: { faults: 0, done: 6, of: 6 },
    translation: { faults: 0 },
    links: { faults: 0, done: 2, of: 2 },
    samples: { faults: 0 },
  });
});

test('faults give exit code 1 and the next thing to do', () => {
  expect({ code, outcome: report.outcome }).toEqual({ code: 1, outcome: 'failed' });
  expect(report.next.what.en).toBe('fix the first fault in labs/00-rank/rank.ts, then:');
  expect(report.next.command).toBe('npm run solutions 0');
});

test('leaves nothing behind', () => {
  expect(existsSync(join(course.root, '.workshop', 'stage'))).toBe(false);
});
