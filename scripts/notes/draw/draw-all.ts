/** Draws what the notes and the lessons describe. */
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { basename, dirname, join, posix } from 'node:path';
import type { Browser } from 'playwright-core';
import { filesBelow, readText } from '#course/files.ts';
import { readPage, type Drawing } from '#course/markdown.ts';
import { say, type Language } from '#text/message.ts';
import { NotesError } from '../notes-error.ts';
import { VARIANTS, variantPath, type Variant } from './config.ts';
import { layOut, loadMermaid } from './mermaid.ts';
import { hashIn, hashOf } from './source-hash.ts';
import { writeSvg } from './svg.ts';

/** A drawing of a page in one variant. */
export interface CourseDrawing extends Drawing {
  /** The page and the SVG, relative to the root, with `/`. */
  readonly file: string;
  readonly svgPath: string;
  readonly language: Language;
  readonly variant: Variant;
}

/** Every drawing of the notes and the lessons below `root`. */
export function courseDrawings(root: string): CourseDrawing[] {
  const pages = ['labs', 'slides-notes'].flatMap((folder) =>
    filesBelow(join(root, folder), '.md').map((name) => `${folder}/${name}`),
  );
  return pages.flatMap((file) =>
    readPage(readText(join(root, file))).drawings.flatMap((drawing) =>
      VARIANTS.map((variant) => ({
        ...drawing,
        file,
        svgPath: variantPath(posix.join(dirname(file), drawing.target), variant),
        language: file.endsWith('.ko.md') ? ('ko' as const) : ('en' as const),
        variant,
      })),
    ),
  );
}

/** The drawings that are missing, or are not what their page describes any more; `all`: every one. */
export function wantedDrawings(root: string, all: boolean): CourseDrawing[] {
  return courseDrawings(root).filter((drawing) => all || !isUpToDate(root, drawing));
}

function isUpToDate(root: string, drawing: CourseDrawing): boolean {
  const path = join(root, drawing.svgPath);
  return existsSync(path) && hashIn(readFileSync(path, 'utf8')) === hashOf(drawing);
}

/** Draws them, and reports each. Throws a NotesError. */
export async function drawAll(
  browser: Browser,
  root: string,
  wanted: readonly CourseDrawing[],
  report: (svgPath: string) => void,
): Promise<void> {
  const page = await browser.newPage();
  await loadMermaid(page, root);
  for (const drawing of wanted) {
    const { file, line, svgPath, variant } = drawing;
    const layout = await layOut(page, drawing.mermaid, variant).catch((error: unknown) => {
      const [why = ''] = String(error instanceof Error ? error.message : error).split('\n');
      throw new NotesError(`${file}:${line}`, say`This can't be drawn (${variant}): ${why}`);
    });
    const name = basename(svgPath, '.svg').replaceAll('.', '-');
    const path = join(root, svgPath);
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, writeSvg(layout, { ...drawing, name, hash: hashOf(drawing) }));
    report(svgPath);
  }
}
