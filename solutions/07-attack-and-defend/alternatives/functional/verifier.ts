/* A table of rules, each with its code; the first one that does not hold ends it. */
import { createPublicKey, verify as verifyBytes } from 'node:crypto';
import type { Jwk } from './evidence.ts';
import { memberNames } from './member-names.ts';

type Json = Record<string, unknown>;

export class JwtError extends Error {}

const refusal = (code: string): JwtError =>
  Object.assign(new JwtError(`refused: ${code}`), { code });

interface Options {
  readonly keys: Readonly<Record<string, Jwk>>;
  readonly issuer: string;
  readonly audience: string;
  readonly now?: number;
}

interface Case extends Required<Options> {
  readonly text: string;
  readonly signature: Buffer;
  readonly header: Json;
  readonly payload: Json;
  readonly key: Jwk | undefined;
}

const isNumber = (value: unknown): value is number => typeof value === 'number';

const RULES: readonly (readonly [string, (one: Case) => boolean])[] = [
  ['algorithm', ({ header }) => header['alg'] === 'RS256' && !('crit' in header)],
  ['key', ({ key }) => key !== undefined],
  ['algorithm', ({ key }) => key?.alg === 'RS256'],
  ['signature', ({ key, text, signature }) => holds(key as Jwk, text, signature)],
  ['type', ({ header: { typ } }) => typeof typ === 'string' && TYPES.has(typ.toLowerCase())],
  ['claims', ({ payload: { exp } }) => exp === undefined || (isNumber(exp) && exp > 0)],
  ['claims', ({ payload: { nbf } }) => nbf === undefined || isNumber(nbf)],
  ['expired', ({ payload: { exp }, now }) => !isNumber(exp) || now < exp],
  ['not_yet_valid', ({ payload: { nbf }, now }) => !isNumber(nbf) || now >= nbf],
  ['issuer', ({ payload: { iss }, issuer }) => iss === issuer],
  ['audience', ({ payload: { aud }, audience }) => [aud].flat().includes(audience)],
];

const TYPES = new Set(['at+jwt', 'application/at+jwt']);

const holds = (jwk: Jwk, text: string, signature: Buffer): boolean =>
  verifyBytes('sha256', Buffer.from(text), createPublicKey({ key: jwk, format: 'jwk' }), signature);

export const verify = (token: string, options: Options): Json => {
  const one = open(token, options);
  for (const [code, rule] of RULES) if (!rule(one)) throw refusal(code);
  return one.payload;
};

const open = (token: string, options: Options): Case => {
  const segments = /^([\w-]+)\.([\w-]+)\.([\w-]*)$/.exec(typeof token === 'string' ? token : '');
  if (!segments || token.endsWith('\n')) throw refusal('malformed');
  const [, first = '', second = '', third = ''] = segments;
  const header = parse(first);
  const { kid } = header;
  const known = new Map(Object.entries(options.keys));
  return {
    now: Date.now() / 1000,
    ...options,
    header,
    payload: parse(second),
    text: `${first}.${second}`,
    signature: bytes(third),
    key: typeof kid === 'string' ? known.get(kid) : undefined,
  };
};

const bytes = (segment: string): Buffer => {
  const decoded = Buffer.from(segment, 'base64url');
  if (decoded.toString('base64url') !== segment) throw refusal('malformed');
  return decoded;
};

const parse = (segment: string): Json => {
  const json = bytes(segment).toString('utf8');
  try {
    const value: unknown = JSON.parse(json);
    if (Object.prototype.toString.call(value) === '[object Object]') {
      const names = memberNames(json).toSorted();
      if (names.every((name, index) => name !== names[index + 1])) return value as Json;
    }
  } catch {
    // No JSON.
  }
  throw refusal('malformed');
};
