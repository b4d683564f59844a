/** An English page and its Korean translation say the same: headings, code, links, folded parts. */
import { existsSync } from 'node:fs';
import { basename, join } from 'node:path';
import { say, type Message } from '#text/message.ts';
import type { Finding } from '../finding.ts';
import { filesBelow, readText, sourceHash } from '#course/files.ts';
import { readPage, type MarkdownPage } from '#course/markdown.ts';

/** How a translation's first line begins. */
const SOURCE_LINE = /^<!-- translation of \S+: [0-9a-f]{12} -->\n/;

/** The English pages that have a translation, or must have one: paths relative to the root. */
export function translatedPages(root: string): string[] {
  const pages = [
    ...filesBelow(root, '.md').filter((path) => !path.includes('/')),
    ...['labs', 'slides-notes'].flatMap((folder) =>
      filesBelow(join(root, folder), '.md').map((path) => `${folder}/${path}`),
    ),
  ].filter((path) => !path.endsWith('.ko.md'));
  return pages.filter(
    (path) => mustBeTranslated(path) || existsSync(join(root, translationOf(path))),
  );
}

/** The README of the root and of each lab, and every page of the slide notes. */
function mustBeTranslated(path: string): boolean {
  return /^(?:(?:labs\/[^/]+\/)?README\.md|slides-notes\/[^/]+\.md)$/.test(path);
}

export function translationOf(path: string): string {
  return path.replace(/\.md$/, '.ko.md');
}

/** The first line of a translation of `english`. */
export function sourceLine(path: string, english: string): string {
  return `<!-- translation of ${basename(path)}: ${sourceHash(english)} -->`;
}

export function compareTranslation(root: string, path: string): Finding[] {
  const translation = translationOf(path);
  const finding = (rule: string, what: Message, remedy: Message, run: string[] = []): Finding[] => [
    { rule, file: translation, what, remedy, run },
  ];
  if (!existsSync(join(root, translation))) {
    return finding(
      'no-translation',
      say`There is no Korean translation of ${path}.`,
      say`Write ${translation}; its first line is: ${sourceLine(path, readText(join(root, path)))}`,
    );
  }
  const english = readText(join(root, path));
  const korean = readText(join(root, translation));
  const namesSource = SOURCE_LINE.test(korean);
  const wanted = sourceLine(path, english);
  const stale =
    namesSource && korean.startsWith(wanted)
      ? []
      : finding(
          'stale-translation',
          namesSource
            ? say`${path} has changed since it was translated.`
            : say`Its first line does not say which text it translates.`,
          namesSource
            ? say`Read what changed in ${path} and bring the Korean into line. Then run:`
            : say`Write as its first line: ${wanted}`,
          namesSource ? ['npm run solutions -- --update translations'] : [],
        );
  const [en, ko] = [readPage(english), readPage(korean)];
  return [...stale, ...compareShapes(path, translation, en, ko)];
}

function compareShapes(
  path: string,
  translation: string,
  en: MarkdownPage,
  ko: MarkdownPage,
): Finding[] {
  const shapes: readonly [string, Message, readonly Part[], readonly Part[]][] = [
    ['headings-differ', say`heading`, headings(en), headings(ko)],
    ['code-differs', say`code block`, fences(en), fences(ko)],
    ['links-differ', say`link`, links(en), links(ko)],
    ['details-differ', say`folded part`, details(en), details(ko)],
  ];
  return shapes.flatMap(([rule, kind, wanted, found]): Finding[] => {
    const index = wanted.findIndex((part, at) => part.text !== found[at]?.text);
    const differs = index >= 0 ? index : wanted.length < found.length ? wanted.length : -1;
    if (differs < 0) return [];
    const [a, b] = [wanted[differs], found[differs]];
    return [
      {
        rule,
        file: b ? `${translation}:${b.line}` : translation,
        what: say`${kind} ${differs + 1} differs from the English page: ${a?.text ?? '-'} (line ${a?.line ?? '-'}) there, ${b?.text ?? '-'} here.`,
        remedy: say`Open ${path} and ${translation} side by side and give both the same headings, code blocks, links and <details>, in the same order.`,
      },
    ];
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

function links(page: MarkdownPage): Part[] {
  return page.links
    .map(({ target, line }) => ({ text: target.replace(/\.ko\.(md|svg)(?=$|#)/, '.$1'), line }))
    .map(({ text, line }) => ({ text: isLocal(text) ? text.replace(/#.*$/, '') : text, line }))
    .filter(({ text }) => text !== '');
}

/** A heading's anchor is in the page's own language. */
function isLocal(target: string): boolean {
  return !/^[a-z]+:/i.test(target);
}

function details(page: MarkdownPage): Part[] {
  return page.folded.map(({ line }) => ({ text: '<details>', line }));
}
