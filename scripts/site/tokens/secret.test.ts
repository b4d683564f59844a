import { expect, test } from 'vitest';
import { english } from '#text/message.ts';
import { SECRET } from '#testing/site/tokens.ts';
import { readSecret, type SecretForm } from './secret.ts';

test.each<[string, SecretForm, number, string]>([
  ['a-string-secret-at-least-256-bits-long', 'utf8', 38, ''],
  ['your-256-bit-secret', 'utf8', 19, 'at least 32 bytes'],
  ['x'.repeat(31), 'utf8', 31, 'at least 32 bytes'],
  ['x'.repeat(32), 'utf8', 32, ''],
  // Bytes count, not letters: eleven letters of Hangul are 33 bytes.
  ['스'.repeat(10), 'utf8', 30, 'at least 32 bytes'],
  ['스'.repeat(11), 'utf8', 33, ''],
  ['A'.repeat(42), 'base64', 31, 'at least 32 bytes'],
  ['A'.repeat(43), 'base64', 32, ''],
  // As `openssl rand -base64 32` prints it, with its line break.
  ['3q2+7wD/AQIDBAUGBwgJCgsMDQ4PEBESExQVFhcYGRo=\n', 'base64', 32, ''],
  ['', 'utf8', 0, 'at least 32 bytes'],
])('%j as %s has %i bytes', (text, form, bytes, problem) => {
  const read = readSecret(text, form);
  expect(read.bytes?.length).toBe(bytes);
  expect(read.problem ? english(read.problem) : '').toContain(problem);
  expect(read.problem === undefined).toBe(problem === '');
});

test('a secret that is not base64 has no bytes', () => {
  const read = readSecret(`${'A'.repeat(43)}!`, 'base64');
  expect(read.bytes).toBeUndefined();
  expect(read.problem && english(read.problem)).toContain('"!"');
});

test('text that looks like base64 is pointed out, and only that', () => {
  const hints = ['3q2+7wD/AQIDBAUGBwgJCgsMDQ4PEBESExQVFhcYGRo=', SECRET].map(
    (text) => readSecret(text, 'utf8').hint,
  );
  expect(hints.map((hint) => hint && english(hint))).toEqual([
    expect.stringContaining('openssl rand -base64 32'),
    undefined,
  ]);
});
