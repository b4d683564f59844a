/** The Korean of the course has one term for each thing and one voice, reads well around its placeholders, and is there for every misconception. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { filesBelow } from '#course/files.ts';
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
  ['수신자', /(?:aud|audience|issuer|발급자)[^.|]{0,9}대상/],
] as const;

/** Only of messages: 이 or 가 depends on what is put in, and a title ends as every other. */
const MESSAGES = [
  ['{0} 값을', /\{\d\}["”]?(?:[이가을를은는와과로]|으로|이\(가\)|을\(를\)|은\(는\))(?![가-힣])/],
  ['합니다', /(?<![니마])다$/m],
] as const;

const pages = translatedPages(root).map((page) => page.replace(/\.md$/, '.ko.md'));
const catalogs = [...labs.map(({ id }) => `labs/${id}/ko.json`), 'scripts/text/ko.json'];
const misconceptions = labs.map(({ id }) => `solutions/${id}/ko.json`);
const catalogAt = (path: string) => JSON.parse(read(path)) as Readonly<Record<string, string>>;

describe.each([...pages, ...catalogs, ...misconceptions])('%s', (path) => {
  const lines = path.endsWith('.json') ? Object.values(catalogAt(path)) : read(path).split('\n');

  test.each([...WORDS, ...(catalogs.includes(path) ? MESSAGES : [])])('writes %s', (_, instead) => {
    expect(lines.filter((line) => instead.test(line))).toEqual([]);
  });
});

test.each([...catalogs, ...misconceptions])('%s calls an audience 수신자', (path) => {
  const said = Object.entries(catalogAt(path)).filter(([english]) => /audience/i.test(english));
  expect(said.filter(([, korean]) => korean.includes('대상'))).toEqual([]);
});

test.each(labs)('every misconception of $id has a Korean of its own', ({ id, solution }) => {
  const catalog = catalogAt(`solutions/${id}/ko.json`);
  const heads = filesBelow(solution, '.patch').flatMap((path) =>
    read(`solutions/${id}/${path}`).split('\n', 4),
  );
  const english = heads.flatMap((line) => line.match(/(?<=^Misconception: ).+/) ?? []);
  const korean = english.map((text) => catalog[text]);
  expect(english.filter((text) => !catalog[text])).toEqual([]);
  expect(korean.filter((text, index) => korean.indexOf(text) < index)).toEqual([]);
  // Nothing is left over of a line that was changed.
  const isSaid = (text: string) => heads.some((line) => line.endsWith(`: ${text}`));
  expect(Object.keys(catalog).filter((text) => !isSaid(text))).toEqual([]);
});
