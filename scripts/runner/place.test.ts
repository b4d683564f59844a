import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { expect, test } from 'vitest';
import { placeAtLoad, placeInStack } from './place.ts';

const root = resolve('/course');
const file = join(root, 'labs', '01-base64url', 'jwt.ts');
const other = join(root, 'scripts', 'checks', 'given.ts');

test.each([
  ['a function', `at base64urlEncode (${file}:34:9)`],
  ['no function', `at ${file}:34:9`],
  ['an async function', `at async handler (${file}:34:9)`],
  ['a file URL', `at verify (${pathToFileURL(file).href}:34:9)`],
])('finds the learner’s line in a frame with %s', (_name, frame) => {
  const stack = `Error: x\n    at given (${other}:10:1)\n    ${frame}`;
  expect(placeInStack(root, stack, [file])).toEqual({
    file: 'labs/01-base64url/jwt.ts',
    line: 34,
    column: 9,
  });
});

test('takes the first of several, and none of another file', () => {
  const stack = `Error: x\n    at a (${file}:2:1)\n    at b (${file}:9:1)`;
  expect(placeInStack(root, stack, [file])?.line).toBe(2);
  expect(placeInStack(root, `Error: x\n    at given (${other}:10:1)`, [file])).toBeUndefined();
});

test('takes the function under test where the stack passes through it, not the helper that threw', () => {
  const stack = `JwtError: x\n    at helper (${file}:2:1)\n    at base64urlDecode (${file}:9:1)`;
  expect(placeInStack(root, stack, [file], 'base64urlDecode')?.line).toBe(9);
  expect(placeInStack(root, stack, [file], 'verify')?.line).toBe(2);
});

test('takes the file that the subject names, where several export the same', () => {
  const profile = join(root, 'labs', '01-base64url', 'profile.ts');
  const stack = `Error: x\n    at handler (${file}:2:1)\n    at handler (${profile}:9:1)`;
  expect(placeInStack(root, stack, [file, profile], 'profile.ts:handler')?.line).toBe(9);
  expect(placeInStack(root, stack, [file, profile], 'handler')?.line).toBe(2);
});

test('takes the code outside any function for a file that fails to load', () => {
  const stack = `Error: x\n    at importSecret (${file}:2:1)\n    at ${file}:40:7`;
  expect(placeAtLoad(root, stack, [file])?.line).toBe(40);
});

test('is not led astray by a message that looks like a frame', () => {
  expect(
    placeInStack(root, `Error: at base64urlEncode\n    at a (${file}:2:1)`, [file])?.line,
  ).toBe(2);
});

test('keeps to the file that the subject names, where several export that name', () => {
  const door = join(root, 'labs', '05', 'token-authorizer.ts');
  const behind = join(root, 'labs', '05', 'profile.ts');
  const stack = `Error: x\n    at handler (${door}:2:1)\n    at handler (${behind}:9:1)`;
  expect(placeInStack(root, stack, [door, behind], 'profile.ts:handler')).toEqual({
    file: 'labs/05/profile.ts',
    line: 9,
    column: 1,
  });
  expect(
    placeInStack(root, stack, [door, behind], 'request-authorizer.ts:handler'),
  ).toBeUndefined();
});
