/** For tests: a course of one lab with two steps and three checks. */

const STARTER = `/** The rank that a claim holds. */
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

/** The learner's file with both steps done. */
export const REFERENCE = `/** The rank that a claim holds. */
export function readRank(claim: string): number {
  return Number(claim);
}

/** Whether a rank is enough for a door. */
export function mayEnter(rank: string, least: string): boolean {
  return readRank(rank) >= readRank(least);
}
`;

const CHECKS = `import { check, given, say, step } from '#checks';
import { mayEnter, readRank } from './rank.ts';

step(1, { readRank }, () => {
  check('reads-digits', say\`reads the digits of a rank\`, () => {
    given(readRank, '15').returns(15, say\`The claim is a string: Number(claim) reads it.\`);
  });
});

step(2, { mayEnter }, () => {
  check('compares-numbers', say\`compares ranks as numbers\`, () => {
    given(mayEnter, '9', '10').returns(
      false,
      say\`Strings compare letter by letter, so "9" is more than "10".\`,
    );
  });
  check('enough-is-enough', say\`lets in the very rank that is asked for\`, () => {
    given(mayEnter, '10', '10').returns(true);
  });
});
`;

const DEMO = `import { demo, print, say } from '#demo';
import { mayEnter, readRank } from './rank.ts';

await demo(() => {
  print(say\`spark has rank \${readRank('15')}.\`);
  print(say\`The lounge lets him in: \${String(mayEnter('15', '10'))}.\`);
});
`;

const README = `# Lab 1 · Who may enter

## Step 1: Read a rank

<details>
<summary>Hint 1: What type is the claim?</summary>

A token's \`rank\` is text. See [the deck](https://example.com/deck).

</details>

<details>
<summary>Hint 2: Who reads text as a number?</summary>

\`\`\`ts
Number('15');
\`\`\`

</details>

<details>
<summary>Hint 3: Nearly the code</summary>

Return what \`Number\` makes of it.

</details>

## Step 2: Compare two ranks

<details>
<summary>Hint 1: Which is more, "9" or "10"?</summary>

It depends on whether you ask for letters or for numbers.

</details>

<details>
<summary>Hint 2: What does step 1 give you?</summary>

Numbers.

</details>

<details>
<summary>Hint 3: Nearly the code</summary>

\`readRank(…) >= …\`

</details>
`;

const README_KO = `<!-- translation of README.md: 000000000000 -->

# 실습 1 · 누가 들어갈 수 있나

## 1단계: 등급 읽기

<details>
<summary>힌트 1: 클레임의 타입은 무엇입니까?</summary>

토큰의 \`rank\` 값은 문자열입니다. [덱](https://example.com/deck)을 보십시오.

</details>

<details>
<summary>힌트 2: 문자열을 숫자로 읽는 것은?</summary>

\`\`\`ts
Number('15');
\`\`\`

</details>

<details>
<summary>힌트 3: 거의 코드</summary>

\`Number\` 결과를 반환합니다.

</details>

## 2단계: 두 등급 비교하기

<details>
<summary>힌트 1: "9"와 "10" 중 어느 것이 큽니까?</summary>

글자로 묻는지 숫자로 묻는지에 달려 있습니다.

</details>

<details>
<summary>힌트 2: 1단계가 주는 것은?</summary>

숫자입니다.

</details>

<details>
<summary>힌트 3: 거의 코드</summary>

\`readRank(…) >= …\`

</details>
`;

const KOREAN = {
  'reads the digits of a rank': '등급의 숫자를 읽는다',
  'The claim is a string: Number(claim) reads it.':
    '클레임은 문자열입니다. Number(claim)로 읽습니다.',
  'compares ranks as numbers': '등급을 숫자로 비교한다',
  'Strings compare letter by letter, so "9" is more than "10".':
    '문자열은 글자 단위로 비교되어 "9"가 "10"보다 큽니다.',
  'lets in the very rank that is asked for': '요구한 등급과 같으면 들여보낸다',
  'spark has rank {0}.': 'spark의 등급은 {0}입니다.',
  'The lounge lets him in: {0}.': '라운지 입장: {0}.',
};

/** The lab's folder in the course, and the file that its learner edits. */
export const LAB = 'labs/01-rank';
export const LEARNERS_FILE = `${LAB}/rank.ts`;

/** Every file of the course, by its path. */
export const SMALL_COURSE: Readonly<Record<string, string>> = {
  [LEARNERS_FILE]: STARTER,
  [`${LAB}/rank.test.ts`]: CHECKS,
  [`${LAB}/demo.ts`]: DEMO,
  [`${LAB}/README.md`]: README,
  [`${LAB}/README.ko.md`]: README_KO,
  [`${LAB}/ko.json`]: JSON.stringify(KOREAN),
  'solutions/01-rank/rank.ts': REFERENCE,
  'solutions/01-rank/starter.patch': starterPatch(),
};

function starterPatch(): string {
  return `--- a/rank.ts
+++ b/rank.ts
@@ -2,4 +2,5 @@
 export function readRank(claim: string): number {
-  return Number(claim);
+  // TODO 1: read the digits as a number.
+  throw new Error('TODO 1: read the rank');
 }
 
@@ -7,3 +8,4 @@
 export function mayEnter(rank: string, least: string): boolean {
-  return readRank(rank) >= readRank(least);
+  // TODO 2: compare them as numbers.
+  throw new Error('TODO 2: compare ranks');
 }
`;
}
