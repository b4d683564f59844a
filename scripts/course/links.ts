/** Where the links of the course's Markdown lead. */
import { statSync } from 'node:fs';
import { join, posix } from 'node:path';
import { readText } from './files.ts';
import { readPage, type MarkdownPage } from './markdown.ts';

export type Destination =
  /** Another site, or an address to write to. */
  | { readonly kind: 'outside' }
  /** A file of the course: its path relative to the root, with `/`. */
  | { readonly kind: 'file'; readonly file: string; readonly anchor: string | undefined }
  /** `file`: where it would have led. */
  | { readonly kind: 'broken'; readonly why: LinkFault; readonly file: string };

/** A path of one machine or an address that nobody should open; nothing there; no such heading. */
export type LinkFault = 'absolute' | 'no-file' | 'no-heading';

export class CourseLinks {
  /** The repository's, absolute. */
  readonly root: string;
  private readonly pages = new Map<string, MarkdownPage>();

  constructor(root: string) {
    this.root = root;
  }

  /** Follows `target` as it stands in the Markdown of `from`, which is relative to the root. */
  follow(from: string, target: string): Destination {
    if (/^(?:https?|mailto):/i.test(target)) return { kind: 'outside' };
    const [path = '', anchor] = target.split('#').map((part) => decode(part));
    if (path.startsWith('/') || /^[a-z]+:/i.test(path)) {
      return { kind: 'broken', why: 'absolute', file: path };
    }
    const wanted = path === '' ? from : posix.join(posix.dirname(from), path).replace(/\/$/, '');
    const file = wanted.startsWith('..')
      ? undefined
      : [wanted, posix.join(wanted, 'README.md')].find((one) => this.isFile(one));
    if (file === undefined) return { kind: 'broken', why: 'no-file', file: wanted };
    return anchor === undefined || this.hasAnchor(file, anchor)
      ? { kind: 'file', file, anchor }
      : { kind: 'broken', why: 'no-heading', file };
  }

  /** A page of Markdown, read once. */
  pageAt(file: string): MarkdownPage {
    const page = this.pages.get(file) ?? readPage(readText(join(this.root, file)));
    this.pages.set(file, page);
    return page;
  }

  /** GitHub numbers the lines of any other file: `L7`, `L7-L9`. */
  private hasAnchor(file: string, anchor: string): boolean {
    return file.endsWith('.md')
      ? this.pageAt(file).anchors.has(anchor)
      : /^L\d+(?:-L\d+)?$/.test(anchor);
  }

  private isFile(path: string): boolean {
    return statSync(join(this.root, path), { throwIfNoEntry: false })?.isFile() ?? false;
  }
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
