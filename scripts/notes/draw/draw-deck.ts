/** Draws what the notes describe. */
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import type { Browser } from 'playwright-core';
import { NotesError, readDeck, type Slide } from '../index.ts';
import { say, type Language } from '#text/message.ts';
import { layOut, loadMermaid } from './mermaid.ts';
import { hashIn, hashOf } from './source-hash.ts';
import { writeSvg } from './svg.ts';

/** A drawing to be made: one slide in one language. */
export interface Wanted {
  readonly slide: Slide;
  readonly language: Language;
}

const LANGUAGES = ['en', 'ko'] as const;

/** The drawings that are missing, or are not what the notes describe any more; `all`: every one. */
export function wantedDrawings(root: string, all: boolean): Wanted[] {
  return LANGUAGES.flatMap((language) =>
    readDeck(root, language).map((slide) => ({ slide, language })),
  ).filter(({ slide }) => all || !isUpToDate(root, slide));
}

export function isUpToDate(root: string, { drawing, title }: Slide): boolean {
  const path = join(root, drawing.svgPath);
  return existsSync(path) && hashIn(readFileSync(path, 'utf8')) === hashOf(drawing, title);
}

/** Draws them, and reports each. Throws a NotesError. */
export async function drawAll(
  browser: Browser,
  root: string,
  wanted: readonly Wanted[],
  report: (svgPath: string) => void,
): Promise<void> {
  const page = await browser.newPage();
  await loadMermaid(page, root);
  for (const { slide, language } of wanted) {
    const { drawing, title, number } = slide;
    const layout = await layOut(page, drawing.mermaid).catch((error: unknown) => {
      const [why = ''] = String(error instanceof Error ? error.message : error).split('\n');
      throw new NotesError(slide.file, say`Slide ${number} can't be drawn: ${why}`);
    });
    const name = basename(drawing.svgPath, '.svg').replaceAll('.', '-');
    const from = { name, title, alt: drawing.alt, language, hash: hashOf(drawing, title) };
    mkdirSync(dirname(join(root, drawing.svgPath)), { recursive: true });
    writeFileSync(join(root, drawing.svgPath), writeSvg(layout, from));
    report(drawing.svgPath);
  }
}
