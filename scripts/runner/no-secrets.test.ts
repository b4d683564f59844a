/**
 * What a lab prints on its reference, demo and checks alike, holds no token, no password and no
 * secret: a screen in class is read by everybody.
 */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { findLabs, type Lab } from '#course/lab.ts';
import { REPOSITORY } from '#testing/course-copy.ts';
import { LabRunner } from './lab-runner.ts';

const runner = new LabRunner(REPOSITORY);
afterAll(() => runner.close());

const labs = findLabs(REPOSITORY);
/** Labs whose functions have secrets that are made for the run, and users with passwords. */
const withSecrets = labs.filter(({ folder }) => existsSync(join(folder, 'application.ts')));

/** The passwords as lab 3's lesson prints them for the learner, and the hashes of `users.ts`. */
function credentials(): string[] {
  const lesson = readLab(3, 'README.md');
  const passwords = [...lesson.matchAll(/@rubywave\.io +\| `([^`]+)`/g)].map(([, text]) => text);
  const hashes = readLab(3, 'users.ts').matchAll(/scrypt\$[\w-]{22}\$([\w-]{43})/g);
  return [...passwords, ...[...hashes].map(([, hash]) => hash)].map(String);
}

function readLab(number: number, file: string): string {
  const lab = labs.find((candidate) => candidate.number === number) as Lab;
  return readFileSync(join(lab.folder, file), 'utf8');
}

/** Everything that a run says, in both languages. */
async function everythingSaid(lab: Lab): Promise<string> {
  const run = await runner.run(lab, { subject: 'reference', demo: true, types: false });
  expect(run.outcome).toBe('passed');
  expect(run.demo?.stopped?.en).toBeUndefined();
  return JSON.stringify(run);
}

/** 32 bytes or more in base64url: a signature, a secret, a whole payload. */
const LONG = /(?<![\w/#-])[\w-]{43,}(?![\w-])/g;

test.each(withSecrets)('lab $number prints no token, no password and no secret', async (lab) => {
  const said = await everythingSaid(lab);
  expect(credentials().length).toBe(8);
  expect(credentials().filter((text) => said.includes(text))).toEqual([]);
  expect(said.match(LONG) ?? []).toEqual([]);
});

test('a token, a secret and a signature would be found', () => {
  const signature = 'A'.repeat(43);
  for (const text of [
    `eyJhbGciOiJIUzI1NiJ9.e30.${signature}`,
    `"${signature}"`,
    ` ${signature}.`,
  ]) {
    expect(text.match(LONG)).toEqual([signature]);
  }
});
