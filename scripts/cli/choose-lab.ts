/** Which lab a command is about. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Application } from '#aws/application.ts';
import { findLabs, type Lab } from '#course/lab.ts';
import type { Stage } from '#course/stage.ts';
import { UsageError } from '#terminal/errors.ts';
import { say, type Message } from '#text/message.ts';

/** The lab of this number. Throws a UsageError where there is none, or no number. */
export function labOf(root: string, number: number | undefined): Lab {
  const labs = findLabs(root);
  const lab = labs.find((candidate) => candidate.number === number);
  if (lab) return lab;
  const numbers = labs.map((candidate) => candidate.number).join(', ');
  throw new UsageError(
    number === undefined
      ? say`Say which lab, by its number: ${numbers}.`
      : say`There is no lab ${number}. There are: ${numbers}.`,
  );
}

/** A lab that declares an application has this file. */
const APPLICATION = 'application.ts';

/** The labs with functions that Lambda runs. */
export function labsWithFunctions(root: string): Lab[] {
  return findLabs(root).filter(({ folder }) => existsSync(join(folder, APPLICATION)));
}

/** Why nothing of a lab may leave it, by a file that such a lab has. */
const REASONS: Readonly<Record<string, Message>> = {
  'flawed.ts': say`its verifiers are flawed on purpose and its tokens are forged, for this lab only`,
};

/** The lab of this number. Throws a UsageError where it has no functions, and says why. */
export function labWithFunctions(root: string, number: number | undefined): Lab {
  const labs = labsWithFunctions(root);
  const lab = labs.find((candidate) => candidate.number === number);
  if (lab) return lab;
  const other = findLabs(root).find((candidate) => candidate.number === number);
  const [, reason] =
    Object.entries(REASONS).find(([file]) => other && existsSync(join(other.folder, file))) ?? [];
  const numbers = labs.map((candidate) => candidate.number).join(', ');
  throw new UsageError(
    other && reason
      ? say`Nothing of lab ${other.number} runs on Lambda or is deployed: ${reason}.`
      : say`Only these labs have functions to run or to deploy: ${numbers}.`,
  );
}

/** What the lab declares, and the folder of its functions: the learner's, or a copy with the reference. */
export async function applicationOf(
  lab: Lab,
  stage: Stage,
  { solution }: { readonly solution: boolean },
): Promise<{ application: Application; folder: string }> {
  const folder = solution ? stage.putReference(lab) : lab.folder;
  const file = pathToFileURL(join(folder, APPLICATION)).href;
  const { application } = (await import(file)) as { application: Application };
  return { application, folder };
}
