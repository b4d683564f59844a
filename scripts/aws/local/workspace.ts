import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { isAlive } from '#terminal/is-alive.ts';

/** A folder for the bundles of one run. */
interface Workspace {
  readonly directory: string;
  remove(): Promise<void>;
}

/** Makes a folder among the system's temporary ones, and clears away those of runs that crashed. */
export async function makeWorkspace(): Promise<Workspace> {
  await sweep().catch(() => {});
  const directory = await mkdtemp(join(tmpdir(), `${PREFIX}${process.pid}-`));
  return { directory, remove: () => clear(directory) };
}

/** On Windows a file may be held for a moment after its process has ended: the next run clears it. */
async function clear(directory: string): Promise<void> {
  await rm(directory, { recursive: true, force: true, maxRetries: 5 }).catch(() => {});
}

const PREFIX = 'local-aws-';

async function sweep(): Promise<void> {
  for (const name of await readdir(tmpdir())) {
    const [, pid] = /^local-aws-(\d+)-\w+$/.exec(name) ?? [];
    if (pid === undefined || isAlive(Number(pid))) continue;
    await clear(join(tmpdir(), name));
  }
}
