import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, expect, test } from 'vitest';
import { say } from '#text/message.ts';
import type { Failure } from '#kit/checks/failure.ts';
import { Places, stepFunctions } from './place.ts';

const VERIFIER = `export async function handler(event) {
  return answerWith(readToken(event));
}

function readToken(headers) {
  // TODO 1: return it.
  throw new Error('TODO 1: read the token');
}

const answerWith = (claims) => {
  throw new Error('TODO 3: answer');
};
`;
/** Step 1 written; the TODO's line stays as a comment. */
const WRITTEN = VERIFIER.replace("throw new Error('TODO 1: read the token')", 'return headers[0]');

const root = mkdtempSync(join(tmpdir(), 'workshop-'));
const [file, profile] = [join(root, 'verifier.ts'), join(root, 'profile.ts')];
writeFileSync(file, WRITTEN);
writeFileSync(profile, 'export function handler() {}\n');
afterAll(() => rmSync(root, { recursive: true }));

const places = new Places(root, [file, profile], { 'verifier.ts': VERIFIER, 'profile.ts': '' });
const plain = new Places(root, [file, profile]);

function failure(stack?: string, subject?: string, kind: Failure['kind'] = 'threw'): Failure {
  const about = { kind, expected: say`x`, actual: say`y` };
  return { ...about, ...(subject && { subject }), ...(stack && { stack: `Error: x\n${stack}` }) };
}

test.each([
  ['a function', `at readToken (${file}:6:3)`],
  ['no function', `at ${file}:6:3`],
  ['an async function', `at async readToken (${file}:6:3)`],
  ['a constructor', `at new Unauthorized (${file}:6:3)`],
  ['a method under another name', `at Object.read [as readToken] (${file}:6:3)`],
  ['a name outside ASCII', `at 읽기 (${file}:6:3)`],
  ['a file URL', `at readToken (${pathToFileURL(file).href}:6:3)`],
])('finds the learner’s line in a frame with %s', (_name, frame) => {
  const stack = `    at given (${join(root, 'given.ts')}:10:1)\n    ${frame}`;
  const place = { file: 'verifier.ts', line: 6, column: 3 };
  expect(plain.ofFailure(failure(stack))).toEqual(place);
});

test('knows no place in a stack that passes through none of the files', () => {
  expect(plain.ofFailure(failure(`at given (${join(root, 'given.ts')}:10:1)`))).toBeUndefined();
  expect(plain.ofFailure(failure(`at given (node:internal/x:10:1)`))).toBeUndefined();
});

test('takes the function under test where the stack passes through it, not the helper that threw', () => {
  const stack = `at helper (${file}:2:1)\n    at base64urlDecode (${file}:9:1)`;
  expect(plain.ofFailure(failure(stack, 'base64urlDecode'))?.line).toBe(9);
  expect(plain.ofFailure(failure(stack, 'verify'))?.line).toBe(2);
});

test('takes the step’s function, and not the given one that the checks call', () => {
  const stack = `at helper (${file}:6:1)\n    at readToken (${file}:5:1)\n    at handler (${file}:2:1)`;
  expect(places.ofFailure(failure(stack, 'handler'), 1)?.line).toBe(5);
  expect(places.ofFailure(failure(undefined, 'handler', 'wrong'), 1)?.line).toBe(5);
  expect(places.ofFailure(failure(undefined, 'handler', 'wrong'), 3)?.line).toBe(10);
  expect(
    places.ofFailure(failure(`at answerWith (${file}:11:9)`, 'handler', 'todo'), 3)?.line,
  ).toBe(11);
});

test('goes to another function of the step where the one that is named has another name now', () => {
  const starter = `function find() {\n  throw new Error('TODO 1: find');\n}\n${VERIFIER}`;
  const renamed = new Places(root, [file, profile], { 'verifier.ts': starter, 'profile.ts': '' });
  const place = renamed.ofFailure(failure(undefined, 'verifier.ts:find', 'wrong'), 1);
  expect(place).toEqual({ file: 'verifier.ts', line: 5 });
});

test('keeps to the file that the subject names, where several export that name', () => {
  const stack = `at handler (${file}:2:1)\n    at handler (${profile}:9:1)`;
  expect(plain.ofFailure(failure(stack, 'profile.ts:handler'))?.file).toBe('profile.ts');
  expect(plain.ofFailure(failure(undefined, 'profile.ts:handler'))).toEqual({
    file: 'profile.ts',
    line: 1,
  });
  expect(plain.ofFailure(failure(stack, 'other.ts:handler'))).toBeUndefined();
});

test('takes the code outside any function for a file that fails to load', () => {
  expect(places.atLoad(`at importSecret (${file}:2:1)\n    at ${file}:40:7`)?.line).toBe(40);
});

test('is not led astray by a message that looks like a frame', () => {
  const stack = `at readToken\n    at a (${file}:2:1)`;
  expect(plain.ofFailure(failure(stack))?.line).toBe(2);
});

test('a step is unwritten while all its TODOs throw, wherever they were', () => {
  expect([1, 3, 4].map((step) => places.isUnwritten(step))).toEqual([false, true, false]);
  expect(places.ofStep(3)).toEqual({ file: 'verifier.ts', line: 11 });
  expect(places.ofStep(1)).toEqual({ file: 'verifier.ts', line: 5 });
  // One of two functions of a step is written: that one can be wrong.
  const two = { 'verifier.ts': VERIFIER, 'profile.ts': VERIFIER.replaceAll('TODO 1', 'TODO 3') };
  expect(new Places(root, [file, profile], two).isUnwritten(3)).toBe(false);
});

test('a TODO that is a comment does not throw', () => {
  expect([...stepFunctions({ 'a.ts': VERIFIER }).keys()]).toEqual([1, 3]);
  expect([...stepFunctions({ 'a.ts': VERIFIER.replaceAll('throw', '// throw') }).keys()]).toEqual(
    [],
  );
});
