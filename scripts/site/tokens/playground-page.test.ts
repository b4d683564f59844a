/** The playground's HTML, where it depends on the lessons. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import GithubSlugger from 'github-slugger';
import { expect, test } from 'vitest';
import type { Language } from '#text/message.ts';
import { PLAYGROUND } from './playground-page.ts';

const ROOT = join(import.meta.dirname, '..', '..', '..');

test.each<Language>(['en', 'ko'])(
  'its links lead to steps that the lessons have (%s)',
  (language) => {
    const links = [
      ...PLAYGROUND.body(language).matchAll(
        /href="\.\.\/labs\/([^"#]+)\/index\.html(?:#([^"]*))?"/g,
      ),
    ];
    expect(links.length).toBeGreaterThan(5);
    const lost = links.filter(
      ([, lab = '', anchor]) =>
        anchor !== undefined && !headingsOf(lab, language).includes(decodeURIComponent(anchor)),
    );
    expect(lost.map(([link]) => link)).toEqual([]);
  },
);

test('has no script, no style and no place to send a form to', () => {
  expect(PLAYGROUND.body('en')).not.toMatch(/<script|<style|\sstyle=|\son\w+=|\saction=/);
});

test('its fields are remembered by no browser', () => {
  const fields = PLAYGROUND.body('en').match(/<(?:textarea|input[^>]*type="text")[^>]*>/g) ?? [];
  expect(fields.length).toBeGreaterThan(5);
  expect(fields.filter((field) => !field.includes('autocomplete="off"'))).toEqual([]);
});

function headingsOf(lab: string, language: Language): string[] {
  const file = language === 'en' ? 'README.md' : 'README.ko.md';
  const slugger = new GithubSlugger();
  const text = readFileSync(join(ROOT, 'labs', lab, file), 'utf8');
  return [...text.matchAll(/^#+ (.+)$/gm)].map(([, title = '']) => slugger.slug(title));
}
