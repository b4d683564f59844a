/** The files that all pages share: styles, scripts, fonts, the icon. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
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
  site.set(ASSETS.font, readFileSync(join(FONTS, 'workshop-sans.woff2')));
  site.set('assets/OFL.txt', readFileSync(join(FONTS, 'OFL.txt')));
}

/** The letters that the pages and their scripts use. */
export function lettersIn(site: ReadonlyMap<string, string | Uint8Array>): ReadonlySet<string> {
  const letters = new Set<string>();
  for (const [path, text] of site) {
    if (typeof text !== 'string' || !/\.(?:html|js)$/.test(path)) continue;
    for (const letter of text) if (letter > ' ') letters.add(letter);
  }
  return letters;
}
