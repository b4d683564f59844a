/** The page's verdict on a token is lab 2's, for any text; and every verdict has its reason. */
import { createHmac } from 'node:crypto';
import * as fc from '#testing/fast-check.ts';
import { describe, expect, test } from 'vitest';
import {
  HOSTILE_TOKENS,
  makeHostile,
  type Issuer,
} from '../../../labs/07-attack-and-defend/hostile-tokens.ts';
import { makeToyKey } from '../../../labs/07-attack-and-defend/toy-key.ts';
import { importSecret, JwtError, sign, verify } from '../../../solutions/02-hs256/jwt.ts';
import toolsCatalog from '#text/ko.json' with { type: 'json' };
import { bilingual, english } from '#text/message.ts';
import { HEADER, part, SECRET, signed, withSignature } from '#testing/site/tokens.ts';
import { inspect, type Inspection, type Verifier } from './inspect.ts';
import { signingInput, type KeyAnswer } from './signature.ts';
import { unwrap } from './unwrap.ts';

const KEY = importSecret(SECRET);
const NOW = 1_800_000_000;
const CLAIMS = { sub: '1234567890', email: 'spark@rubywave.io', nickname: 'spark', rank: '15' };
const TOKEN = sign({ ...CLAIMS, iat: NOW - 60, exp: NOW + 3540 }, KEY);
const [, PAYLOAD, SIGNATURE] = TOKEN.split('.') as [string, string, string];
const HS256 = part('{"alg":"HS256"}');

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
      const found = inspect(text, { ...options, key: answerTo(text) });
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

test('the hostile tokens of lab 7 get the code that lab 2 gives them', () => {
  const issuer: Issuer = {
    header: { alg: 'HS256', typ: 'at+jwt', kid: 'spark' },
    claims: { ...CLAIMS, iss: 'spark', aud: 'api', exp: NOW + 60 },
    now: NOW,
    sign: (text) => withSignature(text).slice(text.length + 1),
    stranger: makeToyKey('stranger'),
  };
  const options = { now: NOW, issuer: 'spark', audience: 'api' };
  const texts = HOSTILE_TOKENS.map((one) => makeHostile(one, issuer)).filter(
    (token) => typeof token === 'string' && token !== '',
  ) as string[];
  expect(texts.length).toBeGreaterThan(200);
  for (const text of texts) {
    const { fault } = inspect(text, { ...options, key: answerTo(text) });
    expect([text, fault?.code ?? 'accepted']).toEqual([text, codeByLab2(text, options)]);
  }
});

test('every refusal says why, in both languages', () => {
  fc.assert(
    fc.property(anyText, anyVerifier, (text, options) => {
      const { fault, remarks, outcome } = inspect(text, options);
      expect(outcome === 'refused').toBe(fault !== undefined);
      for (const message of [fault?.why, ...remarks]) {
        if (!message) continue;
        const { en, ko } = bilingual(message, toolsCatalog);
        expect(en).toMatch(/\w/);
        expect(ko).toMatch(/[가-힣]/);
      }
    }),
  );
});

test('without a key the rest of a token is looked at, and nothing is accepted', () => {
  expect(inspect(TOKEN, { now: NOW }).outcome).toBe('unchecked');
  expect(inspect(TOKEN, { now: NOW + 4000 }).fault?.code).toBe('expired');
});

test.each([
  [NOW + 3539.999, undefined],
  [NOW + 3540, 'expired'],
])('a token that expires in an hour is, at %s: %s', (now, code) => {
  expect(look(TOKEN, now).fault?.code).toBe(code);
});

/** Where a text is refused; then what must be read there, and the text. */
const SLIPS: Readonly<Record<string, readonly (readonly [words: string, text: string])[]>> = {
  'token malformed': [
    ['Only white space', ' \n'],
    ['not yet a token', '{"sub":"1234567890"}'],
    ['no dot', 'spark'],
    ['two parts', `${HEADER}.${PAYLOAD}`],
    ['Parts here: 4', `${TOKEN}.x`],
    ['JWE', `${part('{"alg":"dir","enc":"A128GCM"}')}..a.b.c`],
    ['curl command', `curl -H "Authorization: Bearer ${TOKEN}" https://api.spark.example/me`],
    ['an address', `https://spark.example/cb?token=${TOKEN}&state=1`],
    ['JSON form', `{"payload":"${PAYLOAD}","protected":"${HEADER}","signature":"${SIGNATURE}"}`],
    ['"%2E" stands for a dot', TOKEN.replaceAll('.', '%2E')],
  ],
  'header malformed': [
    ['token endpoint', `{"access_token":"${TOKEN}","token_type":"Bearer","expires_in":3600}`],
    ['Authorization header', `Bearer ${TOKEN}`],
    ['Authorization header', `Authorization: Bearer ${TOKEN}`],
    ['a space', ` ${TOKEN}`],
    ['quotation mark', `"${TOKEN}"`],
    ['padding', `${HS256}=.e30.`],
    ['a list', `${part('[1]')}.e30.`],
    ['Line 1, column 2', `${part("{'alg':'HS256'}")}.e30.`],
    ['UTF-8', `${Buffer.from([0x7b, 0xff]).toString('base64url')}.e30.`],
    ['byte order mark', `${part('\ufeff{"alg":"HS256"}')}.e30.`],
    ['a cookie', `Cookie: session=${TOKEN}; theme=dark`],
    ['a cookie', `session=${TOKEN}; Path=/; HttpOnly`],
    ['an address', `?token=${TOKEN}`],
  ],
  'header algorithm': [
    ['asks not to be checked', `${part('{"alg":"none"}')}.e30.`],
    ['asks not to be checked', `${part('{"alg":"nOnE"}')}.e30.`],
    ['names no algorithm', `${part('{"typ":"JWT"}')}.e30.`],
    ['public one', `${part('{"alg":"RS256"}')}.e30.`],
    ['letter by letter', `${part('{"alg":"hs256"}')}.e30.`],
    ['exp must be understood', withSignature(`${part('{"alg":"HS256","crit":["exp"]}')}.e30`)],
  ],
  'signature malformed': [
    ['a line break', `${TOKEN}\n`],
    ['one spelling', `${TOKEN.slice(0, -1)}${nextCharacter(TOKEN.slice(-1))}`],
    ['too few for a byte', `${TOKEN}AA`],
    ['has 42 characters, one by HS256 has 43', cutSignature(1, 'B')],
    ['has 38 characters, one by HS256 has 43', cutSignature(5, 'B')],
    ['has 41 characters, one by HS256 has 43', cutSignature(2)],
    ['SD-JWT', `${TOKEN}~WyJzYWx0IiwibmFtZSIsInNwYXJrIl0~`],
  ],
  'signature signature': [
    ['not the signature', `${HEADER}.e30.${SIGNATURE}`],
    ['is empty', `${HEADER}.e30.`],
    ['has 39 characters', cutSignature(4, 'A')],
    ['its end is missing', TOKEN.slice(0, -23)],
    ['HS512', `${HEADER}.e30.${'A'.repeat(86)}`],
    ['a line break', `${HEADER}.${PAYLOAD.slice(0, 9)}\n${PAYLOAD.slice(9)}.${SIGNATURE}`],
    ['a space', `${HEADER}.${PAYLOAD.slice(0, 9)} ${PAYLOAD.slice(9)}.${SIGNATURE}`],
    ['padding', `${HEADER}.${PAYLOAD}=.${SIGNATURE}`],
    ['a detached signature', `${HEADER}..${SIGNATURE}`],
  ],
  'payload malformed': [
    ['standard base64', withSignature(`${HEADER}.eyJuIjoiPz8/Pj4+In0`)],
    ['too few for a byte', withSignature(`${HEADER}.e30AA`)],
    ['a text', signed('"spark"')],
    ['nested', withSignature(`${part('{"alg":"HS256","cty":"JWT"}')}.${part(TOKEN)}`)],
  ],
  'claims claims': [
    ['without quotes', signed('{"exp":"1516242622"}')],
    ['a date long past', signed('{"exp":0}')],
    ['a date long past', signed('{"exp":-1516242622}')],
    ['a list', signed('{"exp":[1]}')],
    ['larger than any number', signed('{"exp":1e999}')],
    ['iat is the text', signed('{"iat":"2018-01-18"}')],
  ],
  'claims expired': [['now >= exp', signed(`{"exp":${NOW}}`)]],
  'claims not_yet_valid': [
    ['before nbf', signed(`{"nbf":${NOW + 1}}`)],
    ['milliseconds', signed(`{"nbf":${NOW * 1000}}`)],
  ],
};

describe.each(Object.entries(SLIPS))('refused as %s', (place, slips) => {
  test.each(slips)('"%s"', (words, text) => {
    const { fault } = look(text);
    expect(`${fault?.stage} ${fault?.code}`).toBe(place);
    expect(fault && english(fault.why)).toContain(words);
  });
});

/** What is accepted, and must be remarked on. */
test.each([
  ['exp is so far away', signed(`{"exp":${NOW * 1000}}`)],
  ['never expires', signed('{}')],
  ['"rank" is there more than once', signed('{"rank":"15","rank":"99"}')],
  ['"alg" is there more than once', withSignature(`${part('{"alg":1,"alg":"HS256"}')}.e30`)],
  ['jku was written by the sender', withSignature(`${part('{"alg":"HS256","jku":"x"}')}.e30`)],
  ['another kind of token', withSignature(`${part('{"alg":"HS256","typ":"at+jwt"}')}.e30`)],
  ['read by everybody', signed('{"password":"x"}')],
  ['letter by letter', signed('{"rank":"15"}')],
  ['hold exactly', signed('{"id":12345678901234567890}')],
  ['in the future', signed(`{"iat":${NOW + 5}}`)],
])('accepted, with a remark: %s', (words, token) => {
  const found = look(token);
  expect(found.outcome).toBe('accepted');
  expect(found.remarks.map(english).join('\n')).toContain(words);
});

describe('a token is taken out of', () => {
  test.each([
    `Bearer ${TOKEN}`,
    `authorization: bearer ${TOKEN}`,
    `"${TOKEN}",`,
    `"Bearer ${TOKEN}"\n`,
    `'Authorization': 'Bearer ${TOKEN}',`,
    `  ${TOKEN.slice(0, 50)}\n  ${TOKEN.slice(50)}\n`,
    TOKEN.split('.').join('==.'),
    `${TOKEN.slice(0, -1)}${nextCharacter(TOKEN.slice(-1))}`,
    `curl -s 'https://api.spark.example/me' \\\n  -H 'Authorization: Bearer ${TOKEN}'`,
    `Set-Cookie: id=${TOKEN}; Path=/; HttpOnly`,
    `https://spark.example/#id_token=${TOKEN}`,
    `?token=${TOKEN.replaceAll('.', '%2E')}`,
    `{ "token_type": "Bearer", "access_token": "${TOKEN}" }`,
    `{"payload":"${PAYLOAD}","signatures":[{"protected":"${HEADER}","signature":"${SIGNATURE}"}]}`,
    `${TOKEN}~WyJzYWx0IiwibmFtZSIsInNwYXJrIl0~`,
    `The token is ${TOKEN} and nothing else.`,
  ])('%j', (text) => expect(unwrap(text)?.token).toBe(TOKEN));

  test.each([TOKEN, '', 'spark', 'a.b.c', '"', '{}', cutSignature(1, 'B'), '{"payload":1}'])(
    'not %j',
    (text) => expect(unwrap(text)).toBeUndefined(),
  );

  test('anything, which never throws and leaves nothing to be taken out', () => {
    fc.assert(
      fc.property(anyText, (text) => {
        const token = unwrap(text)?.token;
        expect(token === undefined ? undefined : unwrap(token)).toBeUndefined();
      }),
    );
  });
});

/** What somebody might send to break the page. */
const SIZE = 1_000_000;
const deep = (levels: number): string => `{"a":${'['.repeat(levels)}${']'.repeat(levels)}}`;

describe('hostile texts of up to a megabyte are looked at in linear time', () => {
  test.each<[name: string, text: string, outcome: Inspection['outcome']]>([
    ['16,500 lists in each other, signed', signed(deep(16_500)), 'accepted'],
    ['300,000 lists in each other', `${part(deep(300_000))}.e30.`, 'refused'],
    ['lists that nobody closes', `${part('['.repeat(700_000))}.e30.`, 'refused'],
    ['objects in each other', `${part('{"a":'.repeat(150_000))}.e30.`, 'refused'],
    ['a deep alg', `${part(`{"alg":${deep(100_000)}}`)}.e30.`, 'refused'],
    [
      'a deep crit',
      withSignature(`${part(`{"alg":"HS256","crit":[${deep(9e4)}]}`)}.e30`),
      'refused',
    ],
    ['a deep typ', withSignature(`${part(`{"alg":"HS256","typ":${deep(9e4)}}`)}.e30`), 'accepted'],
    ['a deep exp', signed(`{"exp":${deep(90_000)}}`), 'refused'],
    ['a long list', signed(`[[${'1,'.repeat(300_000)}1]]`), 'refused'],
    ['a name 100,000 times', signed(`{${'"a":1,'.repeat(100_000)}"a":1}`), 'accepted'],
    ['100,000 passwords', signed(`{${many(60_000, (n) => `"password${n}":1`)}}`), 'accepted'],
    ['a text without an end', `${part(`{"a":"${'\\"'.repeat(300_000)}`)}.e30.`, 'refused'],
    ['dots', '.'.repeat(SIZE), 'refused'],
    ['padding, and one letter more', `${'='.repeat(SIZE)}x`, 'refused'],
    ['white space', ' '.repeat(SIZE), 'refused'],
    ['quotation marks', '"'.repeat(SIZE), 'refused'],
    ['Bearer over and over', 'Bearer '.repeat(SIZE / 7), 'refused'],
    ['beginnings of tokens', 'eyJhbGciOi '.repeat(SIZE / 11), 'refused'],
    ['a token of dots and cuts', `eyJhbGciOiJIUzI1NiJ9${'.….'.repeat(SIZE / 4)}`, 'refused'],
    ['one very long part', 'e'.repeat(SIZE), 'refused'],
  ])('%s', (_name, text, outcome) => {
    // Quadratic work would not end before the test's time is over.
    const found = look(text);
    expect(found.outcome).toBe(outcome);
    for (const message of [found.fault?.why, ...found.remarks]) {
      expect(message ? english(message).length : 0).toBeLessThan(500);
    }
    expect(found.remarks.length).toBeLessThan(50);
  });
});

function many(count: number, make: (index: number) => string): string {
  return Array.from({ length: count }, (_, index) => make(index)).join();
}

function look(text: string, now = NOW): Inspection {
  return inspect(text, { now, key: answerTo(text) });
}

function codeByLab2(text: string, options: Verifier): string {
  try {
    verify(text, KEY, options as Parameters<typeof verify>[2]);
    return 'accepted';
  } catch (error) {
    if (error instanceof JwtError) return error.code;
    throw error;
  }
}

/** As the holder of the secret answers, without waiting. */
function answerTo(text: string): KeyAnswer {
  const made = createHmac('sha256', KEY).update(signingInput(text) ?? '');
  const holds = made.digest('base64url') === text.split('.')[2];
  return { algorithms: ['HS256'], holds };
}

/** The token without the last characters of its signature, and perhaps another last one. */
function cutSignature(count: number, last = ''): string {
  return TOKEN.slice(0, -count - last.length) + last;
}

/** The same bytes to a lenient decoder. */
function nextCharacter(character: string): string {
  const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';
  return alphabet[alphabet.indexOf(character) + 1] ?? '';
}
