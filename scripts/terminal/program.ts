/** The process around a command: where it runs, how it ends. */
import { constants } from 'node:os';
import { resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Command } from './command.ts';
import { codeOf } from './error-code.ts';
import { runCommand, write } from './run-command.ts';

/** Runs the command that this process was started with, and ends the process with its exit code. */
export async function runProgram(commands: readonly Command[]): Promise<never> {
  endOnSignals();
  endOnClosedPipe();
  const code = await runCommand(commands, process.argv.slice(2), {
    root: rootFolder(),
    // npm runs a script in the repository's root, wherever it was called.
    folder: process.env['INIT_CWD'] ?? process.cwd(),
    environment: process.env,
    stdout: process.stdout,
    stderr: process.stderr,
  });
  await write(process.stdout, '');
  process.exit(code);
}

/** A signal's default is to end at once, without a word to the processes that run learners' code. */
function endOnSignals(): void {
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
    process.on(signal, () => {
      if (stop) stop();
      else process.exit(128 + constants.signals[signal]);
    });
  }
}

/** `npm run lab | head`: whoever reads has read enough. */
function endOnClosedPipe(): void {
  for (const stream of [process.stdout, process.stderr]) {
    stream.on('error', (error) => {
      if (codeOf(error) !== 'EPIPE') throw error;
      process.exit(0);
    });
  }
}

let stop: (() => void) | undefined;

/**
 * For a program that runs until it is told to stop: resolves at the first Ctrl-C or other signal,
 * so that it can close what it has opened. The next signal ends the process at once.
 */
export function untilStopped(): Promise<void> {
  return new Promise((done) => {
    stop = () => {
      stop = undefined;
      done();
    };
  });
}

/** The repository's root; a test points it at a course of its own. */
export function rootFolder(): string {
  const here = resolve(fileURLToPath(import.meta.url), '..', '..', '..');
  return resolve(process.env['WORKSHOP_ROOT'] ?? here);
}
