/*
 * Slides 15 to 19, attacked: your forgeries at the five flawed verifiers and at your own, before and
 * after you mended it; and the hostile tokens at three libraries and at your verifier.
 */
import { demo, print, say, verbatim } from '#demo';
import {
  createHmac,
  createPublicKey,
  generateKeyPairSync,
  sign,
  type KeyObject,
} from 'node:crypto';
import { setImmediate } from 'node:timers/promises';
import { promisify } from 'node:util';
import { createVerifier } from 'fast-jwt';
import { createLocalJWKSet, jwtVerify, type JSONWebKeySet } from 'jose';
import jsonwebtoken from 'jsonwebtoken';
import {
  crack,
  encodeSegment,
  forgeUnsigned,
  forgeWithOwnKey,
  forgeWithPublicKey,
  forgeWithUnknownKid,
  readToken,
  substitute,
  twin,
} from './attacks.ts';
import { api, evidence, type Jwk } from './evidence.ts';
import { door, flawed } from './flawed.ts';
import { HOSTILE_TOKENS, makeHostile, OTHER_KEYS, type Issuer } from './hostile-tokens.ts';
import { makeToyKey } from './toy-key.ts';
import { verify as verifyBefore } from './verifier-before.ts';
import { verify } from './verifier.ts';

/** The old app's key, as the API of today would have it beside its own. */
const OLD_KEY: Record<string, Jwk> = {
  'rubywave-2016': {
    kty: 'oct',
    k: Buffer.from(door.oldSecret).toString('base64url'),
    kid: 'rubywave-2016',
    alg: 'HS256',
  },
};

const KEY = makeToyKey('k1');
const PUBLISHED = KEY.jwk;
const KEYS: Record<string, Jwk> = {
  k1: PUBLISHED,
  [OTHER_KEYS.PS256]: { ...PUBLISHED, kid: OTHER_KEYS.PS256, alg: 'PS256' },
  [OTHER_KEYS.RS512]: { ...PUBLISHED, kid: OTHER_KEYS.RS512, alg: 'RS512' },
};
const OPTIONS = { keys: KEYS, issuer: api.issuer, audience: api.audience, now: api.now };

const ISSUER: Issuer = {
  header: { alg: 'RS256', typ: 'at+jwt', kid: 'k1' },
  claims: { iss: api.issuer, aud: api.audience, sub: '1234567891', rank: '99', exp: api.now + 600 },
  now: api.now,
  sign: KEY.sign,
  jwk: PUBLISHED,
  stranger: makeToyKey('stranger', 1_000_000),
};

const keySet = createLocalJWKSet({ keys: Object.values(KEYS) } as JSONWebKeySet);

const fastVerify = createVerifier({
  key: async ({ header }: { header: { kid?: unknown } }) =>
    keyOf(header.kid).export({ type: 'spki', format: 'pem' }).toString(),
  algorithms: ['RS256'],
  allowedIss: api.issuer,
  allowedAud: api.audience,
  checkTyp: 'at+jwt',
  clockTimestamp: api.now * 1000,
});

await demo(async () => {
  print(say`Who gets in as rank "99"? At flawed verifiers 1 to 5,`);
  print(say`and at yours, as it was and as it is now:`);
  print(say`                    1  2  3  4  5  was  is now`);
  const forged = Object.entries(forgeries());
  // A key pair takes its time on a busy machine; in between the runner hears that all is well.
  await setImmediate();
  for (const [name, token] of forged) {
    const atFlawed = Object.values(flawed).map((one) => outcomeOf(() => one(token, door)));
    const [was, isNow] = [verifyBefore, verify].map((one) => {
      return outcomeOf(() => one(token, { ...api, keys: { ...api.keys, ...OLD_KEY } }));
    });
    const cells = [...atFlawed.map((one) => (one === 'in' ? one : '-')), was, isNow];
    print(verbatim(row(name, cells)));
  }

  print(say`${HOSTILE_TOKENS.length} hostile tokens: how many are let in by`);
  const verifiers = {
    jsonwebtoken: withJsonwebtoken,
    jose: withJose,
    'fast-jwt': withFastJwt,
    yours,
  };
  const counts = new Map<string, number[]>();
  const hostile = HOSTILE_TOKENS.map((one) => [one.class, makeHostile(one, ISSUER)] as const);
  await setImmediate();
  for (const [index, admits] of Object.values(verifiers).entries()) {
    const admitted = await Promise.all(hostile.map(([, token]) => admits(token as string)));
    for (const [at, [name]] of hostile.entries()) {
      const found = counts.get(name) ?? [0, 0, 0, 0];
      if (admitted[at]) found[index] = (found[index] ?? 0) + 1;
      counts.set(name, found);
    }
  }
  print(say`              jsonwebtoken     jose fast-jwt    yours`);
  for (const [name, found] of counts) {
    if (found.some((count) => count > 0)) print(verbatim(libraryRow(name, found.map(String))));
  }
  print(say`All of them pin RS256, the issuer and the audience.`);
});

/** The learner's forgeries, by the names of the functions. */
function forgeries(): Record<string, string> {
  const { token, jwks, revoked, oldToken, words } = evidence;
  const { header, payload } = readToken(oldToken);
  const text = `${encodeSegment(header)}.${encodeSegment({ ...payload, rank: '99' })}`;
  return {
    forgeUnsigned: forgeUnsigned(token),
    forgeWithPublicKey: forgeWithPublicKey(token, jwks),
    forgeWithOwnKey: forgeWithOwnKey(token),
    forgeWithUnknownKid: forgeWithUnknownKid(token),
    ...substitute(evidence),
    crack: `${text}.${hs256(text, crack(oldToken, words) ?? '')}`,
    twin: twin(revoked),
  };
}

/** "in", or why not: the code of a JwtError, the reason of a flawed verifier. */
function outcomeOf(run: () => unknown): string {
  try {
    run();
    return 'in';
  } catch (error) {
    if (!(error instanceof Error) || error.message.startsWith('TODO ')) throw error;
    return 'code' in error ? String(error.code) : '-';
  }
}

function row(
  name: string,
  [one, two, three, four, five, was, isNow]: readonly (string | undefined)[],
): string {
  const doors = [one, two, three, four, five].map((cell) => (cell ?? '').padEnd(3)).join('');
  return `${name.padEnd(20)}${doors}${(was ?? '').padEnd(5)}${isNow}`;
}

function libraryRow(name: string, cells: readonly string[]): string {
  return name.padEnd(14) + cells.map((cell, index) => cell.padStart(index === 0 ? 12 : 9)).join('');
}

/** The key of this kid, as a library asks its user for it. */
function keyOf(kid: unknown): KeyObject {
  const jwk = typeof kid === 'string' && Object.hasOwn(KEYS, kid) ? KEYS[kid] : undefined;
  if (!jwk) throw new Error('there is no such key');
  return createPublicKey({ key: jwk, format: 'jwk' });
}

function withJsonwebtoken(token: string): Promise<boolean> {
  const options = {
    algorithms: ['RS256' as const],
    issuer: api.issuer,
    audience: api.audience,
    clockTimestamp: api.now,
  };
  const verifyWithKey = promisify<string, jsonwebtoken.GetPublicKeyOrSecret, object, unknown>(
    jsonwebtoken.verify,
  );
  return lets(() => verifyWithKey(token, handKey, options));
}

function handKey({ kid }: { kid?: unknown }, hand: (error: Error | null, key?: KeyObject) => void) {
  try {
    hand(null, keyOf(kid));
  } catch (error) {
    hand(error as Error);
  }
}

function withJose(token: string): Promise<boolean> {
  const { issuer, audience, now } = api;
  const currentDate = new Date(now * 1000);
  const options = { algorithms: ['RS256'], issuer, audience, typ: 'at+jwt', currentDate };
  return lets(() => jwtVerify(token, keySet, options));
}

function withFastJwt(token: string): Promise<boolean> {
  return lets(() => fastVerify(token));
}

function yours(token: string): Promise<boolean> {
  return lets(() => verify(token, OPTIONS));
}

async function lets(run: () => unknown): Promise<boolean> {
  try {
    await run();
    return true;
  } catch {
    return false;
  }
}

function hs256(text: string, secret: string): string {
  return createHmac('sha256', secret).update(text).digest('base64url');
}
