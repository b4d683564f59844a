/*
 * Lab 7 · Attack and defend: five verifiers, each with one flaw
 *
 * Given and frozen: your forgeries are tried here, also after you have mended your own verifier.ts.
 * Each of the five is sound but for the lines under its comment. What they have in common, and what
 * is right about it, stands below them. It is right for this one API and no more: copied into
 * verifier.ts, it refuses genuine tokens.
 *
 * These verifiers are for this lab, and for nothing else.
 */
import { createHmac, createPublicKey, timingSafeEqual, verify } from 'node:crypto';
import { api, evidence, type Api, type Jwk } from './evidence.ts';
import { memberNames } from './member-names.ts';

type JsonObject = Record<string, unknown>;

/** What the five are told. The first four never look at the last two members. */
export interface Door extends Api {
  /** The secret of the old app, for tokens whose kid is "rubywave-2016". Don't read it: crack it. */
  readonly oldSecret: string;
  /** The texts of the tokens that were taken back. */
  readonly revoked: ReadonlySet<string>;
}

export const door: Door = {
  ...api,
  oldSecret: Buffer.from('eW91ci0yNTYtYml0LXNlY3JldA', 'base64url').toString(),
  revoked: new Set([evidence.revoked]),
};

/** Why a token was refused. */
export type Reason =
  'malformed' | 'crit' | 'alg' | 'key' | 'signature' | 'typ' | 'exp' | 'iss' | 'aud' | 'revoked';

export class Refused extends Error {
  readonly reason: Reason;

  constructor(reason: Reason) {
    super(`refused: ${reason}`);
    this.name = 'Refused';
    this.reason = reason;
  }
}

/**
 * The payload of a token that it lets in.
 *
 * @throws Refused for any other
 */
export type FlawedVerifier = (token: string, at: Door) => JsonObject;

/** The verifier of each step, by the step's number. */
export const flawed: Readonly<Record<1 | 2 | 3 | 4 | 5, FlawedVerifier>> = {
  1: (token, at) => {
    const jws = read(token);
    const alg = String(jws.header['alg']);
    // Flaw 1: it refuses the literal "none", and takes every other way to write it for "none", too.
    if (alg === 'none') throw new Refused('alg');
    if (alg.toLowerCase() !== 'none') checkRs256(jws, trustedKey(jws, at));
    return checkClaims(jws, at);
  },

  2: (token, at) => {
    const jws = read(token);
    const key = trustedKey(jws, at);
    // Flaw 2: it makes the key that alg asks for, and for HS256 that is the text of the public key.
    if (jws.header['alg'] === 'HS256') checkHs256(jws, pemOf(key));
    else checkRs256(jws, key);
    return checkClaims(jws, at);
  },

  3: (token, at) => {
    const jws = read(token);
    // Flaw 3: the token brings its own key along, or has none looked up, which makes an empty secret.
    const key = (jws.header['jwk'] ?? at.keys[String(jws.header['kid'])] ?? '') as Jwk | '';
    if (key === '') checkHs256(jws, '');
    else checkRs256(jws, key);
    return checkClaims(jws, at);
  },

  4: (token, at) => {
    const jws = read(token);
    checkRs256(jws, trustedKey(jws, at));
    // Flaw 4: signature and exp are all it asks. Who wrote the token, for whom, and what for?
    return checkTime(jws, at);
  },

  5: (token, at) => {
    // Flaw 5: the list knows a token by its text, though Buffer reads many texts as the same bytes ...
    if (at.revoked.has(token)) throw new Refused('revoked');
    const jws = read(token, { lax: true });
    // ... and the secret of the old app stands in a sample.
    if (jws.header['kid'] === 'rubywave-2016') checkHs256(jws, at.oldSecret);
    else checkRs256(jws, trustedKey(jws, at));
    return checkClaims(jws, at);
  },
};

interface Jws {
  readonly header: JsonObject;
  readonly payload: JsonObject;
  readonly signingInput: string;
  readonly signature: Buffer;
}

/** The three parts of a token. `lax`: as many programs do it, which skips what is not base64url. */
function read(token: string, { lax = false } = {}): Jws {
  const [header = '', payload = '', signature = '', ...more] = token.split('.');
  const bytes = [header, payload, signature].map((part) => Buffer.from(part, 'base64url'));
  const [headerBytes, payloadBytes, signatureBytes] = bytes as [Buffer, Buffer, Buffer];
  const canonical = bytes.map((part) => part.toString('base64url')).join('.');
  if (!lax && (more.length > 0 || token !== canonical)) throw new Refused('malformed');
  const parsed = { header: parse(headerBytes), payload: parse(payloadBytes) };
  // An extension that nobody here has heard of.
  if (Object.hasOwn(parsed.header, 'crit')) throw new Refused('crit');
  return { ...parsed, signingInput: `${header}.${payload}`, signature: signatureBytes };
}

function parse(bytes: Buffer): JsonObject {
  const json = bytes.toString();
  try {
    const value: unknown = JSON.parse(json);
    const names = memberNames(json);
    if (json.startsWith('{') && new Set(names).size === names.length) return value as JsonObject;
  } catch {
    // It is no JSON.
  }
  throw new Refused('malformed');
}

/** The key that the token's kid names, among those that the API trusts for RS256. */
function trustedKey({ header }: Jws, { keys }: Api): Jwk {
  const kid = String(header['kid']);
  const key = Object.hasOwn(keys, kid) ? keys[kid] : undefined;
  if (key?.alg !== 'RS256') throw new Refused('key');
  return key;
}

function checkRs256({ header, signingInput, signature }: Jws, jwk: Jwk): void {
  if (header['alg'] !== 'RS256') throw new Refused('alg');
  const key = publicKeyOf(jwk);
  if (!verify('RSA-SHA256', Buffer.from(signingInput), key, signature)) {
    throw new Refused('signature');
  }
}

function checkHs256({ header, signingInput, signature }: Jws, secret: string): void {
  if (header['alg'] !== 'HS256') throw new Refused('alg');
  const expected = createHmac('sha256', secret).update(signingInput).digest();
  if (signature.length !== expected.length || !timingSafeEqual(signature, expected)) {
    throw new Refused('signature');
  }
}

/** The public key as text: what many libraries hand to a program that asks for the key. */
function pemOf(jwk: Jwk): string {
  return publicKeyOf(jwk).export({ type: 'spki', format: 'pem' }).toString();
}

function publicKeyOf(jwk: Jwk) {
  try {
    const key = createPublicKey({ key: jwk, format: 'jwk' });
    if (key.asymmetricKeyType === 'rsa') return key;
  } catch {
    // It is no key at all.
  }
  throw new Refused('key');
}

function checkTime({ payload }: Jws, { now }: Api): JsonObject {
  const { exp } = payload;
  if (typeof exp !== 'number' || now >= exp) throw new Refused('exp');
  return payload;
}

function checkClaims(jws: Jws, at: Api): JsonObject {
  const { header, payload } = jws;
  if (header['typ'] !== 'at+jwt') throw new Refused('typ');
  if (payload['iss'] !== at.issuer) throw new Refused('iss');
  if (payload['aud'] !== at.audience) throw new Refused('aud');
  return checkTime(jws, at);
}
