/*
 * Compares the signatures as text, in a loop of its own that has no early end; reads UTF-8 with
 * `isUtf8` of node:buffer; its headers and payloads have no prototype.
 */
import { isUtf8 } from 'node:buffer';
import * as crypto from 'node:crypto';

export class JwtError extends Error {
  code: string;

  constructor(code: string, message = `JWT: ${code}`) {
    super(message);
    this.code = code;
  }
}

const SEGMENT = /^[A-Za-z0-9_-]+$/;

export function importSecret(secret: string | Uint8Array): crypto.KeyObject {
  const bytes = new Uint8Array(Buffer.from(secret as string));
  if (bytes.byteLength * 8 < 256) throw new RangeError('256 bits or more, please');
  return crypto.createSecretKey(bytes);
}

export function sign(payload: object, key: crypto.KeyObject): string {
  const text = `eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCJ9.${toBase64url(JSON.stringify(payload, null, 1))}`;
  return text + '.' + macOf(text, key);
}

export function verifySignature(
  token: string,
  key: crypto.KeyObject,
): { header: Record<string, unknown>; payload: Record<string, unknown> } {
  if (typeof token !== 'string') throw new JwtError('malformed', 'not a string');
  const first = token.indexOf('.');
  const last = token.lastIndexOf('.');
  if (first === last || token.indexOf('.', first + 1) !== last) throw new JwtError('malformed');

  const header = objectIn(token.slice(0, first));
  if (header['alg'] !== 'HS256') throw new JwtError('algorithm');
  if ('crit' in header) throw new JwtError('algorithm');
  if (!/^[\w-]*$/.test(token.slice(last + 1)) || token.endsWith('\n')) {
    throw new JwtError('malformed', 'the signature is no base64url');
  }
  if (!isSameText(token.slice(last + 1), macOf(token.slice(0, last), key))) {
    throw new JwtError('signature');
  }
  return { header, payload: objectIn(token.slice(first + 1, last)) };
}

export function issue(
  claims: object,
  key: crypto.KeyObject,
  options: { expiresInSeconds: number; now?: number },
): string {
  const lifetime: unknown = options.expiresInSeconds;
  if (typeof lifetime !== 'number' || !(lifetime > 0) || lifetime % 1 !== 0) throw new RangeError();
  const iat = Math.trunc(options.now ?? Date.now() / 1000);
  return sign(Object.assign({}, claims, { exp: iat + lifetime, iat }), key);
}

export function verify(
  token: string,
  key: crypto.KeyObject,
  options?: { issuer?: string; audience?: string; now?: number; clockToleranceSeconds?: number },
): Record<string, unknown> {
  const payload = verifySignature(token, key).payload;
  const now = options?.now === undefined ? new Date().getTime() / 1000 : options.now;
  const tolerance = options?.clockToleranceSeconds ?? 0;
  if ('exp' in payload) {
    const exp = payload['exp'];
    if (typeof exp !== 'number' || exp <= 0) throw new JwtError('claims', 'exp');
    if (exp + tolerance <= now) throw new JwtError('expired');
  }
  if ('nbf' in payload) {
    const nbf = payload['nbf'];
    if (typeof nbf !== 'number') throw new JwtError('claims', 'nbf');
    if (nbf - tolerance > now) throw new JwtError('not_yet_valid');
  }
  if (options?.issuer != null && options.issuer !== payload['iss']) throw new JwtError('issuer');
  if (options?.audience != null) {
    const aud = payload['aud'];
    const isMine = Array.isArray(aud)
      ? aud.some((entry) => entry === options.audience)
      : aud === options.audience;
    if (!isMine) throw new JwtError('audience');
  }
  return payload;
}

function macOf(text: string, key: crypto.KeyObject): string {
  return crypto.createHmac('SHA256', key).update(Buffer.from(text)).digest('base64url');
}

/** How long the right signature is everybody knows; what is in it must not show in the time. */
function isSameText(received: string, expected: string): boolean {
  let difference = received.length ^ expected.length;
  for (let i = 0; i < expected.length; i++) {
    difference |= received.charCodeAt(i % (received.length || 1)) ^ expected.charCodeAt(i);
  }
  return received.length === expected.length && difference === 0;
}

function objectIn(segment: string): Record<string, unknown> {
  const bytes = Buffer.from(segment, 'base64url');
  if (!SEGMENT.test(segment) || toBase64url(bytes) !== segment || !isUtf8(bytes)) {
    throw new JwtError('malformed');
  }
  let value: unknown;
  try {
    value = JSON.parse(bytes.toString('utf8'));
  } catch (cause) {
    throw Object.assign(new JwtError('malformed'), { cause });
  }
  if (!value || typeof value !== 'object' || Array.isArray(value)) throw new JwtError('malformed');
  return Object.assign(Object.create(null) as Record<string, unknown>, value);
}

function toBase64url(content: string | Uint8Array): string {
  return Buffer.from(content as string)
    .toString('base64')
    .replace(/=+$/, '')
    .replace(/\+/g, '-')
    .replace(/\//g, '_');
}
