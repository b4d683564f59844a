/** An English page and its Korean translation say the same: headings, code, links, folded parts. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { say, type Message } from '#text/message.ts';
import type { Finding } from '../finding.ts';
import { filesBelow, readTextIfThere, sourceLine } from '#course/files.ts';
import type { CourseLinks } from '#course/links.ts';
import type { MarkdownPage } from '#course/markdown.ts';

/** How a translation's first line begins. */
const SOURCE_LINE = /^<!-- translation of \S+: [0-9a-f]{12} -->\n/;

/** Those of `pages`, English and relative to the root, that have a translation or must have one. */
export function translatedPages(root: string, pages = filesBelow(root, '.md')): string[] {
  return pages.filter(
    (path) =>
      /^(?:[^/]+|labs\/.*|slides-notes\/.*)$/.test(path) &&
      !path.endsWith('.ko.md') &&
      (mustBeTranslated(path) || existsSync(join(root, translationOf(path)))),
  );
}

/** The README of the root and of each lab, and every page of the slide notes. */
function mustBeTranslated(path: string): boolean {
  return /^(?:(?:labs\/[^/]+\/)?README\.md|slides-notes\/[^/]+\.md)$/.test(path);
}

export function translationOf(path: string): string {
  return path.replace(/\.md$/, '.ko.md');
}

export function compareTranslation(links: CourseLinks, path: string): Finding[] {
  const translation = translationOf(path);
  const [english, korean] = [path, translation].map((page) =>
    readTextIfThere(join(links.root, page)),
  );
  const wanted = sourceLine(path, english ?? '');
  if (korean === undefined) {
    const what = say`There is no Korean translation of ${path}.`;
    const remedy = say`Write ${translation}; its first line is: ${wanted}`;
    return [{ rule: 'no-translation', file: translation, what, remedy }];
  }
  const stale = korean.startsWith(wanted) ? [] : [staleness(path, translation, korean, wanted)];
  return [...stale, ...compareShapes(links, path, translation)];
}

function staleness(path: string, file: string, korean: string, wanted: string): Finding {
  const rule = 'stale-translation';
  if (!SOURCE_LINE.test(korean)) {
    const what = say`Its first line does not say which text it translates.`;
    return { rule, file, what, remedy: say`Write as its first line: ${wanted}` };
  }
  const what = say`${path} has changed since it was translated.`;
  const remedy = say`Read what changed in ${path} and bring the Korean into line. Then run:`;
  return { rule, file, what, remedy, run: ['npm run solutions -- --update translations'] };
}

function compareShapes(links: CourseLinks, path: string, translation: string): Finding[] {
  const [en, ko] = [links.pageAt(path), links.pageAt(translation)];
  const shapes: readonly [string, Message, (page: MarkdownPage) => Part[]][] = [
    ['headings-differ', say`heading`, headings],
    ['code-differs', say`code block`, fences],
    ['links-differ', say`link`, targets],
    ['details-differ', say`folded part`, details],
  ];
  return shapes.flatMap(([rule, kind, partsOf]): Finding[] => {
    const [wanted, found] = [partsOf(en), partsOf(ko)];
    const index = wanted.findIndex((part, at) => part.text !== found[at]?.text);
    const differs = index >= 0 ? index : wanted.length < found.length ? wanted.length : -1;
    if (differs < 0) return [];
    const [a, b] = [wanted[differs], found[differs]];
    const file = b ? `${translation}:${b.line}` : translation;
    const what = say`${kind} ${differs + 1} differs from the English page: ${a?.text ?? '-'} (line ${a?.line ?? '-'}) there, ${b?.text ?? '-'} here.`;
    const remedy = say`Open ${path} and ${translation} side by side and give both the same headings, code blocks, links and <details>, in the same order.`;
    return [{ rule, file, what, remedy }];
  });
}

interface Part {
  readonly text: string;
  readonly line: number;
}

function headings(page: MarkdownPage): Part[] {
  return page.headings.map(({ level, line }) => ({ text: '#'.repeat(level), line }));
}

/** Code is the same; what a command prints, and the words in a drawing, are in the page's language. */
function fences(page: MarkdownPage): Part[] {
  return page.fences.map(({ info, text, line }) => ({
    text: `\`\`\`${info} ${sharedCode(info, text).trim()}`,
    line,
  }));
}

function sharedCode(info: string, text: string): string {
  const lines = text.split('\n');
  if (info === 'console') return lines.filter((one) => one.startsWith('$ ')).join('\n');
  if (info !== 'mermaid') return text;
  return lines.map((line) => withoutWords(line)).join('\n');
}

/** A line of Mermaid without its labels: in quotes, and in a sequence behind `as` or a colon. */
function withoutWords(line: string): string {
  return line.replaceAll(/"[^"]*"/g, '""').replace(/(\bas |: ).*$/, '$1');
}

/** Of a link within the course only the page: a heading's anchor is in the page's own language. */
function targets(page: MarkdownPage): Part[] {
  return page.links
    .map(({ target, line }) => {
      const english = target.replace(/\.ko\.(md|svg)(?=$|#)/, '.$1');
      return { text: /^[a-z]+:/i.test(english) ? english : english.replace(/#.*$/, ''), line };
    })
    .filter(({ text }) => text !== '');
}

function details(page: MarkdownPage): Part[] {
  return page.folded.map(({ line }) => ({ text: '<details>', line }));
}
