/** The files that all pages share: styles, scripts, fonts, the icon. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import UNICODE_RANGES from '../theme/fonts/unicode-ranges.json' with { type: 'json' };
import { bundleScript, bundleStyles } from './bundle.ts';
import { PARTS } from './parts.ts';
import type { CodePainter } from './markdown/code.ts';
import { ASSETS, ICON_SVG, partScript, partStyles } from './shell.ts';

const HERE = fileURLToPath(new URL('..', import.meta.url));
const CLIENT = join(HERE, 'client');
const FONTS = join(HERE, 'theme', 'fonts');

/** Adds them to the site. Call it last: the colours of code are known when all code is painted. */
export async function addAssets(
  site: Map<string, string | Uint8Array>,
  painter: CodePainter,
  { served }: { readonly served: boolean },
): Promise<void> {
  const scripts: readonly (readonly [path: string, entry: string])[] = [
    [ASSETS.start, 'start.ts'],
    [ASSETS.script, 'index.ts'],
    ['assets/search.js', 'search/index.ts'],
    ...(served ? [['assets/live.js', 'live/index.ts'] as const] : []),
    ...PARTS.flatMap(({ script }) =>
      script === undefined ? [] : [[partScript(script), script] as const],
    ),
  ];
  const styles: readonly (readonly [path: string, entry: string])[] = [
    [ASSETS.styles, 'theme/site.css'],
    ...PARTS.flatMap(({ styles: file }) =>
      file === undefined ? [] : [[partStyles(file), file] as const],
    ),
  ];
  const made = await Promise.all([
    ...scripts.map(
      async ([path, entry]) => [path, await bundleScript(join(CLIENT, entry))] as const,
    ),
    ...styles.map(async ([path, entry]) => [path, await bundleStyles(join(HERE, entry))] as const),
  ]);
  for (const [path, text] of made) site.set(path, text);
  site.set(ASSETS.styles, `${String(site.get(ASSETS.styles))}${painter.styles()}\n`);
  site.set(ASSETS.icon, ICON_SVG);
  addFonts(site);
}

/** The parts of the font that the site's texts need: of its files some hold letters that nobody uses. */
function addFonts(site: Map<string, string | Uint8Array>): void {
  const letters = lettersIn(site);
  const rules = UNICODE_RANGES.flatMap((ranges, number) => {
    if (!ranges.split(',').some((range) => covers(range, letters))) return [];
    const name = `PretendardVariable.subset.${number}.woff2`;
    site.set(`assets/fonts/${name}`, readFileSync(join(FONTS, name)));
    return `@font-face{font-family:Pretendard;font-weight:45 920;font-display:swap;src:url(fonts/${name}) format("woff2");unicode-range:${ranges}}`;
  });
  site.set(ASSETS.fonts, `${rules.join('\n')}\n`);
  site.set('assets/fonts/OFL.txt', readFileSync(join(FONTS, 'OFL.txt')));
}

function lettersIn(site: ReadonlyMap<string, string | Uint8Array>): number[] {
  const letters = new Set<number>();
  for (const [path, text] of site) {
    if (typeof text !== 'string' || !/\.(?:html|js)$/.test(path)) continue;
    for (const letter of text) letters.add(letter.codePointAt(0) ?? 0);
  }
  return [...letters].filter((letter) => letter > 0x20);
}

/** A range such as `U+0025-00ff` or `U+30`. */
function covers(range: string, letters: readonly number[]): boolean {
  const [from = '', to = from] = range.replace(/^U\+/i, '').split('-');
  const [first, last] = [Number.parseInt(from, 16), Number.parseInt(to, 16)];
  return letters.some((letter) => letter >= first && letter <= last);
}
