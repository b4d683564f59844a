/** What a page shows of a command's output, held against the output. */
import { describe, expect, test } from 'vitest';
import { readPage } from '#course/markdown.ts';
import { firstDifference, transcriptsIn } from './transcripts.ts';

const CAME = ['Lab 1', '', 'Checks', '- Step 1', '- Step 2', '', 'Next: step 1'];

describe('the lines that a page shows', () => {
  test.each([
    ['all of them', CAME],
    ['the beginning', ['Lab 1', '...']],
    ['the end', ['...', 'Next: step 1']],
    ['the beginning and the end', ['Lab 1', '...', '- Step 2', '', 'Next: step 1']],
    ['nothing in place of "..."', ['Lab 1', '...', '', 'Checks', '...']],
  ])('match: %s', (_, shown) => {
    expect(firstDifference(shown, CAME)).toBeUndefined();
  });

  test.each([
    ['a line that differs', ['Lab 2', '...'], { shown: 'Lab 2', came: 'Lab 1' }],
    ['a line too few', ['Lab 1'], { shown: '', came: '' }],
    ['a line too many', [...CAME, 'Bye'], { shown: 'Bye', came: '' }],
    [
      'a line that differs after "..."',
      ['...', '- Step 1', '- Step 3', '...'],
      { shown: '- Step 3', came: '- Step 2' },
    ],
  ])('differ: %s', (_, shown, difference) => {
    expect(firstDifference(shown, CAME)).toEqual(difference);
  });
});

test('a command is one that shows an output, in a console fence', () => {
  const page = [
    '```console',
    '$ npm ci',
    'added 120 packages',
    '$ npm run lab 1',
    'Lab 1',
    '```',
    '',
    '```sh',
    'npm run lab 1',
    '```',
    '',
    '```console',
    '$ npm run hint 1',
    '```',
  ].join('\n');
  expect(transcriptsIn('README.md', 'en', readPage(page).fences)).toEqual([
    { page: 'README.md', line: 4, language: 'en', command: 'npm run lab 1', lines: ['Lab 1'] },
  ]);
});
