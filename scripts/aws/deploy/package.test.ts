import { unzipSync } from 'fflate';
import { createHash } from 'node:crypto';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { REPOSITORY } from '#testing/course-copy.ts';
import { packageCode, packageFunction } from './package.ts';

const CODE = Buffer.from('export const handler = async () => "15";\n');

test('holds the one file that the handler names', () => {
  const files = unzipSync(packageCode(CODE).zip);
  expect(Object.keys(files)).toEqual(['index.mjs']);
  expect(Buffer.from(files['index.mjs']!)).toEqual(CODE);
});

test('the same code makes the same bytes, whenever and wherever', () => {
  // Another packer, time zone or clock would show here.
  const { sha256, zip } = packageCode(CODE);
  expect(createHash('sha256').update(zip).digest('base64')).toBe(sha256);
  expect(Buffer.from(sha256, 'base64').toString('hex')).toMatch(/^7e4efee70eb373e3/);
});

test('the file may be read by all: Lambda runs as another user', () => {
  const zip = Buffer.from(packageCode(CODE).zip);
  const entry = zip.indexOf(Buffer.from('PK\x01\x02', 'latin1'));
  expect(zip.readUInt32LE(entry + 38) >>> 16).toBe(0o100_644);
});

test("a function's bundle tells nothing of the machine that made it", async () => {
  const entry = join(REPOSITORY, 'solutions', '04-verifier-lambda', 'verifier.ts');
  const files = unzipSync((await packageFunction(entry)).zip);
  const code = Buffer.from(files['index.mjs']!).toString();
  expect(code).toContain('handler');
  expect(code).not.toContain(REPOSITORY);
});
