/** The committed drawings: they are the ones that the pages describe, and safe and readable ones. */
import { existsSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { filesBelow } from '#course/files.ts';
import { rootFolder } from '#terminal/program.ts';
import { breakLines } from './break-lines.ts';
import { SIZES } from './config.ts';
import { courseDrawings } from './draw-all.ts';
import { DARK, LIGHT, type Part, type Scheme } from './palette.ts';
import { hashIn, hashOf } from './source-hash.ts';

const root = rootFolder();
const drawings = courseDrawings(root);

describe.each(drawings)('$svgPath', (drawing) => {
  const { svgPath, language, variant, mermaid, alt } = drawing;
  const svg = existsSync(join(root, svgPath)) ? readFileSync(join(root, svgPath), 'utf8') : '';

  test('is drawn from what the page says; if not: npm run draw', () => {
    expect(hashIn(svg)).toBe(hashOf(drawing));
  });

  test('is as wide as it can be read where it stands', () => {
    expect(svg).toContain(` viewBox="0 0 ${SIZES[variant].width} `);
    for (const [, size] of svg.matchAll(/font-size="(\d+)"/g)) {
      expect(Number(size)).toBeGreaterThanOrEqual(14);
    }
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

  test('says what it shows, in the language of its page', () => {
    expect(alt.length).toBeGreaterThan(30);
    expect(/[가-힣]/.test(alt)).toBe(language === 'ko');
    expect(plain(/<title id="[^"]+">([^<]*)<\/title>/.exec(svg)?.[1])).toBe(alt);
    expect(svg).toContain(`role="img" lang="${language}"`);
  });

  test('every id in it is its own, and every one that it refers to is there', () => {
    const ids = [...svg.matchAll(/ id="([^"]+)"/g)].map((match) => match[1] ?? '');
    expect(new Set(ids).size).toBe(ids.length);
    const name = basename(svgPath, '.svg').replaceAll('.', '-');
    for (const id of ids) expect(id).toMatch(new RegExp(`^${name}-(?:title|arrow|cross)$`));
    for (const [, to] of svg.matchAll(/url\(#([^)]*)\)/g)) expect(ids).toContain(to);
  });

  test('has the words of its Mermaid', () => {
    const drawn = [...svg.matchAll(/<text [^>]*>([^<]*)<\/text>/g)].map(([, text]) => plain(text));
    const quoted = [...mermaid.matchAll(/"([^"]*)"/g)].map(([, label = '']) => label);
    const words = quoted.flatMap((label) => label.split(/<br\/>| /)).filter((word) => word !== '');
    const seen = drawn.join(' ').split(' ');
    expect(words.filter((word) => !seen.includes(word))).toEqual([]);
  });
});

test('no drawing is left over', () => {
  const files = ['labs', 'slides-notes'].flatMap((folder) =>
    filesBelow(join(root, folder), '.svg').map((name) => `${folder}/${name}`),
  );
  expect(files.toSorted()).toEqual(drawings.map(({ svgPath }) => svgPath).toSorted());
});

test('a line is broken between words, a Korean letter counts twice, and a title stays one', () => {
  const box = 'a["Load balancer<br/>등급 15 가나다"]';
  expect(breakLines(box, Infinity)).toBe(box);
  expect(breakLines(box, 8)).toBe('a["Load<br/>balancer\u2060<br/>등급 15<br/>가나다"]');
  const message = 'client->>server: GET /me, Bearer eyJ…';
  expect(breakLines(message, 9)).toBe('client->>server: GET /me,<br/>Bearer<br/>eyJ…');
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
