/** Which lab a command is about. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { findLabs, type Lab } from '#course/lab.ts';
import { UsageError } from '#terminal/errors.ts';
import { say } from '#text/message.ts';

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
export const APPLICATION = 'application.ts';

/** The labs with functions that Lambda runs. */
export function labsWithFunctions(root: string): Lab[] {
  return findLabs(root).filter(({ folder }) => existsSync(join(folder, APPLICATION)));
}
