/** Public keys in every form that people paste, and every algorithm that a browser can check. */
import { generateKeyPairSync, sign as signBytes, type KeyObject } from 'node:crypto';
import * as fc from '#testing/fast-check.ts';
import * as jose from 'jose';
import { describe, expect, test } from 'vitest';
import { english } from '#text/message.ts';
import { part, RFC7515, RFC7515_KEY } from '#testing/site/tokens.ts';
import { readBase64url } from './base64url.ts';
import { inspect, type Inspection } from './inspect.ts';
import { PUBLIC_ALGORITHMS, readPublicKeys } from './public-key.ts';
import { askPublicKeys, askSecret, makeKeyPair, sign } from './signature.ts';

/** RFC 7515 Appendix A.2 to A.4: key and token. */
const RFC7515_PUBLIC: readonly (readonly [name: string, jwk: object, token: string])[] = [
  [
    'A.2',
    {
      kty: 'RSA',
      n: 'ofgWCuLjybRlzo0tZWJjNiuSfb4p4fAkd_wWJcyQoTbji9k0l8W26mPddxHmfHQp-Vaw-4qPCJrcS2mJPMEzP1Pt0Bm4d4QlL-yRT-SFd2lZS-pCgNMsD1W_YpRPEwOWvG6b32690r2jZ47soMZo9wGzjb_7OMg0LOL-bSf63kpaSHSXndS5z5rexMdbBYUsLA9e-KXBdQOS-UTo7WTBEMa2R2CapHg665xsmtdVMTBQY4uDZlxvb3qCo5ZwKh9kG4LT6_I5IhlJH7aGhyxXFvUK-DWNmoudF8NAco9_h9iaGNj8q2ethFkMLs91kzk2PAcDTW9gb54h4FRWyuXpoQ',
      e: 'AQAB',
    },
    'eyJhbGciOiJSUzI1NiJ9.eyJpc3MiOiJqb2UiLA0KICJleHAiOjEzMDA4MTkzODAsDQogImh0dHA6Ly9leGFtcGxlLmNvbS9pc19yb290Ijp0cnVlfQ.cC4hiUPoj9Eetdgtv3hF80EGrhuB__dzERat0XF9g2VtQgr9PJbu3XOiZj5RZmh7AAuHIm4Bh-0Qc_lF5YKt_O8W2Fp5jujGbds9uJdbF9CUAr7t1dnZcAcQjbKBYNX4BAynRFdiuB--f_nZLgrnbyTyWzO75vRK5h6xBArLIARNPvkSjtQBMHlb1L07Qe7K0GarZRmB_eSN9383LcOLn6_dO--xi12jzDwusC-eOkHWEsqtFZESc6BfI7noOPqvhJ1phCnvWh6IeYI2w9QOYEUipUTI8np6LbgGY9Fs98rqVt5AXLIhWkWywlVmtVrBp0igcN_IoypGlUPQGe77Rw',
  ],
  [
    'A.3',
    {
      kty: 'EC',
      crv: 'P-256',
      x: 'f83OJ3D2xF1Bg8vub9tLe1gHMzV76e8Tus9uPHvRVEU',
      y: 'x_FEzRu9m36HLN_tue659LNpXW6pCyStikYjKIWI5a0',
    },
    'eyJhbGciOiJFUzI1NiJ9.eyJpc3MiOiJqb2UiLA0KICJleHAiOjEzMDA4MTkzODAsDQogImh0dHA6Ly9leGFtcGxlLmNvbS9pc19yb290Ijp0cnVlfQ.DtEhU3ljbEg8L38VWAfUAqOyKAM6-Xx-F4GawxaepmXFCgfTjDxw5djxLa8ISlSApmWQxfKTUJqPP3-Kg6NU1Q',
  ],
  [
    'A.4',
    {
      kty: 'EC',
      crv: 'P-521',
      x: 'AekpBQ8ST8a8VcfVOTNl353vSrDCLLJXmPk06wTjxrrjcBpXp5EOnYG_NjFZ6OvLFV1jSfS9tsz4qUxcWceqwQGk',
      y: 'ADSmRA43Z1DSNx_RvcLI87cdL07l6jQyyBXMoxVg_l2Th-x3S1WDhjDly79ajL4Kkd0AZMaZmh9ubmf63e3kyMj2',
    },
    'eyJhbGciOiJFUzUxMiJ9.UGF5bG9hZA.AdwMgeerwtHoh-l192l60hp9wAHZFVJbLfD_UxMi70cwnZOYaRI1bKPWROc-mZZqwqT2SI-KGDKB34XO0aw_7XdtAG8GaSwFKdCAPZgoXD2YBJZCPEX3xKpRwcdOO8KpEHwJjyqOgzDO7iKvU8vcnwNrmxYbSW9ERBXukOXolLzeO_Jn',
  ],
];

const RSA = generateKeyPairSync('rsa', { modulusLength: 2048 });
const PAIRS: Readonly<Record<string, { publicKey: KeyObject; privateKey: KeyObject }>> = {
  RS: RSA,
  PS: RSA,
  ES256: generateKeyPairSync('ec', { namedCurve: 'P-256' }),
  ES384: generateKeyPairSync('ec', { namedCurve: 'P-384' }),
  ES512: generateKeyPairSync('ec', { namedCurve: 'P-521' }),
  Ed: generateKeyPairSync('ed25519'),
};
const EC = PAIRS['ES256']!;

test.each(RFC7515_PUBLIC)(
  'RFC 7515 %s holds, and no longer with a letter changed',
  async (_name, jwk, token) => {
    const { keys } = readPublicKeys(JSON.stringify(jwk));
    expect((await askPublicKeys(token, keys)).holds).toBe(true);
    const changed = token.replace(/\.(.)/, (_, letter: string) => `.${letter === 'e' ? 'f' : 'e'}`);
    expect((await askPublicKeys(changed, keys)).holds).toBe(false);
  },
);

test('RFC 7515 A.1 holds with its secret', async () => {
  const { bytes } = readBase64url(RFC7515_KEY);
  expect((await askSecret(RFC7515, bytes!)).holds).toBe(true);
});

describe.each(PUBLIC_ALGORITHMS)('%s', (alg) => {
  const { publicKey, privateKey } = PAIRS[alg] ?? PAIRS[alg.slice(0, 2)]!;
  const jwk = { ...publicKey.export({ format: 'jwk' }), kid: 'mine' };
  const other = { ...EC.publicKey.export({ format: 'jwk' }), kid: 'other' };

  test.each([
    ['a JWK', JSON.stringify(jwk)],
    ['a JWK that names its algorithm', JSON.stringify({ ...jwk, alg, use: 'sig' })],
    ['a JWKS', JSON.stringify({ keys: [other, { kty: 'oct', k: 'x' }, jwk] })],
    ['PEM', publicKey.export({ format: 'pem', type: 'spki' }).toString()],
  ])('as jose signs it, by %s', async (_form, text) => {
    const token = await new jose.SignJWT({ sub: '1234567890' })
      .setProtectedHeader({ alg, kid: 'mine' })
      .sign(privateKey);
    expect((await look(token, text)).outcome).toBe('accepted');
  });

  test('as the page signs it, jose takes it', async () => {
    const own = await makeKeyPair(alg);
    const input = `${part(JSON.stringify({ alg }))}.${part('{}')}`;
    const signature = Buffer.from(await sign(input, alg, own.privateKey)).toString('base64url');
    const key = await jose.importJWK(own.jwk as jose.JWK, alg);
    await expect(jose.jwtVerify(`${input}.${signature}`, key)).resolves.toBeDefined();
    expect(Object.keys(own.jwk)).not.toContain('d');
  });
});

const ES256 = (header: object = {}): string => signed({ alg: 'ES256', ...header });
const JWK = EC.publicKey.export({ format: 'jwk' });
const JWKS = JSON.stringify({ keys: ['a', 'b'].map((kid) => ({ ...JWK, kid })) });
const WEAK = generateKeyPairSync('rsa', { modulusLength: 1024 });

/** Where a token is refused; then what must be read there, the token, and the key. */
test.each([
  ['algorithm', 'algorithm confusion', `${part('{"alg":"HS256"}')}.e30.AAAA`, JSON.stringify(JWK)],
  [
    'algorithm',
    'for "ES256" and for nothing else',
    `${part('{"alg":"RS256"}')}.e30.`,
    JSON.stringify(JWK),
  ],
  ['algorithm', 'asks not to be checked', `${part('{"alg":"none"}')}.e30.`, JWKS],
  ['algorithm', 'letter by letter', `${part('{"alg":"es256"}')}.e30.`, JWKS],
  [
    'algorithm',
    'for "PS256" and for nothing else',
    `${part('{"alg":"RS256"}')}.e30.`,
    JSON.stringify({ ...RSA.publicKey.export({ format: 'jwk' }), alg: 'PS256' }),
  ],
  ['key', "has this token's kid", ES256({ kid: 'c' }), JWKS],
  ['key', "has this token's kid", ES256({ kid: '__proto__' }), JWKS],
  ['key', 'does not say by its kid', ES256(), JWKS],
  ['key', 'does not say by its kid', ES256({ kid: ['a'] }), JWKS],
  [
    'key',
    '1024 bits',
    signed({ alg: 'RS256' }, WEAK.privateKey),
    WEAK.publicKey.export({ format: 'pem', type: 'spki' }).toString(),
  ],
  ['key', 'numbers are not right', ES256(), JSON.stringify({ ...JWK, x: JWK.y })],
  ['signature', 'as DER does', signed({ alg: 'ES256' }, EC.privateKey, 'der'), JSON.stringify(JWK)],
  ['signature', 'is empty', ES256().replace(/[^.]*$/, ''), JSON.stringify(JWK)],
  ['signature', 'detached', ES256().replace(/\..*\./, '..'), JSON.stringify(JWK)],
  [
    'signature',
    'did not make the signature',
    ES256().replace('.e30.', `.${part('{"rank":"99"}')}.`),
    JSON.stringify(JWK),
  ],
  ['malformed', 'padding', `${ES256()}==`, JSON.stringify(JWK)],
] as const)('refused as %s: %s', async (code, words, token, key) => {
  const { fault } = await look(token, key);
  expect(fault?.code).toBe(code);
  expect(fault && english(fault.why)).toContain(words);
});

/** What is no public key, and why. */
test.each([
  ['Paste', ''],
  ['Paste', 'sparkle'],
  ['Line 1, column 2', '{kty}'],
  ['private key', JSON.stringify(EC.privateKey.export({ format: 'jwk' }))],
  ['private key', JSON.stringify({ keys: [JWK, EC.privateKey.export({ format: 'jwk' })] })],
  ['private key', EC.privateKey.export({ format: 'pem', type: 'pkcs8' }).toString()],
  ['private key', EC.privateKey.export({ format: 'pem', type: 'sec1' }).toString()],
  ['PKCS #1', RSA.publicKey.export({ format: 'pem', type: 'pkcs1' }).toString()],
  ['certificate', '-----BEGIN CERTIFICATE-----\nMIIB\n-----END CERTIFICATE-----'],
  [
    'no key that a browser',
    generateKeyPairSync('x25519').publicKey.export({ format: 'pem', type: 'spki' }).toString(),
  ],
  ['a secret', '{"kty":"oct","k":"AAAA"}'],
  ['kty has to be', '{"kty":"EC","crv":"secp256k1"}'],
  ['kty has to be', '{"kty":"EC","crv":"__proto__"}'],
  ['kty has to be', '{"keys":[1,null,"x"]}'],
  ['not for signatures', JSON.stringify({ ...JWK, use: 'enc' })],
  ["don't agree", JSON.stringify({ ...JWK, alg: 'RS256' })],
])('no public key: %s', (words, text) => {
  const { keys, problem } = readPublicKeys(text);
  expect(keys).toEqual([]);
  expect(problem && english(problem)).toContain(words);
});

test('any text is read, any token asked about, and nothing is believed', async () => {
  const anyKey = fc.oneof(
    fc.string({ unit: 'binary' }),
    fc.json(),
    fc
      .record({ ...record(JWK), kid: fc.jsonValue(), alg: fc.jsonValue() }, { requiredKeys: [] })
      .map((jwk) => JSON.stringify(jwk)),
    fc
      .base64String()
      .map((body) => `-----BEGIN PUBLIC KEY-----\n${body}\n-----END PUBLIC KEY-----`),
  );
  await fc.assert(
    fc.asyncProperty(anyKey, fc.jsonValue(), fc.string(), async (key, alg, rest) => {
      const token = `${part(JSON.stringify({ alg }))}.${rest}`;
      expect((await look(token, key)).outcome).not.toBe('accepted');
    }),
    { numRuns: 200 },
  );
});

function record(jwk: object): Record<string, fc.Arbitrary<unknown>> {
  return Object.fromEntries(
    Object.entries(jwk).map(([name, value]) => [
      name,
      fc.oneof(fc.constant(value), fc.jsonValue()),
    ]),
  );
}

async function look(token: string, key: string): Promise<Inspection> {
  const { keys } = readPublicKeys(key);
  const answer = keys.length > 0 ? await askPublicKeys(token, keys) : undefined;
  return inspect(token, { now: 1_800_000_000, key: answer });
}

function signed(
  header: object,
  key = EC.privateKey,
  form: 'der' | 'ieee-p1363' = 'ieee-p1363',
): string {
  const input = `${part(JSON.stringify(header))}.e30`;
  const signature = signBytes('sha256', Buffer.from(input), { key, dsaEncoding: form });
  return `${input}.${signature.toString('base64url')}`;
}
