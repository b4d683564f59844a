/** Files as editors and checkouts leave them, and as a virus scanner on Windows holds them. */
import {
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { HAS_LINKS, link } from '#testing/links.ts';
import { codeNamesIn, namesIn, readText, replaceFile, whyUnreadable } from './files.ts';

vi.mock('node:fs', { spy: true });

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'workshop-test-'));
  writeFileSync(join(folder, 'file'), 'old');
});
afterEach(() => {
  vi.mocked(renameSync).mockReset();
  rmSync(folder, { recursive: true });
});

/** The next `times` renames fail as those of a locked file. */
function lock(code: string, times: number): void {
  for (let count = 0; count < times; count += 1) {
    vi.mocked(renameSync).mockImplementationOnce(() => {
      throw Object.assign(new Error(`${code}: operation not permitted, rename`), { code });
    });
  }
}

const TEXT = "const name = '한글';\nexport {};\n";

test.each<[string, string | Uint8Array, boolean]>([
  ['a byte order mark', `\uFEFF${TEXT}`, false],
  ['CRLF', TEXT.replaceAll('\n', '\r\n'), false],
  ['CR alone', TEXT.replaceAll('\n', '\r'), false],
  ['UTF-16 with its mark', Buffer.from(`\uFEFF${TEXT}`, 'utf16le'), true],
  ['UTF-16 without', Buffer.from(TEXT, 'utf16le'), true],
  ['UTF-16, big end first', Buffer.from(`\uFEFF${TEXT}`, 'utf16le').swap16(), true],
])('a file with %s reads as any other', (_name, contents, isWide) => {
  const file = join(folder, 'file');
  writeFileSync(file, contents);
  expect(readText(file)).toBe(TEXT);
  expect(whyUnreadable(file)).toBe(isWide ? 'utf-16' : undefined);
});

test.each(['', 'x', '한글'])('a short file is no UTF-16: %j', (text) => {
  const file = join(folder, 'file');
  writeFileSync(file, text);
  expect(readText(file)).toBe(text);
  expect(whyUnreadable(file)).toBeUndefined();
});

type Row = [name: string, why: string | undefined, put: (path: string) => void];

const LINKS: Row[] = [
  ['a link to a folder', 'no-file', (path) => link(folder, path)],
  ['a link to nothing', 'broken-link', (path) => link(`${path}.gone`, path)],
];
// Windows has no name for it.
const LOOP: Row = ['a link to itself', 'broken-link', (path) => link(path, path)];

test.each<Row>([
  ['nothing', 'missing', () => {}],
  ['a folder', 'no-file', (path) => mkdirSync(path)],
  ...(HAS_LINKS ? LINKS : []),
  ...(process.platform === 'win32' ? [] : [LOOP]),
  ['1 MB', undefined, (path) => writeFileSync(path, ' '.repeat(1_000_000))],
  ['more than 1 MB', 'too-large', (path) => writeFileSync(path, ' '.repeat(1_000_001))],
  ['nothing but zeros', 'binary', (path) => writeFileSync(path, new Uint8Array(10))],
  ['a program', 'binary', (path) => writeFileSync(path, '\u007fELF\u0002\u0001\u0001\0\0')],
  ['a zero in the second byte', 'binary', (path) => writeFileSync(path, '\u0001\0\u0001\u0001')],
])('in place of a source file: %s', (_, why, make) => {
  const file = join(folder, 'jwt.ts');
  make(file);
  expect(whyUnreadable(file)).toBe(why);
  expect(codeNamesIn(folder)).toEqual(why === undefined || why === 'binary' ? ['jwt.ts'] : []);
});

test.each(['EPERM', 'EBUSY', 'EACCES'])(
  'a file that is locked for a moment (%s) is replaced',
  (code) => {
    lock(code, 3);
    replaceFile(join(folder, 'file'), 'new');
    expect(readFileSync(join(folder, 'file'), 'utf8')).toBe('new');
    expect(readdirSync(folder)).toEqual(['file']);
  },
);

test('one that stays locked is left as it was, and nothing is left beside it', () => {
  lock('EPERM', 5);
  expect(() => replaceFile(join(folder, 'file'), 'new')).toThrow('EPERM');
  expect(readFileSync(join(folder, 'file'), 'utf8')).toBe('old');
  expect(readdirSync(folder)).toEqual(['file']);
});

test('what editors and systems leave beside a lab’s code is no code', () => {
  const names = ['jwt.ts', '._jwt.test.ts', 'jwt.ts~', '.#jwt.ts'];
  for (const name of names) writeFileSync(join(folder, name), '');
  expect(codeNamesIn(folder)).toEqual(['jwt.ts']);
});

test('a folder that is not there is empty, also below a file', () => {
  for (const path of ['none', 'file', 'file/below']) {
    expect(namesIn(join(folder, path))).toEqual([]);
  }
});
