/**
 * Runs somebody else's answer with this course's own checks: in a process that has nothing of the
 * instructor's but this machine. It is still code that runs here, as this person.
 */
import { cpSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { removeFolder, replaceFile } from '#course/files.ts';
import { stateFolder } from '#course/stage.ts';
import type { Environment } from '#terminal/command.ts';
import { runNode } from '#runner/run-node.ts';
import { VerdictCache } from '../trials/verdict-cache.ts';
import type { Answer, RunAnswer } from './answers.ts';

/** In milliseconds: the lab itself ends what never comes back long before. */
const LIMIT_MS = 180_000;

const START = resolve(fileURLToPath(import.meta.url), '..', '..', '..', 'start.cjs');

/** Returns what runs answers, and knows by content what it has run before. `root` is the course's. */
export function answerRunner(root: string, environment: Environment): RunAnswer {
  const cache = new VerdictCache(root, true);
  return async ({ lab, sources }) => {
    const kept = join(
      stateFolder(root),
      'class',
      'answers',
      `${cache.keyOf(lab, { sources })}.json`,
    );
    if (existsSync(kept)) return readFileSync(kept, 'utf8');
    const stage = join(stateFolder(root), 'class', `run-${process.pid}`);
    try {
      const course = join(stage, 'course');
      stageCourse(root, course, { lab, sources });
      const home = join(stage, 'home');
      mkdirSync(home);
      const { code, stdout } = await runNode([START, 'lab', String(lab.number), '--json'], {
        cwd: course,
        environment: { ...bareEnvironment(environment, home), WORKSHOP_ROOT: course },
        isBare: true,
        limitMs: LIMIT_MS,
      });
      if (code !== 0 && code !== 1) return undefined;
      replaceFile(kept, stdout);
      return stdout;
    } finally {
      removeFolder(stage);
    }
  };
}

/** A course of this one lab, with our checks and the answer's files. It lies in the repository, for its imports. */
function stageCourse(root: string, course: string, { lab, sources }: Answer): void {
  mkdirSync(course, { recursive: true });
  for (const [from, to] of [
    [lab.folder, `labs/${lab.id}`],
    [lab.solution, `solutions/${lab.id}`],
  ] as const) {
    cpSync(from, join(course, to), { recursive: true });
  }
  cpSync(join(root, 'tsconfig.json'), join(course, 'tsconfig.json'));
  for (const [file, text] of Object.entries(sources)) {
    writeFileSync(join(course, 'labs', lab.id, file), text);
  }
}

/** What Node and its children need to run, and nothing that opens anything elsewhere. */
const NEEDED = /^(?:PATH|SYSTEMROOT|WINDIR|COMSPEC|PATHEXT|TMPDIR|TEMP|TMP)$/i;

/** The environment without credentials, and with a home that is empty. Windows spells names in any case. */
export function bareEnvironment(environment: Environment, home: string): Record<string, string> {
  const needed = Object.entries(environment).flatMap(([name, value]) =>
    NEEDED.test(name) && value !== undefined ? [[name, value] as const] : [],
  );
  return {
    ...Object.fromEntries(needed),
    HOME: home,
    USERPROFILE: home,
    APPDATA: home,
    LOCALAPPDATA: home,
    // Nor those that a machine on AWS hands to whoever asks it.
    AWS_EC2_METADATA_DISABLED: 'true',
    LC_ALL: 'C',
  };
}
