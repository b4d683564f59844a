import { expect, test } from 'vitest';
import { readLesson } from './lesson.ts';

const hint = (word: string, level: number, title: string, text: string): string =>
  `<details>\n<summary>${word} ${level}: ${title}</summary>\n\n${text}\n\n</details>\n`;

test('reads title, steps, anchors and hints, in either language', () => {
  const english = `# Lab 2 · Sign it, and check it\n\nStory.\n\n## Step 1: Import a \`secret\`\n\n${hint('Hint', 1, 'How long?', 'Count *bytes*.\n\n```ts\n## Step 9: not a heading\n```')}${hint('Hint', 2, 'Which type?', 'A KeyObject.')}\n## What is missing\n\n## Step 2: Sign\n`;
  expect(readLesson(english)).toEqual({
    title: 'Sign it, and check it',
    steps: [
      {
        number: 1,
        title: 'Import a secret',
        anchor: 'step-1-import-a-secret',
        line: 5,
        hints: [
          {
            level: 1,
            title: 'How long?',
            text: 'Count *bytes*.\n\n```ts\n## Step 9: not a heading\n```',
          },
          { level: 2, title: 'Which type?', text: 'A KeyObject.' },
        ],
      },
      { number: 2, title: 'Sign', anchor: 'step-2-sign', line: 26, hints: [] },
    ],
  });
  const korean = `# 실습 2 · 서명하고 검증하기\n\n## 1단계: 비밀 키 준비하기\n\n${hint('힌트', 1, '길이는?', '바이트로 셉니다.')}`;
  expect(readLesson(korean)).toMatchObject({
    title: '서명하고 검증하기',
    steps: [{ number: 1, anchor: '1단계-비밀-키-준비하기', hints: [{ text: '바이트로 셉니다.' }] }],
  });
});

test('an anchor that stands twice is numbered, as GitHub does', () => {
  const lesson = readLesson('## Sign\n\n## Step 1: Sign\n\n## Step 1: Sign\n');
  expect(lesson.steps.map(({ anchor }) => anchor)).toEqual(['step-1-sign', 'step-1-sign-1']);
});

test('a README without any of it is an empty lesson', () => {
  expect(readLesson('')).toEqual({ title: '', steps: [] });
});
