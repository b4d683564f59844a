/* jsonwebtoken checks the signature; what it does not ask is asked around it. */
import { createPublicKey } from 'node:crypto';
import jsonwebtoken from 'jsonwebtoken';
import type { Jwk } from './evidence.ts';
import { memberNames } from './member-names.ts';

export class JwtError extends Error {
  code;

  constructor(code: string, options?: ErrorOptions) {
    super(`The token is refused (${code}).`, options);
    this.code = code;
  }
}

interface VerifyOptions {
  keys: Readonly<Record<string, Jwk>>;
  issuer: string;
  audience: string;
  now?: number;
}

export function verify(token: string, options: VerifyOptions): Record<string, unknown> {
  const { issuer, audience, now = Date.now() / 1000 } = options;
  const { header, payload } = readStrictly(token);
  if (header.alg !== 'RS256') throw new JwtError('algorithm');
  if (header.crit !== undefined) throw new JwtError('algorithm');
  const jwk = find(options.keys, header.kid);
  if (jwk.alg !== 'RS256') throw new JwtError('algorithm');
  try {
    const key = createPublicKey({ key: jwk, format: 'jwk' });
    jsonwebtoken.verify(token, key, {
      algorithms: ['RS256'],
      ignoreExpiration: true,
      ignoreNotBefore: true,
    });
  } catch (cause) {
    throw new JwtError('signature', { cause });
  }
  if (!/^(application\/)?at\+jwt$/i.test(typeof header.typ === 'string' ? header.typ : '')) {
    throw new JwtError('type');
  }
  const { exp, nbf, iss, aud } = payload;
  if (exp !== undefined && typeof exp !== 'number') throw new JwtError('claims');
  if (nbf !== undefined && typeof nbf !== 'number') throw new JwtError('claims');
  if (exp !== undefined && now >= exp) throw new JwtError('expired');
  if (nbf !== undefined && now < nbf) throw new JwtError('not_yet_valid');
  if (typeof iss !== 'string' || iss !== issuer) throw new JwtError('issuer');
  if (aud !== audience && !(Array.isArray(aud) && aud.indexOf(audience) >= 0)) {
    throw new JwtError('audience');
  }
  return payload;
}

function find(keys: Readonly<Record<string, Jwk>>, kid: unknown): Jwk {
  for (const name of Object.keys(keys)) {
    const jwk = keys[name];
    if (name === kid && jwk) return jwk;
  }
  throw new JwtError('key');
}

interface Parts {
  header: { alg?: unknown; crit?: unknown; kid?: unknown; typ?: unknown };
  payload: Record<string, unknown>;
}

function readStrictly(token: unknown): Parts {
  try {
    const parts = (token as string).split('.');
    const isStrict = parts.every(
      (part) => Buffer.from(part, 'base64url').toString('base64url') === part,
    );
    if (parts.length !== 3 || !isStrict) throw new JwtError('malformed');
    const [header, payload] = parts.slice(0, 2).map((part) => {
      const json = Buffer.from(part, 'base64url').toString();
      const value: unknown = JSON.parse(json);
      const names = memberNames(json);
      if (!/^\s*\{/.test(json) || names.length > new Set(names).size)
        throw new JwtError('malformed');
      return value as Record<string, unknown>;
    });
    return { header: header ?? {}, payload: payload ?? {} };
  } catch (cause) {
    throw new JwtError('malformed', { cause });
  }
}
