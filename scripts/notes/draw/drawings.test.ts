/** The committed drawings: they are the ones that the notes describe, and safe and readable ones. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { rootFolder } from '#terminal/program.ts';
import { readDeck } from '../index.ts';
import { DARK, LIGHT, type Part, type Scheme } from './palette.ts';
import { hashIn, hashOf } from './source-hash.ts';

const root = rootFolder();
const slides = (['en', 'ko'] as const).flatMap((language) =>
  readDeck(root, language).map((slide) => ({ language, path: slide.drawing.svgPath, slide })),
);

describe.each(slides)('$path', ({ language, path, slide }) => {
  const svg = existsSync(join(root, path)) ? readFileSync(join(root, path), 'utf8') : '';

  test('is drawn from what the page says; if not: npm run draw', () => {
    expect(hashIn(svg)).toBe(hashOf(slide.drawing, slide.title));
  });

  test('runs nothing and fetches nothing', () => {
    expect(svg).not.toMatch(/<(?:script|foreignObject|image|use|a|iframe)\b/i);
    expect(svg).not.toMatch(/\son\w+=|javascript:|@import|<!ENTITY|<\?/i);
    expect(svg.match(/\b(?:href|src)\s*=/g)).toBeNull();
    expect([...svg.matchAll(/url\(([^)]*)\)/g)].every(([, to = '']) => to.startsWith('#'))).toBe(
      true,
    );
    expect(svg.match(/https?:[^\s"<]*/g)).toEqual(['http://www.w3.org/2000/svg']);
  });

  test('says what it shows', () => {
    const text = (tag: string): string | undefined =>
      new RegExp(`<${tag} id="([^"]+)">([^<]*)</${tag}>`).exec(svg)?.[2];
    expect(plain(text('title'))).toBe(slide.title);
    expect(plain(text('desc'))).toBe(slide.drawing.alt);
    expect(svg).toContain(`role="img" lang="${language}"`);
  });

  test('every id in it is its own, and every one that it refers to is there', () => {
    const ids = [...svg.matchAll(/ id="([^"]+)"/g)].map((match) => match[1] ?? '');
    expect(new Set(ids).size).toBe(ids.length);
    const name = /slide-\d\d(?:-ko)?/.exec(ids[0] ?? '')?.[0];
    expect(name).toBe(
      path.replace(/^.*\/(slide-\d\d)(\.ko)?\.svg$/, (_, a, b) => (b ? `${a}-ko` : a)),
    );
    for (const id of ids) expect(id).toMatch(new RegExp(`^${name}-\\w+$`));
    for (const [, to] of svg.matchAll(/url\(#([^)]*)\)/g)) expect(ids).toContain(to);
  });

  test('has the words of its Mermaid', () => {
    const drawn = [...svg.matchAll(/<text [^>]*>([^<]*)<\/text>/g)].map(([, text]) => text);
    const quoted = [...slide.drawing.mermaid.matchAll(/"([^"]*)"/g)];
    for (const [, label = ''] of quoted) {
      for (const line of label.split('<br/>')) {
        expect(drawn).toContain(line.trim().replaceAll('&', '&amp;'));
      }
    }
  });
});

test('no drawing is left over', () => {
  const names = readdirSync(join(root, 'slides-notes', 'drawings'));
  expect(names.map((name) => `slides-notes/drawings/${name}`).toSorted()).toEqual(
    slides.map(({ path }) => path).toSorted(),
  );
});

describe.each([
  ['light', LIGHT],
  ['dark', DARK],
] as const)('contrast, %s', (_, scheme: Scheme) => {
  test.each(Object.keys(scheme) as Part[])('%s: text 4.5 to 1, its line 3 to 1', (part) => {
    const { fill, line, ink } = scheme[part];
    expect(contrast(ink, fill)).toBeGreaterThanOrEqual(4.5);
    // The card's own border and the lifelines say nothing that the rest does not.
    if (part === 'card' || part === 'lifeline') return;
    expect(Math.max(contrast(line, scheme.card.fill), contrast(ink, fill))).toBeGreaterThan(3);
  });
});

function plain(escaped = ''): string {
  return escaped
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&quot;', '"')
    .replaceAll('&amp;', '&');
}

/** WCAG 2.2, "contrast ratio". */
function contrast(one: string, other: string): number {
  const [light = 0, dark = 0] = [luminance(one), luminance(other)].toSorted((a, b) => b - a);
  return (light + 0.05) / (dark + 0.05);
}

function luminance(colour: string): number {
  const [red = 0, green = 0, blue = 0] = [1, 3, 5]
    .map((at) => Number.parseInt(colour.slice(at, at + 2), 16) / 255)
    .map((part) => (part <= 0.040_45 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4));
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}
