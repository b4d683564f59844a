/**
 * What no list of examples can show of the reference: laws for any token, any claims, any key and
 * any time; agreement with two other libraries; the published vectors.
 */
import { createHmac, createSecretKey } from 'node:crypto';
import * as fc from '#testing/fast-check.ts';
import { SignJWT, jwtVerify } from 'jose';
import jsonwebtoken from 'jsonwebtoken';
import { describe, expect, test } from 'vitest';
import { importSecret, issue, JwtError, sign, verify, verifySignature } from './jwt.ts';

/** The example secret of jwt.io since 2025. */
const KEY = importSecret('a-string-secret-at-least-256-bits-long');
const NOW = 1_800_000_000;
const CLAIMS = { sub: '1234567890', email: 'spark@rubywave.io', nickname: 'spark', rank: '15' };
const TOKEN = issue(CLAIMS, KEY, { expiresInSeconds: 3600, now: NOW });

const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';

/** JSON objects as claims sets are: any members, but none that `verify` gives a meaning to. */
const anyClaims = fc
  .dictionary(
    fc
      .string({ unit: 'grapheme' })
      .filter(
        (name) => !['exp', 'nbf', 'iat', 'iss', 'aud', 'sub', 'jti', '__proto__'].includes(name),
      ),
    fc.jsonValue({ stringUnit: 'grapheme' }),
  )
  // JSON has no -0, and a lone object is easier to compare once it has been through it.
  .map((claims) => JSON.parse(JSON.stringify(claims)) as Record<string, unknown>);

const anySecret = fc.uint8Array({ minLength: 32, maxLength: 80 });
const anySegment = fc.oneof(
  fc.uint8Array({ maxLength: 60 }).map((bytes) => Buffer.from(bytes).toString('base64url')),
  fc.json().map((json) => Buffer.from(json).toString('base64url')),
  fc.string(),
);

describe('any token', () => {
  test('comes to a payload or to a JwtError, never to another error', () => {
    const anyToken = fc.oneof(
      fc.string({ unit: 'binary', maxLength: 200 }),
      fc.tuple(anySegment, anySegment, anySegment).map((parts) => parts.join('.')),
      fc.tuple(anySegment, anySegment).map((parts) => withSignature(parts.join('.'))),
      anySegment.map((payload) => withSignature(`eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCJ9.${payload}`)),
      fc.anything().map((value) => value as string),
    );
    fc.assert(
      fc.property(anyToken, (token) => {
        expect(outcomeOf(token)).not.toBe('crashed');
      }),
      { numRuns: 1_000 },
    );
  });

  test('is never believed with a payload that is not a JSON object', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        const payload = Buffer.from(JSON.stringify(value)).toString('base64url');
        const token = withSignature(`eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCJ9.${payload}`);
        const isObject = typeof value === 'object' && value !== null && !Array.isArray(value);
        expect(signatureOutcomeOf(token)).toBe(isObject ? 'accepted' : 'malformed');
      }),
    );
  });
});

describe('a genuine token', () => {
  test('says what was issued', () => {
    fc.assert(
      fc.property(
        anyClaims,
        anySecret,
        fc.integer({ min: 1, max: 1_000_000 }),
        fc.double({ min: 1, max: 4e9, noNaN: true }),
        (claims, secret, expiresInSeconds, now) => {
          const key = importSecret(secret);
          const token = issue(claims, key, { expiresInSeconds, now });
          const iat = Math.floor(now);
          expect(verify(token, key, { now: iat })).toEqual({
            ...claims,
            iat,
            exp: iat + expiresInSeconds,
          });
        },
      ),
    );
  });

  test('is refused by every other key', () => {
    fc.assert(
      fc.property(anySecret, anySecret, (one, other) => {
        fc.pre(!isSameHmacKey(one, other));
        const token = sign(CLAIMS, importSecret(one));
        expect(signatureOutcomeOf(token, importSecret(other))).toBe('signature');
      }),
    );
  });

  test('is refused with any one character replaced, left out or added', () => {
    const survivors: string[] = [];
    for (let position = 0; position <= TOKEN.length; position++) {
      const before = TOKEN.slice(0, position);
      const after = TOKEN.slice(position + 1);
      const isNearTheEnd = position >= TOKEN.length - 2;
      for (const character of [...(isNearTheEnd ? ALPHABET : 'Aa0-_'), ...'=+/. \n가', '']) {
        const changed = [before + character + after, before + character + TOKEN.slice(position)];
        survivors.push(
          ...changed.filter((token) => token !== TOKEN && outcomeOf(token) === 'accepted'),
        );
      }
    }
    expect(survivors).toEqual([]);
  });

  test('is valid from nbf on and until exp, and never again after it', () => {
    fc.assert(
      fc.property(
        fc.double({ min: 1, max: 1e10, noNaN: true }),
        fc.double({ min: 1, max: 1e10, noNaN: true }),
        fc.double({ min: 1, max: 1e10, noNaN: true }),
        fc.double({ min: 0, max: 1e6, noNaN: true }),
        (nbf, exp, now, clockToleranceSeconds) => {
          const token = sign({ ...CLAIMS, nbf, exp }, KEY);
          const options = { now, clockToleranceSeconds };
          const isExpired = now >= exp + clockToleranceSeconds;
          const isEarly = now < nbf - clockToleranceSeconds;
          expect(codeOf(() => verify(token, KEY, options))).toBe(
            isExpired ? 'expired' : isEarly ? 'not_yet_valid' : 'accepted',
          );
        },
      ),
    );
  });
});

describe('options that make no sense', () => {
  test.each([Number.NaN, Infinity, '60'])('%s is no time and no tolerance', (value) => {
    const wrong = value as number;
    expect(() => verify(TOKEN, KEY, { now: wrong })).toThrow(RangeError);
    expect(() => verify(TOKEN, KEY, { now: NOW, clockToleranceSeconds: wrong })).toThrow(
      RangeError,
    );
  });

  test('an exp beyond all numbers is refused', () => {
    const payload = Buffer.from('{"exp":1e999}').toString('base64url');
    const token = withSignature(`eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCJ9.${payload}`);
    expect(codeOf(() => verify(token, KEY, { now: NOW }))).toBe('claims');
  });

  test('an iat that is not a number is refused', () => {
    const token = sign({ ...CLAIMS, iat: '1516239022' }, KEY);
    expect(codeOf(() => verify(token, KEY, { now: NOW }))).toBe('claims');
  });
});

describe('other libraries', () => {
  test('jsonwebtoken reads our tokens, and we read its', () => {
    fc.assert(
      fc.property(anyClaims, anySecret, (claims, secret) => {
        // jsonwebtoken.sign looks its rules up by claim, and finds Object.prototype's members there.
        fc.pre(!Object.keys(claims).some((name) => name in Object.prototype));
        const key = importSecret(secret);
        expect(jsonwebtoken.verify(sign(claims, key), key, { algorithms: ['HS256'] })).toEqual(
          claims,
        );
        const theirs = jsonwebtoken.sign(claims, key, { algorithm: 'HS256', noTimestamp: true });
        expect(verify(theirs, key, { now: NOW })).toEqual(claims);
      }),
    );
  });

  test('jose reads our tokens, and we read its', async () => {
    await fc.assert(
      fc.asyncProperty(anyClaims, anySecret, async (claims, secret) => {
        const key = importSecret(secret);
        const { payload } = await jwtVerify(sign(claims, key), key, { algorithms: ['HS256'] });
        expect(payload).toEqual(claims);
        const theirs = await new SignJWT(claims).setProtectedHeader({ alg: 'HS256' }).sign(key);
        expect(verify(theirs, key, { now: NOW })).toEqual(claims);
      }),
    );
  });
});

const RFC7515_KEY =
  'AyM1SysPpbyDfgZld3umj1qzKObwVMkoqQ-EstJQLr_T-1qS0gZH75aKtMN3Yj0iPS4hcgUuTwjAzZr1Z9CAow';
const RFC7515_PAYLOAD =
  'eyJpc3MiOiJqb2UiLA0KICJleHAiOjEzMDA4MTkzODAsDQogImh0dHA6Ly9leGFtcGxlLmNvbS9pc19yb290Ijp0cnVlfQ';
const JWT_IO_KEY = Buffer.from('a-string-secret-at-least-256-bits-long').toString('base64url');
const JWT_IO_PAYLOAD =
  'eyJzdWIiOiIxMjM0NTY3ODkwIiwibmFtZSI6IkpvaG4gRG9lIiwiYWRtaW4iOnRydWUsImlhdCI6MTUxNjIzOTAyMn0';

/** Published tokens, and what `verifySignature` makes of them. The key is the JWK's `k`. */
const VECTORS: { from: string; k: string; token: string; outcome: string }[] = [
  {
    from: 'RFC 7515 A.1 and RFC 7519 §3.1, HS256',
    k: RFC7515_KEY,
    token: `eyJ0eXAiOiJKV1QiLA0KICJhbGciOiJIUzI1NiJ9.${RFC7515_PAYLOAD}.dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk`,
    outcome: 'accepted',
  },
  {
    from: 'RFC 7515 A.2, RS256',
    k: RFC7515_KEY,
    token: `eyJhbGciOiJSUzI1NiJ9.${RFC7515_PAYLOAD}.cC4hiUPoj9Eetdgtv3hF80EGrhuB__dzERat0XF9g2VtQgr9PJbu3XOiZj5RZmh7AAuHIm4Bh-0Qc_lF5YKt_O8W2Fp5jujGbds9uJdbF9CUAr7t1dnZcAcQjbKBYNX4BAynRFdiuB--f_nZLgrnbyTyWzO75vRK5h6xBArLIARNPvkSjtQBMHlb1L07Qe7K0GarZRmB_eSN9383LcOLn6_dO--xi12jzDwusC-eOkHWEsqtFZESc6BfI7noOPqvhJ1phCnvWh6IeYI2w9QOYEUipUTI8np6LbgGY9Fs98rqVt5AXLIhWkWywlVmtVrBp0igcN_IoypGlUPQGe77Rw`,
    outcome: 'algorithm',
  },
  {
    from: 'RFC 7515 A.3, ES256',
    k: RFC7515_KEY,
    token: `eyJhbGciOiJFUzI1NiJ9.${RFC7515_PAYLOAD}.DtEhU3ljbEg8L38VWAfUAqOyKAM6-Xx-F4GawxaepmXFCgfTjDxw5djxLa8ISlSApmWQxfKTUJqPP3-Kg6NU1Q`,
    outcome: 'algorithm',
  },
  {
    from: 'RFC 7515 A.5 and RFC 7519 §6.1, none',
    k: RFC7515_KEY,
    token: `eyJhbGciOiJub25lIn0.${RFC7515_PAYLOAD}.`,
    outcome: 'algorithm',
  },
  {
    from: 'jwt.io 2025, HS256',
    k: JWT_IO_KEY,
    token: `eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCJ9.${JWT_IO_PAYLOAD}.KMUFsIDTnFmyG3nMiGM6H9FNFUROf3wh7SmqJp-QV30`,
    outcome: 'accepted',
  },
  {
    from: 'jwt.io 2025, RS256',
    k: JWT_IO_KEY,
    token: `eyJhbGciOiJSUzI1NiIsInR5cCI6IkpXVCJ9.${JWT_IO_PAYLOAD}.NHVaYe26MbtOYhSKkoKYdFVomg4i8ZJd8_-RU8VNbftc4TSMb4bXP3l3YlNWACwyXPGffz5aXHc6lty1Y2t4SWRqGteragsVdZufDn5BlnJl9pdR_kdVFUsra2rWKEofkZeIC4yWytE58sMIihvo9H1ScmmVwBcQP6XETqYd0aSHp1gOa9RdUPDvoXQ5oqygTqVtxaDr6wUFKrKItgBMzWIdNZ6y7O9E0DhEPTbE9rfBo6KTFsHAZnMg4k68CDp2woYIaXbmYTWcvbzIuHO7_37GT79XdIwkm95QJ7hYC9RiwrV7mesbY4PAahERJawntho0my942XheVLmGwLMBkQ`,
    outcome: 'algorithm',
  },
  {
    from: 'jwt.io 2025, ES256',
    k: JWT_IO_KEY,
    token: `eyJhbGciOiJFUzI1NiIsInR5cCI6IkpXVCJ9.${JWT_IO_PAYLOAD}.tyh-VfuzIxCyGYDlkBA7DfyjrqmSHu6pQ2hoZuFqUSLPNY2N0mpHb3nk5K17HWP_3cYHBw7AhHale5wky6-sVA`,
    outcome: 'algorithm',
  },
];

describe('published vectors', () => {
  test.each(VECTORS)('$from: $outcome', ({ k, token, outcome }) => {
    expect(signatureOutcomeOf(token, importSecret(Buffer.from(k, 'base64url')))).toBe(outcome);
  });

  test.each(['your-256-bit-secret', 'secret'])(
    '"%s", of jwt.io 2018 and 2014, is too short',
    (secret) => {
      expect(() => importSecret(secret)).toThrow(RangeError);
    },
  );
});

/** The text with the signature that belongs under it, whatever the text is. */
function withSignature(signingInput: string): string {
  return `${signingInput}.${createHmac('sha256', KEY).update(signingInput).digest('base64url')}`;
}

function outcomeOf(token: string): string {
  return codeOf(() => verify(token, KEY, { now: NOW }));
}

function signatureOutcomeOf(token: string, key = KEY): string {
  return codeOf(() => verifySignature(token, key));
}

/** "accepted", the code of a JwtError, or "crashed". */
function codeOf(run: () => unknown): string {
  try {
    run();
    return 'accepted';
  } catch (error) {
    return error instanceof JwtError ? error.code : 'crashed';
  }
}

/** HMAC fills a short key up with zero bytes and hashes a long one (RFC 2104): two can be one. */
function isSameHmacKey(one: Uint8Array, other: Uint8Array): boolean {
  const [first, second] = [one, other].map((bytes) =>
    createHmac('sha256', createSecretKey(bytes)).update('spark').digest('hex'),
  );
  return first === second;
}
