/** What a function runs in: a process of its own, or a thread of this one. */
import { spawn } from 'node:child_process';
import type { Readable } from 'node:stream';
import { Worker } from 'node:worker_threads';
import { LOOPBACK } from '#terminal/loopback.ts';
import type { StartTimer } from '../timers.ts';
import { MAX_RESPONSE_BYTES } from './limits.ts';
import { importedFirst, type RuntimeAnswer, type RuntimeCall } from './protocol.ts';
import { serveRuntimeApi, type ServeRuntime } from './runtime-api.ts';

export interface SandboxSettings {
  /** Returns the file of the bootstrap; not called for a thread that has loaded it already. */
  readonly bootstrap: () => Promise<string>;
  /** All that is in its environment. */
  readonly variables: Readonly<Record<string, string>>;
  readonly memoryMB: number;
  readonly startTimer: StartTimer;
  /** Gets what it asks of the Runtime API. */
  readonly serve: ServeRuntime;
}

/** Runs a bootstrap; ends by itself or by `kill`. */
export interface Sandbox {
  /** Undefined for a thread, and where the process could not be started. */
  readonly pid: number | undefined;
  readonly stdout: Readable;
  readonly stderr: Readable;
  kill(): void;
  /** Calls `listener` once it has ended and its output has been read; with the exit's status or signal. */
  onEnd(listener: (code: number | null, signal: NodeJS.Signals | null) => void): void;
}

export type StartSandbox = (settings: SandboxSettings) => Promise<Sandbox>;

/** As on Lambda: whatever the function does to its process, it does to itself alone. */
export const startProcess: StartSandbox = async (settings) => {
  const { bootstrap, variables, memoryMB, startTimer, serve } = settings;
  const server = await serveRuntimeApi(serve);
  const heap = `--max-old-space-size=${heapSize(memoryMB)}`;
  const child = spawn(process.execPath, [heap, SOURCE_MAPS, await bootstrap()], {
    // As on Lambda, a relative path leads into the package and not into the workshop.
    cwd: variables['LAMBDA_TASK_ROOT'],
    env: { ...variables, AWS_LAMBDA_RUNTIME_API: `${LOOPBACK}:${server.port}` },
    stdio: ['ignore', 'pipe', 'pipe'],
    windowsHide: true,
  });
  const { pid, stdout, stderr } = child;
  return {
    pid,
    stdout,
    stderr,
    kill: () => child.kill('SIGKILL'),
    onEnd(listener) {
      let hasEnded = false;
      const end = (code: number | null, signal: NodeJS.Signals | null) => {
        // A process that the function has started may hold the pipes, and with them this process.
        for (const pipe of [stdout, stderr]) pipe.destroy();
        void server.close();
        if (!hasEnded) listener(code, signal);
        hasEnded = true;
      };
      child.on('error', () => end(1, null));
      child.on('exit', (code, signal) => {
        const cancel = startTimer(LAST_WORDS_MS, () => end(code, signal));
        child.on('close', () => {
          cancel();
          end(code, signal);
        });
      });
    },
  };
};

/**
 * Starts several times faster than a process, and asks the Runtime API in messages. `process.exit`,
 * an endless loop and a heap that is full end the thread alone; what differs is the working directory, and that `process.kill` and
 * `process.chdir` mean this whole process.
 */
export const startThread: StartSandbox = async (settings) => {
  const { bootstrap, variables, memoryMB, serve } = settings;
  const worker =
    (await takeReady(memoryMB, variables)) ??
    bootThread(await bootstrap(), memoryMB, variables['NODE_OPTIONS']);
  // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a thread, not a window
  worker.postMessage(variables);
  worker.on('message', (call: RuntimeCall) => {
    // The function can post, too, and whatever it likes.
    if (typeof call?.line !== 'string') return;
    const isTooLarge = Buffer.byteLength(call.body ?? '') > MAX_RESPONSE_BYTES;
    serve({ ...call, body: isTooLarge ? undefined : call.body }, (_, body, headers = {}) => {
      const answer: RuntimeAnswer = { headers, body: body.toString() };
      // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a thread, not a window
      worker.postMessage(answer);
    });
  });
  let isFull = false;
  // Anything else that is thrown in it, the bootstrap reports.
  worker.on('error', (error: NodeJS.ErrnoException) => {
    isFull = error.code === 'ERR_WORKER_OUT_OF_MEMORY';
  });
  return {
    pid: undefined,
    stdout: worker.stdout,
    stderr: worker.stderr,
    kill: () => void worker.terminate(),
    onEnd: (listener) =>
      void worker.once('exit', (code) => {
        // Its last output is in the pipes by now, and read in this turn.
        setImmediate(() => listener(code, isFull ? 'SIGABRT' : null));
      }),
  };
};

/**
 * Threads that load the bootstrap before it is known for which function: see kit/checks-aws/ahead.mjs,
 * and runner/shared-worker.mjs.
 */
interface ThreadsAhead {
  take(): Worker | Promise<Worker>;
  /** One that has loaded nothing else: undefined where there is none left. */
  takePlain(): Worker | undefined | Promise<Worker>;
}

function takeReady(
  memoryMB: number,
  { NODE_OPTIONS: options }: SandboxSettings['variables'],
): Worker | undefined | Promise<Worker> {
  if (memoryMB !== USUAL_MEMORY_MB) return undefined;
  if (options === undefined) return threadsAhead()?.take();
  return importedFirst(options) === undefined ? undefined : threadsAhead()?.takePlain();
}

function threadsAhead(): ThreadsAhead | undefined {
  return (globalThis as { [AHEAD]?: ThreadsAhead })[AHEAD];
}

const AHEAD = Symbol.for('jwt-workshop.threads-ahead');

const USUAL_MEMORY_MB = 128;

function bootThread(bootstrap: string, memoryMB: number, nodeOptions: string | undefined): Worker {
  return new Worker(bootstrap, {
    env: nodeOptions === undefined ? {} : { NODE_OPTIONS: nodeOptions },
    execArgv: [SOURCE_MAPS],
    stdout: true,
    stderr: true,
    resourceLimits: { maxOldGenerationSizeMb: heapSize(memoryMB) },
  });
}

/** Node runs the bundle, but an error's trace should name the line that the learner wrote. */
const SOURCE_MAPS = '--enable-source-maps';

/** How long a pipe may keep the host waiting, in milliseconds. */
const LAST_WORDS_MS = 200;

/** Nine tenths of the memory for the old generation; the rest is for code, buffers and stacks. */
function heapSize(memoryMB: number): number {
  return Math.floor(memoryMB * 0.9);
}
