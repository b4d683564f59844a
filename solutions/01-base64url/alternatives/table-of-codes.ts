/* Close to the metal: a table by char code, bytes written in place, UTF-8 and its test by hand. */

/** What can be wrong with a token, for a program to tell apart. */
export type JwtErrorCode = 'malformed';

/** Given: the error that every function of this file throws for a bad token or segment. */
export class JwtError extends Error {
  readonly code: JwtErrorCode;

  constructor(code: JwtErrorCode, message: string) {
    super(message);
    this.name = 'JwtError';
    this.code = code;
  }
}

/** Given: the 64 characters of base64url, each at the place that is its value (RFC 4648 §5). */
export const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';

const NO_VALUE = 255;

const valueByCode = new Uint8Array(128).fill(NO_VALUE);
for (let value = 0; value < 64; value += 1) valueByCode[ALPHABET.charCodeAt(value)] = value;

export function base64urlEncode(bytes: Uint8Array): string {
  let text = '';
  let index = 0;
  while (index < bytes.length) {
    const a = bytes[index++] ?? 0;
    const b = bytes[index++];
    const c = bytes[index++];
    text += ALPHABET[a >> 2];
    text += ALPHABET[((a & 3) << 4) | ((b ?? 0) >> 4)];
    if (b !== undefined) text += ALPHABET[((b & 15) << 2) | ((c ?? 0) >> 6)];
    if (c !== undefined) text += ALPHABET[c & 63];
  }
  return text;
}

export function base64urlDecode(text: string): Uint8Array {
  if (text.length % 4 === 1) throw new JwtError('malformed', 'length');
  const bytes = new Uint8Array((text.length * 3) >> 2);
  let at = 0;
  let carry = 0;
  for (let index = 0; index < text.length; index++) {
    const value = valueByCode[text.charCodeAt(index)] ?? NO_VALUE;
    if (value === NO_VALUE) throw new JwtError('malformed', `character ${index}`);
    const phase = index % 4;
    if (phase > 0) bytes[at++] = carry | (value >> (6 - 2 * phase));
    carry = (value << (2 + 2 * phase)) & 255;
  }
  // What is carried after the last byte belongs to none; after a whole group of four it is nothing.
  if (carry !== 0 && text.length % 4 !== 0) throw new JwtError('malformed', 'stray bits');
  return bytes.subarray(0, at);
}

export function encodeSegment(value: object): string {
  const text = unescape(encodeURIComponent(JSON.stringify(value)));
  return base64urlEncode(Uint8Array.from(text, (byte) => byte.charCodeAt(0)));
}

export function decodeSegment(segment: string): Record<string, unknown> {
  const binary = Array.from(base64urlDecode(segment), (byte) => String.fromCharCode(byte)).join('');
  let value: unknown;
  try {
    value = JSON.parse(decodeURIComponent(escape(binary)));
  } catch {
    throw new JwtError('malformed', 'neither UTF-8 nor JSON');
  }
  if (Array.isArray(value) || Object(value) !== value) throw new JwtError('malformed', 'no object');
  return value as Record<string, unknown>;
}

export function encodeUnsecured(payload: object): string {
  let token = '';
  for (const part of [{ alg: 'none' }, payload]) token += `${encodeSegment(part)}.`;
  return token;
}

export function decodeUnverified(token: string): {
  header: Record<string, unknown>;
  payload: Record<string, unknown>;
  signature: Uint8Array;
} {
  const [end, ...parts] = token.split('.').toReversed();
  if (parts.length !== 2) throw new JwtError('malformed', 'not three parts');
  const [payload, header] = parts.map(decodeSegment);
  return { header: header ?? {}, payload: payload ?? {}, signature: base64urlDecode(end ?? '') };
}
