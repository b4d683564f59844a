/** A vite plugin for many copies of one folder: what has the same text is transformed once. */
import { readFileSync } from 'node:fs';
import { posix } from 'node:path';
import type { DevEnvironment, Plugin } from 'vite';

type Transform = DevEnvironment['transformRequest'];
type Transformed = Awaited<ReturnType<Transform>>;

/**
 * Nearly all files of such a copy are the same as in the next one, and transforming a file of checks
 * takes longer than running it. The folders must be neighbours, so that an import that leaves them
 * means the same in each. Lines in stack traces are those of the transformed code.
 *
 * @param root the server's
 * @param folder the folder that they lie in, below the root: of all others vite keeps what it did
 */
export function sharedTransforms(root: string, folder: string): Plugin {
  return {
    name: 'shared-transforms',
    configureServer({ environments }) {
      for (const environment of Object.values(environments)) {
        environment.transformRequest = sharing(
          (url) => textOf(root, folder, url),
          environment.transformRequest.bind(environment),
        );
      }
    },
  };
}

function sharing(read: (url: string) => string | undefined, transform: Transform): Transform {
  const known = new Map<string, { readonly url: string; readonly result: Promise<Transformed> }>();
  return async (url) => {
    const text = read(url);
    if (text === undefined) return transform(url);
    const neighbours = posix.dirname(posix.dirname(url));
    const key = [neighbours, posix.basename(url), text].join('\0');
    const first = known.get(key);
    if (!first) {
      const result = transform(url);
      known.set(key, { url, result });
      return result;
    }
    const result = await first.result;
    if (!result || first.url === url) return result;
    const [from, to] = [first.url, url].map((one) => `${posix.dirname(one)}/`) as [string, string];
    return { ...result, code: result.code.replaceAll(from, to), map: null };
  };
}

/** The text of a file below `folder`; undefined for what is no such file. */
function textOf(root: string, folder: string, url: string): string | undefined {
  const path = url.startsWith(`${root}/`) ? url : root + url;
  if (!path.startsWith(`${folder}/`) || !path.endsWith('.ts')) return undefined;
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return undefined;
  }
}
