/** The notes of this course: both languages tell of the same slides, and what they name is there. */
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { README } from '#course/course.ts';
import { readText } from '#course/files.ts';
import { findLabs } from '#course/lab.ts';
import { CourseLinks } from '#course/links.ts';
import { readPage } from '#course/markdown.ts';
import type { Language } from '#text/message.ts';
import { rootFolder } from '#terminal/program.ts';
import { checkLinks } from './rules/links.ts';
import { compareTranslation, translatedPages } from './rules/translations.ts';
import { readClassLabs } from '#notes/class-labs.ts';
import { notesPages, NOTES_FOLDER, readDeck } from '#notes/index.ts';

const root = rootFolder();
const LANGUAGES = ['en', 'ko'] as const;
const deck = { en: readDeck(root, 'en'), ko: readDeck(root, 'ko') };
/** The rows of the first table of the notes' index: each cell's text, and where it leads, with the letters as they are. */
function indexOf(language: Language) {
  const [table = []] = readPage(readText(join(root, NOTES_FOLDER, README[language]))).tables;
  return table
    .slice(1)
    .map(({ cells }) =>
      cells.map(({ text, links }) => [text, ...links.map((to) => decodeURI(to))]),
    );
}

describe.each(LANGUAGES)('the notes in %s', (language) => {
  const slides = deck[language];

  test('are of all 23 slides, in order', () => {
    expect(slides.map(({ number }) => number)).toEqual(
      Array.from({ length: 23 }, (_, place) => place + 1),
    );
  });

  test.each(slides)('slide $number: every question has the answer to expect', ({ notes }) => {
    const answered = language === 'en' ? /\? \*\*Expect:\*\* \S/ : /[?다] \*\*기대하는 답:\*\* \S/;
    const asked = notes.filter(({ kind }) => kind === 'ask');
    expect(asked.filter(({ markdown }) => !answered.test(markdown))).toEqual([]);
  });

  test.each(slides)('slide $number: has a drawing of its own, in its language', (slide) => {
    const name = `slide-${String(slide.number).padStart(2, '0')}`;
    const ending = language === 'en' ? 'svg' : 'ko.svg';
    expect(slide.drawing.target).toBe(`drawings/${name}.${ending}`);
    expect(slide.drawing.alt.length).toBeGreaterThan(30);
    expect(/[가-힣]/.test(slide.drawing.alt)).toBe(language === 'ko');
  });

  test('stand in the index with title, minutes and labs', () => {
    const ending = language === 'ko' ? '.ko' : '';
    expect(indexOf(language)).toEqual(
      slides.map(({ number, title, file, anchor, minutes, labs }) => {
        const page = file.slice(NOTES_FOLDER.length + 1);
        const links = labs.map((lab) => {
          const id = findLabs(root).find((one) => one.number === lab)?.id ?? 'no lab';
          return `../labs/${id}/README${ending}.md`;
        });
        const leadsTo = [labs.join(', ') || '–', ...links];
        return [[String(number)], [title, `${page}#${anchor}`], [String(minutes)], leadsTo];
      }),
    );
  });

  test('know every lab, and what a class does of it', () => {
    const labs = readClassLabs(root, language);
    expect(labs.map(({ number }) => number)).toEqual(findLabs(root).map(({ number }) => number));
    for (const { after, minutes } of labs) {
      expect(slides.some(({ number }) => number === after)).toBe(true);
      expect(minutes).toBeGreaterThan(0);
    }
  });
});

test('both languages have the same slides, minutes, labs, deck texts and kinds of notes', () => {
  const shape = (slides: typeof deck.en) =>
    slides.map(({ number, minutes, labs, deckText, notes }) => ({
      number,
      minutes,
      labs,
      deckText,
      notes: notes.map(({ kind }) => kind),
    }));
  expect(shape(deck.ko)).toEqual(shape(deck.en));
});

test('both languages put the labs at the same place, for as long', () => {
  const withoutTitle = { title: '' };
  expect(readClassLabs(root, 'ko').map((lab) => ({ ...lab, ...withoutTitle }))).toEqual(
    readClassLabs(root, 'en').map((lab) => ({ ...lab, ...withoutTitle })),
  );
});

test('every page and its translation say the same, and their links lead somewhere', () => {
  const links = new CourseLinks(root);
  const names = readdirSync(join(root, NOTES_FOLDER)).filter((name) => name.endsWith('.md'));
  const all = names.map((name) => `${NOTES_FOLDER}/${name}`);
  const pages = translatedPages(root, all);
  expect(pages).toHaveLength(notesPages(root, 'en').length + 1);
  expect(pages.flatMap((path) => compareTranslation(links, path))).toEqual([]);
  expect(checkLinks(links, all).findings).toEqual([]);
});

describe('the deck is quoted as it stands', () => {
  const said = deck.en.map(({ deckText }) => deckText.replaceAll(/[\s"-]+/g, ' ').trim());
  test.each([
    [1, 'AWS Serverless 기반 아키텍처링 및 개발 JSON Web Token'],
    [2, '아키텍처'],
    [3, '로그인 필요한 경우?'],
    [4, '웹 서버의 세션'],
    [5, '웹 서버의 세션'],
    ...[6, 7, 8, 9, 10, 11].map((number) => [number, '클라우드 환경에서 세션 관리'] as const),
    [12, 'Serverless 환경에서 세션 관리'],
    [14, 'JSON Web Token'],
    [16, 'JSON Web Token'],
    [18, 'JWT'],
    [20, 'Elastic Load Balancer'],
    [21, 'Demo – JWT Token'],
    [23, 'rubywave.io spark@rubywave.io'],
  ] as const)('slide %i', (number, text) => {
    expect(said[number - 1]).toBe(text);
  });

  test('its two slips are quoted, and put right in the notes', () => {
    const slide = deck.ko[16];
    expect(slide?.deckText).toContain('sub: 토큰 제목(Subject)');
    expect(slide?.deckText).toContain('고유한 암호화 스트링');
    const notes = slide?.notes.map(({ markdown }) => markdown).join('\n');
    expect(notes).toContain('주체');
    expect(notes).toContain('암호화되는 것은 없습니다');
  });

  test('slide 19 has the running example, member by member', () => {
    const segments = [...(deck.en[18]?.deckText.matchAll(/```json\n(.*)\n```/g) ?? [])];
    const encoded = segments.map(([, json = '']) =>
      Buffer.from(JSON.stringify(JSON.parse(json))).toString('base64url'),
    );
    const drawn = (deck.en[17]?.drawing.mermaid ?? '').replaceAll('<br/>', '');
    expect(encoded).toHaveLength(2);
    for (const segment of encoded) expect(drawn).toContain(segment);
  });
});
