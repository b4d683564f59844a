/** Tokens as somebody might bring them who has one of spark's: whole, damaged, or signed by another. */
import { createHmac, generateKeyPairSync, randomBytes, sign } from 'node:crypto';
import type { Who } from './ask.ts';

/** The damaged ones; each is made of a good token, without the key that signed it. */
export const DAMAGES = {
  changed: oneCharacterChanged,
  'rank-99': (token) => withClaims(token, { rank: '99' }),
  'alg-none': withoutSignature,
  'other-key': signedByAnother,
} as const satisfies Partial<Record<Who, (token: string) => string>>;

/** In the middle of the payload, where it changes what is read. */
function oneCharacterChanged(token: string): string {
  const [header = '', payload = '', signature = ''] = token.split('.');
  const middle = Math.floor(payload.length / 2);
  const other = payload[middle] === 'A' ? 'B' : 'A';
  return [header, payload.slice(0, middle) + other + payload.slice(middle + 1), signature].join(
    '.',
  );
}

/** The signature stays, and does not fit any more. */
function withClaims(token: string, changes: object): string {
  const [header, , signature] = token.split('.');
  return `${header}.${encode({ ...decode(token, 1), ...changes })}.${signature}`;
}

function withoutSignature(token: string): string {
  return `${encode({ ...decode(token, 0), alg: 'none' })}.${token.split('.')[1]}.`;
}

/** The same header and claims, with a signature that is good under a key which is not the issuer's. */
function signedByAnother(token: string): string {
  const input = token.slice(0, token.lastIndexOf('.'));
  if (decode(token, 0)['alg'] === 'RS256') {
    const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
    return `${input}.${sign('sha256', Buffer.from(input), privateKey).toString('base64url')}`;
  }
  return `${input}.${createHmac('sha256', randomBytes(32)).update(input).digest('base64url')}`;
}

/** When the token expires, in seconds since 1970; undefined where it does not say. */
export function expiryOf(token: string): number | undefined {
  const { exp } = decode(token, 1);
  return typeof exp === 'number' ? exp : undefined;
}

/** The JSON object in a part; an empty one where there is none. */
function decode(token: string, part: 0 | 1): Record<string, unknown> {
  try {
    const text = Buffer.from(token.split('.')[part] ?? '', 'base64url').toString();
    return { ...(JSON.parse(text) as object) };
  } catch {
    return {};
  }
}

function encode(value: object): string {
  return Buffer.from(JSON.stringify(value)).toString('base64url');
}
