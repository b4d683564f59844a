/** A function's code as Lambda takes it: one bundled file in a zip. */
import { zipSync } from 'fflate';
import { createHash } from 'node:crypto';
import { BUNDLE_FILE, bundleFunction } from '../local/index.ts';

export interface Package {
  readonly zip: Uint8Array;
  /** The zip's SHA-256 in base64, as Lambda tells it: `CodeSha256`. */
  readonly sha256: string;
}

/**
 * The same code makes the same bytes, on every machine: that is how a deployment knows what it need
 * not upload. The source map stays at home; the code is readable as it is.
 *
 * @param entry absolute path of the source file
 * @throws BundleError when the source does not compile
 */
export async function packageFunction(entry: string): Promise<Package> {
  const { code } = await bundleFunction(entry);
  return packageCode(code);
}

export function packageCode(code: Uint8Array): Package {
  const zip = zipSync({
    [BUNDLE_FILE]: [code, { level: 9, mtime: EPOCH, os: UNIX, attrs: READABLE }],
  });
  return { zip, sha256: createHash('sha256').update(zip).digest('base64') };
}

/** The first moment that a zip can tell. A zip knows no time zone, and local time is what is written. */
const EPOCH = new Date(1980, 0, 1);

/** Lambda runs as another user than the file's owner, so the file must be readable by all. */
const UNIX = 3;
const READABLE = (0o100_644 << 16) >>> 0;

/** Rounded up. */
export function kilobytes({ zip }: Package): number {
  return Math.ceil(zip.length / 1024);
}
