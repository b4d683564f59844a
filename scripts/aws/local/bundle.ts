import { build, type BuildFailure, type BuildOptions, type Plugin } from 'esbuild';
import { createHash } from 'node:crypto';
import { statSync } from 'node:fs';
import { dirname, resolve, sep } from 'node:path';
import { APART, packagesApart } from './packages.ts';

/** A function's code as one file. */
export interface Bundle {
  /** `index.mjs`: an ES module that exports what the entry exports. */
  readonly code: Uint8Array;
  /** `index.mjs.map`: for stack traces that name the source; a deployment may leave it out. */
  readonly sourceMap: Uint8Array;
  /** The first 16 hex digits of the code's SHA-256: the same for the same code. */
  readonly version: string;
  /** The source files that went into it, without those of installed packages; absolute paths. */
  readonly sources: readonly string[];
}

/** The source does not bundle. The message has file, line, column and reason, one problem a line. */
export class BundleError extends Error {
  constructor(message: string) {
    super(message);
    this.name = 'BundleError';
  }
}

/** The file name inside the package, and so Lambda's `Handler` setting: `index.<export>`. */
export const BUNDLE_FILE = 'index.mjs';

/**
 * Bundles one function. Nothing is left outside but Node's own modules, so a deployment needs no
 * `node_modules`. An ES module, for top-level `await` at init; names are kept, because an error's
 * name is what Lambda reports as `errorType`; readable, because learners will look at it in the
 * Lambda console.
 *
 * @param entry absolute path of the source file
 * @param plugins esbuild's
 * @throws BundleError when the source is missing or does not compile (types are not checked)
 */
export async function bundleFunction(entry: string, plugins: Plugin[] = []): Promise<Bundle> {
  const directory = dirname(entry);
  const result = await compile({
    entryPoints: [entry],
    absWorkingDir: directory,
    outfile: resolve(directory, BUNDLE_FILE),
    banner: { js: REQUIRE_FOR_COMMONJS },
    sourcemap: 'linked',
    sourcesContent: false,
    plugins,
  });
  const [code, sourceMap] = [contents(result, '.mjs'), contents(result, '.map')];
  return {
    code,
    sourceMap: absoluteSources(sourceMap, directory),
    version: createHash('sha256').update(code).digest('hex').slice(0, 16),
    sources: Object.keys(result.metafile.inputs)
      .filter((path) => !path.startsWith(APART))
      .map((path) => resolve(directory, path))
      .filter((path) => !path.includes(`${sep}node_modules${sep}`)),
  };
}

/** Bundles a script of our own (the runtime in the child process) as one ES module. */
export async function bundleScript(entry: string): Promise<Uint8Array> {
  return contents(await compile({ entryPoints: [entry], outfile: 'script.mjs' }), '.mjs');
}

/**
 * CommonJS packages such as jsonwebtoken call `require('crypto')` when they run, which an ES module
 * does not have. On `globalThis` and not as a `const`, so that a source may have its own `require`.
 */
const REQUIRE_FOR_COMMONJS =
  "import { createRequire as requireForCommonJS } from 'node:module';\n" +
  'globalThis.require ??= requireForCommonJS(import.meta.url);';

async function compile(options: BuildOptions) {
  try {
    return await build({
      ...options,
      bundle: true,
      platform: 'node',
      format: 'esm',
      // The oldest Node that the workshop runs on; every runtime on Lambda is newer.
      target: 'node20',
      charset: 'utf8',
      keepNames: true,
      write: false,
      metafile: true,
      logLevel: 'silent',
    });
  } catch (error) {
    throw new BundleError(describe(error as BuildFailure));
  }
}

function describe(failure: BuildFailure): string {
  if (!Array.isArray(failure.errors)) return String(failure);
  return failure.errors
    .map(({ location, text }) =>
      location ? `${location.file}:${location.line}:${location.column}: ${text}` : text,
    )
    .join('\n');
}

function contents(
  { outputFiles }: { outputFiles: readonly { path: string; contents: Uint8Array }[] },
  end: string,
) {
  const file = outputFiles.find(({ path }) => path.endsWith(end));
  if (!file) throw new BundleError(`esbuild wrote no ${end} file`);
  return file.contents;
}

/** The bundle runs from another folder than the one its source map is relative to. */
function absoluteSources(sourceMap: Uint8Array, directory: string): Uint8Array {
  const map = JSON.parse(Buffer.from(sourceMap).toString()) as { sources: string[] };
  map.sources = map.sources.map((source) => resolve(directory, source));
  return Buffer.from(JSON.stringify(map));
}

/** Keeps one function's bundle up to date with its source files. */
export interface LiveBundle {
  /**
   * The bundle of the files as they are now. Files are compared by time and size, so an unchanged
   * function costs a few `stat` calls.
   *
   * @throws BundleError until the source compiles again
   */
  current(): Promise<Bundle>;
}

/** @param entry absolute path of the source file */
export function liveBundle(entry: string): LiveBundle {
  let bundle: Bundle | undefined;
  let versions: ReadonlyMap<string, string> = new Map();
  let running: Promise<Bundle> | undefined;

  async function rebuild(): Promise<Bundle> {
    const startedAt = Date.now();
    // Read before the build: a file saved while it runs counts as changed afterwards.
    const before = new Map([...versions.keys()].map((path) => [path, versionOf(path)]));
    bundle = undefined;
    const built = await bundleFunction(entry, [packagesApart]);
    versions = new Map(
      built.sources.map((path) => [path, before.get(path) ?? firstVersion(path, startedAt)]),
    );
    bundle = built;
    return built;
  }

  return {
    async current() {
      const earlier = running;
      if (earlier) {
        // It may have read a file before the save that this call must see, so that is looked at again.
        await earlier.catch(() => {});
        if (running && running !== earlier) return running;
      }
      if (bundle && [...versions].every(([path, seen]) => versionOf(path) === seen)) return bundle;
      running = rebuild().finally(() => (running = undefined));
      return running;
    },
  };
}

function versionOf(path: string): string {
  const found = statSync(path, { throwIfNoEntry: false });
  return found ? `${found.mtimeMs} ${found.size} ${found.ino}` : 'missing';
}

/** A file that is new to the bundle and was saved while it was being built is read again. */
function firstVersion(path: string, startedAt: number): string {
  const found = statSync(path, { throwIfNoEntry: false });
  return found && found.mtimeMs < startedAt ? versionOf(path) : 'saved during the build';
}
