/**
 * What no list of examples can show of the reference: laws for any token, any claims and any JSON;
 * the diagonal, for the forgeries of five styles; published vectors, and two other libraries. And
 * the hostile tokens are what they say, also to the verifiers of labs 2 and 4.
 *
 * A style needs the files that the lab is given, so each is put together in a folder of its own.
 */
import * as fc from '#testing/fast-check.ts';
import { jwtVerify, SignJWT } from 'jose';
import jsonwebtoken from 'jsonwebtoken';
import { createHmac, createPublicKey, generateKeyPairSync, verify as rsaVerify } from 'node:crypto';
import { cpSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { join, sep } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, describe, expect, onTestFinished, test, vi } from 'vitest';
import { findLabs } from '#course/lab.ts';
import { starterOf } from '#course/starter.ts';
import * as lab2 from '../02-hs256/jwt.ts';
import { api, evidence, type Jwk } from '../../labs/07-attack-and-defend/evidence.ts';
import { door, flawed, Refused } from '../../labs/07-attack-and-defend/flawed.ts';
import {
  HOSTILE_TOKENS,
  makeHostile,
  OTHER_KEYS,
  type HostileClass,
  type Issuer,
} from '../../labs/07-attack-and-defend/hostile-tokens.ts';
import { memberNames } from '../../labs/07-attack-and-defend/member-names.ts';
import { makeToyKey } from '../../labs/07-attack-and-defend/toy-key.ts';
import { verify as verifyBefore } from '../../labs/07-attack-and-defend/verifier-before.ts';

type Attacks = typeof import('./attacks.ts');
type Verify = (typeof import('./verifier.ts'))['verify'];

const solution = import.meta.dirname;
const lab = solution.replace(`${sep}solutions${sep}`, `${sep}labs${sep}`);
const folder = join(process.cwd(), '.workshop', `properties-07-${process.pid}`);
const alternatives = join(solution, 'alternatives');

/** The reference and the alternatives, those that are folders: five styles. */
const STYLES = [
  solution,
  ...readdirSync(alternatives)
    .filter((name) => !name.endsWith('.patch'))
    .map((name) => join(alternatives, name)),
];
const styles = await Promise.all(
  STYLES.map(async (from, index) => {
    const to = join(folder, String(index));
    cpSync(lab, to, { recursive: true });
    for (const file of ['attacks.ts', 'verifier.ts']) cpSync(join(from, file), join(to, file));
    const load = (file: string) => import(pathToFileURL(join(to, file)).href);
    const attacks = (await load('attacks.ts')) as Attacks;
    const { verify } = (await load('verifier.ts')) as { verify: Verify };
    const name = index === 0 ? 'reference' : (from.split(sep).at(-1) ?? '');
    return { name, verify, forgeries: forgeriesOf(attacks) };
  }),
);
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const [{ verify }] = styles as [(typeof styles)[0]];

const KEY = makeToyKey('rubywave-2026-11');
const NOW = 1_800_000_000;
const OPTIONS = {
  keys: {
    [KEY.jwk.kid]: KEY.jwk,
    [OTHER_KEYS.PS256]: { ...KEY.jwk, alg: 'PS256' },
    [OTHER_KEYS.RS512]: { ...KEY.jwk, alg: 'RS512' },
    [OTHER_KEYS.HS256]: { kty: 'oct', k: 'c2VjcmV0', kid: OTHER_KEYS.HS256, alg: 'HS256' },
  } as Record<string, Jwk>,
  issuer: api.issuer,
  audience: api.audience,
  now: NOW,
};
const HEADER = { alg: 'RS256', typ: 'at+jwt', kid: KEY.jwk.kid };
const CLAIMS = { iss: api.issuer, aud: api.audience, sub: '1234567891', rank: '99', exp: NOW + 60 };
const ISSUER: Issuer = {
  header: HEADER,
  claims: CLAIMS,
  now: NOW,
  sign: KEY.sign,
  jwk: KEY.jwk,
  stranger: makeToyKey('stranger', 1_000_000),
};

describe('the diagonal', () => {
  test('there are five styles', () => expect(styles).toHaveLength(5));

  test.each(styles)('$name: each forgery gets in at its own flaw and at no other', (style) => {
    for (const [name, [step, token]] of Object.entries(style.forgeries)) {
      const doors = Object.entries(flawed).flatMap(([number, admits]) => {
        return rankAt(() => admits(token, door)) === '99' ? [Number(number)] : [];
      });
      expect(doors, `${name}`).toEqual([step]);
    }
  });

  test.each(styles)(
    '$name: what gets in at a flaw is refused by every mended verifier',
    (style) => {
      for (const [name, [, token]] of Object.entries(style.forgeries)) {
        expect(
          outcomeOf(() => verifyBefore(token, withOldKey)),
          `${name}`,
        ).toBe('accepted');
        for (const other of styles) {
          expect(CODES, `${name} at ${other.name}`).toContain(
            outcomeOf(() => other.verify(token, withOldKey)),
          );
        }
      }
    },
  );

  test('neon’s own token gets in where it belongs, as rank "9"', () => {
    for (const step of [1, 2, 3, 4, 5] as const) {
      expect(rankAt(() => flawed[step](evidence.token, door))).toBe('9');
    }
    expect(verifyBefore(evidence.token, api)).toMatchObject({ rank: '9' });
  });
});

/** The old app's key, as an API may have it among its own. */
const withOldKey = {
  ...api,
  keys: {
    ...api.keys,
    'rubywave-2016': {
      kty: 'oct',
      k: Buffer.from(door.oldSecret).toString('base64url'),
      kid: 'rubywave-2016',
      alg: 'HS256',
    },
  },
};

const CODES = 'malformed algorithm key signature type issuer audience'.split(' ');

function forgeriesOf(attacks: Attacks): Record<string, readonly [step: number, token: string]> {
  const { token, jwks, oldToken, words, revoked } = evidence;
  const { idToken, otherAudience, otherIssuer } = attacks.substitute(evidence);
  const [header = '', payload = ''] = oldToken.split('.');
  const claims = JSON.parse(Buffer.from(payload, 'base64url').toString()) as object;
  const text = `${header}.${segment({ ...claims, rank: '99' })}`;
  const word = attacks.crack(oldToken, words) ?? '';
  return {
    forgeUnsigned: [1, attacks.forgeUnsigned(token)],
    forgeWithPublicKey: [2, attacks.forgeWithPublicKey(token, jwks)],
    forgeWithOwnKey: [3, attacks.forgeWithOwnKey(token)],
    forgeWithUnknownKid: [3, attacks.forgeWithUnknownKid(token)],
    idToken: [4, idToken],
    otherAudience: [4, otherAudience],
    otherIssuer: [4, otherIssuer],
    crack: [5, `${text}.${createHmac('sha256', word).update(text).digest('base64url')}`],
    twin: [5, attacks.twin(revoked)],
  };
}

describe('any token', () => {
  const anySegment = fc.oneof(
    fc.uint8Array({ maxLength: 60 }).map((bytes) => Buffer.from(bytes).toString('base64url')),
    fc.json().map((json) => Buffer.from(json).toString('base64url')),
    fc.constant(segment(HEADER)),
    fc.string(),
  );
  const anyToken = fc.oneof(
    fc.string({ unit: 'binary', maxLength: 200 }),
    fc.array(anySegment, { maxLength: 6 }).map((parts) => parts.join('.')),
    fc.tuple(anySegment, anySegment).map((parts) => signed(parts.join('.'))),
    anySegment.map((payload) => signed(`${segment(HEADER)}.${payload}`)),
    fc.jsonValue().map((header) => signed(`${segment(header)}.${segment(CLAIMS)}`)),
    fc.anything().map((value) => value as string),
  );

  test.each(styles)('$name: comes to a payload or to a JwtError', (style) => {
    fc.assert(
      fc.property(anyToken, (token) => {
        expect(outcomeOf(() => style.verify(token, OPTIONS))).not.toBe('crashed');
      }),
      { numRuns: 300 },
    );
  });

  test('is refused with one character replaced, left out or added', () => {
    const token = tokenOf(CLAIMS);
    const survivors: string[] = [];
    for (let position = 0; position <= token.length; position += 1) {
      const isNearTheEnd = position >= token.length - 2;
      for (const letter of [...(isNearTheEnd ? ALPHABET : 'A_'), ...'=.\n', '']) {
        const before = token.slice(0, position) + letter;
        for (const changed of [
          before + token.slice(position + 1),
          before + token.slice(position),
        ]) {
          if (changed !== token && outcomeOf(() => verify(changed, OPTIONS)) === 'accepted') {
            survivors.push(changed);
          }
        }
      }
    }
    expect(survivors).toEqual([]);
  });
});

describe('a genuine token', () => {
  const names = fc
    .string({ unit: 'grapheme' })
    .filter((name) => !['exp', 'nbf', 'iss', 'aud', '__proto__'].includes(name));
  const anyClaims = fc
    .dictionary(names, fc.jsonValue({ stringUnit: 'grapheme' }))
    .map((claims) => JSON.parse(JSON.stringify(claims)) as Record<string, unknown>);

  test.each(styles)('$name: comes in, whatever else it claims', (style) => {
    fc.assert(
      fc.property(anyClaims, fc.nat({ max: 4 }), (claims, indent) => {
        const all = { ...claims, ...CLAIMS };
        const json = JSON.stringify(all, null, indent);
        const token = signed(`${segment(HEADER)}.${Buffer.from(json).toString('base64url')}`);
        expect(style.verify(token, OPTIONS)).toEqual(all);
      }),
      { numRuns: 50 },
    );
  });

  test('of jsonwebtoken or of jose comes in, and ours in theirs', async () => {
    const { publicKey, privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
    const jwk = { ...publicKey.export({ format: 'jwk' }), kid: 'k', alg: 'RS256' } as Jwk;
    const options = { ...OPTIONS, keys: { k: jwk } };
    const header = { alg: 'RS256', typ: 'at+jwt', kid: 'k' } as const;
    const signOptions = { algorithm: 'RS256', header, noTimestamp: true } as const;
    expect(verify(jsonwebtoken.sign(CLAIMS, privateKey, signOptions), options)).toEqual(CLAIMS);
    const joses = await new SignJWT(CLAIMS).setProtectedHeader(header).sign(privateKey);
    expect(verify(joses, options)).toEqual(CLAIMS);

    const ours = tokenOf(CLAIMS);
    const key = createPublicKey({ key: KEY.jwk, format: 'jwk' });
    const theirs = { algorithms: ['RS256' as const], clockTimestamp: NOW };
    expect(jsonwebtoken.verify(ours, key, theirs)).toEqual(CLAIMS);
    const currentDate = new Date(NOW * 1000);
    const { payload } = await jwtVerify(ours, key, { typ: 'at+jwt', currentDate });
    expect(payload).toEqual(CLAIMS);
  });
});

const RFC7515_PAYLOAD =
  'eyJpc3MiOiJqb2UiLA0KICJleHAiOjEzMDA4MTkzODAsDQogImh0dHA6Ly9leGFtcGxlLmNvbS9pc19yb290Ijp0cnVlfQ';
/** RFC 7515 A.2: the key, and the token signed with it. */
const RFC7515_A2 = {
  n: 'ofgWCuLjybRlzo0tZWJjNiuSfb4p4fAkd_wWJcyQoTbji9k0l8W26mPddxHmfHQp-Vaw-4qPCJrcS2mJPMEzP1Pt0Bm4d4QlL-yRT-SFd2lZS-pCgNMsD1W_YpRPEwOWvG6b32690r2jZ47soMZo9wGzjb_7OMg0LOL-bSf63kpaSHSXndS5z5rexMdbBYUsLA9e-KXBdQOS-UTo7WTBEMa2R2CapHg665xsmtdVMTBQY4uDZlxvb3qCo5ZwKh9kG4LT6_I5IhlJH7aGhyxXFvUK-DWNmoudF8NAco9_h9iaGNj8q2ethFkMLs91kzk2PAcDTW9gb54h4FRWyuXpoQ',
  token: `eyJhbGciOiJSUzI1NiJ9.${RFC7515_PAYLOAD}.cC4hiUPoj9Eetdgtv3hF80EGrhuB__dzERat0XF9g2VtQgr9PJbu3XOiZj5RZmh7AAuHIm4Bh-0Qc_lF5YKt_O8W2Fp5jujGbds9uJdbF9CUAr7t1dnZcAcQjbKBYNX4BAynRFdiuB--f_nZLgrnbyTyWzO75vRK5h6xBArLIARNPvkSjtQBMHlb1L07Qe7K0GarZRmB_eSN9383LcOLn6_dO--xi12jzDwusC-eOkHWEsqtFZESc6BfI7noOPqvhJ1phCnvWh6IeYI2w9QOYEUipUTI8np6LbgGY9Fs98rqVt5AXLIhWkWywlVmtVrBp0igcN_IoypGlUPQGe77Rw`,
};

describe('published tokens', () => {
  test.each([
    [
      'RFC 7515 A.1, HS256',
      `eyJ0eXAiOiJKV1QiLA0KICJhbGciOiJIUzI1NiJ9.${RFC7515_PAYLOAD}.dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk`,
      'algorithm',
    ],
    ['RFC 7515 A.2, RS256 without kid', RFC7515_A2.token, 'key'],
    ['RFC 7515 A.5, none', `eyJhbGciOiJub25lIn0.${RFC7515_PAYLOAD}.`, 'algorithm'],
  ])('%s: %s', (_name, token, code) => {
    expect(outcomeOf(() => verify(token, OPTIONS))).toBe(code);
  });

  test('the signature of RFC 7515 A.2 holds, up to its type', () => {
    const kid = { kty: 'RSA', n: RFC7515_A2.n, e: 'AQAB', kid: 'undefined', alg: 'RS256' };
    // Its header names no key. The starter takes "undefined" for a name, the reference does not.
    const options = { ...OPTIONS, keys: { undefined: kid }, now: 1_300_819_379 };
    expect(verifyBefore(RFC7515_A2.token, options)).toMatchObject({ iss: 'joe' });
    expect(outcomeOf(() => verify(RFC7515_A2.token, options))).toBe('key');
  });
});

describe('the hostile tokens', () => {
  test('are many, each once, each with its source', () => {
    expect(HOSTILE_TOKENS.length).toBeGreaterThanOrEqual(150);
    const names = HOSTILE_TOKENS.map(({ class: kind, name }) => `${kind} ${name}`);
    expect(new Set(names).size).toBe(names.length);
    for (const { source } of HOSTILE_TOKENS) expect(source).toMatch(/^(?:CVE-\d{4}-\d+|RFC \d+ §)/);
  });

  test.each(styles)('$name: refuses each with one of its codes', (style) => {
    for (const hostile of HOSTILE_TOKENS) {
      const token = makeHostile(hostile, ISSUER) as string;
      const outcome = outcomeOf(() => style.verify(token, OPTIONS));
      expect(hostile.codes, `${hostile.class}: ${hostile.name}`).toContain(outcome);
    }
  });

  test('are refused for what they say: the genuine token that they are made of comes in', () => {
    expect(verify(tokenOf(CLAIMS), OPTIONS)).toEqual(CLAIMS);
  });

  const HS256_ISSUER: Issuer = {
    claims: CLAIMS,
    now: NOW,
    stranger: ISSUER.stranger,
    header: { ...HEADER, alg: 'HS256' },
    sign: (text) => createHmac('sha256', SECRET).update(text).digest('base64url'),
  };
  /** What lab 2 says nothing about. */
  const BEYOND_LAB_2 = new Set<HostileClass>(['kid', 'key-algorithm', 'type', 'duplicates']);

  test('come to a JwtError in lab 2, but for what it does not look at', () => {
    const key = lab2.importSecret(SECRET);
    const { issuer, audience } = api;
    for (const hostile of HOSTILE_TOKENS) {
      const token = makeHostile(hostile, HS256_ISSUER);
      if (token === undefined) continue;
      const outcome = outcomeOf(() =>
        lab2.verify(token as string, key, { issuer, audience, now: NOW }),
      );
      const isBeyond = BEYOND_LAB_2.has(hostile.class);
      const codes = [...hostile.codes, 'signature', ...(isBeyond ? ['accepted'] : [])];
      expect(codes, `${hostile.class}: ${hostile.name}`).toContain(outcome);
    }
  });

  test('never make lab 4 fail, and what it lets in is what jsonwebtoken does not look at', async () => {
    vi.stubEnv('JWT_SECRET', SECRET);
    vi.stubEnv('JWT_ISSUER', api.issuer);
    const { handler } = await import('../04-verifier-lambda/verifier.ts');
    const admitted = new Set<string>();
    // Some tokens are a second too early or too late: the clock must stand still.
    vi.useFakeTimers({ toFake: ['Date'], now: NOW * 1000 });
    onTestFinished(() => void vi.useRealTimers());
    for (const hostile of HOSTILE_TOKENS) {
      const token = makeHostile(hostile, HS256_ISSUER);
      if (typeof token !== 'string') continue;
      const answer = await handler({ headers: { authorization: `Bearer ${token}` } });
      expect([200, 401], `${hostile.class}: ${hostile.name}`).toContain(answer.statusCode);
      if (answer.statusCode === 200) admitted.add(hostile.class);
    }
    const NOT_LOOKED_AT = ['audience', 'base64url', 'crit', 'duplicates', 'key-algorithm', 'kid'];
    expect([...NOT_LOOKED_AT, 'parts', 'type']).toEqual(expect.arrayContaining([...admitted]));
  });
});

describe('what is given', () => {
  test('verifier-before.ts is the starter, to the letter', () => {
    const course = findLabs(process.cwd()).find(({ folder: at }) => at === lab);
    const before = readFileSync(join(lab, 'verifier-before.ts'), 'utf8');
    expect(course && starterOf(course)['verifier.ts']).toBe(before);
  });

  test('memberNames lists the names of any JSON object, twice where they come twice', () => {
    const anyObject = fc.dictionary(fc.string({ unit: 'binary' }), fc.jsonValue());
    fc.assert(
      fc.property(anyObject, fc.nat({ max: 4 }), (value, indent) => {
        const json = JSON.stringify(value, null, indent);
        const names = Object.keys(JSON.parse(json) as object);
        expect(memberNames(json).toSorted()).toEqual(names.toSorted());
        const [first] = names;
        if (first === undefined) return;
        const twice = json.replace('{', () => `{${JSON.stringify(first)}:0,`);
        expect(memberNames(twice).filter((name) => name === first)).toHaveLength(2);
      }),
    );
  });

  test('a toy key signs as RS256 does, and no other toy key', () => {
    const key = createPublicKey({ key: KEY.jwk, format: 'jwk' });
    expect(key.asymmetricKeyDetails?.modulusLength).toBe(2048);
    fc.assert(
      fc.property(fc.string(), (text) => {
        const holds = (signature: string) =>
          rsaVerify('RSA-SHA256', Buffer.from(text), key, Buffer.from(signature, 'base64url'));
        expect(holds(KEY.sign(text))).toBe(true);
        expect(holds(ISSUER.stranger.sign(text))).toBe(false);
      }),
    );
  });
});

const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';
/** The example secret of jwt.io since 2025. */
const SECRET = 'a-string-secret-at-least-256-bits-long';

function segment(value: unknown): string {
  return Buffer.from(JSON.stringify(value) ?? '').toString('base64url');
}

function signed(text: string): string {
  return `${text}.${KEY.sign(text)}`;
}

function tokenOf(claims: object): string {
  return signed(`${segment(HEADER)}.${segment(claims)}`);
}

/** The rank that a flawed verifier lets in; undefined where it refuses. */
function rankAt(run: () => Record<string, unknown>): unknown {
  try {
    return run()['rank'];
  } catch (error) {
    if (error instanceof Refused) return undefined;
    throw error;
  }
}

/** "accepted", the code of a JwtError, or "crashed". */
function outcomeOf(run: () => unknown): string {
  try {
    run();
    return 'accepted';
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : '';
    return /^[a-z_]+$/.test(code) ? code : 'crashed';
  }
}
