/**
 * What a lab's demo prints of the reference holds no token, no password and no secret: a screen in
 * class is read by everybody.
 */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { readText } from '#course/files.ts';
import { findLabs, type Lab } from '#course/lab.ts';
import { Stage } from '#course/stage.ts';
import { english } from '#text/message.ts';
import { REPOSITORY } from '#testing/course-copy.ts';
import { runDemo } from './demo-host.ts';

const stage = new Stage(REPOSITORY);
afterAll(() => stage.remove());

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

/** Everything that the demo prints, as it stands in the result. */
async function everythingPrinted(lab: Lab): Promise<string> {
  const sources = lab.files.map((file) => [file, readText(join(lab.solution, file))]);
  const folder = stage.put(lab, 'no-secrets', Object.fromEntries(sources));
  const { lines, stopped } = await runDemo(join(folder, String(lab.demo)));
  expect(stopped && english(stopped)).toBeUndefined();
  expect(lines.length).toBeGreaterThan(5);
  return lines.map(english).join('\n');
}

/** 32 bytes or more in base64url: a signature, a secret, a whole payload. */
const LONG = /(?<![\w/#-])[\w-]{43,}(?![\w-])/g;

test.concurrent.each(withSecrets)(
  'lab $number prints no token, no password and no secret',
  async (lab) => {
    const printed = await everythingPrinted(lab);
    expect(credentials().length).toBe(8);
    expect(credentials().filter((text) => printed.includes(text))).toEqual([]);
    expect(printed.match(LONG) ?? []).toEqual([]);
  },
);

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
