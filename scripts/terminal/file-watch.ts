/** Reports when files change, on every file system. */
import { createHash } from 'node:crypto';
import { readFileSync, watch, type FSWatcher } from 'node:fs';
import { dirname } from 'node:path';

/** In milliseconds: how long a change goes unseen where the file system sends no events. */
const POLL_MS = 300;
/** In milliseconds: an editor may write a file in several steps. */
const SETTLE_MS = 15;

/**
 * Calls `onChange` after the contents of one of `files` (absolute paths) have changed, also where one
 * comes or goes. Returns an unsubscribe function.
 *
 * The contents are compared at short intervals, which works on network and container file systems
 * too; the system's events, where there are any, only make it look sooner.
 */
export function watchFiles(files: () => readonly string[], onChange: () => void): () => void {
  let known = signature(files());
  let settling: NodeJS.Timeout | undefined;
  const look = (): void => {
    const now = signature(files());
    if (now === known) return;
    known = now;
    onChange();
  };
  const soon = (): void => {
    clearTimeout(settling);
    settling = setTimeout(look, SETTLE_MS);
  };
  const watchers = [...new Set(files().map((file) => dirname(file)))].flatMap((folder) =>
    watchFolder(folder, soon),
  );
  const poll = setInterval(look, POLL_MS);
  return () => {
    clearInterval(poll);
    clearTimeout(settling);
    for (const watcher of watchers) watcher.close();
  };
}

/** An editor may put a new file in the place of the old one, so it is the folder that is watched. */
function watchFolder(folder: string, onEvent: () => void): FSWatcher[] {
  try {
    const watcher = watch(folder, onEvent);
    watcher.on('error', () => watcher.close());
    return [watcher];
  } catch {
    return [];
  }
}

function signature(files: readonly string[]): string {
  const hash = createHash('sha256');
  for (const file of files) {
    hash.update(`${file}\0`);
    try {
      hash.update(readFileSync(file));
    } catch {
      hash.update('\0missing');
    }
    hash.update('\0');
  }
  return hash.digest('hex');
}
