/** A file of the course that a lesson links to, with its lines numbered as GitHub numbers them. */
import { basename, extname, join } from 'node:path';
import { readText } from '#course/files.ts';
import { say, type Language } from '#text/message.ts';
import { escapeHtml, htmlIn } from './html.ts';
import type { CodePainter } from './markdown/code.ts';

const LANGUAGES_BY_ENDING: Readonly<Record<string, string>> = {
  '.ts': 'ts',
  '.mjs': 'ts',
  '.json': 'json',
  '.yml': 'yaml',
  '.yaml': 'yaml',
};

/** Characters. The colours of a longer file weigh more than the page may. */
const LONGEST = 24_000;

/** The page's title and the HTML of its text. */
export function sourcePageBody(
  root: string,
  file: string,
  language: Language,
  painter: CodePainter,
): { title: string; body: string } {
  const code = readText(join(root, file)).replace(/\n?$/, '\n');
  const colours = code.length > LONGEST ? '' : (LANGUAGES_BY_ENDING[extname(file)] ?? '');
  const painted = painter.paint(code, colours, lineMarks(code));
  const about = say`The file as it is in your folder when the site is built.`;
  return {
    title: basename(file),
    body: `<h1><code>${escapeHtml(file)}</code></h1>
<p>${htmlIn(language)(about)}</p>
<div class="code numbered"><pre><code>${painted}</code></pre></div>`,
  };
}

function lineMarks(code: string) {
  return [...code.matchAll(/[^\n]*\n/g)].map(({ 0: line, index }, before) => ({
    start: index,
    end: index + line.length,
    open: `<span class="line" id="L${before + 1}">`,
    close: '</span>',
  }));
}
