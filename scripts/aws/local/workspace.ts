import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** A folder for the bundles of one run. */
interface Workspace {
  readonly directory: string;
  remove(): Promise<void>;
}

/** Makes a folder among the system's temporary ones, and clears away those of runs that crashed. */
export async function makeWorkspace(): Promise<Workspace> {
  await sweep().catch(() => {});
  const directory = await mkdtemp(join(tmpdir(), `${PREFIX}${process.pid}-`));
  // On Windows a file may be held for a moment after its process has ended.
  return {
    directory,
    remove: () => rm(directory, { recursive: true, force: true, maxRetries: 5 }),
  };
}

const PREFIX = 'local-aws-';

async function sweep(): Promise<void> {
  for (const name of await readdir(tmpdir())) {
    const [, pid] = /^local-aws-(\d+)-\w+$/.exec(name) ?? [];
    if (pid === undefined || isAlive(Number(pid))) continue;
    await rm(join(tmpdir(), name), { recursive: true, force: true }).catch(() => {});
  }
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    // Somebody else's process is alive, too.
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}
