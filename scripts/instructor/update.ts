/** `npm run solutions -- --update …`: writes what is derived, where a person has decided that. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { findLabs, type Lab } from '#course/lab.ts';
import { STARTER_PATCH, starterPatch } from '#course/starter.ts';
import { say, type Message } from '#text/message.ts';
import { readText, readTextIfThere, sourceLine } from '#course/files.ts';
import { stepsIn, todosIn } from './reading/todos.ts';
import { translatedPages, translationOf } from './rules/translations.ts';

export type Update = 'starters' | 'translations';

export interface Updated {
  /** A line for each file that was written, or why it was not. */
  readonly lines: readonly Message[];
  readonly refused: boolean;
}

/** Updates every lab below `root`, or the one of this number. */
export function update(root: string, what: Update, only?: number): Updated {
  const labs = findLabs(root).filter(({ number }) => only === undefined || number === only);
  const updated =
    what === 'starters'
      ? labs.map((lab) => updateStarter(lab))
      : updateSourceHashes(root, labs, only);
  const lines = updated.flatMap(({ line }) => line ?? []);
  return {
    lines: lines.length > 0 ? lines : [say`Everything is up to date: nothing was written.`],
    refused: updated.some(({ refused }) => refused),
  };
}

type One = { readonly line?: Message; readonly refused: boolean };

/** Only a file with every step's TODO is a starter: what was solved must not be handed out. */
function updateStarter(lab: Lab): One {
  const path = `solutions/${lab.id}/${STARTER_PATCH}`;
  const todos = lab.files.map((file) => todosIn(readTextIfThere(join(lab.folder, file)) ?? ''));
  const open = new Set(todos.flatMap(({ throws }) => throws));
  const marked = new Set(todos.flatMap(({ comments }) => comments));
  const steps = stepsIn(readText(join(lab.folder, lab.checks)));
  const solved = steps.filter((step) => !open.has(step) || !marked.has(step));
  if (solved.length > 0 || steps.length === 0) {
    const line = say`${path} is left as it was: labs/${lab.id} lacks the TODO (comment and throw) of step ${solved.join(', ') || '-'}. If you solved the lab, run: npm run reset ${lab.number}`;
    return { line, refused: true };
  }
  const patch = starterPatch(lab);
  if (readTextIfThere(join(lab.solution, STARTER_PATCH)) === patch) return { refused: false };
  writeFileSync(join(lab.solution, STARTER_PATCH), patch);
  return { line: say`Written: ${path}`, refused: false };
}

function updateSourceHashes(root: string, labs: readonly Lab[], only: number | undefined): One[] {
  const isWanted = (path: string): boolean =>
    only === undefined || labs.some(({ id }) => path.startsWith(`labs/${id}/`));
  return translatedPages(root)
    .filter(isWanted)
    .map((path) => {
      const translation = translationOf(path);
      const korean = readTextIfThere(join(root, translation));
      if (korean === undefined) {
        return { line: say`There is no ${translation} to take the source hash.`, refused: true };
      }
      const source = sourceLine(path, readText(join(root, path)));
      const updated = `${source}\n${korean.replace(/^<!-- translation of .*-->\n/, '')}`;
      if (updated === korean) return { refused: false };
      writeFileSync(join(root, translation), updated);
      return { line: say`Written: ${translation}`, refused: false };
    });
}
