/** A file of the course that a lesson links to, with its lines numbered as GitHub numbers them. */
import { readFileSync } from 'node:fs';
import { basename, extname, join } from 'node:path';
import { say, type Language } from '#text/message.ts';
import { escapeHtml } from './html.ts';
import type { CodePainter } from './markdown/code.ts';
import { textIn } from './text.ts';

const LANGUAGES_BY_ENDING: Readonly<Record<string, string>> = {
  '.ts': 'ts',
  '.mjs': 'ts',
  '.json': 'json',
  '.yml': 'yaml',
  '.yaml': 'yaml',
};

/** The page's title and the HTML of its text. */
export function sourcePageBody(
  root: string,
  file: string,
  language: Language,
  painter: CodePainter,
): { title: string; body: string } {
  const code = readFileSync(join(root, file), 'utf8').replaceAll('\r\n', '\n').replace(/\n$/, '');
  const painted = painter.paint(code, LANGUAGES_BY_ENDING[extname(file)] ?? '');
  const lines = splitLines(painted).map(
    (line, index) => `<span class="line" id="L${index + 1}">${line}\n</span>`,
  );
  const about = escapeHtml(
    textIn(language, say`The file as it is in your folder when the site is built.`),
  );
  return {
    title: basename(file),
    body: `<h1><code>${escapeHtml(file)}</code></h1>
<p>${about}</p>
<div class="code numbered"><pre><code>${lines.join('')}</code></pre></div>`,
  };
}

/** Lines of HTML whose `<span>`s may run on over a line's end: each line gets its own. */
function splitLines(html: string): string[] {
  let open = '';
  return html.split('\n').map((line) => {
    const begun = open + line;
    for (const tag of line.match(/<span[^>]*>|<\/span>/g) ?? [])
      open = tag === '</span>' ? '' : tag;
    return open === '' ? begun : `${begun}</span>`;
  });
}
