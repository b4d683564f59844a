/** Where a link of the Markdown leads in the site. */
import { existsSync, statSync } from 'node:fs';
import { join, posix } from 'node:path';
import { readText } from '#course/files.ts';
import { readPage } from '#course/markdown.ts';
import type { Language } from '#text/message.ts';
import type { CoursePage } from '../course-pages.ts';
import type { Problem } from '../problems.ts';
import { LANGUAGES } from '../text.ts';

/** What a page links to, besides other pages. */
export interface Linked {
  /** Files that need a page of their own to be read, relative to the root. */
  readonly sources: Set<string>;
  /** Files that are copied as they are, such as pictures. */
  readonly files: Set<string>;
  readonly problems: Problem[];
}

export class LinkResolver {
  private readonly root: string;
  private readonly pages: ReadonlyMap<string, { page: CoursePage; language: Language | undefined }>;
  private readonly anchors = new Map<string, readonly string[]>();
  readonly linked: Linked = { sources: new Set(), files: new Set(), problems: [] };

  constructor(root: string, pages: readonly CoursePage[]) {
    this.root = root;
    this.pages = new Map(
      pages.flatMap((page) =>
        LANGUAGES.map((shell) => {
          const hasTwin = page.sources.en !== page.sources.ko;
          return [page.sources[shell], { page, language: hasTwin ? shell : undefined }] as const;
        }),
      ),
    );
  }

  /**
   * The address for a link in the file `from` on the page at `page` (`en/labs/…`). What leads out of
   * the site stays as it is.
   */
  resolve(target: string, { file: from, page, line }: LinkPlace): string {
    if (/^(?:https?|mailto):/i.test(target)) return target;
    const [path = '', anchor] = target.split('#');
    const place = `${from}:${line}`;
    const file = path === '' ? from : this.fileAt(decode(path), from);
    const to = file === undefined ? undefined : this.pageOf(file, from, page);
    if (to === undefined) {
      this.linked.problems.push({ place, what: `the link "${target}" leads to nothing` });
      return '#';
    }
    if (anchor === undefined) return relative(page, to);
    const at = this.anchorIn(to, file ?? '', decode(anchor));
    if (at === undefined) {
      this.linked.problems.push({ place, what: `${file} has no heading "#${decode(anchor)}"` });
      return '#';
    }
    return `${to === page ? '' : relative(page, to)}#${encodeURIComponent(at)}`;
  }

  /** The anchor on the page `to` for one in `file`, which may be the page's text in the other language. */
  private anchorIn(to: string, file: string, anchor: string): string | undefined {
    const found = this.pages.get(file);
    // Lines of code are numbered; a range begins with its first.
    if (!found) return /^L\d+(?=$|-L\d+$)/.exec(anchor)?.[0];
    const index = this.anchorsOf(file).indexOf(anchor);
    const shown = found.page.sources[to.slice(0, 2) as Language];
    return index < 0 ? undefined : this.anchorsOf(shown)[index];
  }

  /** Those of the headings, in their order, which is the same in both languages. */
  private anchorsOf(file: string): readonly string[] {
    const known = this.anchors.get(file);
    if (known) return known;
    const { anchors, headings } = readPage(readText(join(this.root, file)));
    const list = [...anchors].slice(0, headings.length);
    this.anchors.set(file, list);
    return list;
  }

  /** The address of a picture, which is copied. `target` is as it stands in the Markdown. */
  resolvePicture(target: string, place: LinkPlace): string {
    const file = /^[a-z]+:/i.test(target) ? undefined : this.fileAt(decode(target), place.file);
    return this.pictureOf(file ?? target, place);
  }

  /** The same for a file that is known: relative to the root. */
  pictureOf(file: string, { file: from, page, line }: LinkPlace): string {
    if (!this.isFile(file)) {
      const what = `the picture "${file}" is no file of the course`;
      this.linked.problems.push({ place: `${from}:${line}`, what });
      return '';
    }
    this.linked.files.add(file);
    return relative(page, `files/${file}`);
  }

  /** The page of a lab, below the language's folder. */
  labPath(number: number): string | undefined {
    return [...this.pages.values()].find(({ page }) => page.lab?.number === number)?.page.path;
  }

  /** Relative to the root; undefined for what is not there, or not below it. */
  private fileAt(path: string, from: string): string | undefined {
    if (path.startsWith('/') || /^[a-z]+:/i.test(path)) return undefined;
    const file = posix.normalize(posix.join(posix.dirname(from), path)).replace(/\/$/, '');
    if (file.startsWith('..')) return undefined;
    const found = [file, posix.join(file, 'README.md')].find((one) => this.isFile(one));
    return found;
  }

  private isFile(path: string): boolean {
    const full = join(this.root, path);
    return existsSync(full) && statSync(full).isFile();
  }

  private pageOf(file: string, from: string, current: string): string {
    const shell = current.split('/')[0] as Language;
    const found = this.pages.get(file);
    if (found) {
      // A text without a twin links to English pages; whoever reads in Korean stays in Korean.
      const isShared = this.pages.get(from)?.language === undefined;
      const language = isShared ? shell : (found.language ?? shell);
      return `${language}/${found.page.path}`;
    }
    this.linked.sources.add(file);
    return sourcePage(shell, file);
  }
}

/** Where a link stands. */
export interface LinkPlace {
  /** The Markdown, relative to the root. */
  readonly file: string;
  readonly line: number;
  /** The page in the site: `en/labs/02-hs256/index.html`. */
  readonly page: string;
}

/** The page that shows a file of code. */
export function sourcePage(language: Language, file: string): string {
  return `${language}/source/${file}.html`;
}

/** From one file of the site to another. */
export function relative(from: string, to: string): string {
  return posix.relative(posix.dirname(from), to).split('/').map(encodeURIComponent).join('/');
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
