/** Runs one of the workshop's own tools in a process of its own. */
import { execFile } from 'node:child_process';
import { endWithUs } from './children.ts';

interface RunOptions {
  readonly cwd: string;
  /** Put on top of this process's own environment. */
  readonly environment?: Readonly<Record<string, string>>;
  /** Then that is all of its environment. */
  readonly isBare?: boolean;
  /** In milliseconds: then it is ended. */
  readonly limitMs: number;
}

/** Runs Node with these arguments, and nothing to read. The code is null where it was ended. */
export function runNode(
  args: readonly string[],
  { cwd, environment, isBare = false, limitMs }: RunOptions,
): Promise<{ code: number | null; stdout: string; stderr: string }> {
  const options = {
    cwd,
    env: { ...(isBare ? {} : process.env), ...environment },
    timeout: limitMs,
    killSignal: 'SIGKILL',
    maxBuffer: Infinity,
    windowsHide: true,
  } as const;
  return new Promise((done) => {
    const child = execFile(process.execPath, args, options, (_, stdout, stderr) =>
      done({ code: child.exitCode, stdout, stderr }),
    );
    child.stdin?.end();
    endWithUs(child);
  });
}
