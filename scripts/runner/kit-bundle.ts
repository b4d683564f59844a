/**
 * What labs import of the workshop, as a few files of JavaScript: a process loads them in one go, and
 * before there is anything to check. From its own sources vite would fetch some sixty modules for every
 * run, each with a question to the host and back.
 */
import { createHash, randomUUID } from 'node:crypto';
import { mkdirSync, readFileSync, renameSync, statSync, writeFileSync } from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import type { Metafile, Plugin as EsbuildPlugin } from 'esbuild';
import type { Plugin } from 'vite';
import { filesBelow, namesIn, removeFolder, vitePath } from '#course/files.ts';
import { stateFolder } from '#course/stage.ts';

/** By what a lab imports: the module, below `scripts/`. */
const ENTRIES: Readonly<Record<string, string>> = {
  '#checks': 'kit/checks/index.ts',
  '#checks-aws': 'kit/checks-aws/index.ts',
  '#local-aws': 'aws/local/index.ts',
  '#local-tables': 'aws/local/tables-in-process.ts',
};

export interface KitBundle {
  /** By what a lab imports: the file, absolute. */
  readonly files: Readonly<Record<string, string>>;
  /** What `#checks` consists of, but for the file itself: loading that one begins the event log. */
  readonly checksAhead: readonly string[];
}

/**
 * The URLs of what a process may load ahead of a lab that imports this: for a part of the kit those of
 * the bundle, if there is one.
 */
export function urlsAhead(name: string, kit: KitBundle | undefined): string[] {
  if (!Object.hasOwn(ENTRIES, name)) return [import.meta.resolve(name)];
  const files = name === '#checks' ? kit?.checksAhead : kit && [kit.files[name] as string];
  return (files ?? []).map((file) => pathToFileURL(file).href);
}

/**
 * The bundle of the sources as they are, in a folder of its own below `kits`: made where it is not there
 * yet. Undefined where it can't be written: everything works without, only slower.
 */
export async function kitBundle(kits = KITS): Promise<KitBundle | undefined> {
  try {
    const folder = join(kits, hashOfSources());
    if (!namesIn(folder).includes(LIST)) await make(folder);
    const list = JSON.parse(readFileSync(join(folder, LIST), 'utf8')) as string[];
    return {
      files: Object.fromEntries(
        Object.keys(ENTRIES).map((name) => [name, join(folder, fileOf(name))]),
      ),
      checksAhead: list.map((file) => join(folder, file)),
    };
  } catch {
    return undefined;
  }
}

/** A vite plugin: what labs import of the workshop is these files. */
export function importsKit({ files }: KitBundle): Plugin {
  return {
    name: 'kit-bundle',
    enforce: 'pre',
    resolveId: (source) => {
      const file = Object.hasOwn(files, source) ? files[source] : undefined;
      return file === undefined ? undefined : vitePath(file);
    },
  };
}

/** Matches the bundle's files, as vite spells them. */
export const KIT_FILE = /\/\.workshop\/kit\/[0-9a-f]{16}\/[\w-]+\.mjs$/;

const SCRIPTS = resolve(fileURLToPath(import.meta.url), '..', '..');
const ROOMS = ['kit', 'aws', 'terminal', 'text'];
const KITS = join(stateFolder(resolve(SCRIPTS, '..')), 'kit');
/** Holds the names of the files of `checksAhead`. */
const LIST = 'checks-ahead.json';
/** In milliseconds: no process that has begun with a bundle still runs after this time. */
const KEPT_MS = 7 * 24 * 3600 * 1000;

function fileOf(name: string): string {
  return `${name.slice(1)}.mjs`;
}

/** Sixteen hex digits, of all that may go into it: it holds the place of its sources, too. */
function hashOfSources(): string {
  const hash = createHash('sha256').update(SCRIPTS);
  hash.update(readFileSync(fileURLToPath(import.meta.url)));
  for (const room of ROOMS) {
    for (const ending of ['.ts', '.json']) {
      for (const file of filesBelow(join(SCRIPTS, room), ending)) {
        if (!file.endsWith('.test.ts'))
          hash.update(file).update(readFileSync(join(SCRIPTS, room, file)));
      }
    }
  }
  return hash.digest('hex').slice(0, 16);
}

/** Makes it aside and then renames it: another process finds all of it, or nothing. */
async function make(folder: string): Promise<void> {
  // Only where there is something to make.
  const { build } = await import('esbuild');
  const { outputFiles, metafile } = await build({
    entryPoints: Object.fromEntries(
      Object.entries(ENTRIES).map(([name, path]) => [name.slice(1), join(SCRIPTS, path)]),
    ),
    absWorkingDir: SCRIPTS,
    outdir: folder,
    outExtension: { '.js': '.mjs' },
    bundle: true,
    splitting: true,
    platform: 'node',
    format: 'esm',
    target: 'node20',
    charset: 'utf8',
    packages: 'external',
    define: { 'import.meta.url': OWN_URL },
    plugins: [knowsItsPlace],
    write: false,
    metafile: true,
    logLevel: 'silent',
  });
  const aside = `${folder}.${randomUUID()}`;
  mkdirSync(aside, { recursive: true });
  for (const { path, contents } of outputFiles)
    writeFileSync(join(aside, basename(path)), contents);
  writeFileSync(join(aside, LIST), JSON.stringify(chunksOf('#checks', metafile)));
  try {
    renameSync(aside, folder);
  } catch (error) {
    removeFolder(aside);
    // Another process was quicker.
    if (!namesIn(folder).includes(LIST)) throw error;
  }
  removeOld(dirname(folder));
}

/** The names of the files that an entry imports at once. */
function chunksOf(name: string, { outputs }: Metafile): string[] {
  const [, output] =
    Object.entries(outputs).find(([path]) => basename(path) === fileOf(name)) ?? [];
  return (output?.imports ?? [])
    .filter(({ kind, external }) => kind === 'import-statement' && external !== true)
    .map(({ path }) => basename(path));
}

const OWN_URL = 'ownUrl';

/** For esbuild: `import.meta.url` stays what it is in each source. */
const knowsItsPlace: EsbuildPlugin = {
  name: 'knows-its-place',
  setup({ onLoad }) {
    onLoad({ filter: /\.ts$/ }, ({ path }) => {
      const url = JSON.stringify(pathToFileURL(path).href);
      return { loader: 'ts', contents: `const ${OWN_URL} = ${url};${readFileSync(path, 'utf8')}` };
    });
  },
};

function removeOld(kits: string): void {
  for (const name of namesIn(kits)) {
    const folder = join(kits, name);
    if (statSync(folder).mtimeMs < Date.now() - KEPT_MS) removeFolder(folder);
  }
}
