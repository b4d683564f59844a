/*
 * One function from top to bottom, with a reader of JSON members of its own. What went wrong while
 * it read is malformed, whatever it was.
 */
import { createPublicKey, verify as check } from 'node:crypto';
import type { Jwk } from './evidence.ts';

export class JwtError extends Error {
  constructor(readonlyCode: string) {
    super(`token refused: ${readonlyCode}`);
    Object.defineProperty(this, 'code', { value: readonlyCode });
  }
}

const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';

export function verify(
  token: string,
  options: {
    readonly keys: Readonly<Record<string, Jwk>>;
    readonly issuer: string;
    readonly audience: string;
    readonly now?: number;
  },
): Record<string, unknown> {
  let header: Record<string, unknown> = {};
  let payload: Record<string, unknown> = {};
  let parts: string[] = [];
  try {
    if (typeof token !== 'string') throw new TypeError('not a text');
    parts = token.split('.');
    if (parts.length !== 3) throw new RangeError('not three parts');
    parts.forEach(assertBase64url);
    header = parse(parts[0] as string);
    payload = parse(parts[1] as string);
  } catch {
    throw new JwtError('malformed');
  }
  const { alg, kid, typ } = header;
  if (alg !== 'RS256' || Object.keys(header).includes('crit')) throw new JwtError('algorithm');
  if (typeof kid !== 'string' || !Object.keys(options.keys).includes(kid))
    throw new JwtError('key');
  const jwk = options.keys[kid] as Jwk;
  if (jwk.alg !== alg) throw new JwtError('algorithm');
  const isSigned = check(
    'sha256',
    Buffer.from(`${parts[0]}.${parts[1]}`, 'ascii'),
    createPublicKey({ key: jwk, format: 'jwk' }),
    Buffer.from(parts[2] as string, 'base64'),
  );
  if (!isSigned) throw new JwtError('signature');
  const type = String(typ)
    .toUpperCase()
    .replace(/^APPLICATION\//, '');
  if (typeof typ !== 'string' || type !== 'AT+JWT') throw new JwtError('type');
  const now = options.now === undefined ? Date.now() / 1000 : options.now;
  const { exp, nbf, iss, aud } = payload;
  if (![exp, nbf].every((time) => time === undefined || typeof time === 'number')) {
    throw new JwtError('claims');
  }
  if ((exp as number) <= now) throw new JwtError('expired');
  if ((nbf as number) > now) throw new JwtError('not_yet_valid');
  if (iss !== options.issuer) throw new JwtError('issuer');
  const list: unknown[] = typeof aud === 'string' ? [aud] : Array.isArray(aud) ? aud : [];
  if (list.every((one) => one !== options.audience)) throw new JwtError('audience');
  return payload;
}

/** No padding, no other character, and no bit set that is not needed. */
function assertBase64url(part: string): void {
  const values = [...part].map((character) => ALPHABET.indexOf(character));
  if (values.includes(-1) || part.length % 4 === 1) throw new Error('not base64url');
  const spare = { 2: 0b1111, 3: 0b11 }[part.length % 4] ?? 0;
  if (((values.at(-1) ?? 0) & spare) !== 0) throw new Error('spare bits');
}

function parse(part: string): Record<string, unknown> {
  const json = Buffer.from(part, 'base64').toString('utf8').trim();
  const value: unknown = JSON.parse(json);
  if (!json.startsWith('{')) throw new Error('no object');
  // A text with a colon behind it is a name; those of the outermost object count.
  const seen = new Set<unknown>();
  let depth = 0;
  for (let index = 0; index < json.length; index++) {
    const character = json[index];
    if (character === '{' || character === '[') depth++;
    if (character === '}' || character === ']') depth--;
    if (character !== '"') continue;
    let end = index + 1;
    while (json[end] !== '"') end += json[end] === '\\' ? 2 : 1;
    const text: unknown = JSON.parse(json.slice(index, end + 1));
    index = end;
    if (depth !== 1 || !/^\s*:/.test(json.slice(end + 1))) continue;
    if (seen.has(text)) throw new Error('twice');
    seen.add(text);
  }
  return value as Record<string, unknown>;
}
