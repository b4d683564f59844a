import { expect, test } from 'vitest';
import { english } from '#text/message.ts';
import { readSecret, type SecretForm } from './secret.ts';

test.each<[string, SecretForm, number, string]>([
  ['a-string-secret-at-least-256-bits-long', 'utf8', 38, ''],
  ['your-256-bit-secret', 'utf8', 19, 'at least 32 bytes'],
  ['x'.repeat(31), 'utf8', 31, 'at least 32 bytes'],
  ['x'.repeat(32), 'utf8', 32, ''],
  // Bytes count, not letters: eleven letters of Hangul are 33 bytes.
  ['스'.repeat(10), 'utf8', 30, 'at least 32 bytes'],
  ['스'.repeat(11), 'utf8', 33, ''],
  ['A'.repeat(42), 'base64url', 31, 'at least 32 bytes'],
  ['A'.repeat(43), 'base64url', 32, ''],
  ['', 'utf8', 0, 'at least 32 bytes'],
])('%j as %s has %i bytes', (text, form, bytes, problem) => {
  const read = readSecret(text, form);
  expect(read.bytes?.length).toBe(bytes);
  expect(read.problem ? english(read.problem) : '').toContain(problem);
  expect(read.problem === undefined).toBe(problem === '');
});

test('a secret that is not base64url has no bytes', () => {
  const read = readSecret(`${'A'.repeat(43)}=`, 'base64url');
  expect(read.bytes).toBeUndefined();
  expect(read.problem && english(read.problem)).toContain('padding');
});
