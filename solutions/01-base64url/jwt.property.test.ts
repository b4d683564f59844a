/** What must hold of the reference for every input, and what others publish and write. */
import * as fc from '#testing/fast-check.ts';
import { SignJWT, UnsecuredJWT } from 'jose';
import jsonwebtoken from 'jsonwebtoken';
import { describe, expect, test } from 'vitest';
import {
  ALPHABET,
  base64urlDecode,
  base64urlEncode,
  decodeSegment,
  decodeUnverified,
  encodeSegment,
  encodeUnsecured,
  JwtError,
} from './jwt.ts';

const PAYLOAD = {
  sub: '1234567890',
  email: 'spark@rubywave.io',
  nickname: 'spark',
  rank: '15',
  name: 'John Doe',
  iat: 1516239022,
};

/** jwt.io's published secret of 2025. */
const SECRET = 'a-string-secret-at-least-256-bits-long';

/** Texts that are nearly base64url: one in a few is right, the others fail in every way. */
const nearlyBase64url = fc.oneof(
  fc.string({ unit: fc.constantFrom(...ALPHABET), maxLength: 12 }),
  fc.string({ unit: fc.constantFrom(...ALPHABET, '=', '+', '/', ' ', '\n', '가'), maxLength: 12 }),
  fc.string({ unit: 'binary', maxLength: 12 }),
);

/** JSON as it arrives: no undefined, no -0. A member named __proto__ is left to JSON.parse. */
const jsonObject = fc
  .dictionary(fc.string({ unit: 'grapheme' }), fc.jsonValue())
  .map((object) => JSON.parse(JSON.stringify(object)) as Record<string, unknown>);

/** The answer, or "malformed" for a JwtError of that code; any other error fails the test. */
function answerOrMalformed<Answer>(ask: () => Answer): Answer | 'malformed' {
  try {
    return ask();
  } catch (error) {
    if (error instanceof JwtError && error.code === 'malformed') return error.code;
    throw error;
  }
}

describe('base64url', () => {
  test('encodes as Buffer does', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 300 }), (bytes) => {
        expect(base64urlEncode(bytes)).toBe(Buffer.from(bytes).toString('base64url'));
      }),
    );
  });

  test('decodes what it encoded', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 300 }), (bytes) => {
        expect(base64urlDecode(base64urlEncode(bytes))).toEqual(bytes);
      }),
    );
  });

  test('decodes only the one text that stands for the bytes', () => {
    fc.assert(
      fc.property(nearlyBase64url, (text) => {
        const again = answerOrMalformed(() => base64urlEncode(base64urlDecode(text)));
        expect(['malformed', text]).toContain(again);
      }),
      { numRuns: 1000 },
    );
  });

  test('refuses just the texts that Buffer would write in another way', () => {
    fc.assert(
      fc.property(nearlyBase64url, (text) => {
        const isCanonical = Buffer.from(text, 'base64url').toString('base64url') === text;
        const isRefused = answerOrMalformed(() => base64urlDecode(text)) === 'malformed';
        expect(isRefused).toBe(!isCanonical);
      }),
      { numRuns: 1000 },
    );
  });

  // RFC 4648 §10 without its padding, and RFC 7515 appendix C.
  test.each([
    ['', ''],
    ['f', 'Zg'],
    ['fo', 'Zm8'],
    ['foo', 'Zm9v'],
    ['foob', 'Zm9vYg'],
    ['fooba', 'Zm9vYmE'],
    ['foobar', 'Zm9vYmFy'],
    [[3, 236, 255, 224, 193], 'A-z_4ME'],
  ])('%j is %j', (content, text) => {
    const bytes =
      typeof content === 'string' ? new TextEncoder().encode(content) : Uint8Array.from(content);
    expect(base64urlEncode(bytes)).toBe(text);
    expect(base64urlDecode(text)).toEqual(bytes);
  });
});

describe('segments', () => {
  test('an object comes back as JSON would bring it back', () => {
    fc.assert(
      fc.property(jsonObject, (object) => {
        expect(JSON.stringify(decodeSegment(encodeSegment(object)))).toBe(JSON.stringify(object));
      }),
    );
  });

  test('any bytes are an object or malformed', () => {
    const content = fc.oneof(
      fc.uint8Array(),
      fc.json().map((json) => new TextEncoder().encode(json)),
    );
    fc.assert(
      fc.property(content, (bytes) => {
        const value = answerOrMalformed(() => decodeSegment(base64urlEncode(bytes)));
        const kind = Object.prototype.toString.call(value);
        expect(value === 'malformed' || kind === '[object Object]').toBe(true);
      }),
      { numRuns: 500 },
    );
  });

  test.each([[[]], [['15']]])('%j is no object to encode', (value) => {
    expect(answerOrMalformed(() => encodeSegment(value))).toBe('malformed');
  });
});

describe('tokens', () => {
  test('any payload can be read from an Unsecured JWT', () => {
    fc.assert(
      fc.property(jsonObject, (payload) => {
        const token = decodeUnverified(encodeUnsecured(payload));
        expect(token.header).toEqual({ alg: 'none' });
        expect(JSON.stringify(token.payload)).toBe(JSON.stringify(payload));
        expect(token.signature).toHaveLength(0);
      }),
    );
  });

  test('any text is three parts or malformed', () => {
    const segment = fc.oneof(nearlyBase64url, jsonObject.map(encodeSegment));
    const tokens = fc.oneof(
      fc.string({ unit: 'binary' }),
      fc.array(segment, { maxLength: 5 }).map((segments) => segments.join('.')),
    );
    fc.assert(
      fc.property(tokens, (token) => {
        const third = answerOrMalformed(() => base64urlEncode(decodeUnverified(token).signature));
        expect(['malformed', token.split('.')[2]]).toContain(third);
      }),
      { numRuns: 1000 },
    );
  });

  const joe = { iss: 'joe', exp: 1300819380, 'http://example.com/is_root': true };
  const joeSegment =
    'eyJpc3MiOiJqb2UiLA0KICJleHAiOjEzMDA4MTkzODAsDQogImh0dHA6Ly9leGFtcGxlLmNvbS9pc19yb290Ijp0cnVlfQ';
  const doe = { sub: '1234567890', name: 'John Doe', admin: true, iat: 1516239022 };
  const doeSegment =
    'eyJzdWIiOiIxMjM0NTY3ODkwIiwibmFtZSI6IkpvaG4gRG9lIiwiYWRtaW4iOnRydWUsImlhdCI6MTUxNjIzOTAyMn0';

  test.each([
    {
      source: 'RFC 7515 appendix A.1',
      token: `eyJ0eXAiOiJKV1QiLA0KICJhbGciOiJIUzI1NiJ9.${joeSegment}.dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk`,
      header: { typ: 'JWT', alg: 'HS256' },
      payload: joe,
      signatureBytes: 32,
    },
    {
      source: 'RFC 7515 appendix A.3',
      token: `eyJhbGciOiJFUzI1NiJ9.${joeSegment}.DtEhU3ljbEg8L38VWAfUAqOyKAM6-Xx-F4GawxaepmXFCgfTjDxw5djxLa8ISlSApmWQxfKTUJqPP3-Kg6NU1Q`,
      header: { alg: 'ES256' },
      payload: joe,
      signatureBytes: 64,
    },
    {
      source: 'RFC 7519 §6.1',
      token: `eyJhbGciOiJub25lIn0.${joeSegment}.`,
      header: { alg: 'none' },
      payload: joe,
      signatureBytes: 0,
    },
    {
      source: 'jwt.io, HS256, 2025',
      token: `eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCJ9.${doeSegment}.KMUFsIDTnFmyG3nMiGM6H9FNFUROf3wh7SmqJp-QV30`,
      header: { alg: 'HS256', typ: 'JWT' },
      payload: doe,
      signatureBytes: 32,
    },
    {
      source: 'jwt.io, ES256',
      token: `eyJhbGciOiJFUzI1NiIsInR5cCI6IkpXVCJ9.${doeSegment}.tyh-VfuzIxCyGYDlkBA7DfyjrqmSHu6pQ2hoZuFqUSLPNY2N0mpHb3nk5K17HWP_3cYHBw7AhHale5wky6-sVA`,
      header: { alg: 'ES256', typ: 'JWT' },
      payload: doe,
      signatureBytes: 64,
    },
  ])('reads a token of $source', ({ token, header, payload, signatureBytes }) => {
    const parts = decodeUnverified(token);
    expect(parts).toMatchObject({ header, payload });
    expect(parts.signature).toHaveLength(signatureBytes);
  });

  test('refuses RFC 7515 appendix A.4: a JWS whose payload is "Payload" is no JWT', () => {
    const token = 'eyJhbGciOiJFUzUxMiJ9.UGF5bG9hZA.AdwM';
    expect(answerOrMalformed(() => decodeUnverified(token))).toBe('malformed');
  });
});

describe('other libraries', () => {
  const written: readonly (readonly [string, () => string | Promise<string>])[] = [
    ['jsonwebtoken, HS256', () => jsonwebtoken.sign(PAYLOAD, SECRET)],
    ['jsonwebtoken, none', () => jsonwebtoken.sign(PAYLOAD, '', { algorithm: 'none' })],
    [
      'jose, HS256',
      () =>
        new SignJWT(PAYLOAD)
          .setProtectedHeader({ alg: 'HS256', typ: 'JWT' })
          .sign(new TextEncoder().encode(SECRET)),
    ],
    ['jose, none', () => new UnsecuredJWT(PAYLOAD).encode()],
  ];

  test.each(written)('a token by %s is read, and as jsonwebtoken reads it', async (_by, write) => {
    const token = await write();
    const { header, payload, signature } = decodeUnverified(token);
    expect(payload).toEqual(PAYLOAD);
    expect(jsonwebtoken.decode(token, { complete: true })).toEqual({
      header,
      payload,
      signature: base64urlEncode(signature),
    });
  });

  test('read what encodeUnsecured wrote', () => {
    const token = encodeUnsecured(PAYLOAD);
    expect(UnsecuredJWT.decode(token)).toEqual({ header: { alg: 'none' }, payload: PAYLOAD });
    expect(jsonwebtoken.decode(token)).toEqual(PAYLOAD);
  });

  test('jsonwebtoken reads any payload the same', () => {
    fc.assert(
      fc.property(jsonObject, (payload) => {
        const token = encodeUnsecured(payload);
        expect(JSON.stringify(jsonwebtoken.decode(token))).toBe(
          JSON.stringify(decodeUnverified(token).payload),
        );
      }),
    );
  });
});
