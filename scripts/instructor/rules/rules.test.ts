/** The rules that run nothing: each finds its one fault, and none in a lab without. */
import { afterEach, describe, expect, test } from 'vitest';
import { findLabs, type Lab } from '#course/lab.ts';
import { CourseLinks } from '#course/links.ts';
import { reviewOf } from '#course/review/questions.ts';
import { referenceSources, type Sources } from '#course/stage.ts';
import { starterOf } from '#course/starter.ts';
import { CourseCopy } from '#testing/course-copy.ts';
import type { Failure } from '#kit/checks/failure.ts';
import type { ChecksReport } from '#runner/checks-host.ts';
import type { Verdict } from '#runner/verdict.ts';
import { english, say, type Message } from '#text/message.ts';
import type { Finding } from '../finding.ts';
import { REFERENCE, STARTER } from '#testing/small-course.ts';
import {
  CHECKS,
  MISTAKES,
  mistakeFile,
  README,
  README_KO,
  replaced,
  withSourceHash,
  tinyLab,
  type TinyLab,
  type TinyMistake,
} from '#testing/tiny-lab.ts';
import type { Run } from '../reading/run.ts';
import { findAlternatives, referenceTrial } from '../trials/accepted.ts';
import { mistakeTrial } from '../trials/mistake.ts';
import { findStarter } from '../trials/starter.ts';
import { checkLabCatalog, checkToolsCatalog } from './catalogs.ts';
import { checkLinks } from './links.ts';
import { checkIndexes, checkScript, checkScripts } from './registration.ts';
import { compareExports } from './exports.ts';
import { findMistakes, type Mistake } from './mistakes.ts';
import { checkSteps } from './steps.ts';
import { compareTranslation, translatedPages } from './translations.ts';

let course: CourseCopy | undefined;
afterEach(() => course?.remove());

/** Writes a course of one lab, and more files; answers its root and the lab. */
function given(
  parts: Partial<TinyLab> = {},
  more: Readonly<Record<string, string>> = {},
): { root: string; lab: Lab } {
  course = CourseCopy.of({ ...tinyLab(1, parts), ...more });
  const [lab] = findLabs(course.root);
  if (!lab) throw new Error('The course has no lab.');
  return { root: course.root, lab };
}

/** What leaves a ladder of hints incomplete. */
const NO_HINT = /hint-missing|step-missing \| [^|]*README/;

/** Each finding as one text: its rule, its file, what is wrong, what to do. */
function reported(findings: readonly Finding[]): string[] {
  return findings.map(({ rule, file, what, remedy, run = [] }) =>
    [rule, file, english(what), [english(remedy), ...run].join(' ')].join(' | '),
  );
}

/** A drawing on a page, with what it is drawn from. */
function drawing(code: string, language = ''): string {
  return `![rank](rank.${language}svg)\n\n\`\`\`mermaid\n${code}\n\`\`\`\n`;
}

/** One text for each pattern, in their order. */
function matching(patterns: readonly RegExp[]): unknown[] {
  return patterns.map((pattern): unknown => expect.stringMatching(pattern));
}

/** Cases by their names: what is given, and then what is to be found in it. */
function finds<Given>(
  find: (given: Given) => readonly Finding[],
  cases: Readonly<Record<string, readonly [Given, ...RegExp[]]>>,
): void {
  test.each(Object.entries(cases))('%s', (_, [one, ...patterns]) => {
    expect(reported(find(one))).toEqual(matching(patterns));
  });
}

function inSteps(parts: Partial<TinyLab>): readonly Finding[] {
  const { lab } = given(parts);
  const { findings, done, of } = checkSteps(lab, starterOf(lab));
  const isWhole = !NO_HINT.test(reported(findings).join());
  expect({ isWhole: done === of, of }).toEqual({ isWhole, of: 6 });
  return findings;
}

describe('steps and hints', () => {
  finds(inSteps, {
    'have the same numbers everywhere': [{}],
    'a TODO whose comment is gone': [
      { starter: replaced(STARTER, '  // TODO 1: read the digits as a number.\n', '') },
      /^step-missing \| labs\/01-rank\/rank\.ts \| Step 1 is missing here: \/\/ TODO 1/,
    ],
    'a TODO whose throw is gone': [
      { starter: replaced(STARTER, "throw new Error('TODO 1: read the rank')", 'return 0') },
      /^step-missing .* Step 1 is missing here: throw new Error\('TODO 1/,
    ],
    'TODOs 1a and 1b count as step 1': [
      {
        starter: replaced(STARTER, '// TODO 1: read', '// TODO 1a: take them.\n  // TODO 1b: read'),
      },
    ],
    'checks without a step': [
      { checks: replaced(CHECKS, 'step(1,', 'step(2,') },
      /^step-missing \| labs\/01-rank\/rank\.test\.ts \| Step 1 is missing here: step\(1, …\)/,
    ],
    'a README that leaves a step out': [
      { readme: replaced(README, '## Step 2: Compare', '## Compare') },
      /^step-missing \| labs\/01-rank\/README\.md \| Step 2 is missing here: ## Step 2/,
    ],
    'a Korean README with another number': [
      { readmeKo: replaced(README_KO, '## 2단계', '## 3단계') },
      /^step-missing \| labs\/01-rank\/README\.ko\.md \| Step 2 is missing here: ## 2단계/,
      /^step-unknown \| labs\/01-rank\/README\.ko\.md \| .* know no step 3: ## 3단계/,
    ],
    'steps out of order': [
      {
        readme: README.replace('## Step 1', '## Step x')
          .replace('## Step 2', '## Step 1')
          .replace('## Step x', '## Step 2'),
      },
      /^steps-out-of-order \| labs\/01-rank\/README\.md \| .*: 2, 1 \| Bring the headings/,
    ],
    'an empty hint': [
      { readmeKo: replaced(README_KO, '\n\n`Number`의 결과를 반환합니다.\n\n', '\n\n') },
      /^hint-missing \| labs\/01-rank\/README\.ko\.md:7 \| Hint 3 of step 1 is empty/,
    ],
    'a missing hint': [
      { readme: replaced(README, '<summary>Hint 3', '<summary>Hint 4') },
      /^hint-missing \| labs\/01-rank\/README\.md:5 \| Step 1 has no hint 3 .*<summary>Hint 3: …/,
    ],
    'a hint too many': [
      {
        readme: replaced(
          README,
          '## Step 2',
          '<details>\n<summary>Hint 4: More?</summary>\n\nMore.\n\n</details>\n\n## Step 2',
        ),
      },
      /^too-many-hints .* Step 1 has 4 hints/,
    ],
  });
});

function add(name: string, text: string): Partial<TinyLab> {
  return { mistakes: { ...MISTAKES, [name]: text } };
}

function inMistakes(parts: Partial<TinyLab>): readonly Finding[] {
  const { lab } = given(parts);
  return findMistakes(lab, referenceSources(lab), reviewOf(lab)).findings;
}

describe('mistakes', () => {
  const [first] = Object.values(MISTAKES);
  if (!first) throw new Error('There are no mistakes to start from.');
  const file = mistakeFile(REFERENCE, first);
  finds(inMistakes, {
    'are all different': [{}],
    'a header that is incomplete': [
      add('zero.patch', replaced(file, 'Says: The claim is a string\n', '')),
      /^header \| solutions\/01-rank\/mistakes\/zero\.patch \| Its header lacks: Says\./,
    ],
    'a patch that does not fit': [
      add('zero.patch', replaced(file, '-  return Number(claim);', '-  return Number(rank);')),
      /^does-not-apply .*zero\.patch.* diff -u --label a\/rank\.ts --label b\/rank\.ts/,
    ],
    'a patch of another file': [
      add('zero.patch', replaced(file, 'b/rank.ts', 'b/ranks.ts')),
      /^does-not-apply /,
    ],
    'a patch that is none': [
      add('zero.patch', 'Misconception: x\nCheck: lounge\nSays: y\n'),
      /^does-not-apply /,
    ],
    'a patch that changes too much': [
      add(
        'zero.patch',
        mistakeFile(REFERENCE, {
          ...first,
          misconception: 'More is better.',
          change: ['return Number(claim);', `return Number(claim);\n${'//\n'.repeat(25)}`],
        }),
      ),
      /^too-large .* changes 26 lines; a misconception takes at most 24/,
    ],
    'two with the same code': [
      add('zero.patch', mistakeFile(REFERENCE, { ...first, misconception: 'Digits are numbers.' })),
      /^same-source .*zero\.patch \| It makes the same code as claim-is-a-number\./,
    ],
    'two with the same misconception': [
      add(
        'zero.patch',
        mistakeFile(REFERENCE, {
          ...first,
          misconception: 'a claim that looks like a number, is one',
          change: ['Number(claim)', '0'],
        }),
      ),
      /^same-misconception .*zero\.patch \| It names the same misconception as claim-is-a-number/,
    ],
  });
});

test.each([
  ['changes none', '+claim', ['reads-digits']],
  [
    'goes through a list',
    '[...claim].map(() => { for (const one of claim) +one; })',
    ['reads-digits'],
  ],
  ['adds a for', '[...claim].reduce((sum) => { for (;;) sum; }, 0)', undefined],
  ['adds a while', '[...claim].reduce((sum) => { do sum; while (claim); }, 0)', undefined],
  ['adds one that goes on', '[...claim].map(() => { for (\n let i = 0;;) i; })', undefined],
])(
  'a mistake runs the checks that it names alone where it touches no loop without end: it %s',
  (_, to, only) => {
    const mistake = { misconception: '-', check: 'reads-digits', says: '-' };
    const one: TinyMistake = { ...mistake, change: ['Number(claim)', to] };
    const { lab } = given({ mistakes: { 'one.patch': one } });
    const [found] = findMistakes(lab, referenceSources(lab), reviewOf(lab)).mistakes;
    expect(found && mistakeTrial(lab, found).only).toEqual(only);
  },
);

const FAILED: Failure = {
  kind: 'wrong',
  expected: say`15`,
  actual: say`it returned 1`,
  cause: say`The claim is a string.`,
};
const LOOP: Failure = { ...FAILED, kind: 'loop' };

/** A run of the lab's checks: those that are not named have passed. */
function runOf(verdicts: Readonly<Record<string, Verdict>>, brokenBy?: Message): Run {
  const report = { stopped: undefined, crashed: false } as ChecksReport;
  const checks = ['reads-digits', 'lounge', 'compares-numbers'].map((id) => {
    return { id, step: 1, title: say`a check`, guard: false, verdict: verdicts[id] ?? 'passed' };
  });
  return { checks, brokenBy, report };
}

const CAUGHT = runOf({ 'reads-digits': FAILED });
const UNREADABLE = runOf({}, say`it does not load`);
const NOT_REACHED = runOf({ 'reads-digits': 'not-run' });

describe('a run of a mistake', () => {
  const mistake: Mistake = {
    name: 'one',
    path: 'solutions/01-rank/mistakes/one.patch',
    misconception: '-',
    check: 'reads-digits',
    says: 'The claim is a string',
    also: [],
    others: [],
    touchesLoop: false,
    sources: {},
  };
  const find = ([run, other]: readonly [Run, Partial<Mistake>?]) => {
    const { findings, done } = mistakeTrial(given().lab, { ...mistake, ...other }).judge(run);
    expect(done).toBe(1 - findings.length);
    return findings;
  };
  finds(find, {
    'is caught': [[CAUGHT]],
    'is caught by none': [[runOf({})], /^not-caught .* passes on it.*Make the check see it/],
    'is caught by another check': [
      [CAUGHT, { check: 'lounge' }],
      /^not-caught .*"lounge" passes on it.*"reads-digits" says what the mistake asks for/,
    ],
    'names no check': [
      [CAUGHT, { check: 'reads-ranks' }],
      /^unknown-check .*none of that id.*These fail on it: reads-digits$/,
    ],
    'has another message': [
      [CAUGHT, { says: 'two digits' }],
      /^other-message .*not say "two digits"\. It says: The claim is a string.*correct "Says:"/,
    ],
    'ends before its check': [[NOT_REACHED], /^never-ran .* never ran on it/],
    'ends in another check': [
      [runOf({ 'reads-digits': FAILED, 'compares-numbers': LOOP })],
      /^cut-short .* ends in the check "compares-numbers"/,
    ],
    'fails by the check of another reason that a review offers': [
      [
        runOf({ 'reads-digits': FAILED, lounge: FAILED, 'compares-numbers': FAILED }),
        { also: ['compares-numbers'], others: ['lounge'] },
      ],
      /^two-reasons .* a reason of the check "lounge".*Write "Also: compares-numbers, lounge"/,
    ],
    'passes the check that it says fails on it too': [
      [CAUGHT, { also: ['lounge'], others: ['compares-numbers'] }],
      /^also-passes .* "lounge" fails on it too, and it does not.*away from "Also:"/,
    ],
    'does not load': [[UNREADABLE], /^mistake-broken .* it does not load/],
  });
});

test.each([
  ['passes', runOf({}), 3, []],
  ['is refused', CAUGHT, 2, [/^refused .*expected 15, but it returned 1.* -- --solution$/]],
  ['is not reached by a check', NOT_REACHED, 2, [/^never-ran .*"reads-digits" never ran/]],
  ['does not load', UNREADABLE, 3, [/^broken .* it does not load/]],
])('a run of the reference: it %s', (_, run, done, patterns) => {
  const outcome = referenceTrial(given().lab, {}).judge(run);
  expect(reported(outcome.findings)).toEqual(matching(patterns));
  expect(outcome.done).toBe(done);
});

describe('the starter', () => {
  const PATCH = 'solutions/01-rank/starter.patch';
  test.each([
    ['is sound', {}, {}, []],
    [
      "is a learner's work",
      { learners: REFERENCE },
      {},
      [/^not-the-starter \| labs\/01-rank\/rank\.ts .* npm run reset 1 .*--update starters/],
    ],
    [
      'has a patch that does not fit',
      {},
      { [PATCH]: replaced(tinyLab(1)[PATCH] ?? '', 'return Number', 'return String') },
      [/^no-starter-patch \| solutions\/01-rank\/starter\.patch .*--update starters/],
    ],
  ])('%s', (_, parts, files, patterns) => {
    const { lab } = given(parts, files);
    expect(reported(findStarter(lab).findings)).toEqual(matching(patterns));
  });

  test('exports what the reference does', () => {
    const { lab } = given();
    const less: Sources = { 'rank.ts': REFERENCE };
    const more: Sources = { 'rank.ts': `${REFERENCE}\nexport type Rank = string;\n` };
    const compared = [less, more].flatMap((one) => [
      reported(compareExports(lab, one, less)),
      reported(compareExports(lab, less, one)),
    ]);
    expect(compared).toEqual([
      [],
      [],
      matching([/^missing-export .*"type Rank", the reference does not.*Export it from/]),
      matching([/^extra-export .*"type Rank", the starter does not.*Take "export" away/]),
    ]);
  });
});

describe('alternatives', () => {
  test('may be folders with the files of the learner', () => {
    const { lab } = given({}, { 'solutions/01-rank/alternatives/folder/rank.ts': REFERENCE });
    const { trials, findings } = findAlternatives(lab, referenceSources(lab));
    expect(trials.map(({ name }) => name)).toEqual([
      'alternative-arrows',
      'alternative-folder',
      'alternative-plus',
    ]);
    expect(findings).toEqual([]);
  });

  test('that are too few', () => {
    const { lab } = given({ alternatives: { 'arrows.ts': REFERENCE } });
    expect(reported(findAlternatives(lab, referenceSources(lab)).findings)).toEqual(
      matching([/^too-few-alternatives .* styles: 1\. At least 2.*Solve the lab once more/]),
    );
  });

  test('a folder that lacks a file', () => {
    const { lab } = given({}, { 'solutions/01-rank/alternatives/folder/ranks.ts': REFERENCE });
    expect(reported(findAlternatives(lab, referenceSources(lab)).findings)).toEqual(
      matching([
        /^alternative-files \| solutions\/01-rank\/alternatives\/folder \| .*: rank\.ts\./,
      ]),
    );
  });
});

describe('translations', () => {
  const PAGE = 'labs/01-rank/README.md';
  const find = (parts: Partial<TinyLab>) =>
    compareTranslation(new CourseLinks(given(parts).root), PAGE);
  finds(find, {
    'say the same': [{}],
    'English that has changed': [
      { readmeKo: withSourceHash(`${README} `, README_KO) },
      /^stale-translation \| labs\/01-rank\/README\.ko\.md \| labs\/01-rank\/README\.md has changed .*--update translations/,
    ],
    'Korean without a source hash': [
      { readmeKo: `<!-- a translation -->\n\n${README_KO}` },
      /^stale-translation .* first line does not say .*<!-- translation of README\.md: \w{12} -->$/,
    ],
    'another level of heading': [
      { readmeKo: replaced(README_KO, '## 2단계', '### 2단계') },
      /^headings-differ \| labs\/01-rank\/README\.ko\.md:\d+ \| heading 3 differs .*: ## .* ### here/,
    ],
    'other code': [
      { readmeKo: replaced(README_KO, "readRank('15')", "readRank('16')") },
      /^code-differs .* code block 1 differs/,
    ],
    'another link': [
      {
        readme: replaced(README, '## Step 1', 'See [the deck](https://example.com).\n\n## Step 1'),
      },
      /^links-differ .* link 1 differs .*: https:\/\/example\.com \(line 5\) there, - here/,
    ],
    'a folded part too few': [
      { readmeKo: README_KO.replace(/<details>\n(.*)\n\n(.*)\n\n<\/details>/, '$1\n\n$2') },
      /^details-differ .* folded part 6 differs/,
    ],
    "a link to a page's translation is a link to the page": [
      {
        readme: `${README}\n[course](../../README.md#labs)\n`,
        readmeKo: `${README_KO}\n[과정](../../README.ko.md#실습)\n`,
      },
    ],
    'the words of a drawing are in the language of the page': [
      {
        readme: `${README}\n${drawing('flowchart LR\n  a["rank"]:::bad -- "is" --> b')}`,
        readmeKo: `${README_KO}\n${drawing('flowchart LR\n  a["등급"]:::bad -- "값" --> b', 'ko.')}`,
      },
    ],
    'and those of a sequence': [
      {
        readme: `${README}\n${drawing('sequenceDiagram\n  participant a as Door\n  a->>b: 15')}`,
        readmeKo: `${README_KO}\n${drawing('sequenceDiagram\n  participant a as 문\n  a->>b: 등급', 'ko.')}`,
      },
    ],
    'a drawing of something else': [
      {
        readme: `${README}\n${drawing('flowchart LR\n  a["rank"] --> b')}`,
        readmeKo: `${README_KO}\n${drawing('flowchart LR\n  b["등급"] --> a')}`,
      },
      /^code-differs .* --> b .* --> a here/s,
    ],
  });

  test('a translation that is missing', () => {
    const { root } = given(
      {},
      { 'README.md': '# Course\n', 'CONTRIBUTING.md': '# Contributing\n' },
    );
    expect(translatedPages(root)).toEqual(['README.md', PAGE]);
    expect(reported(compareTranslation(new CourseLinks(root), 'README.md'))).toEqual(
      matching([
        /^no-translation \| README\.ko\.md \| .* Write README\.ko\.md; its first line is: <!--/,
      ]),
    );
  });

  test('every page of the slide notes has a translation', () => {
    const { root } = given({}, { 'slides-notes/01-opening.md': '# Opening\n' });
    expect(translatedPages(root)).toContain('slides-notes/01-opening.md');
  });
});

function inCatalog(texts: Record<string, string>): readonly Finding[] {
  const { root, lab } = given({ korean: texts });
  return checkLabCatalog(root, lab);
}

describe('messages', () => {
  const korean = JSON.parse(tinyLab(1)['labs/01-rank/ko.json'] ?? '') as Record<string, string>;
  finds(inCatalog, {
    'all have their Korean': [korean],
    'a message without': [
      Object.fromEntries(
        Object.entries(korean).filter(([text]) => text !== 'compares ranks as numbers'),
      ),
      /^no-korean \| labs\/01-rank\/ko\.json \| A message of labs\/01-rank\/rank\.test\.ts .*"compares ranks as numbers" \| Add it to/,
    ],
    'Korean that nothing says': [
      { ...korean, 'reads ranks': '등급을 읽는다' },
      /^left-over .* "reads ranks" \| Delete its line/,
    ],
    'other placeholders': [
      { ...korean, 'compares ranks as numbers': '{0} 등급을 비교한다' },
      /^placeholders-differ .* \{0\} in place of - /,
    ],
    'Korean that is English': [
      { ...korean, 'compares ranks as numbers': 'compares ranks as numbers' },
      /^untranslated .* Translate it in labs\/01-rank\/ko\.json/,
    ],
  });

  test('a catalogue that is no JSON', () => {
    const { root, lab } = given({}, { 'labs/01-rank/ko.json': '{' });
    expect(reported(checkLabCatalog(root, lab))).toEqual(matching([/^no-catalog /]));
  });

  test("the tools' messages have a catalogue of their own; commands need no translation", () => {
    const tool =
      'export const next = [say`npm run -s lab ${1} -- --json`, say`${1} → ${2}`, say`done`];\n';
    const { root } = given(
      {},
      {
        'scripts/tool.ts': tool,
        'scripts/tool.test.ts': 'say`not looked at`;\n',
        'scripts/text/ko.json': JSON.stringify({
          'npm run -s lab {0} -- --json': 'npm run -s lab {0} -- --json',
          '{0} → {1}': '{0} → {1}',
        }),
      },
    );
    expect(reported(checkToolsCatalog(root))).toEqual(
      matching([/^no-korean .* scripts\/tool\.ts .*"done"/]),
    );
  });
});

function inLinks(text: string): readonly Finding[] {
  const { root } = given({}, { 'PAGE.md': `# Page\n\n${text}\n` });
  return checkLinks(new CourseLinks(root), ['PAGE.md']).findings;
}

describe('links', () => {
  finds(inLinks, {
    'lead somewhere': [
      '[lab](labs/01-rank/README.md#step-1-read-a-rank) [file](labs/01-rank/rank.ts#L1) <a id="x"></a>[x](#x) [web](https://example.com)',
    ],
    'to a file that is not there': [
      '[lab](labs/02-rank/README.md)',
      /^broken-link \| PAGE\.md:3 \| .* there is no labs\/02-rank\/README\.md/,
    ],
    'to a heading that is not there': [
      '[lab](labs/01-rank/README.md#step-3)',
      /^broken-anchor \| PAGE\.md:3 \| .* \| Use one of its anchors: .*#step-1-read-a-rank/,
    ],
    'in HTML': ['<img src="rank.png" alt="">', /^broken-link \| PAGE\.md:3 .* no rank\.png/],
    'out of the repository': ['[lab](/labs/01-rank)', /^absolute-path .* relative to PAGE\.md/],
    'to a place of one machine': [
      'Open `/home/spark/jwt-workshop/README.md`.',
      /^absolute-path \| PAGE\.md:3 \| .*: \/home\/spark\/jwt-workshop\/README\.md/,
    ],
  });
});

function scripts(names: object): string {
  return JSON.stringify({ scripts: names });
}

function inRegistration(files: Record<string, string>): readonly Finding[] {
  const { root, lab } = given({}, files);
  return [
    ...checkScript(root, lab),
    ...checkIndexes(new CourseLinks(root), [lab]),
    ...checkScripts(root, [lab]),
  ];
}

describe('a lab is registered', () => {
  const ROW = '[lab](labs/01-rank/README.md)\n';
  const NOTES_ROW = '[lab](../labs/01-rank/README.ko.md)\n';
  const SCRIPT = { 'lab:1': 'node scripts/start.cjs lab 1' };
  finds(inRegistration, {
    'where every file that there is names it': [
      {
        'package.json': scripts(SCRIPT),
        'README.md': ROW,
        'slides-notes/README.ko.md': NOTES_ROW,
      },
    ],
    'in package.json': [
      { 'package.json': scripts({}) },
      /^lab-without-script \| package\.json \| "npm run lab:1" .* "node scripts\/start\.cjs lab 1"/,
    ],
    'in package.json, by its own number': [
      { 'package.json': scripts({ 'lab:1': 'node scripts/start.cjs lab 2' }) },
      /^lab-without-script /,
    ],
    'in the README': [
      { 'README.md': '# Course\n' },
      /^lab-without-link \| README\.md \| .* lesson: labs\/01-rank\/README\.md/,
    ],
    'in the slide notes': [
      { 'slides-notes/README.md': '# Notes\n' },
      /^lab-without-link \| slides-notes\/README\.md \| .* \.\.\/labs\/01-rank\/README\.md/,
    ],
    'and no script is left of one that is gone': [
      { 'package.json': scripts({ ...SCRIPT, 'lab:2': 'node scripts/start.cjs lab 2' }) },
      /^script-without-lab \| package\.json \| The script "lab:2"/,
    ],
  });
});
