/** The playground's HTML, where it depends on the lessons. */
import { expect, test } from 'vitest';
import { REPOSITORY } from '#testing/course-copy.ts';
import { coursePages } from '../build/course-pages.ts';
import { SiteLinks } from '../build/markdown/links.ts';
import { playground } from './playground-page.ts';

const LINKS = new SiteLinks(REPOSITORY, coursePages(REPOSITORY));
const { body } = playground(LINKS, 'en');

test('leads to the steps of the lessons, by their numbers', () => {
  const links = body.match(/href="\.\.\/labs\/\d\d-[^"#]+\/index\.html#step-\d-[^"]+"/g) ?? [];
  expect(links.length).toBeGreaterThan(5);
  expect(LINKS.toLab('playground/index.html', 'ko', 2)).toBe('../labs/02-hs256/index.html');
  expect(LINKS.toLab('playground/index.html', 'en', 77)).toBeUndefined();
  expect(() => LINKS.toLab('playground/index.html', 'en', 2, 77)).toThrow('Lab 2 has no step 77');
});

test('has no script, no style and no place to send a form to', () => {
  expect(body).not.toMatch(/<script|<style|\sstyle=|\son\w+=|\saction=/);
});

test('its fields are remembered by no browser', () => {
  const fields = body.match(/<(?:textarea|input[^>]*type="text")[^>]*>/g) ?? [];
  expect(fields.length).toBeGreaterThan(5);
  expect(fields.filter((field) => !field.includes('autocomplete="off"'))).toEqual([]);
});
