/** Where a link of the Markdown leads in the site. */
import { posix } from 'node:path';
import { lessonOf } from '#course/course.ts';
import { CourseLinks } from '#course/links.ts';
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

/** Where a link stands. */
export interface LinkPlace {
  /** The Markdown, relative to the root. */
  readonly file: string;
  readonly line: number;
  /** The page in the site: `en/labs/02-hs256/index.html`. */
  readonly page: string;
}

export class SiteLinks {
  /** Of the course, absolute. */
  readonly root: string;
  private readonly course: CourseLinks;
  private readonly pages: ReadonlyMap<string, { page: CoursePage; language: Language | undefined }>;
  readonly linked: Linked = { sources: new Set(), files: new Set(), problems: [] };

  constructor(root: string, pages: readonly CoursePage[]) {
    this.root = root;
    this.course = new CourseLinks(root);
    this.pages = new Map(
      pages.flatMap((page) =>
        LANGUAGES.map((shell) => {
          const isTranslated = page.sources.en !== page.sources.ko;
          return [page.sources[shell], { page, language: isTranslated ? shell : undefined }];
        }),
      ),
    );
  }

  /** The address for a link of the Markdown. What leads out of the site stays as it is. */
  resolve(target: string, place: LinkPlace): string {
    const to = this.course.follow(place.file, target);
    if (to.kind === 'outside') return target;
    if (to.kind === 'broken') {
      const where = to.why === 'no-heading' ? `no heading of ${to.file}` : 'nothing';
      return this.problem(place, `the link "${target}" leads to ${where}`);
    }
    const path = this.pageOf(to.file, place);
    if (to.anchor === undefined) return relative(place.page, path);
    const anchor = encodeURIComponent(this.anchorOn(path, to.file, to.anchor));
    return `${path === place.page ? '' : relative(place.page, path)}#${anchor}`;
  }

  /** The address of a picture of the Markdown, which is copied. */
  picture(target: string, place: LinkPlace): string {
    const file = this.pictureFile(target, place);
    if (file === undefined) return '#';
    this.linked.files.add(file);
    return relative(place.page, `files/${file}`);
  }

  /** The file of a picture of the Markdown, relative to the root. */
  pictureFile(target: string, place: LinkPlace): string | undefined {
    const to = this.course.follow(place.file, target);
    if (to.kind === 'file') return to.file;
    this.problem(place, `the picture "${target}" is no file of the course`);
    return undefined;
  }

  /**
   * The address of a lab, or of one of its steps, from the page at `from` (below the language's folder);
   * undefined where the course has no such lab. Throws where the lab has no such step.
   */
  toLab(from: string, language: Language, number: number, step?: number): string | undefined {
    const all = [...this.pages.values()].map(({ page }) => page);
    const { lab, path = '' } = all.find((page) => page.lab?.number === number) ?? {};
    if (!lab) return undefined;
    if (step === undefined) return relative(from, path);
    const found = lessonOf(lab, language).steps.find((one) => one.number === step);
    if (!found) throw new Error(`Lab ${number} has no step ${step}.`);
    return `${relative(from, path)}#${encodeURIComponent(found.anchor)}`;
  }

  /** The anchors of the headings of a file, in their order, which is the same in both languages. */
  anchorsOf(file: string): readonly string[] {
    return this.course.pageAt(file).headings.map(({ anchor }) => anchor);
  }

  private problem({ file, line }: LinkPlace, what: string): string {
    this.linked.problems.push({ place: `${file}:${line}`, what });
    return '#';
  }

  /** The anchor on the page `path`, which may show the file's text in the other language. */
  private anchorOn(path: string, file: string, anchor: string): string {
    const found = this.pages.get(file);
    // A range of lines begins with its first.
    if (!found) return anchor.replace(/-L\d+$/, '');
    const shown = found.page.sources[path.slice(0, 2) as Language];
    return this.anchorsOf(shown)[this.anchorsOf(file).indexOf(anchor)] ?? anchor;
  }

  private pageOf(file: string, { file: from, page: current }: LinkPlace): string {
    const shell = current.slice(0, 2) as Language;
    const found = this.pages.get(file);
    if (found) {
      // A text without a translation links to English pages; whoever reads in Korean stays in Korean.
      const isShared = this.pages.get(from)?.language === undefined;
      const language = isShared ? shell : (found.language ?? shell);
      return `${language}/${found.page.path}`;
    }
    this.linked.sources.add(file);
    return sourcePage(shell, file);
  }
}

/** The page that shows a file of code. */
export function sourcePage(language: Language, file: string): string {
  return `${language}/source/${file}.html`;
}

/** From one file of the site to another. */
export function relative(from: string, to: string): string {
  return posix.relative(posix.dirname(from), to).split('/').map(encodeURIComponent).join('/');
}
