import { expect, test } from 'vitest';
import { UsageError } from '#terminal/arguments.ts';
import { readRequest } from './usage.ts';

test('without a word it builds, to the usual folder', () => {
  expect(readRequest([])).toMatchObject({ command: 'build', out: undefined, port: 0, open: true });
});

test('reading takes a port, and may leave the browser alone', () => {
  const request = readRequest(['read', '--port', '8080', '--no-open', '--lang', 'ko']);
  expect(request).toMatchObject({ command: 'read', port: 8080, open: false, language: 'ko' });
});

test.each([
  [['publish'], 'There is no command "{0}".'],
  [['build', 'twice'], 'That is more than {0} takes.'],
  [['build', '--out', ''], '--out takes the name of a folder.'],
  [['read', '--port', '0'], '--port takes a number from 1 to {0}, not "{1}".'],
  [['read', '--port', '70000'], '--port takes a number from 1 to {0}, not "{1}".'],
  [['read', '--port', '8e3'], '--port takes a number from 1 to {0}, not "{1}".'],
])('%j is a usage error', (args, text) => {
  expect(() => readRequest(args)).toThrow(UsageError);
  expect(() => readRequest(args)).toThrow(text);
});
