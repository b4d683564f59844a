/* The bytes as one number of any size, written to another base; Buffers where bytes are asked for. */

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

const malformed = (what: string): never => {
  throw new JwtError('malformed', what);
};

export function base64urlEncode(bytes: Uint8Array): string {
  const length = Math.ceil((bytes.length * 8) / 6);
  const filling = BigInt(length * 6 - bytes.length * 8);
  let number = BigInt(`0x0${Buffer.from(bytes).toString('hex')}`) << filling;
  let text = '';
  for (let place = 0; place < length; place += 1) {
    text = ALPHABET.charAt(Number(number % 64n)) + text;
    number /= 64n;
  }
  return text;
}

export function base64urlDecode(text: string): Uint8Array {
  let number = 0n;
  for (let index = 0; index < text.length; index += 1) {
    const value = ALPHABET.indexOf(text.charAt(index));
    if (value < 0) malformed('character');
    number = number * 64n + BigInt(value);
  }
  const length = Math.floor((text.length * 6) / 8);
  number >>= BigInt(text.length * 6 - length * 8);
  const bytes = Buffer.from(
    number
      .toString(16)
      .padStart(length * 2, '0')
      .slice(-length * 2),
    'hex',
  );
  // Strict in one line: what would have been written in another way is refused.
  const result = length === 0 ? Buffer.alloc(0) : bytes;
  return base64urlEncode(result) === text ? result : malformed('not canonical');
}

export function encodeSegment(value: object): string {
  return base64urlEncode(Buffer.from(JSON.stringify(value)));
}

export function decodeSegment(segment: string): Record<string, unknown> {
  const bytes = base64urlDecode(segment);
  try {
    const value: unknown = JSON.parse(
      decodeURIComponent(
        Array.from(bytes, (byte) => `%${byte.toString(16).padStart(2, '0')}`).join(''),
      ),
    );
    // Spreading turns null, numbers and strings into objects, so their kind is looked at first.
    if (value?.constructor !== Object) return malformed('not an object');
    return { ...value };
  } catch (cause) {
    if (cause instanceof JwtError) throw cause;
    return malformed('not JSON in UTF-8');
  }
}

export function encodeUnsecured(payload: object): string {
  const header = encodeSegment({ alg: 'none' });
  return header.concat('.', encodeSegment(payload), '.');
}

/** A result with more to it than was asked for. */
class UnverifiedToken {
  readonly header: Record<string, unknown>;
  readonly payload: Record<string, unknown>;
  readonly signature: Uint8Array;
  readonly signingInput: string;

  constructor(header: string, payload: string, signature: string) {
    this.header = decodeSegment(header);
    this.payload = decodeSegment(payload);
    this.signature = base64urlDecode(signature);
    this.signingInput = `${header}.${payload}`;
  }
}

export function decodeUnverified(token: string): UnverifiedToken {
  const first = token.indexOf('.');
  const last = token.lastIndexOf('.');
  const payload = token.slice(first + 1, last);
  if (first === last || payload.includes('.')) malformed('not three parts');
  return new UnverifiedToken(token.slice(0, first), payload, token.slice(last + 1));
}
