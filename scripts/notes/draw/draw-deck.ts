/** Draws what the notes describe. */
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { launchChromium } from '#terminal/chromium.ts';
import { NotesError, readDeck, type Slide } from '../index.ts';
import { say, type Language } from '#text/message.ts';
import { layOut, loadMermaid } from './mermaid.ts';
import { stampIn, stampOf } from './stamp.ts';
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
  return existsSync(path) && stampIn(readFileSync(path, 'utf8')) === stampOf(drawing, title);
}

/** Draws them, telling of each. Throws a NoBrowserError, or a NotesError. */
export async function drawAll(
  root: string,
  wanted: readonly Wanted[],
  tell: (svgPath: string) => void,
): Promise<void> {
  const browser = await launchChromium();
  try {
    const page = await browser.newPage();
    await loadMermaid(page, root);
    for (const { slide, language } of wanted) {
      const { drawing, title, number } = slide;
      const layout = await layOut(page, drawing.mermaid).catch((error: unknown) => {
        const [why = ''] = String(error instanceof Error ? error.message : error).split('\n');
        throw new NotesError(slide.file, say`Slide ${number} can't be drawn: ${why}`);
      });
      const name = basename(drawing.svgPath, '.svg').replaceAll('.', '-');
      const from = { name, title, alt: drawing.alt, language, stamp: stampOf(drawing, title) };
      mkdirSync(dirname(join(root, drawing.svgPath)), { recursive: true });
      writeFileSync(join(root, drawing.svgPath), writeSvg(layout, from));
      tell(drawing.svgPath);
    }
  } finally {
    await browser.close();
  }
}
