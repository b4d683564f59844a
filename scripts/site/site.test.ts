import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import MiniSearch from 'minisearch';
import { beforeAll, expect, test } from 'vitest';
import { findLabs } from '#course/lab.ts';
import { ask, INDEX_OPTIONS, type Section } from './client/search/sections.ts';
import { lettersIn } from './build/assets.ts';
import { buildSite } from './build/index.ts';
import { labsToFollow } from './follow/follow.ts';
import { addressesIn, classesIn, follow, idsIn, tagsIn } from '#testing/site/page-parts.ts';
import { tinyCourse } from '#testing/site/tiny-course.ts';

const ROOT = resolve(import.meta.dirname, '..', '..');

let site: Map<string, string | Uint8Array>;
let pages: (readonly [path: string, html: string])[];

beforeAll(async () => {
  // What a recording holds is no matter of the pages.
  const application = { name: 'any', functions: {} };
  const recordings = new Map(
    labsToFollow(ROOT).map(({ number }) => [number, { application, ways: [] }]),
  );
  site = await buildSite(ROOT, { served: false, recordings });
  pages = [...site]
    .filter(([path]) => path.endsWith('.html'))
    .map(([path, html]) => [path, String(html)] as const);
});

test('every lab with a lesson is a page in both languages, and the list names it', () => {
  const labs = findLabs(ROOT).filter(({ id }) => site.has(`en/labs/${id}/index.html`));
  expect(labs.length).toBeGreaterThan(4);
  for (const { id } of labs) {
    expect([...site.keys()]).toContain(`ko/labs/${id}/index.html`);
    expect(site.get('en/index.html')).toContain(`href="labs/${id}/index.html"`);
  }
});

test('every link leads to a file of the site, and every anchor to an element', () => {
  const ids = new Map(pages.map(([path, html]) => [path, new Set(idsIn(html))]));
  const broken = pages.flatMap(([from, html]) =>
    addressesIn(html)
      .filter((address) => !/^(?:https?|mailto):/.test(address))
      .map((address) => ({ address, ...follow(address, from) }))
      .filter(
        ({ path, anchor }) => !site.has(path) || (anchor !== '' && !ids.get(path)?.has(anchor)),
      )
      .map(({ address }) => `${from}: ${address}`),
  );
  expect(broken).toEqual([]);
});

test('no script and no style lies in the site that no page asks for', () => {
  const asked = new Set(
    pages.flatMap(([from, html]) => addressesIn(html).map((address) => follow(address, from).path)),
  );
  const unasked = [...site.keys()].filter(
    (path) => /^assets\/.*\.(?:js|css)$/.test(path) && !asked.has(path),
  );
  // The search is loaded when it is opened, and a recording by the page that names it.
  expect(unasked.filter((path) => !/^assets\/(?:search|follow-\d)/.test(path))).toEqual([]);
});

test('no id is there twice', () => {
  const twice = pages.flatMap(([path, html]) => {
    const ids = idsIn(html);
    return ids.filter((id, index) => ids.indexOf(id) !== index).map((id) => `${path}: ${id}`);
  });
  expect(twice).toEqual([]);
});

test('a page and its translation have the same classes, and so the same colours', () => {
  const all = new Map(pages);
  const others = pages.flatMap(([path, html]) => {
    const english = classesIn(all.get(path.replace(/^ko\//, 'en/')) ?? '');
    return [...classesIn(html)]
      .filter((name) => !english.has(name))
      .map((name) => `${path}: ${name}`);
  });
  expect(others).toEqual([]);
});

test('nothing stands in a page that the strictest policy would refuse', () => {
  const refused = pages.flatMap(([path, html]) =>
    tagsIn(html)
      .filter(
        ({ name, attributes }) =>
          name === 'style' ||
          (name === 'script' && attributes['src'] === undefined) ||
          Object.keys(attributes).some((key) => key === 'style' || key.startsWith('on')),
      )
      .map(({ name }) => `${path}: <${name}>`),
  );
  expect(refused).toEqual([]);
  const scripts = pages.flatMap(([, html]) => html.match(/<script[^>]*>[^<]+/g) ?? []);
  expect(scripts).toEqual([]);
});

test('nothing is loaded from elsewhere, and no script is a module', () => {
  const loading = new Set(['script', 'link', 'img', 'source', 'iframe']);
  const foreign = pages.flatMap(([path, html]) =>
    tagsIn(html)
      .filter(({ name }) => loading.has(name))
      .filter(({ attributes: { src, href, type } }) => {
        return /^(?:[a-z]+:)?\/\//.test(src ?? href ?? '') || type === 'module';
      })
      .map(({ name }) => `${path}: <${name}>`),
  );
  expect(foreign).toEqual([]);
  const styles = [...site]
    .filter(([path]) => path.endsWith('.css'))
    .map(([, text]) => String(text));
  expect(styles.join('\n')).not.toMatch(/url\(\s*["']?(?:[a-z]+:)?\/\//);
});

test('the first paint waits for no script: each is deferred or asynchronous', () => {
  const waiting = pages.flatMap(([path, html]) =>
    tagsIn(html)
      .filter(({ name }) => name === 'script')
      .filter(({ attributes }) => !('defer' in attributes || 'async' in attributes))
      .map(({ attributes }) => `${path}: ${attributes['src']}`),
  );
  expect(waiting).toEqual([]);
});

/** In bytes, for the page with its styles and scripts; fonts, pictures and what is asked for later come on top. */
const HEAVIEST = 150 * 1024;

test('no page weighs more than 150 KB before its fonts', () => {
  const tooHeavy = pages
    .map(([path, html]) => {
      const own = tagsIn(html).flatMap(({ name, attributes: { src, href, rel } }) =>
        name === 'script' || (name === 'link' && rel === 'stylesheet') ? [src ?? href ?? ''] : [],
      );
      const files = [path, ...own.map((address) => follow(address, path).path)];
      return { path, weight: files.reduce((sum, file) => sum + sizeOf(file), 0) };
    })
    .filter(({ weight }) => weight > HEAVIEST);
  expect(tooHeavy).toEqual([]);
});

function sizeOf(path: string): number {
  return Buffer.byteLength(site.get(path) ?? '');
}

test('each heading leads to its counterpart in the other language, and back', () => {
  const mapped = pages
    .filter(([path, html]) => path.startsWith('en/') && html.includes('data-translation'))
    .map(([path]) => path);
  expect(mapped.length).toBeGreaterThan(6);
  for (const path of mapped) {
    const back = translationsIn(path.replace(/^en/, 'ko')).map(([id, translation]) => [
      translation,
      id,
    ]);
    expect({ path, translations: translationsIn(path) }).toEqual({ path, translations: back });
  }
});

function translationsIn(path: string): [id: string, translation: string | undefined][] {
  return tagsIn(String(site.get(path)))
    .filter(({ name, attributes }) => /^h[1-6]$/.test(name) && attributes['id'] !== undefined)
    .map(({ attributes: { id = '', 'data-translation': translation } }) => [id, translation]);
}

test('a lab names itself for the progress that is drawn on it, with the anchors of its steps', () => {
  const html = String(site.get('ko/labs/02-hs256/index.html'));
  expect(html).toContain('<body class="lab" data-root="../../../" data-lab="2">');
  expect(html).toMatch(/<h2 id="1단계-[^"]+" data-translation="step-1-[^"]+">/);
});

test('a lab with an application leads to where a request can be followed, and so does its demo', () => {
  const followed = 'en/follow/5/index.html';
  const leading = pages.filter(([from, html]) =>
    addressesIn(html).some((address) => follow(address, from).path === followed),
  );
  const expected = ['en/labs/05-api-gateway-authorizer/index.html', 'en/present/index.html'];
  expect(leading.map(([path]) => path)).toEqual(expect.arrayContaining(expected));
  expect(String(site.get(followed))).toContain('data-recorded="../../../assets/follow-5.js"');
  expect(site.get('en/labs/01-base64url/index.html')).not.toContain('follow-link');
});

test('Korean in an English page says that it is Korean', () => {
  const html = String(site.get('en/labs/02-hs256/index.html'));
  expect(html).toContain('(<span lang="ko">암호화 스트링</span>)');
  const glossary = String(site.get('ko/glossary.html'));
  expect(glossary).toContain('<main id="main" tabindex="-1" lang="en">');
  expect(glossary).toContain('<td><span lang="ko">주체</span></td>');
});

test.each([
  ['en', 'constant time', 'labs/02-hs256/index.html#step-3-verify-the-signature'],
  ['en', 'timingSafe', 'labs/02-hs256/index.html'],
  ['en', 'algorithm confusion', 'glossary.html#term-algorithm-confusion'],
  ['ko', '상수 시간', 'glossary.html#term-constant-time-comparison'],
  ['ko', '서명을 검증', 'labs/02-hs256/index.html#3단계-서명-검증하기'],
  ['ko', 'timingSafeEqual', 'labs/02-hs256/index.html'],
])('in %s "%s" finds %s', (language, question, wanted) => {
  const found = ask(indexOf(language), question).map(({ url }) => String(url));
  expect(found.some((url) => url.startsWith(wanted))).toBe(true);
});

test.each([
  ['ko', '검증하다', '검증'],
  ['en', 'verifying', 'verify'],
])('in %s "%s" finds what "%s" finds', (language, asked, known) => {
  const urls = (question: string) => ask(indexOf(language), question).map(({ url }) => String(url));
  expect(urls(known).length).toBeGreaterThan(10);
  expect(urls(asked)).toEqual(urls(known));
});

test('where no section has all the words, those with any of them are found', () => {
  const index = indexOf('en');
  expect(ask(index, 'signature zzzunheardof').length).toBeGreaterThan(0);
  expect(ask(index, 'zzzunheardof')).toEqual([]);
});

test('what is found can be opened', () => {
  const lost = ['en', 'ko'].flatMap((language) =>
    ask(indexOf(language), 'jwt')
      .map(({ url }) => ({ url: String(url), ...follow(String(url), '') }))
      .filter(({ path, anchor }) => {
        const html = String(site.get(`${language}/${path}`));
        return anchor !== '' && !idsIn(html).includes(anchor);
      })
      .map(({ url }) => `${language}/${url}`),
  );
  expect(lost).toEqual([]);
});

function indexOf(language: string): MiniSearch<Section> {
  const script = String(site.get(`assets/search-${language}.js`));
  const json = /^workshopSearch\(([^]*)\);\n$/.exec(script)?.[1] ?? '';
  return MiniSearch.loadJSON<Section>(JSON.parse(json) as string, INDEX_OPTIONS);
}

test('a bundle brings the Korean of what it says, and of nothing else', () => {
  const script = String(site.get('assets/site.js'));
  expect(script).toContain('복사했습니다');
  expect(script).not.toContain('슬라이드 {0}: {1}');
});

test('the font has the letters of the pages, and comes with its licence', () => {
  const has = new Set(readFileSync(join(ROOT, 'scripts/site/theme/fonts/letters.txt'), 'utf8'));
  const lacking = [...lettersIn(site)].filter((letter) => !has.has(letter));
  // A few are drawn by the reader's system; of many, scripts/site/theme/fonts/README.md says more.
  expect(lacking.slice(40)).toEqual([]);
  expect(site.get('assets/workshop-sans.woff2')?.length).toBeLessThan(250_000);
  expect(site.has('assets/OFL.txt')).toBe(true);
});

test('the served site draws progress; the one for a folder has no such script', async () => {
  const served = await buildSite(tinyCourse({ 'README.md': '# JWT workshop' }), { served: true });
  expect(served.get('en/index.html')).toContain('assets/live.js');
  expect(served.has('assets/live.js')).toBe(true);
  expect(site.has('assets/live.js')).toBe(false);
});
