/** The Korean of the course has one term for each thing and one voice, and reads well around its placeholders. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { findLabs } from '#course/lab.ts';
import { rootFolder } from '#terminal/program.ts';
import { translatedPages } from './rules/translations.ts';

const root = rootFolder();
const labs = findLabs(root);
const read = (path: string) => readFileSync(join(root, path), 'utf8');

/** What is written, and what the course does not write for it. */
const WORDS = [
  ['비밀 키를', /비밀 값|비밀 키(?:을|은|과|으로|이 )/],
  ['플레이그라운드', /놀이터/],
  ['전달받은, 전달한', /건네(?:받|준)/],
  ['호출한', /두드[려리린]/],
  ['하세요', /십시오/],
  ['글자', /(?<![대소영방]|제어 )문자(?!열|표| 코드)/],
  ['일까요?', /니까\?/],
] as const;

/** Only of messages: 이 or 가 depends on what is put in, and a title ends as every other. */
const MESSAGES = [
  ['{0} 값을', /\{\d\}["”]?(?:[이가을를은는와과로]|으로|이\(가\)|을\(를\)|은\(는\))(?![가-힣])/],
  ['합니다', /(?<![니마])다$/m],
] as const;

const pages = translatedPages(root).map((page) => page.replace(/\.md$/, '.ko.md'));
const catalogs = [...labs.map(({ id }) => `labs/${id}/ko.json`), 'scripts/text/ko.json'];

describe.each([...pages, ...catalogs])('%s', (path) => {
  const isCatalog = path.endsWith('.json');
  const lines = isCatalog
    ? Object.values(JSON.parse(read(path)) as Readonly<Record<string, string>>)
    : read(path).split('\n');

  test.each([...WORDS, ...(isCatalog ? MESSAGES : [])])('writes %s', (_, instead) => {
    expect(lines.filter((line) => instead.test(line))).toEqual([]);
  });
});
