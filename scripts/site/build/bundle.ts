/**
 * The pages' scripts and styles. Scripts are classic ones, one an entry: modules don't load from a
 * folder (`file://`).
 */
import { build, type BuildOptions } from 'esbuild';
import toolsCatalog from '#text/ko.json' with { type: 'json' };
import type { Catalog } from '#text/message.ts';

/** Browsers that have popovers, `:has()` and nested styles. */
const TARGET = ['chrome120', 'firefox125', 'safari17'];

/**
 * Bundles the program at `entry` (absolute) into one script. What it says with `` say`…` `` finds its
 * Korean in `KOREAN_TEXTS`, see `client/text.ts`.
 */
export async function bundleScript(entry: string): Promise<string> {
  const { outputFiles } = await build({ ...BUNDLE, entryPoints: [entry], format: 'iife' });
  const code = outputFiles[0]?.text ?? '';
  if (!code.includes('KOREAN_TEXTS')) return code;
  return `(()=>{const KOREAN_TEXTS=${JSON.stringify(koreanSaidIn(code))};${code.trim()}})();\n`;
}

/** Bundles a stylesheet (absolute path) with all that it imports. */
export async function bundleStyles(entry: string): Promise<string> {
  const { outputFiles } = await build({
    ...BUNDLE,
    entryPoints: [entry],
    external: ['*.woff2'],
  });
  return outputFiles[0]?.text ?? '';
}

const BUNDLE = {
  bundle: true,
  write: false,
  minify: true,
  target: TARGET,
  legalComments: 'none',
  charset: 'utf8',
  logLevel: 'silent',
} satisfies BuildOptions;

/** A bundle carries no other texts than its own: those whose template begins somewhere in it. */
function koreanSaidIn(code: string): Catalog {
  return Object.fromEntries(
    Object.entries<string>(toolsCatalog).filter(([english]) => {
      const [beginning = '', more] = english.split(/\{\d+\}/, 2);
      const written = beginning.replaceAll(/[`\\]/g, String.raw`\$&`);
      return code.includes(`\`${written}${more === undefined ? '`' : '${'}`);
    }),
  );
}
