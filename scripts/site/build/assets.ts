/** The files that all pages share: styles, scripts, fonts, the icon. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { pageColours } from '#notes/draw/svg.ts';
import { bundleScript, bundleStyles } from './bundle.ts';
import type { SitePart } from './hooks.ts';
import type { CodePainter } from './markdown/code.ts';
import { scriptsOf } from './parts.ts';
import { ASSETS, ICON_SVG, partScript, partStyles } from './shell.ts';

const HERE = fileURLToPath(new URL('..', import.meta.url));
const FONTS = join(HERE, 'theme', 'fonts');

/** Adds them to the site, with those of the parts that its pages need. Call it last: the colours of code are known when all code is painted. */
export async function addAssets(
  site: Map<string, string | Uint8Array>,
  painter: CodePainter,
  parts: readonly SitePart[],
  { served }: { readonly served: boolean },
): Promise<void> {
  const wanted: readonly (readonly [path: string, text: Promise<string>])[] = [
    [ASSETS.start, script('start.ts')],
    [ASSETS.script, script('index.ts')],
    [ASSETS.search, script('search/index.ts')],
    ...(served ? [[ASSETS.live, script('live/index.ts')] as const] : []),
    ...scriptsOf(parts).map((entry) => [partScript(entry), script(entry)] as const),
    [ASSETS.styles, styles('theme/site.css')],
    ...parts.map((part) => [partStyles(part), styles(part.styles)] as const),
  ];
  for (const [path, text] of wanted) site.set(path, await text);
  site.set(ASSETS.styles, `${String(site.get(ASSETS.styles))}${painter.styles()}\n`);
  const drawing = site.get(ASSETS.drawing);
  if (drawing !== undefined) site.set(ASSETS.drawing, `${String(drawing)}${pageColours()}\n`);
  site.set(ASSETS.icon, ICON_SVG);
  site.set(ASSETS.font, readFileSync(join(FONTS, 'workshop-sans.woff2')));
  site.set('assets/OFL.txt', readFileSync(join(FONTS, 'OFL.txt')));
}

const script = (entry: string): Promise<string> => bundleScript(join(HERE, 'client', entry));
const styles = (file: string): Promise<string> => bundleStyles(join(HERE, file));

/** The letters that the pages and their scripts use. */
export function lettersIn(site: ReadonlyMap<string, string | Uint8Array>): ReadonlySet<string> {
  const letters = new Set<string>();
  for (const [path, text] of site) {
    if (typeof text !== 'string' || !/\.(?:html|js)$/.test(path)) continue;
    for (const letter of text) if (letter > ' ') letters.add(letter);
  }
  return letters;
}
