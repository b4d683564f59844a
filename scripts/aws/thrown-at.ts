import { isAbsolute, relative, sep } from 'node:path';

/**
 * The line at which a function threw what it failed with.
 *
 * @param payload what Lambda answers: `{ errorType, errorMessage, trace }`
 * @param folder absolute; frames outside of it, or of a package, are passed over
 * @returns `file` relative to the folder, with `/` on every system; undefined where no frame is in it
 */
export function thrownAt(
  payload: unknown,
  folder: string,
): { readonly file: string; readonly line: number } | undefined {
  const { trace } = Object(payload) as { readonly trace?: unknown };
  for (const frame of [trace].flat()) {
    const [, path = '', line] = FRAME.exec(String(frame)) ?? [];
    const file = relative(folder, path).split(sep).join('/');
    const isOwn = !isAbsolute(file) && !/^\.\.|node_modules/.test(file);
    if (path !== '' && isOwn) return { file, line: Number(line) };
  }
  return undefined;
}

/** `at handler (/work/labs/…/issuer.ts:55:17)`, with or without brackets. */
const FRAME = /[\s(]((?:[A-Za-z]:)?[\\/][^()]*):(\d+):\d+\)?$/;
