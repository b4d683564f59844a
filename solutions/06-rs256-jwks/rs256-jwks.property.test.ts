/**
 * Published vectors, interop with jsonwebtoken and jose, and properties of the reference of lab 6:
 * whatever a set of keys or a kid holds, a key set finds a public RSA key or rejects with a KeyError;
 * whatever becomes of a ring of keys, every token that it signed can be checked until it expires.
 */
import * as fc from '#testing/fast-check.ts';
import {
  calculateJwkThumbprint,
  createLocalJWKSet,
  exportJWK,
  jwtVerify,
  SignJWT,
  type JWK,
} from 'jose';
import jsonwebtoken from 'jsonwebtoken';
import { createPublicKey, generateKeyPairSync, verify } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { publicJwk, thumbprint } from './jwk.ts';
import { createKeySet, KeyError, type Jwk } from './key-set.ts';
import { listClaim } from './profile.ts';
import {
  LIFETIME_SECONDS,
  published,
  signingKey,
  TOLERANCE_SECONDS,
  type RingKey,
} from './rotation.ts';

const { privateKey, publicKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });

/** https://www.rfc-editor.org/rfc/rfc7515#appendix-A.2 */
const RFC_7515_A2 = {
  key: {
    kty: 'RSA',
    n: 'ofgWCuLjybRlzo0tZWJjNiuSfb4p4fAkd_wWJcyQoTbji9k0l8W26mPddxHmfHQp-Vaw-4qPCJrcS2mJPMEzP1Pt0Bm4d4QlL-yRT-SFd2lZS-pCgNMsD1W_YpRPEwOWvG6b32690r2jZ47soMZo9wGzjb_7OMg0LOL-bSf63kpaSHSXndS5z5rexMdbBYUsLA9e-KXBdQOS-UTo7WTBEMa2R2CapHg665xsmtdVMTBQY4uDZlxvb3qCo5ZwKh9kG4LT6_I5IhlJH7aGhyxXFvUK-DWNmoudF8NAco9_h9iaGNj8q2ethFkMLs91kzk2PAcDTW9gb54h4FRWyuXpoQ',
    e: 'AQAB',
  },
  token:
    'eyJhbGciOiJSUzI1NiJ9.eyJpc3MiOiJqb2UiLA0KICJleHAiOjEzMDA4MTkzODAsDQogImh0dHA6Ly9leGFtcGxlLmNvbS9pc19yb290Ijp0cnVlfQ.cC4hiUPoj9Eetdgtv3hF80EGrhuB__dzERat0XF9g2VtQgr9PJbu3XOiZj5RZmh7AAuHIm4Bh-0Qc_lF5YKt_O8W2Fp5jujGbds9uJdbF9CUAr7t1dnZcAcQjbKBYNX4BAynRFdiuB--f_nZLgrnbyTyWzO75vRK5h6xBArLIARNPvkSjtQBMHlb1L07Qe7K0GarZRmB_eSN9383LcOLn6_dO--xi12jzDwusC-eOkHWEsqtFZESc6BfI7noOPqvhJ1phCnvWh6IeYI2w9QOYEUipUTI8np6LbgGY9Fs98rqVt5AXLIhWkWywlVmtVrBp0igcN_IoypGlUPQGe77Rw',
};

describe('published vectors', () => {
  test('RFC 7638 §3.1', () => {
    const key = createPublicKey({
      key: {
        kty: 'RSA',
        n: '0vx7agoebGcQSuuPiLJXZptN9nndrQmbXEps2aiAFbWhM78LhWx4cbbfAAtVT86zwu1RK7aPFFxuhDR1L6tSoc_BJECPebWKRXjBZCiFV4n3oknjhMstn64tZ_2W-5JsGY4Hc5n9yBXArwl93lqt7_RN5w6Cf0h4QyQ5v-65YGjQR0_FDW2QvzqY368QQMicAtaSqzs8KJZgnYb9c7d0zgdAZHzu6qMQvRL5hajrn1n91CbOpbISD08qNLyrdkt-bFTWhAI4vMQFh6WeZu0fM4lFd2NcRwr3XPksINHaQ-G_xBniIqbw0Ls1jF44-csFCur-kEgU8awapJzKnqDKgw',
        e: 'AQAB',
      },
      format: 'jwk',
    });
    expect(thumbprint(key)).toBe('NzbLsXh8uDCcd-6MNwXF4W_7noWXFZAfHkxZsRGC9Xs');
  });

  test('RFC 7515 A.2: a key set finds the key, and it checks the token', async () => {
    const key = createPublicKey({ key: RFC_7515_A2.key, format: 'jwk' });
    const { kid, ...jwk } = publicJwk(key);
    expect(jwk).toEqual({ ...RFC_7515_A2.key, use: 'sig', alg: 'RS256' });
    const found = await createKeySet(async () => ({ keys: [{ kid, ...jwk }] })).find(kid);
    const at = RFC_7515_A2.token.lastIndexOf('.');
    const input = Buffer.from(RFC_7515_A2.token.slice(0, at));
    const signature = Buffer.from(RFC_7515_A2.token.slice(at + 1), 'base64url');
    expect(verify('sha256', input, found, signature)).toBe(true);
  });
});

describe('interop', () => {
  const claims = { iss: 'https://login.rubywave.io', sub: '1234567890', aud: 'api' };

  test('jose comes to the same thumbprint', async () => {
    expect(await calculateJwkThumbprint(await exportJWK(publicKey))).toBe(thumbprint(privateKey));
  });

  test('jose checks a token of jsonwebtoken with the published set', async () => {
    const jwk = publicJwk(privateKey);
    const token = jsonwebtoken.sign(claims, privateKey, {
      algorithm: 'RS256',
      header: { alg: 'RS256', typ: 'at+jwt', kid: jwk.kid },
      expiresIn: 60,
    });
    const set = createLocalJWKSet({ keys: [{ ...jwk }] });
    const { payload } = await jwtVerify(token, set, { typ: 'at+jwt', audience: 'api' });
    expect(payload.sub).toBe('1234567890');
  });

  test('jsonwebtoken checks a token of jose with a key that the key set finds', async () => {
    const { kid, ...jwk } = publicJwk(privateKey);
    const token = await new SignJWT(claims)
      .setProtectedHeader({ alg: 'RS256', typ: 'at+jwt', kid })
      .setExpirationTime('1 minute')
      .sign(privateKey);
    const set = createKeySet(async () => ({ keys: [{ kid, ...jwk }] }));
    const header = jsonwebtoken.decode(token, { complete: true })?.header;
    const key = await set.find(header?.kid);
    expect(jsonwebtoken.verify(token, key, { algorithms: ['RS256'] })).toMatchObject(claims);
  });

  test('a set that jose exports is one that the key set reads', async () => {
    const exported: JWK = { ...(await exportJWK(publicKey)), kid: 'jose' };
    const set = createKeySet(async () => ({ keys: [{ ...exported }] }));
    expect((await set.find('jose')).export({ format: 'jwk' }).n).toBe(exported.n);
  });
});

describe('a key set', () => {
  const good = { ...publicJwk(publicKey), kid: 'good' };
  const anything = fc.oneof(
    fc.string(),
    fc.integer(),
    fc.constant(null),
    fc.boolean(),
    fc.array(fc.string()),
  );
  const jwk = fc.dictionary(
    fc.oneof(fc.string(), fc.constantFrom('kty', 'kid', 'use', 'alg', 'n', 'e', 'd', '__proto__')),
    fc.oneof(anything, fc.constantFrom('RSA', 'RS256', 'sig', good.n, 'AQAB', 'good')),
  );

  test('finds a public RSA key or rejects with a KeyError, whatever the set and the kid hold', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(jwk, { maxLength: 4 }),
        fc.oneof(anything, fc.constant('__proto__')),
        async (keys, kid) => {
          const set = createKeySet(async () => ({ keys: [...(keys as Jwk[]), good] }));
          const found = await set.find(kid).then(
            (key) => key.asymmetricKeyType === 'rsa' && key.type === 'public',
            (error: unknown) => error instanceof KeyError,
          );
          expect(found).toBe(true);
          expect((await set.find('good')).type).toBe('public');
        },
      ),
    );
  });

  test('never fetches twice within the cooldown, nor believes in a key beyond its max age', async () => {
    const step = fc.oneof(
      fc.record({ wait: fc.nat(400) }),
      fc.record({ find: fc.constantFrom('a', 'b', 'nobody', '__proto__') }),
      fc.record({ publish: fc.subarray(['a', 'b']) }),
      fc.record({ fails: fc.boolean() }),
    );
    await fc.assert(
      fc.asyncProperty(fc.array(step, { maxLength: 40 }), async (steps) => {
        let [now, fails] = [0, false];
        let offered: readonly string[] = ['a'];
        /** What the last fetch that succeeded brought, and when. */
        let brought: { readonly kids: readonly string[]; readonly at: number } | undefined;
        const fetches: number[] = [];
        const answers: boolean[] = [];
        const set = createKeySet(
          async () => {
            fetches.push(now);
            if (fails) throw new Error('no answer');
            brought = { kids: offered, at: now };
            return { keys: offered.map((kid) => ({ ...good, kid })) };
          },
          { now: () => now },
        );
        for (const one of steps) {
          if ('wait' in one) now += one.wait;
          else if ('publish' in one) offered = one.publish;
          else if ('fails' in one) fails = one.fails;
          else {
            const found = await set.find(one.find).then(
              () => true,
              () => false,
            );
            const isKnown =
              brought !== undefined && now - brought.at < 600 && brought.kids.includes(one.find);
            answers.push(found === isKnown);
          }
        }
        expect(answers).not.toContain(false);
        const gaps = fetches.slice(1).map((at, index) => at - (fetches[index] ?? 0));
        expect(gaps.filter((gap) => gap < 30)).toEqual([]);
      }),
    );
  });
});

describe('a ring of keys', () => {
  const times = fc.nat(60_000);
  const ring = fc
    .array(fc.record({ createdAt: times, lives: fc.option(fc.nat(60_000), { nil: undefined }) }), {
      minLength: 1,
      maxLength: 6,
    })
    .map((keys) =>
      keys.map(({ createdAt, lives }, index): RingKey => ({
        kid: `key-${index}`,
        createdAt,
        ...(lives !== undefined && { revokedAt: createdAt + lives }),
      })),
    );

  test('publishes the key of every token until that expires, unless it is revoked', () => {
    fc.assert(
      fc.property(
        ring,
        fc.nat(120_000),
        fc.nat(LIFETIME_SECONDS + TOLERANCE_SECONDS - 1),
        (keys, now, later) => {
          const signer = signerAt(keys, now);
          if (signer === undefined) return;
          const isRevoked = now + later >= (signer.revokedAt ?? Infinity);
          expect(published(keys, now + later).includes(signer)).toBe(!isRevoked);
        },
      ),
    );
  });

  test('neither signs with a revoked key nor publishes one, and needs no order', () => {
    fc.assert(
      fc.property(ring, fc.nat(120_000), (keys, now) => {
        const signer = signerAt(keys, now);
        const shown = published(keys, now);
        for (const { createdAt, revokedAt = Infinity } of [...(signer ? [signer] : []), ...shown]) {
          expect(createdAt <= now && now < revokedAt).toBe(true);
        }
        const ages = new Set(keys.map(({ createdAt }) => createdAt));
        // Of two keys that were made in the same second either may be the older.
        if (ages.size < keys.length) return;
        expect(kidsOf(published(keys.toReversed(), now))).toEqual(kidsOf(shown));
      }),
    );
  });
});

/** Undefined where no key is usable. */
function signerAt(keys: readonly RingKey[], now: number): RingKey | undefined {
  try {
    return signingKey(keys, now);
  } catch (error) {
    if (error instanceof RangeError) return undefined;
    throw error;
  }
}

function kidsOf(keys: readonly RingKey[]): string[] {
  return keys.map(({ kid }) => kid).toSorted();
}

test('a list of words comes out of the text that the gateway makes of it', () => {
  const word = fc.stringMatching(/^[^ ]+$/);
  fc.assert(
    fc.property(fc.array(word), (words) => {
      expect(listClaim(`[${words.join(' ')}]`)).toEqual(words);
    }),
  );
});
