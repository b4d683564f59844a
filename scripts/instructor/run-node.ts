/** Runs one of the workshop's own tools in a process of its own. */
import { spawn } from 'node:child_process';
import { endWithUs } from '#runner/children.ts';

export interface Finished {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

export interface RunOptions {
  readonly cwd: string;
  /** Put on top of this process's own environment. */
  readonly environment?: Readonly<Record<string, string>>;
  /** In milliseconds: then it is ended, and its code is null. */
  readonly limitMs: number;
}

/** Runs Node with these arguments. */
export function runNode(
  args: readonly string[],
  { cwd, environment = {}, limitMs }: RunOptions,
): Promise<Finished> {
  const child = spawn(process.execPath, [...args], {
    cwd,
    env: { ...process.env, ...environment },
    stdio: ['ignore', 'pipe', 'pipe'],
    timeout: limitMs,
    killSignal: 'SIGKILL',
    windowsHide: true,
  });
  endWithUs(child);
  let [stdout, stderr] = ['', ''];
  child.stdout.setEncoding('utf8').on('data', (text: string) => (stdout += text));
  child.stderr.setEncoding('utf8').on('data', (text: string) => (stderr += text));
  return new Promise((done, fail) => {
    child.once('error', fail);
    child.once('close', (code) => done({ code, stdout, stderr }));
  });
}
