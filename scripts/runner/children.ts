/** Processes that run a learner's code: they never outlive this one, nor does it wait for their heirs. */
import type { ChildProcess } from 'node:child_process';
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { removeFolder } from '#course/files.ts';
import { atExit } from '#terminal/at-exit.ts';

/** Ends `child` at the latest when this process ends. */
export function endWithUs(child: ChildProcess): void {
  child.once(
    'exit',
    atExit(() => child.kill('SIGKILL')),
  );
}

/** Makes a folder for what a child writes: removed by `remove`, at the latest when this process ends. */
export function childFolder(): { readonly path: string; remove(): void } {
  const path = mkdtempSync(join(tmpdir(), 'workshop-'));
  const cancel = atExit(() => removeFolder(path));
  return {
    path,
    remove: () => {
      removeFolder(path);
      cancel();
    },
  };
}

/** In milliseconds: what a process printed arrives a moment after its end. */
const LAST_OUTPUT_MS = 200;

/**
 * Resolves once `child` has ended and its output is read, with its exit code; null where a signal
 * ended it, or where it could not be started. A process that the learner's code has started may
 * hold the output open for ever: that is not waited for.
 */
export async function ended(child: ChildProcess): Promise<number | null> {
  const closed = new Promise<void>((done) => child.once('close', () => done()));
  const code = await new Promise<number | null>((done) => {
    child.once('exit', done);
    child.once('error', () => done(null));
  });
  await Promise.race([closed, setTimeout(LAST_OUTPUT_MS, undefined, { ref: false })]);
  for (const stream of [child.stdout, child.stderr]) stream?.destroy();
  return code;
}
