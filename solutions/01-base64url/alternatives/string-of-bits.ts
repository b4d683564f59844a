/* Right, and slow: the bits as a text of 0s and 1s, cut by regular expressions. */

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

const toBits = (number: number, size: number): string => number.toString(2).padStart(size, '0');

export function base64urlEncode(bytes: Uint8Array): string {
  const bits = Array.from(bytes, (byte) => toBits(byte, 8)).join('');
  const groups = bits.match(/.{1,6}/g) ?? [];
  return groups.map((group) => ALPHABET[parseInt(group.padEnd(6, '0'), 2)]).join('');
}

export function base64urlDecode(text: string): Uint8Array {
  if (!/^[A-Za-z0-9_-]*$/.test(text)) throw new JwtError('malformed', 'not base64url');
  if (text.length % 4 === 1) throw new JwtError('malformed', 'one character too many');
  const bits = text
    .split('')
    .map((character) => toBits(ALPHABET.indexOf(character), 6))
    .join('');
  const whole = bits.length - (bits.length % 8);
  if (bits.slice(whole).includes('1')) throw new JwtError('malformed', 'stray bits');
  return new Uint8Array(
    (bits.slice(0, whole).match(/.{8}/g) ?? []).map((byte) => parseInt(byte, 2)),
  );
}

export function encodeSegment(value: object): string {
  return base64urlEncode(Buffer.from(JSON.stringify(value), 'utf8'));
}

export function decodeSegment(segment: string): Record<string, unknown> {
  const bytes = base64urlDecode(segment);
  const text = Buffer.from(bytes).toString('utf8');
  // Bytes that are not UTF-8 come back as others.
  if (!Buffer.from(text, 'utf8').equals(bytes)) throw new JwtError('malformed', 'not UTF-8');
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    throw new JwtError('malformed', `not JSON: ${(error as Error).name}`);
  }
  if (Object.prototype.toString.call(value) !== '[object Object]') {
    throw new JwtError('malformed', 'not an object');
  }
  return value as Record<string, unknown>;
}

export function encodeUnsecured(payload: object): string {
  return [encodeSegment({ alg: 'none', typ: 'JWT' }), encodeSegment(payload), ''].join('.');
}

export function decodeUnverified(token: string): {
  header: Record<string, unknown>;
  payload: Record<string, unknown>;
  signature: Uint8Array;
} {
  const match = /^([^.]*)\.([^.]*)\.([^.]*)$/.exec(token);
  if (!match) throw new JwtError('malformed', 'not three parts');
  const [, header = '', payload = '', signature = ''] = match;
  return {
    header: decodeSegment(header),
    payload: decodeSegment(payload),
    signature: base64urlDecode(signature),
  };
}
