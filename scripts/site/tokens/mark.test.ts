/** Tokens in the pages' HTML: marked, named, and letter by letter what they were. */
import { expect, test } from 'vitest';
import { weaveText } from '../build/html.ts';
import { makeCodePainter } from '../build/markdown/code.ts';
import { textOf } from '#testing/site/page-parts.ts';
import { markTokens } from './mark.ts';

const TOKEN = 'eyJhbGciOiJub25lIn0.eyJzdWIiOiIxMjM0NTY3ODkwIiwicmFuayI6IjE1In0.';
const SIGNED = `eyJhbGciOiJIUzI1NiJ9.eyJyYW5rIjoiMTUifQ.${'A'.repeat(43)}`;
const MARKED =
  '<span class="jwt" role="img" aria-label="JWT: header {&quot;alg&quot;:&quot;none&quot;}, payload {&quot;sub&quot;:&quot;1234567890&quot;,&quot;rank&quot;:&quot;15&quot;}, signature empty">' +
  '<span class="jwt-part jwt-header" data-part="header">eyJhbGciOiJub25lIn0</span>.' +
  '<span class="jwt-part jwt-payload" data-part="payload">eyJzdWIiOiIxMjM0NTY3ODkwIiwicmFuayI6IjE1In0</span>.</span>';

test('marks a token in running text and in code', () => {
  const text = `Take ${TOKEN} & go.`;
  expect(render(text)).toBe(`Take ${MARKED} &amp; go.`);
  expect(weaveText(text, markTokens(text, 'code', 'en'))).toBe(`Take ${MARKED} &amp; go.`);
});

test('names it in the language of the page', () => {
  expect(render(SIGNED, 'ko')).toContain(
    'aria-label="JWT: 헤더 {&quot;alg&quot;:&quot;HS256&quot;}, 페이로드 {&quot;rank&quot;:&quot;15&quot;}, 서명 32바이트"',
  );
});

test('leaves all other text alone', () => {
  expect(render('eyJ and <b>"15"</b>')).toBe('eyJ and &lt;b&gt;&quot;15&quot;&lt;/b&gt;');
});

test('a payload cannot bring markup into the page', () => {
  const payload = Buffer.from('{"rank":"\\"><script>"}').toString('base64url');
  expect(render(`eyJhbGciOiJIUzI1NiJ9.${payload}.`)).not.toContain('<script');
});

test.each(['ts', 'http', 'json', 'text'])(
  'in a block of %s the code stays what it was, and tags close in order',
  async (language) => {
    const code = `const token = "${SIGNED}"; // → "${TOKEN}"\nAuthorization: Bearer ${SIGNED}\n`;
    const html = (await makeCodePainter()).paint(code, language, markTokens(code, 'code', 'en'));
    expect(textOf(html)).toBe(code);
    expect(html.match(/class="jwt"/g)).toHaveLength(3);
    // No span of the code's colours reaches over a token's edge.
    expect(
      html.match(/<span class="jwt".*?<\/span><\/span>|<span class="jwt".*?\.<\/span>/g),
    ).toHaveLength(3);
    let depth = 0;
    for (const [tag] of html.matchAll(/<\/?span/g)) {
      depth += tag === '<span' ? 1 : -1;
      expect(depth).toBeGreaterThanOrEqual(0);
    }
    expect(depth).toBe(0);
  },
);

function render(text: string, language: 'en' | 'ko' = 'en'): string {
  return weaveText(text, markTokens(text, 'prose', language));
}
