/** The page's verdict on a token is lab 2's, for any text; and every verdict has its reason. */
import { createHmac } from 'node:crypto';
import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { importSecret, JwtError, sign, verify } from '../../../solutions/02-hs256/jwt.ts';
import toolsCatalog from '#text/ko.json' with { type: 'json' };
import { bilingual, english } from '#text/message.ts';
import { inspect, signingInput, type Verifier } from './inspect.ts';
import { mend } from './mend.ts';

const SECRET = 'a-string-secret-at-least-256-bits-long';
const KEY = importSecret(SECRET);
const NOW = 1_800_000_000;
const CLAIMS = { sub: '1234567890', email: 'spark@rubywave.io', nickname: 'spark', rank: '15' };
const TOKEN = sign({ ...CLAIMS, iat: NOW - 60, exp: NOW + 3540 }, KEY);
const HEADER = TOKEN.split('.')[0] ?? '';

const anyJson = fc.oneof(
  fc.json(),
  fc
    .record(
      {
        alg: fc.oneof(fc.constantFrom('HS256', 'none', 'nOnE', 'RS256', 'hs256'), fc.jsonValue()),
        crit: fc.jsonValue(),
        exp: anyTime(),
        nbf: anyTime(),
        iat: anyTime(),
        iss: fc.oneof(fc.constantFrom('spark', 'spar', 'Spark'), fc.jsonValue()),
        aud: fc.oneof(fc.constantFrom('api', 'api-admin', ['www', 'api'], []), fc.jsonValue()),
      },
      { requiredKeys: [] },
    )
    .map((value) => JSON.stringify(value)),
);
const anySegment = fc.oneof(
  { weight: 3, arbitrary: anyJson.map((json) => Buffer.from(json).toString('base64url')) },
  fc.uint8Array({ maxLength: 60 }).map((bytes) => Buffer.from(bytes).toString('base64url')),
  anyJson.map((json) => Buffer.from(json).toString('base64')),
  fc.string({ unit: 'binary', maxLength: 60 }),
);
const anySigned = fc
  .tuple(fc.oneof(fc.constant(HEADER), anySegment), anySegment)
  .map((parts) => withSignature(parts.join('.')));
/** Mostly sound claims, so that every stage is reached often. */
const anyIssued = fc
  .record(
    {
      exp: fc.constantFrom(NOW, NOW + 1, NOW + 60, String(NOW)),
      nbf: fc.constantFrom(NOW, NOW + 1, NOW - 60),
      iss: fc.constantFrom('spark', 'Spark'),
      aud: fc.constantFrom('api', ['www', 'api']),
    },
    { requiredKeys: [] },
  )
  .map((claims) => sign({ ...CLAIMS, ...claims }, KEY));
const mutated = fc
  .tuple(
    fc.nat({ max: TOKEN.length }),
    fc.nat({ max: 4 }),
    fc.oneof(
      fc.constantFrom('', '.', '=', '==', '+', '/', ' ', '\n', '"', '가', '…'),
      fc.string({ maxLength: 4 }),
    ),
  )
  .map(([at, removed, added]) => TOKEN.slice(0, at) + added + TOKEN.slice(at + removed));
const anyText = fc.oneof(
  anyIssued,
  anySigned,
  mutated,
  fc.tuple(anySegment, anySegment, anySegment).map((parts) => parts.join('.')),
  fc.array(anySegment, { maxLength: 6 }).map((parts) => parts.join('.')),
  fc.string({ unit: 'binary', maxLength: 200 }),
  fc.constantFrom(`Bearer ${TOKEN}`, `"${TOKEN}"`, `${TOKEN}\n`, ` ${TOKEN}`, `${TOKEN}.`),
);
const anyVerifier = fc.record(
  {
    now: fc.oneof(fc.constant(NOW), fc.double({ min: 0, max: 4e9, noNaN: true })),
    issuer: fc.constantFrom('spark', ''),
    audience: fc.constantFrom('api', 'www'),
    clockToleranceSeconds: fc.integer({ min: 0, max: 100 }),
  },
  { requiredKeys: ['now'] },
);

function anyTime() {
  return fc.oneof(
    fc.integer({ min: NOW - 3, max: NOW + 3 }),
    fc.double({ min: -1, max: 4e9, noNaN: true }),
    fc.jsonValue(),
  );
}

test('any text gets the code that lab 2 gives it', () => {
  const seen = new Map<string, number>();
  fc.assert(
    fc.property(anyText, anyVerifier, (text, options) => {
      const code = codeByLab2(text, options);
      const found = inspect(text, { ...options, expectedSignature: hmacOf(text) });
      expect(text === '' ? 'malformed' : (found.fault?.code ?? 'accepted')).toBe(code);
      seen.set(code, (seen.get(code) ?? 0) + 1);
    }),
    { numRuns: 2_000 },
  );
  // The texts above reach every answer, or this test would prove little.
  const codes =
    'accepted algorithm audience claims expired issuer malformed not_yet_valid signature';
  expect([...seen.keys()].toSorted().join(' ')).toBe(codes);
});

test('every refusal says why, in both languages', () => {
  fc.assert(
    fc.property(anyText, anyVerifier, (text, options) => {
      const { fault, remarks, outcome } = inspect(text, options);
      expect(outcome === 'refused').toBe(fault !== undefined);
      for (const message of [fault?.why, ...remarks.map((remark) => remark.text)]) {
        if (!message) continue;
        const { en, ko } = bilingual(message, toolsCatalog);
        expect(en).toMatch(/\w/);
        expect(ko).toMatch(/[가-힣]/);
      }
    }),
  );
});

describe('without a key', () => {
  test('the rest of a token is looked at, and nothing is accepted', () => {
    expect(inspect(TOKEN, { now: NOW }).outcome).toBe('unchecked');
    expect(inspect(TOKEN, { now: NOW + 4000 }).fault?.code).toBe('expired');
  });
});

describe('the hour of expiry', () => {
  test.each([
    [NOW + 3539.999, undefined],
    [NOW + 3540, 'expired'],
  ])('at %s: %s', (now, code) => {
    expect(inspect(TOKEN, { now, expectedSignature: hmacOf(TOKEN) }).fault?.code).toBe(code);
  });
});

/** What went wrong, where it is refused, and words that must be read there. */
const SLIPS: readonly (readonly [name: string, text: string, place: string, words: string])[] = [
  ['nothing but white space', ' \n', 'token malformed', 'Only white space'],
  ['JSON in place of a token', '{"sub":"1234567890"}', 'token malformed', 'not yet a token'],
  ['one part', 'spark', 'token malformed', 'no dot'],
  ['two parts', TOKEN.split('.').slice(0, 2).join('.'), 'token malformed', 'two parts'],
  ['four parts', `${TOKEN}.x`, 'token malformed', '4 parts'],
  [
    'an encrypted token',
    `${part('{"alg":"dir","enc":"A128GCM"}')}..a.b.c`,
    'token malformed',
    'JWE',
  ],
  ['Bearer', `Bearer ${TOKEN}`, 'header malformed', 'Authorization header'],
  [
    'the whole header line',
    `Authorization: Bearer ${TOKEN}`,
    'header malformed',
    'Authorization header',
  ],
  ['a space in front', ` ${TOKEN}`, 'header malformed', 'a space'],
  ['a quotation mark in front', `"${TOKEN}"`, 'header malformed', 'quotation mark'],
  ['a line break behind', `${TOKEN}\n`, 'signature malformed', 'a line break'],
  ['padding', `${part('{"alg":"HS256"}')}=.e30.`, 'header malformed', 'padding'],
  [
    'standard base64',
    withSignature(
      `${HEADER}.${Buffer.from('{"n":"???>>>"}').toString('base64').replace(/=+$/, '')}`,
    ),
    'payload malformed',
    'standard base64',
  ],
  [
    'another spelling of the same bytes',
    `${TOKEN.slice(0, -1)}${nextCharacter(TOKEN.slice(-1))}`,
    'signature malformed',
    'one spelling',
  ],
  [
    'another payload under the signature',
    `${HEADER}.e30.${TOKEN.split('.')[2]}`,
    'signature signature',
    'not the signature',
  ],
  [
    'a character too many',
    withSignature(`${HEADER}.e30AA`),
    'payload malformed',
    'too few for a byte',
  ],
  ['a header that is a list', `${part('[1]')}.e30.`, 'header malformed', 'a list'],
  [
    'a header that is no JSON',
    `${part("{'alg':'HS256'}")}.e30.`,
    'header malformed',
    'Line 1, column 2',
  ],
  [
    'a payload that is no object',
    withSignature(`${HEADER}.${part('"spark"')}`),
    'payload malformed',
    'a text',
  ],
  [
    'bytes that are not UTF-8',
    `${Buffer.from([0x7b, 0xff]).toString('base64url')}.e30.`,
    'header malformed',
    'UTF-8',
  ],
  ['alg none', `${part('{"alg":"none"}')}.e30.`, 'header algorithm', 'asks not to be checked'],
  [
    'alg none in another case',
    `${part('{"alg":"nOnE"}')}.e30.`,
    'header algorithm',
    'asks not to be checked',
  ],
  ['alg missing', `${part('{"typ":"JWT"}')}.e30.`, 'header algorithm', 'names no algorithm'],
  ['alg RS256', `${part('{"alg":"RS256"}')}.e30.`, 'header algorithm', 'public one'],
  ['alg hs256', `${part('{"alg":"hs256"}')}.e30.`, 'header algorithm', 'letter by letter'],
  [
    'crit',
    withSignature(`${part('{"alg":"HS256","crit":["exp"]}')}.e30`),
    'header algorithm',
    'exp must be understood',
  ],
  ['an empty signature', `${HEADER}.e30.`, 'signature signature', 'is empty'],
  ['half a signature', TOKEN.slice(0, -23), 'signature signature', 'end is missing'],
  ['a signature by HS512', `${HEADER}.e30.${'A'.repeat(86)}`, 'signature signature', 'HS512'],
  ['exp as text', sign({ exp: '1516242622' }, KEY), 'claims claims', 'without quotes'],
  ['exp 0', sign({ exp: 0 }, KEY), 'claims claims', 'for eternity'],
  ['exp as a list', sign({ exp: [1] }, KEY), 'claims claims', 'a list'],
  ['an iat that is a date', sign({ iat: '2018-01-18' }, KEY), 'claims claims', 'iat is the text'],
  ['expired', sign({ exp: NOW }, KEY), 'claims expired', 'now >= exp'],
  ['not yet valid', sign({ nbf: NOW + 1 }, KEY), 'claims not_yet_valid', 'before nbf'],
  ['nbf in milliseconds', sign({ nbf: NOW * 1000 }, KEY), 'claims not_yet_valid', 'milliseconds'],
];

test.each(SLIPS)('%s', (_name, text, place, words) => {
  const { fault } = inspect(text, { now: NOW, expectedSignature: hmacOf(text) });
  expect(`${fault?.stage} ${fault?.code}`).toBe(place);
  expect(english(fault?.why ?? { text: '', values: [] })).toContain(words);
});

/** What is accepted, and must be remarked on. */
const REMARKS: readonly (readonly [name: string, token: string, words: string])[] = [
  ['exp in milliseconds', sign({ exp: NOW * 1000 }, KEY), 'exp is so far away'],
  ['no exp', sign(CLAIMS, KEY), 'never expires'],
  [
    'a member twice',
    withSignature(`${HEADER}.${part('{"rank":"15","rank":"99"}')}`),
    '"rank" is there more than once',
  ],
  [
    'a member of the header twice',
    withSignature(`${part('{"alg":"none","alg":"HS256"}')}.e30`),
    '"alg" is there more than once',
  ],
  [
    'a key named by the sender',
    withSignature(`${part('{"alg":"HS256","jku":"https://spark.example"}')}.e30`),
    'jku was written by the sender',
  ],
  [
    'another kind of token',
    withSignature(`${part('{"alg":"HS256","typ":"at+jwt"}')}.e30`),
    'another kind of token',
  ],
  ['a password', sign({ password: 'x' }, KEY), 'read by everybody'],
  ['rank as text', sign({ rank: '15' }, KEY), 'letter by letter'],
  [
    'a number that does not fit',
    withSignature(`${HEADER}.${part('{"id":12345678901234567890}')}`),
    'hold exactly',
  ],
  ['issued in the future', sign({ iat: NOW + 5 }, KEY), 'in the future'],
];

test.each(REMARKS)('accepted, with a remark: %s', (_name, token, words) => {
  const found = inspect(token, { now: NOW, expectedSignature: hmacOf(token) });
  expect(found.outcome).toBe('accepted');
  expect(found.remarks.map(({ text }) => english(text)).join('\n')).toContain(words);
});

describe('mending', () => {
  test.each([
    `Bearer ${TOKEN}`,
    `authorization: bearer ${TOKEN}`,
    `"${TOKEN}",`,
    `"Bearer ${TOKEN}"\n`,
    `'Authorization': 'Bearer ${TOKEN}',`,
    `  ${TOKEN.slice(0, 50)}\n  ${TOKEN.slice(50)}\n`,
    TOKEN.split('.').join('==.'),
    `${TOKEN.slice(0, -1)}${nextCharacter(TOKEN.slice(-1))}`,
  ])('%j', (text) => expect(mend(text)).toBe(TOKEN));

  test('leaves a token alone, and what is none', () => {
    expect([TOKEN, '', 'spark', 'a.b.c', '"'].map((text) => mend(text))).toEqual(
      Array.from({ length: 5 }),
    );
  });

  test('never throws, and what it makes needs no mending', () => {
    fc.assert(
      fc.property(anyText, (text) => {
        const mended = mend(text);
        expect(mended === undefined ? undefined : mend(mended)).toBeUndefined();
      }),
    );
  });
});

function codeByLab2(text: string, options: Verifier): string {
  try {
    verify(text, KEY, options as Parameters<typeof verify>[2]);
    return 'accepted';
  } catch (error) {
    if (error instanceof JwtError) return error.code;
    throw error;
  }
}

function hmacOf(text: string): Uint8Array {
  return createHmac('sha256', KEY)
    .update(signingInput(text) ?? '')
    .digest();
}

function withSignature(input: string): string {
  return `${input}.${createHmac('sha256', KEY).update(input).digest('base64url')}`;
}

function part(json: string): string {
  return Buffer.from(json).toString('base64url');
}

/** The same bytes to a lenient decoder. */
function nextCharacter(character: string): string {
  const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';
  return alphabet[alphabet.indexOf(character) + 1] ?? '';
}
