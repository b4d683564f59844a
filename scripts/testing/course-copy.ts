/** For tests: a small course of its own to run commands in, inside the repository. */
import { spawn, type ChildProcessWithoutNullStreams } from 'node:child_process';
import {
  copyFileSync,
  cpSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { findLabs, type Lab } from '#course/lab.ts';
import { starterOf } from '#course/starter.ts';
import { stateFolder } from '#course/stage.ts';

/** The repository's root. */
export const REPOSITORY = resolve(fileURLToPath(import.meta.url), '..', '..', '..');

export interface Finished {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

export class CourseCopy {
  readonly root: string;

  private constructor(root: string) {
    this.root = root;
    for (const file of ['tsconfig.json', 'package-lock.json']) {
      copyFileSync(join(REPOSITORY, file), join(root, file));
    }
  }

  /** A course of the given files: paths from its root, with their texts. */
  static of(files: Readonly<Record<string, string>>): CourseCopy {
    const copy = new CourseCopy(newFolder());
    for (const [path, text] of Object.entries(files)) copy.write(path, text);
    return copy;
  }

  /** The repository's own labs and solutions, every lab as its starter. */
  static ofRepository(): CourseCopy {
    const copy = new CourseCopy(newFolder());
    for (const folder of ['labs', 'solutions']) {
      cpSync(join(REPOSITORY, folder), join(copy.root, folder), { recursive: true });
    }
    for (const lab of copy.labs()) {
      for (const [file, text] of Object.entries(starterOf(lab))) {
        writeFileSync(join(lab.folder, file), text);
      }
    }
    return copy;
  }

  labs(): Lab[] {
    return findLabs(this.root);
  }

  write(path: string, text: string | Uint8Array): void {
    const file = join(this.root, path);
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, text);
  }

  /** Starts a command as package.json has it, without npm. */
  start(
    args: readonly string[],
    environment: Readonly<Record<string, string>> = {},
  ): ChildProcessWithoutNullStreams {
    const child = spawn(process.execPath, [join(REPOSITORY, 'scripts', 'start.cjs'), ...args], {
      cwd: REPOSITORY,
      env: { ...process.env, LC_ALL: 'C', ...environment, WORKSHOP_ROOT: this.root },
    });
    child.stdout.setEncoding('utf8');
    child.stderr.setEncoding('utf8');
    return child;
  }

  /** Runs a command to its end. */
  run(args: readonly string[], environment?: Readonly<Record<string, string>>): Promise<Finished> {
    const child = this.start(args, environment);
    let [stdout, stderr] = ['', ''];
    child.stdin.end();
    child.stdout.on('data', (text: string) => (stdout += text));
    child.stderr.on('data', (text: string) => (stderr += text));
    return new Promise((done, fail) => {
      child.once('error', fail);
      child.once('close', (code) => done({ code, stdout, stderr }));
    });
  }

  read(path: string): string {
    return readFileSync(join(this.root, path), 'utf8');
  }

  remove(): void {
    // On Windows a process that has just been ended holds its files for a moment.
    rmSync(this.root, { recursive: true, force: true, maxRetries: 10, retryDelay: 100 });
  }
}

function newFolder(): string {
  const parent = join(stateFolder(REPOSITORY), 'test');
  mkdirSync(parent, { recursive: true });
  return mkdtempSync(join(parent, 'course-'));
}
