import * as fc from '#testing/fast-check.ts';
import { expect, test } from 'vitest';
import { readBase64url, readLoosely, writeBase64url } from './base64url.ts';

test('takes what Node writes, and nothing that Node would write otherwise', () => {
  const anyText = fc.oneof(
    fc.uint8Array().map((bytes) => Buffer.from(bytes).toString('base64url')),
    fc.base64String(),
    fc.string({ unit: fc.constantFrom(...'AQgwZz09-_=+/ ') }),
    fc.string({ unit: 'binary' }),
  );
  fc.assert(
    fc.property(anyText, (text) => {
      const bytes = Buffer.from(text, 'base64url');
      const isSound = bytes.toString('base64url') === text;
      const read = readBase64url(text);
      expect(read.fault === undefined).toBe(isSound);
      expect(read.bytes ? Buffer.from(read.bytes) : bytes).toEqual(bytes);
      expect(read.fault ? read.at >= 0 && read.at < text.length : true).toBe(true);
    }),
    { numRuns: 1_000 },
  );
});

test('writes as Node does', () => {
  fc.assert(
    fc.property(fc.uint8Array(), (bytes) => {
      expect(writeBase64url(bytes)).toBe(Buffer.from(bytes).toString('base64url'));
    }),
  );
});

/** RFC 4648 §10, without padding, and §5. */
test.each([
  ['', ''],
  ['f', 'Zg'],
  ['fo', 'Zm8'],
  ['foo', 'Zm9v'],
  ['foobar', 'Zm9vYmFy'],
  ['\xfb\xff', '-_8'],
])('%j is %s', (text, encoded) => {
  const bytes = Buffer.from(text, 'latin1');
  expect(writeBase64url(bytes)).toBe(encoded);
  expect(Buffer.from(readBase64url(encoded).bytes ?? []).toString('latin1')).toBe(text);
});

test.each([
  ['Zg==', 'padding', 2],
  ['-+8', 'standard-alphabet', 1],
  ['Zm9 v', 'white-space', 3],
  ['Zm9v\n', 'white-space', 4],
  ['"Zm9v', 'quote', 0],
  ['Zm=9v', 'character', 2],
  ['Zm9가', 'character', 3],
  ['Zm9vY', 'length', 4],
  ['Zh', 'unused-bits', 1],
])('%j: %s at %i', (text, fault, at) => {
  expect(readBase64url(text)).toMatchObject({ fault, at });
});

test('a lenient reading is what was meant', () => {
  const texts = ['Zg==', '+/8', ' Zm9v\n', 'Zm9vY'];
  expect(texts.map((text) => Buffer.from(readLoosely(text)).toString('latin1'))).toEqual([
    'f',
    '\xfb\xff',
    'foo',
    'foo',
  ]);
});
