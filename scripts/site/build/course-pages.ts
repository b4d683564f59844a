/** Which files of the course are pages of the site, and where they stand there. */
import { existsSync } from 'node:fs';
import { basename, join } from 'node:path';
import { findLabs, type Lab } from '#course/lab.ts';
import { filesBelow } from '#course/files.ts';
import type { Language } from '#text/message.ts';

export type PageKind = 'home' | 'lab' | 'slides' | 'reference';

/** A page that is written in Markdown. */
export interface CoursePage {
  readonly kind: PageKind;
  /** Below the language's folder: `labs/02-hs256/index.html`. */
  readonly path: string;
  /** The Markdown, relative to the root; one file for both where it is not translated. */
  readonly sources: Readonly<Record<Language, string>>;
  /** The language that each of them is written in. */
  readonly writtenIn: Readonly<Record<Language, Language>>;
  readonly lab: Lab | undefined;
}

/** The pages in reading order. A lab is one as soon as it has a README. */
export function coursePages(root: string): CoursePage[] {
  const labs = new Map(findLabs(root).map((lab) => [`labs/${lab.id}/README.md`, lab]));
  const slides = filesBelow(join(root, 'slides-notes'), '.md')
    .filter((name) => !name.endsWith('.ko.md'))
    .map((name) => `slides-notes/${name}`)
    // The index is first.
    .toSorted((a, b) => Number(isReadme(b)) - Number(isReadme(a)));
  const files: readonly (readonly [PageKind, string])[] = [
    ['home', 'README.md'],
    ...[...labs.keys()].map((file) => ['lab', file] as const),
    ...slides.map((file) => ['slides', file] as const),
    ['reference', 'INSTRUCTORS.md'],
    ['reference', 'AWS.md'],
    ['reference', 'GLOSSARY.md'],
    ['reference', 'CONTRIBUTING.md'],
  ];
  return files
    .filter(([, file]) => existsSync(join(root, file)))
    .map(([kind, file]) => {
      const korean = file.replace(/\.md$/, '.ko.md');
      const isTranslated = existsSync(join(root, korean));
      return {
        kind,
        path: sitePath(file),
        sources: { en: file, ko: isTranslated ? korean : file },
        writtenIn: { en: 'en', ko: isTranslated ? 'ko' : 'en' },
        lab: labs.get(file),
      };
    });
}

function isReadme(file: string): boolean {
  return basename(file) === 'README.md';
}

function sitePath(file: string): string {
  return isReadme(file)
    ? file.replace(/README\.md$/, 'index.html')
    : file.toLowerCase().replace(/\.md$/, '.html');
}
