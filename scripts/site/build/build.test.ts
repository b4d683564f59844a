import { expect, test } from 'vitest';
import { buildSite } from './index.ts';
import { SiteError } from './problems.ts';
import { tinyCourse } from '#testing/site/tiny-course.ts';

const SMALL = {
  'README.md': `# JWT workshop

[한국어](README.ko.md)

Read the [slide notes](slides-notes/README.md#slide-1-the-token), or [the code](rank.ts#L2).

## The claim

| claim | is |
| ----- | -- |
| \`rank\` | a string: "9" > "15" |

<details>
<summary>Hint 1: Which is more?</summary>

\`\`\`ts
'9' > '15'; // → true
\`\`\`

</details>

> [!TIP]
> 등급(rank) is a number in disguise.
`,
  'README.ko.md': `<!-- translation of README.md: 0123456789ab -->

# JWT 워크숍

[English](README.md)

[슬라이드 노트](slides-notes/README.md#slide-1-the-token)와 [코드](rank.ts#L2)를 읽습니다.

## 클레임

끝.
`,
  'slides-notes/README.md':
    '# Slide notes\n\n## Slide 1: The token\n\nBack to [the claim](../README.md#the-claim).\n',
  'rank.ts': 'const rank = "15";\nexport default `${rank}\n`;\n',
};

async function pageOf(files: Record<string, string>, path: string): Promise<string> {
  const site = await buildSite(tinyCourse(files), { served: false });
  const html = String(site.get(path));
  return /<main[^>]*>\n([^]*?)\n<\/main>/.exec(html)?.[1] ?? html;
}

test('a page is what GitHub shows, with the links of the site', async () => {
  const html = await pageOf(SMALL, 'en/index.html');
  expect(html).toMatchInlineSnapshot(`
    "<h1 id="jwt-workshop" data-translation="jwt-워크숍">JWT workshop <a class="anchor" href="#jwt-workshop" aria-hidden="true" tabindex="-1">#</a></h1>
    <p>Read the <a href="slides-notes/index.html#slide-1-the-token">slide notes</a>, or <a href="source/rank.ts.html#L2">the code</a>.</p>
    <h2 id="the-claim" data-translation="클레임">The claim <a class="anchor" href="#the-claim" aria-hidden="true" tabindex="-1">#</a></h2>
    <div class="table"><table><thead>
    <tr>
    <th>claim</th><th>is</th></tr>
    </thead>
    <tbody>
    <tr>
    <td><code>rank</code></td>
    <td>a string: &quot;9&quot; &gt; &quot;15&quot;</td>
    </tr>
    </tbody>
    </table></div><details class="hint" data-level="1">
    <summary><b>Hint 1:</b> Which is more?</summary>
    <div class="code" data-language="ts"><pre><code><span class="c0">'9' </span><span class="c1">&gt; </span><span class="c0">'15'</span>; <span class="c2">// → true
    </span></code></pre></div>
    </details>
    <div class="alert alert-tip"><p class="alert-title"><svg class="octicon octicon-light-bulb mr-2" viewBox="0 0 16 16" version="1.1" width="16" height="16" aria-hidden="true"><path d="M8 1.5c-2.363 0-4 1.69-4 3.75 0 .984.424 1.625.984 2.304l.214.253c.223.264.47.556.673.848.284.411.537.896.621 1.49a.75.75 0 0 1-1.484.211c-.04-.282-.163-.547-.37-.847a8.456 8.456 0 0 0-.542-.68c-.084-.1-.173-.205-.268-.32C3.201 7.75 2.5 6.766 2.5 5.25 2.5 2.31 4.863 0 8 0s5.5 2.31 5.5 5.25c0 1.516-.701 2.5-1.328 3.259-.095.115-.184.22-.268.319-.207.245-.383.453-.541.681-.208.3-.33.565-.37.847a.751.751 0 0 1-1.485-.212c.084-.593.337-1.078.621-1.489.203-.292.45-.584.673-.848.075-.088.147-.173.213-.253.561-.679.985-1.32.985-2.304 0-2.06-1.637-3.75-4-3.75ZM5.75 12h4.5a.75.75 0 0 1 0 1.5h-4.5a.75.75 0 0 1 0-1.5ZM6 15.25a.75.75 0 0 1 .75-.75h2.5a.75.75 0 0 1 0 1.5h-2.5a.75.75 0 0 1-.75-.75Z"></path></svg>Tip</p><p><span lang="ko">등급</span>(rank) is a number in disguise.</p>
    </div>
    "
  `);
});

test('the Korean page leads to Korean pages, whatever language they are written in', async () => {
  const html = await pageOf(SMALL, 'ko/index.html');
  expect(html).toContain('href="slides-notes/index.html#slide-1-the-token"');
  const notes = await pageOf(SMALL, 'ko/slides-notes/index.html');
  expect(notes).toContain(`Back to <a href="../index.html#${encodeURIComponent('클레임')}"`);
});

test('a file of code has its lines numbered as on GitHub, and runs on over them', async () => {
  const html = await pageOf(SMALL, 'en/source/rank.ts.html');
  expect(html.match(/<span class="line" id="L\d+">/g)?.length).toBe(3);
  for (const line of html.split(/(?=<span class="line")/).slice(1)) {
    expect(line.match(/<span/g)?.length).toBe(line.match(/<\/span>/g)?.length);
  }
});

test.each([
  ['[gone](gone.md)', 'the link "gone.md" leads to nothing'],
  ['[out](../../etc/hosts)', 'the link "../../etc/hosts" leads to nothing'],
  ['[root](/etc/hosts)', 'the link "/etc/hosts" leads to nothing'],
  ['[gone](#gone)', 'the link "#gone" leads to no heading of README.md'],
  ['[gone](slides-notes/README.md#gone)', 'leads to no heading of slides-notes/README.md'],
  ['![gone](gone.svg)', 'the picture "gone.svg" is no file of the course'],
  ['<script>alert(1)</script>', '<script> is not among the HTML that a page may use'],
  ['a <b onclick="alert(1)">bold</b> word', '<b> is not among the HTML that a page may use'],
  ['<details ontoggle="alert(1)">', '<details> may not have the attribute "ontoggle"'],
  ['<p lang="en" style="color: red">', '<p> may not have the attribute "style"'],
])('the build ends at %s and names the place', async (line, what) => {
  const root = tinyCourse({ ...SMALL, 'README.md': `# JWT workshop\n\n${line}\n` });
  const failed = await buildSite(root, { served: false }).catch((error: unknown) => error);
  expect(failed).toBeInstanceOf(SiteError);
  const { problems } = failed as SiteError;
  expect(problems[0]?.place).toBe('README.md:3');
  expect(problems[0]?.what).toContain(what);
});

test('what looks like HTML in code or in a title is text', async () => {
  const markdown = [
    '# A `<img src=x onerror=alert(1)>`',
    '[a](javascript:alert(1)) `Record<string, unknown>`',
    '```html\n<script>alert(1)</script>\n```',
    '```\n</code></pre><script>\n```',
  ].join('\n\n');
  const html = await pageOf({ 'README.md': markdown }, 'en/index.html');
  expect(html).not.toMatch(/<(?:script|img)/);
  expect(html).not.toMatch(/href="javascript:/i);
  expect(html).toContain('<code>Record&lt;string, unknown&gt;</code>');
  expect(html).toContain('&lt;script&gt;');
});

test("the clock before a slide's minutes is a drawing, and elsewhere the letter stays", async () => {
  const html = await pageOf(
    { 'README.md': '# Slide 1\n\n⏱ 3 min\n\nas `⏱ 3 min`\n' },
    'en/index.html',
  );
  expect(html).toMatch(/<p><svg class="clock" [^]*<\/svg> 3 min<\/p>/);
  expect(html).toContain('<code>⏱ 3 min</code>');
});

test('a lab without a lesson is not listed yet', async () => {
  const files = { ...SMALL, 'labs/07-later/later.test.ts': '', 'labs/07-later/later.ts': '' };
  const site = await buildSite(tinyCourse(files), { served: false });
  expect([...site.keys()].filter((path) => path.includes('07-later'))).toEqual([]);
});
