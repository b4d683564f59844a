/** `npm run reset 1`: the starter comes back. The learner's version is saved first. */
import { copyFileSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { isThere, whyUnreadable } from '#course/files.ts';
import type { Lab } from '#course/lab.ts';
import { stateFolder } from '#course/stage.ts';
import { starterOf } from '#course/starter.ts';
import { Progress } from '#runner/progress.ts';
import { portable } from '#runner/place.ts';
import type { Context } from '#terminal/command.ts';
import { ExplainedError } from '#terminal/errors.ts';
import { drawNext } from '#terminal/next-line.ts';
import { say } from '#text/message.ts';
import { labOf } from './choose-lab.ts';

export async function resetLab(
  context: Context,
  { lab: number }: { readonly lab: number | undefined },
): Promise<number> {
  const { root } = context;
  const lab = labOf(root, number);
  const starter = Object.entries(starterOf(lab));
  const pathOf = (file: string): string => join(lab.folder, file);
  const changed = starter.filter(
    ([file, text]) => whyUnreadable(pathOf(file)) || readFileSync(pathOf(file), 'utf8') !== text,
  );
  if (changed.length === 0) {
    await context.tell(say`Lab ${lab.number} is the starter already: nothing was changed.`);
    return 0;
  }
  const toSave = changed.map(([file]) => file).filter((file) => isThere(pathOf(file)));
  let saved: string | undefined;
  try {
    if (toSave.length > 0) saved = save(root, lab, toSave);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new ExplainedError(say`Your version can't be saved, so nothing was changed: ${reason}`);
  }
  for (const [file, text] of changed) writeFileSync(pathOf(file), text);
  new Progress(root).forgetHints(lab);
  await context.draw((page) => {
    if (saved !== undefined) {
      page.line(say`Your version (${toSave.join(', ')}) is saved in:`);
      page.line(`  ${portable(root, saved)}`);
    }
    page.line(say`Lab ${lab.number} is the starter again.`);
    page.line();
    drawNext(page, say`begin anew`, `npm run lab ${lab.number}`);
  });
  return 0;
}

/**
 * Puts the files into a folder that is new every time; returns it. What stands in a file's place, a
 * folder or a broken link, moves there. Throws where one can't be saved.
 */
function save(root: string, lab: Lab, files: readonly string[]): string {
  const stamp = new Date().toISOString().slice(0, 19).replaceAll(':', '-');
  const parent = join(stateFolder(root), 'saved', lab.id);
  mkdirSync(parent, { recursive: true });
  let folder = join(parent, stamp);
  for (let again = 2; isThere(folder); again += 1) folder = join(parent, `${stamp}-${again}`);
  mkdirSync(folder);
  for (const file of files) {
    const [from, to] = [join(lab.folder, file), join(folder, file)];
    if (/^(?:no-file|broken-link)$/.test(whyUnreadable(from) ?? '')) renameSync(from, to);
    else copyFileSync(from, to);
  }
  return folder;
}
