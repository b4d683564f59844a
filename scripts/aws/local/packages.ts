/**
 * Packages that functions import and that weigh: each is bundled once, into a file that their bundles
 * require. Only here: what a deployment uploads is one file. A thread that waits for its function has
 * loaded them already; see kit/checks-aws/ahead.mjs.
 */
import { build, type Plugin } from 'esbuild';
import { createHash, randomUUID } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, renameSync, rmSync } from 'node:fs';
import { basename, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** CommonJS, each of them, so that an import means the same as where it is bundled with the rest. */
const PACKAGES = ['jsonwebtoken'];

const WORKSHOP = fileURLToPath(new URL('../../../', import.meta.url));
const FOLDER = join(WORKSHOP, '.workshop', 'packages');

/** For esbuild: leaves these packages out. */
export const packagesApart: Plugin = {
  name: 'packages-apart',
  setup({ onResolve, onLoad }) {
    const filter = new RegExp(`^(?:${PACKAGES.join('|')})$`);
    onResolve({ filter }, ({ path }) => ({ path, namespace: APART }));
    onResolve({ filter: /.*/, namespace: APART }, ({ path }) => ({ path, external: true }));
    onLoad({ filter: /.*/, namespace: APART }, async ({ path }) => ({
      contents: `module.exports = require(${JSON.stringify(await fileOf(path))});`,
    }));
  },
};

/** Stands before the names of such packages among a bundle's inputs. */
export const APART = 'apart';

/** The package's file, by what is installed: made where it is not there yet. */
async function fileOf(name: string): Promise<string> {
  const lock = readFileSync(join(WORKSHOP, 'package-lock.json'));
  const version = createHash('sha256').update(lock).digest('hex').slice(0, 16);
  const file = join(FOLDER, `${name}-${version}.cjs`);
  if (existsSync(file)) return file;
  const outfile = join(FOLDER, `${randomUUID()}.tmp`);
  await build({
    stdin: { contents: `module.exports = require('${name}');`, resolveDir: WORKSHOP },
    outfile,
    bundle: true,
    platform: 'node',
    target: 'node20',
    charset: 'utf8',
    keepNames: true,
  });
  for (const one of readdirSync(FOLDER)) {
    if (one.startsWith(`${name}-`) && one !== basename(file))
      rmSync(join(FOLDER, one), { force: true });
  }
  try {
    renameSync(outfile, file);
  } catch (error) {
    // Another function's bundle, or another process, was quicker, and Windows replaces no file in use.
    if (!existsSync(file)) throw error;
    rmSync(outfile);
  }
  return file;
}
