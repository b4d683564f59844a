/** Links between the course's pages and files lead somewhere, on every machine. */
import { existsSync } from 'node:fs';
import { dirname, join, normalize } from 'node:path';
import { say } from '#text/message.ts';
import type { Finding, Outcome } from '../finding.ts';
import { readText } from '#course/files.ts';
import { readPage, type MarkdownPage } from '#course/markdown.ts';

/** Checks the links of the pages at `paths`, which are relative to the root. */
export function checkLinks(root: string, paths: readonly string[]): Outcome {
  const pages = new Map<string, MarkdownPage>();
  const pageAt = (path: string): MarkdownPage => {
    const page = pages.get(path) ?? readPage(readText(join(root, path)));
    pages.set(path, page);
    return page;
  };
  const findings: Finding[] = [];
  let count = 0;
  let broken = 0;
  for (const path of paths) {
    for (const { target, line } of pageAt(path).links) {
      if (/^(?:https?|mailto):/i.test(target)) continue;
      count += 1;
      const found = checkLink(root, path, target, pageAt).map((one) => ({
        ...one,
        file: `${path}:${line}`,
      }));
      if (found.length > 0) broken += 1;
      findings.push(...found);
    }
    findings.push(...absolutePaths(path, readText(join(root, path))));
  }
  return { findings, done: count - broken, of: count };
}

function checkLink(
  root: string,
  path: string,
  target: string,
  pageAt: (path: string) => MarkdownPage,
): Omit<Finding, 'file'>[] {
  const [before = '', anchor] = target.split('#');
  const name = decode(before);
  if (name.startsWith('/') || /^[a-z]+:/i.test(name)) {
    return [
      {
        rule: 'absolute-path',
        what: say`The link "${target}" leads out of the repository.`,
        remedy: say`Write it relative to ${path}.`,
      },
    ];
  }
  const file = name === '' ? path : normalize(join(dirname(path), name)).replaceAll('\\', '/');
  if (file.startsWith('..') || !existsSync(join(root, file))) {
    return [
      {
        rule: 'broken-link',
        what: say`The link "${target}" leads to nothing: there is no ${file}.`,
        remedy: say`Correct the link, or add the file.`,
      },
    ];
  }
  if (anchor === undefined || !file.endsWith('.md')) return [];
  const { anchors } = pageAt(file);
  if (anchors.has(decode(anchor))) return [];
  return [
    {
      rule: 'broken-anchor',
      what: say`The link "${target}" leads to no heading of ${file}.`,
      remedy: say`Use one of its anchors: ${[...anchors].map((one) => `#${one}`).join(' ')}`,
    },
  ];
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

/** Folders of somebody's own machine. */
const ABSOLUTE = /(?<![\w.~-])(?:\/(?:home|Users|root)\/|file:\/\/|[A-Za-z]:\\)[^\s`"')]*/;

function absolutePaths(path: string, text: string): Finding[] {
  return text.split('\n').flatMap((line, index) => {
    const found = ABSOLUTE.exec(line)?.[0];
    if (found === undefined) return [];
    return [
      {
        rule: 'absolute-path',
        file: `${path}:${index + 1}`,
        what: say`It names a place of one machine: ${found}`,
        remedy: say`Name the file by its path in the repository.`,
      },
    ];
  });
}
