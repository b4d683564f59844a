/** For tests: a lab of two steps and three checks, in which nothing is wrong. */
import { createHash } from 'node:crypto';
import { createTwoFilesPatch } from 'diff';

/** What a test may put in place of a part of the lab. */
export interface TinyLab {
  readonly reference: string;
  readonly starter: string;
  /** In labs/, where it is not the starter. */
  readonly learners: string;
  readonly checks: string;
  /** File name → header and what is replaced by what in the reference; or the whole file. */
  readonly mistakes: Readonly<Record<string, TinyMistake | string>>;
  readonly alternatives: Readonly<Record<string, string>>;
  readonly readme: string;
  readonly readmeKo: string;
  readonly korean: Readonly<Record<string, string>>;
}

export interface TinyMistake {
  readonly misconception: string;
  readonly check: string;
  readonly says: string;
  readonly change: readonly [from: string, to: string];
}

export const STARTER = `/** The least rank that the lounge lets in. */
export const LOUNGE = '10';

/** The rank that a claim holds. */
export function readRank(claim: string): number {
  // TODO 1: read the digits as a number.
  throw new Error('TODO 1: read the rank');
}

/** Whether a rank is enough for a door. */
export function mayEnter(rank: string, least: string): boolean {
  // TODO 2: compare them as numbers.
  throw new Error('TODO 2: compare ranks');
}
`;

export const REFERENCE = `/** The least rank that the lounge lets in. */
export const LOUNGE = '10';

/** The rank that a claim holds. */
export function readRank(claim: string): number {
  return Number(claim);
}

/** Whether a rank is enough for a door. */
export function mayEnter(rank: string, least: string): boolean {
  return readRank(rank) >= readRank(least);
}
`;

export const CHECKS = `import { check, given, guard, same, say, step } from '#checks';
import { LOUNGE, mayEnter, readRank } from './rank.ts';

step(1, { readRank }, () => {
  check('reads-digits', say\`reads the digits of a rank\`, () => {
    given(readRank, '15').returns(15, say\`The claim is a string: Number(claim) reads it.\`);
  });
  guard('lounge', say\`leaves the lounge's rank alone\`, () => {
    same(say\`LOUNGE\`, LOUNGE, '10', say\`The door was opened for everybody.\`);
  });
});

step(2, { mayEnter }, () => {
  check('compares-numbers', say\`compares ranks as numbers\`, () => {
    given(mayEnter, '9', '10').returns(false, say\`Strings compare letter by letter.\`);
  });
});
`;

export const MISTAKES: Readonly<Record<string, TinyMistake>> = {
  'claim-is-a-number.patch': {
    misconception: 'A claim that looks like a number is one.',
    check: 'reads-digits',
    says: 'The claim is a string',
    change: ['Number(claim)', 'claim as unknown as number'],
  },
  'lounge-for-all.patch': {
    misconception: 'The door may be opened to get in.',
    check: 'lounge',
    says: 'opened for everybody',
    change: ["'10'", "'0'"],
  },
  'letters-compared.patch': {
    misconception: 'Digits compare as numbers do.',
    check: 'compares-numbers',
    says: 'letter by letter',
    change: ['readRank(rank) >= readRank(least)', 'rank >= least'],
  },
};

const KOREAN = {
  'reads the digits of a rank': '등급의 숫자를 읽는다',
  'The claim is a string: Number(claim) reads it.':
    '클레임은 문자열입니다. Number(claim)로 읽습니다.',
  "leaves the lounge's rank alone": '라운지 등급을 그대로 둔다',
  LOUNGE: 'LOUNGE',
  'The door was opened for everybody.': '문이 모두에게 열렸습니다.',
  'compares ranks as numbers': '등급을 숫자로 비교한다',
  'Strings compare letter by letter.': '문자열은 글자 단위로 비교됩니다.',
};

function hints(words: readonly [string, string, string], name: string): string {
  return words
    .map((word, index) => {
      const summary = `<summary>${name} ${index + 1}: ${word}</summary>`;
      return `<details>\n${summary}\n\n${word}\n\n</details>\n`;
    })
    .join('\n');
}

export const README = `# Lab · Who may enter

Read on at [step 2](#step-2-compare-two-ranks).

## Step 1: Read a rank

\`\`\`ts
readRank('15');
\`\`\`

${hints(['What type?', 'Who reads it?', 'Nearly the code'], 'Hint')}
## Step 2: Compare two ranks

${hints(['Which is more?', 'What have you?', 'Nearly the code'], 'Hint')}`;

export const README_KO = `# 실습 · 누가 들어갈 수 있나

[2단계](#2단계-두-등급-비교하기)에서 이어집니다.

## 1단계: 등급 읽기

\`\`\`ts
readRank('15');
\`\`\`

${hints(['타입은?', '읽는 것은?', '거의 코드'], '힌트')}
## 2단계: 두 등급 비교하기

${hints(['더 큰 것은?', '가진 것은?', '거의 코드'], '힌트')}`;

const ALTERNATIVES = {
  'arrows.ts': `export const LOUNGE = '10';
export const readRank = (claim: string): number => Number.parseInt(claim, 10);
export const mayEnter = (rank: string, least: string): boolean =>
  readRank(rank) - readRank(least) >= 0;
`,
  'plus.ts': REFERENCE.replace('Number(claim)', '+claim'),
};

/** The lab's files by their paths from the root, with some of its parts replaced. */
export function tinyLab(number: number, parts: Partial<TinyLab> = {}): Record<string, string> {
  const id = `${String(number).padStart(2, '0')}-rank`;
  const { reference = REFERENCE, starter = STARTER, checks = CHECKS, korean = KOREAN } = parts;
  const { mistakes = MISTAKES, alternatives = ALTERNATIVES, readme = README } = parts;
  const files = {
    [`labs/${id}/rank.ts`]: parts.learners ?? starter,
    [`labs/${id}/rank.test.ts`]: checks,
    [`labs/${id}/ko.json`]: JSON.stringify(korean),
    [`labs/${id}/README.md`]: readme,
    [`labs/${id}/README.ko.md`]: withSourceHash(readme, parts.readmeKo ?? README_KO),
    [`solutions/${id}/rank.ts`]: reference,
    [`solutions/${id}/starter.patch`]: difference(reference, starter),
  };
  for (const [name, mistake] of Object.entries(mistakes)) {
    files[`solutions/${id}/mistakes/${name}`] =
      typeof mistake === 'string' ? mistake : mistakeFile(reference, mistake);
  }
  for (const [name, text] of Object.entries(alternatives)) {
    files[`solutions/${id}/alternatives/${name}`] = text;
  }
  return files;
}

/** The Korean page with the first line that says which English it translates. */
export function withSourceHash(english: string, korean: string): string {
  const hash = createHash('sha256').update(english).digest('hex').slice(0, 12);
  return korean.startsWith('<!--')
    ? korean
    : `<!-- translation of README.md: ${hash} -->\n\n${korean}`;
}

export function mistakeFile(
  reference: string,
  { misconception, check, says, change }: TinyMistake,
): string {
  return `Misconception: ${misconception}\nCheck: ${check}\nSays: ${says}\n${difference(reference, replaced(reference, ...change))}`;
}

/** The text with one thing in place of another. Throws where it is not there. */
export function replaced(text: string, from: string, to: string): string {
  if (!text.includes(from)) throw new Error(`The text has no "${from}".`);
  return text.replace(from, to);
}

function difference(from: string, to: string): string {
  return createTwoFilesPatch('a/rank.ts', 'b/rank.ts', from, to).replace(/^=+\n/, '');
}
