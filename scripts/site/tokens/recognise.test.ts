/** What in a text is a JWT, and what only looks like one. */
import * as fc from '#testing/fast-check.ts';
import { describe, expect, test } from 'vitest';
import { english } from '#text/message.ts';
import { HEADER, PAYLOAD, RFC7515, TOKEN } from '#testing/site/tokens.ts';
import { describeToken } from './describe.ts';
import { findTokens, type Surroundings } from './recognise.ts';

const UNSECURED = 'eyJhbGciOiJub25lIn0.eyJzdWIiOiIxMjM0NTY3ODkwIiwicmFuayI6IjE1In0.';
const THREE = ['header', 'payload', 'signature'];

describe('whole tokens', () => {
  test.each<[string, string, string, Surroundings]>([
    ['alone', TOKEN, TOKEN, 'code'],
    ['in a text literal', `verify("${TOKEN}", key)`, TOKEN, 'code'],
    ['at a sentence’s end', `It is ${TOKEN}. Read it.`, TOKEN, 'prose'],
    ['in a header', `Authorization: Bearer ${TOKEN}`, TOKEN, 'code'],
    ['in an address', `https://spark.example/?token=${TOKEN}&x=1`, TOKEN, 'code'],
    ['with line breaks in its JSON', RFC7515, RFC7515, 'code'],
    ['unsecured', UNSECURED, UNSECURED, 'code'],
    ['unsecured, in a sentence', `Anyone can write ${UNSECURED}`, UNSECURED, 'prose'],
    ['its signature taken away', `"${HEADER}.${PAYLOAD}."`, `${HEADER}.${PAYLOAD}.`, 'code'],
  ])('%s', (_name, text, token, surroundings) => {
    const found = findTokens(text, surroundings);
    expect(found.map(({ start, end }) => text.slice(start, end))).toEqual([token]);
    expect(found[0]?.parts.map(({ role }) => role)).toEqual(THREE);
  });
});

describe('tokens of bad shape', () => {
  test.each([
    ['two parts', `${HEADER}.${PAYLOAD}`, ['header', 'payload']],
    ['four parts', `${TOKEN}.x`, [...THREE, 'more']],
    ['padded', `${HEADER}=.${PAYLOAD}==.abc=`, THREE],
    ['a payload that can’t be read', `${HEADER}.xyz.abc`, THREE],
  ])('%s', (_name, text, roles) => {
    expect(findTokens(text, 'code')[0]?.parts.map(({ role }) => role)).toEqual(roles);
  });
});

describe('cut short', () => {
  test.each([
    ['eyJhbGciOiJub25lIn0.eyJzdWIiOiIxMjM0NTY3ODkw….', [false, true, false]],
    [`${HEADER}.eyJz...`, [false, true]],
    [`${HEADER}.eyJzdWIi….EAwn7cPU…`, [false, true, true]],
  ])('%s', (text, cuts) => {
    const [found] = findTokens(text, 'code');
    expect(found?.parts.map(({ isCut }) => isCut)).toEqual(cuts);
    expect(text.slice(found?.start, found?.end)).toBe(text);
  });
});

test('single segments, and which they are', () => {
  expect(kindsIn(HEADER)).toEqual(['segment header']);
  expect(kindsIn(`The payload is ${PAYLOAD}. And`)).toEqual(['segment payload']);
});

test('a JWE has a header, and nothing else to read', () => {
  const header = Buffer.from('{"alg":"dir","enc":"A128GCM"}').toString('base64url');
  const [found] = findTokens(
    `${header}..48V1_ALb6US04U3b.5eym8TW_c8SuK0lt.XFBoMYUZodetZdv`,
    'code',
  );
  expect(found?.kind).toBe('encrypted');
  expect(found && english(describeToken(found))).toBe(
    'Encrypted JWT: header {"alg":"dir","enc":"A128GCM"}, and four more parts',
  );
});

test.each([
  'So many tokens begin with `eyJ`.',
  'eyebrows.example.com, everything, ewoks.of.endor',
  'EAwn7cPU2vMYZ__9g5H0VCx6tZe6kJTgYBncvBTlSCs',
  'ZXlKaGJHY2lPaUpJVXpJMU5pSjk',
  'ey12345678.eyJ.png',
  // A word that has a segment inside.
  `x${HEADER}`,
  // JSON, but no object: W1tbW11dXV0 is [[[[]]]].
  'W1tbW11dXV0',
])('no token: %s', (text) => {
  expect(findTokens(text, 'prose')).toEqual([]);
});

test('describes a token in a sentence', () => {
  expect(descriptionsOf(RFC7515)).toEqual([
    'JWT: header {"typ":"JWT","alg":"HS256"}, payload {"iss":"joe","exp":1300819380,"http://example.com/is_root":true}, signature 32 bytes',
  ]);
  expect(descriptionsOf(UNSECURED)).toEqual([
    'JWT: header {"alg":"none"}, payload {"sub":"1234567890","rank":"15"}, signature empty',
  ]);
  expect(descriptionsOf(`${HEADER}.eyJzdWIi….EAwn7cPU…`)).toEqual([
    'JWT: header {"alg":"HS256","typ":"JWT"}, payload {"sub", cut short, signature cut short',
  ]);
  expect(descriptionsOf(HEADER)).toEqual(['header {"alg":"HS256","typ":"JWT"}']);
});

test('any text is read to its end: tokens in order, parts inside their token', () => {
  const pieces = fc.constantFrom(TOKEN, HEADER, UNSECURED, RFC7515, '.', '…', '...', ' ', '=', '"');
  const anyText = fc
    .array(fc.oneof(pieces, fc.string({ unit: 'binary' })), { maxLength: 8 })
    .map((all) => all.join(''));
  fc.assert(
    fc.property(anyText, fc.constantFrom<Surroundings>('prose', 'code'), (text, surroundings) => {
      let end = 0;
      for (const token of findTokens(text, surroundings)) {
        expect(token.start).toBeGreaterThanOrEqual(end);
        end = token.start;
        for (const part of token.parts) {
          expect(part.start).toBeGreaterThanOrEqual(end);
          expect(text.slice(part.start, part.end).startsWith(part.text)).toBe(true);
          end = part.end;
        }
        expect(token.end).toBeGreaterThanOrEqual(end);
        end = token.end;
        expect(english(describeToken(token))).not.toBe('');
      }
    }),
  );
});

function kindsIn(text: string): string[] {
  return findTokens(text, 'prose').map(({ kind, parts }) => `${kind} ${parts[0]?.role}`);
}

function descriptionsOf(text: string): string[] {
  return findTokens(text, 'code').map((token) => english(describeToken(token)));
}
