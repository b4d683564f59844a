/** The kit that checks are written with: what it lets pass, and what it says of the rest. */
import { createSecretKey } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { english, say } from '#text/message.ts';
import { CheckFailure, type Failure } from './failure.ts';
import { given, givenAsync, same } from './given.ts';
import { secret, show } from './show.ts';

/** The failure that `run` ends with; undefined where it passes. */
function failureOf(run: () => void): Failure | undefined {
  try {
    run();
    return undefined;
  } catch (error) {
    if (error instanceof CheckFailure) return error.failure;
    throw error;
  }
}

class JwtError extends Error {
  readonly code: string;
  constructor(code: string) {
    super(`a token that is ${code}`);
    this.name = 'JwtError';
    this.code = code;
  }
}

const CAUSE = say`a misconception`;
const throws = (error: unknown) => () => {
  throw error;
};
const overflow = (): never => overflow();

describe('a promise', () => {
  test('counts by what it came to', async () => {
    const fulfilled = await givenAsync(async () => 15);
    expect(failureOf(() => fulfilled.returns(15))).toBeUndefined();
    expect(failureOf(() => fulfilled.returns(20, CAUSE))).toMatchObject({ cause: CAUSE });
    const rejected = await givenAsync(async () => throws(new JwtError('expired'))());
    expect(failureOf(() => rejected.refuses('expired'))).toBeUndefined();
  });

  test('may be none, where a function forgot it', async () => {
    const thrown = await givenAsync(throws(new JwtError('expired')) as () => Promise<never>);
    expect(failureOf(() => thrown.refuses('expired'))).toBeUndefined();
  });
});

describe('returns', () => {
  test.each([
    ['a Buffer where bytes are expected', Buffer.from([1, 2]), new Uint8Array([1, 2])],
    ['an object without a prototype', Object.assign(Object.create(null), { a: 1 }), { a: 1 }],
    ['members in another order', { b: 2, a: 1 }, { a: 1, b: 2 }],
  ])('accepts %s', (_name, value, expected) => {
    expect(failureOf(() => given(() => value).returns(expected))).toBeUndefined();
  });

  test.each([
    ['a text where bytes are expected', 'ab', new Uint8Array([97, 98])],
    ['an array where bytes are expected', [1, 2], new Uint8Array([1, 2])],
    ['one byte more', new Uint8Array([1, 2, 0]), new Uint8Array([1, 2])],
    ['a member more', { a: 1, iat: 0 }, { a: 1 }],
    ['a number for its text', 15, '15'],
  ])('refuses %s, with the cause', (_name, value, expected) => {
    const failure = failureOf(() => given(() => value as unknown).returns(expected, CAUSE));
    expect(failure).toMatchObject({ kind: 'wrong', cause: CAUSE });
  });

  test('does not explain an error that nobody meant by a wrong answer’s cause', () => {
    const failure = failureOf(() => given(throws(new TypeError('x'))).returns(1 as never, CAUSE));
    expect(failure).toMatchObject({ kind: 'threw' });
    expect(failure?.cause).toBeUndefined();
  });

  test.each([
    [
      'an error of the platform',
      throws(Object.assign(new Error('x'), { code: 'ERR_INVALID_ARG_TYPE' })),
    ],
    ['a file that is not there', throws(Object.assign(new Error('x'), { code: 'ENOENT' }))],
    ['no answer', () => undefined],
    ['null', () => null],
    ['an empty text', () => ''],
  ])('explains %s by no text that is meant for a wrong value', (_name, run) => {
    for (const attempt of [
      () => given(run as () => unknown).returns(1, CAUSE),
      () => given(run as () => unknown).satisfies(say`x`, () => false, CAUSE),
      () => given(run as () => unknown).fail(say`x`, CAUSE),
    ]) {
      const failure = failureOf(attempt);
      expect(failure).toBeDefined();
      expect(failure?.cause).not.toBe(CAUSE);
    }
  });

  test('says of a function that returns nothing that it does, also where it was to throw', () => {
    const nothing = given((): unknown => undefined);
    const answers = [() => nothing.returns(1, CAUSE), () => nothing.refuses('malformed', CAUSE)];
    const causes = answers.map((attempt) => english(failureOf(attempt)?.cause ?? say``));
    expect(causes[0]).toBe('The function ends without "return".');
    expect(causes[1]).toMatch(/^To refuse is to throw/);
  });

  test('explains a refusal that the learner’s code means, and by a function whatever came', () => {
    const refused = failureOf(() =>
      given(throws(new JwtError('expired'))).returns(1 as never, CAUSE),
    );
    expect(refused?.cause).toBe(CAUSE);
    const crashed = failureOf(() =>
      given(throws(new TypeError('x'))).returns(1 as never, () => CAUSE),
    );
    expect(crashed?.cause).toBe(CAUSE);
  });

  test('shows of a long answer the members that are not as expected', () => {
    const answer = { email: 'spark@rubywave.io', nickname: 'spark', name: 'John Doe', exp: 1 };
    const { nickname: _, ...wrong } = { ...answer, exp: 2, aud: 'lounge' };
    const failure = failureOf(() => given(() => wrong as object).returns(answer));
    expect(english(failure?.actual ?? say``)).toBe(
      'it returned an object with no nickname, exp: 2, aud: "lounge"',
    );
    const long = failureOf(() =>
      given(() => 'x'.repeat(200)).fail(say`y`, CAUSE, say`the judged part`),
    );
    expect(long?.actual.text).toBe('the judged part');
  });

  test('knows an async function', () => {
    const failure = failureOf(() => given(async () => 1).returns(1 as never, CAUSE));
    expect(english(failure?.cause ?? say``)).toContain('async');
  });
});

describe('refuses', () => {
  test('looks at the code and not at the class', () => {
    class Malformed extends JwtError {}
    for (const error of [
      new JwtError('malformed'),
      new Malformed('malformed'),
      Object.assign(new TypeError('x'), { code: 'malformed' }),
    ]) {
      expect(failureOf(() => given(throws(error)).refuses('malformed', CAUSE))).toBeUndefined();
    }
  });

  test.each([
    ['an answer', () => 1],
    ['another code', throws(new JwtError('signature'))],
    ['an error without a code', throws(new SyntaxError('x'))],
    ['a thrown object that is no Error', throws({ code: 'malformed' })],
  ])('fails on %s', (_name, run) => {
    expect(failureOf(() => given(run).refuses('malformed', CAUSE))).toBeDefined();
  });
});

test('a name that nothing declares is told as that, whatever the check expected', () => {
  const call = given<[], unknown>(throws(new ReferenceError('timingUnsafe is not defined')));
  for (const judge of [() => call.returns(15, CAUSE), () => call.refuses('malformed', CAUSE)]) {
    const cause = failureOf(judge)?.cause;
    expect(cause && english(cause)).toContain('Nothing here is called timingUnsafe:');
  }
});

describe('throwsRangeError', () => {
  test('takes a RangeError, and not a stack that ran full', () => {
    expect(failureOf(() => given(throws(new RangeError('x'))).throwsRangeError())).toBeUndefined();
    expect(failureOf(() => given(overflow).throwsRangeError())?.kind).toBe('recursion');
    expect(failureOf(() => given(throws(new Error('x'))).throwsRangeError())?.kind).toBe('threw');
  });
});

test('a TODO that is still there is told as such, with its number', () => {
  const failure = failureOf(() => given(throws(new Error('TODO 3: decode'))).refuses('malformed'));
  expect(failure).toMatchObject({ kind: 'todo', todo: 3 });
});

test('same compares what a check worked out itself', () => {
  expect(failureOf(() => same(say`parts`, 3, 3))).toBeUndefined();
  expect(failureOf(() => same(say`parts`, 2, 3, CAUSE))).toMatchObject({ cause: CAUSE });
  const cause = (parts: number) => (parts < 3 ? CAUSE : undefined);
  expect(failureOf(() => same(say`parts`, 2, 3, cause))?.cause).toBe(CAUSE);
  expect(failureOf(() => same(say`parts`, 4, 3, cause))?.cause).toBeUndefined();
});

describe('what is shown', () => {
  test('a secret never is, wherever it turns up', () => {
    const hidden = secret('a-string-that-nobody-may-read-0123456789');
    expect(show(hidden)).toBe('"(secret)"');
    expect(show({ key: [hidden] })).not.toContain(hidden);
    expect(show(new TextEncoder().encode(hidden))).toBe('(secret) as bytes');
    expect(show(createSecretKey(Buffer.from(hidden)))).toBe('KeyObject (secret)');
    for (const run of [
      throws(new RangeError(`too short: ${hidden}`)),
      throws(hidden),
      () => hidden,
      (key: string) => `${key}.`,
    ]) {
      const error = (() => {
        try {
          given(run as (key: string) => unknown, hidden).refuses('malformed');
        } catch (failure) {
          return failure;
        }
        return undefined;
      })();
      expect(JSON.stringify([error, String(error)])).not.toContain(hidden);
      // The stack of a thrown error repeats its message.
      expect(JSON.stringify((error as CheckFailure).failure)).not.toContain(hidden);
    }
  });

  test.each([
    ['x'.repeat(200), '(length 200)'],
    [new Uint8Array(64), 'Uint8Array(64) ['],
    [Buffer.from('a'), 'Buffer [97]'],
    [undefined, 'undefined'],
    [new Proxy({}, { ownKeys: throws(new Error('no')) as never }), '{}'],
  ])('is short and on one line', (value, part) => {
    expect(show(value)).toContain(part);
    expect(show(value)).not.toContain('\n');
    expect(show(value).length).toBeLessThan(90);
  });
});
