/*
 * Lab 1 · Build a JWT by hand
 *
 * spark@rubywave.io logs in, and from now on each of his requests carries this text:
 *
 *     eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCJ9.eyJzdWIiOiIxMjM0NTY3ODkwIiwiZW1haWwi…
 *
 * It looks encrypted. It is not: it is JSON in another alphabet, and by the end of this file you
 * can write it and read it without any key.
 *
 * Work through the TODOs in order: `npm run lab:1` says after each what is right and what is not.
 */

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

/** The bytes as base64url text, without padding (RFC 4648 §5, RFC 7515 §2). */
export function base64urlEncode(bytes: Uint8Array): string {
  let text = '';
  // A small buffer between two sizes: bytes go in 8 bits at a time, characters come out 6 at a time.
  let bits = 0;
  let count = 0;
  for (const byte of bytes) {
    bits = (bits << 8) | byte;
    count += 8;
    while (count >= 6) {
      count -= 6;
      text += ALPHABET.charAt((bits >> count) & 0b111111);
    }
    // Only what is still to be written: the number must not grow with the text.
    bits &= (1 << count) - 1;
  }
  // 2 or 4 bits are left where the bytes are no multiple of 3. They are the first of their group,
  // so zeros fill it up from the right; padding would only say what the length says already.
  if (count > 0) text += ALPHABET.charAt(bits << (6 - count));
  return text;
}

/**
 * The bytes that a base64url text stands for.
 * Throws a JwtError "malformed" for every text that `base64urlEncode` would not have written.
 */
export function base64urlDecode(text: string): Uint8Array {
  const bytes: number[] = [];
  let bits = 0;
  let count = 0;
  for (const character of text) {
    const value = ALPHABET.indexOf(character);
    // One test refuses "=", "+", "/", white space and Korean letters; Node's Buffer forgives them all.
    if (value === -1) throw new JwtError('malformed', 'a character is not of base64url');
    bits = (bits << 6) | value;
    count += 6;
    if (count >= 8) {
      count -= 8;
      bytes.push(bits >> count);
      bits &= (1 << count) - 1;
    }
  }
  // A whole character is left over: 6 bits, of which no byte can be made.
  if (count === 6) throw new JwtError('malformed', 'no base64url text has this length');
  // The encoder filled up with zeros. If other bits were let through, many texts would stand for
  // the same bytes, and a token could be changed while its signature still holds.
  if (bits !== 0) throw new JwtError('malformed', 'the last character has stray bits');
  return Uint8Array.from(bytes);
}

/** One part of a token: the value as JSON, as UTF-8 bytes, as base64url (RFC 7519 §7.1). */
export function encodeSegment(value: object): string {
  if (!isJsonObject(value)) throw new JwtError('malformed', 'a segment holds a JSON object');
  return base64urlEncode(new TextEncoder().encode(JSON.stringify(value)));
}

/**
 * The JSON object in one part of a token (RFC 7519 §7.2).
 * Throws a JwtError "malformed" for anything else.
 */
export function decodeSegment(segment: string): Record<string, unknown> {
  const value = parseJson(base64urlDecode(segment));
  if (!isJsonObject(value)) throw new JwtError('malformed', 'a segment holds a JSON object');
  return value;
}

function parseJson(bytes: Uint8Array): unknown {
  try {
    // "fatal", because otherwise invalid bytes turn into U+FFFD silently: the text would be
    // another than the one that was signed.
    const json = new TextDecoder('utf-8', { fatal: true }).decode(bytes);
    return JSON.parse(json);
  } catch {
    // TypeError or SyntaxError: to the caller both are just a bad token.
    throw new JwtError('malformed', 'a segment holds JSON in UTF-8');
  }
}

/** An array is of type "object" too, and so is null; neither has claims. */
function isJsonObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** The payload as an Unsecured JWT (RFC 7519 §6): nothing protects it. */
export function encodeUnsecured(payload: object): string {
  // The empty signature is a part as well: the dot before it stays (RFC 7519 §6.1).
  return `${encodeSegment({ alg: 'none' })}.${encodeSegment(payload)}.`;
}

/**
 * The parts of a token, read and NOT verified: anyone could have written them.
 * The signature comes as its bytes. Throws a JwtError "malformed" for what has not the form of
 * a JWT (RFC 7515 §7.1).
 */
export function decodeUnverified(token: string): {
  header: Record<string, unknown>;
  payload: Record<string, unknown>;
  signature: Uint8Array;
} {
  const parts = token.split('.');
  // Counted, not just picked out: whatever stands behind a third part would go unread.
  if (parts.length !== 3) throw new JwtError('malformed', 'a JWT has three parts');
  const [header, payload, signature] = parts as [string, string, string];
  return {
    header: decodeSegment(header),
    payload: decodeSegment(payload),
    // A signature is bytes, not JSON and not text.
    signature: base64urlDecode(signature),
  };
}
