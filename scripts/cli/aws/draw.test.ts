import { join } from 'node:path';
import { expect, test } from 'vitest';
import { describeError } from '#aws/local/lambda/bootstrap/errors.ts';
import type { TraceRecord } from '#aws/local/index.ts';
import { Page } from '#terminal/page.ts';
import { drawRequest } from './draw.ts';
import { failureOf } from './login.ts';

const ROOT = join(import.meta.dirname, '../../..');
const FILE = join(ROOT, 'labs/03-issuer-lambda/issuer.ts');
const TRACE = [
  'TypeError: user is undefined',
  `    at checkPassword (${FILE}:80:9)`,
  `    at sign (${join(ROOT, 'node_modules/jsonwebtoken/sign.js')}:1:2)`,
  '    at invoke (file:///tmp/local-aws-15-x/bootstrap.mjs:314:26)',
  '    at run ([worker eval]:289:11)',
  '    at process.processTicksAndRejections (node:internal/process/task_queues:95:5)',
];

function drawn(log: string): string {
  const page = new Page({ language: 'en', colour: false, width: 60 });
  const call = { function: 'issuer', role: 'function', coldStart: false, outcome: 'error', log };
  drawRequest(page, {
    api: 'lambda',
    function: 'issuer',
    status: 200,
    calls: [{ ...call, result: { errorType: 'TypeError', errorMessage: 'user is undefined' } }],
  } as unknown as TraceRecord);
  return page.toString();
}

test("an error's line of JSON is drawn as its stack, as far as it is the function's own", () => {
  const error = Object.assign(new TypeError('user is undefined'), { stack: TRACE.join('\n') });
  const { errorType, errorMessage, trace: stack } = describeError(error);
  const json = JSON.stringify({ errorType, errorMessage, stack });
  const text = drawn(`2026-11-14T12:00:00.000Z\t15\tERROR\tInvoke Error \t${json}\n`);
  expect(text.split('\n').filter((line) => line.includes(' | '))).toEqual(
    TRACE.slice(0, 3).map((line) => `          issuer | ${line}`),
  );
});

test('a line that the function has logged stays one line, however long, without time and id', () => {
  const words = 'spark logs in '.repeat(10);
  expect(drawn(`2026-11-14T12:00:00.000Z\t15\tINFO\t${words}\n`)).toContain(
    `issuer | INFO ${words.trimEnd()}\n`,
  );
  expect(
    drawn('2026-11-14T12:00:00.000Z\t15\tERROR\tInvoke Error \t{"errorType":"cut of'),
  ).toContain('issuer | ERROR Invoke Error');
});

test('what a function failed with has its line, where it is in a file of ours', () => {
  const failed = { errorType: 'TypeError', errorMessage: 'user is undefined', trace: TRACE };
  expect(failureOf(failed, ROOT)).toBe(
    'TypeError: user is undefined (labs/03-issuer-lambda/issuer.ts:80)',
  );
  expect(failureOf({ ...failed, trace: TRACE.slice(3) }, ROOT)).toBe(
    'TypeError: user is undefined',
  );
  expect(failureOf(null, ROOT)).toBe('null');
});
