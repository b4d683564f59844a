/* Objects and subclasses of JwtError; web APIs (TextEncoder, TextDecoder) where Buffer is not needed. */
import crypto, { type KeyObject } from 'node:crypto';

export abstract class JwtError extends Error {
  abstract readonly code: string;
}
class Malformed extends JwtError {
  readonly code = 'malformed';
}
class WrongAlgorithm extends JwtError {
  readonly code = 'algorithm';
}
class WrongSignature extends JwtError {
  readonly code = 'signature';
}
class WrongClaims extends JwtError {
  readonly code: string;
  constructor(code: string, claim: string) {
    super(`${claim}: ${code}`);
    this.code = code;
  }
}

class Segment {
  readonly text: string;

  constructor(text: string) {
    this.text = text;
  }

  static of(value: object): Segment {
    const bytes = new TextEncoder().encode(JSON.stringify(value));
    return new Segment(Buffer.from(bytes).toString('base64url'));
  }

  get bytes(): Uint8Array {
    if (!/^(?:[\w-]{4})*(?:[\w-][AQgw]|[\w-]{2}[AEIMQUYcgkosw048])?$/.test(this.text)) {
      throw new Malformed('not base64url');
    }
    return new Uint8Array(Buffer.from(this.text, 'base64url'));
  }

  get object(): Record<string, unknown> {
    const { bytes } = this;
    let value: unknown = null;
    try {
      value = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes));
    } catch {
      // `value` stays null, which is refused below.
    }
    if (value === null || typeof value !== 'object' || Array.isArray(value)) {
      throw new Malformed('not a JSON object');
    }
    return value as Record<string, unknown>;
  }
}

class Token {
  readonly header: Segment;
  readonly payload: Segment;
  readonly signature: Segment;

  constructor(header: Segment, payload: Segment, signature: Segment) {
    this.header = header;
    this.payload = payload;
    this.signature = signature;
  }

  static parse(text: unknown): Token {
    if (typeof text !== 'string') throw new Malformed('not text');
    const [header, payload, signature, ...rest] = text.split('.', 4);
    if (
      header === undefined ||
      payload === undefined ||
      signature === undefined ||
      rest.length > 0
    ) {
      throw new Malformed('not three parts');
    }
    return new Token(new Segment(header), new Segment(payload), new Segment(signature));
  }

  static signed(payload: object, key: KeyObject): Token {
    const unsigned = new Token(
      Segment.of({ alg: 'HS256', typ: 'JWT' }),
      Segment.of(payload),
      new Segment(''),
    );
    const signature = Buffer.from(unsigned.mac(key)).toString('base64url');
    return new Token(unsigned.header, unsigned.payload, new Segment(signature));
  }

  mac(key: KeyObject): Uint8Array {
    const hmac = crypto.createHmac('sha256', key);
    hmac.update(this.header.text);
    hmac.update('.');
    hmac.update(this.payload.text);
    return hmac.digest();
  }

  assertGenuine(key: KeyObject): this {
    const header = this.header.object;
    if (header['alg'] !== 'HS256') throw new WrongAlgorithm('HS256 only');
    if (Object.keys(header).includes('crit')) throw new WrongAlgorithm('no extensions');
    const expected = this.mac(key);
    const received = this.signature.bytes;
    // The lengths are made equal before the comparison, and compared after it.
    const padded = new Uint8Array(expected.length);
    padded.set(received.subarray(0, expected.length));
    const isSame = crypto.timingSafeEqual(padded, expected);
    if (!isSame || received.length !== expected.length) throw new WrongSignature('does not hold');
    return this;
  }

  toString(): string {
    return [this.header, this.payload, this.signature].map(({ text }) => text).join('.');
  }
}

export function importSecret(secret: string | Uint8Array): KeyObject {
  const bytes = typeof secret === 'string' ? new TextEncoder().encode(secret) : secret;
  if (bytes.length >= 32) return crypto.createSecretKey(bytes);
  throw new RangeError('too short a secret');
}

export function sign(payload: object, key: KeyObject): string {
  return Token.signed(payload, key).toString();
}

export function verifySignature(token: string, key: KeyObject) {
  const { header, payload } = Token.parse(token).assertGenuine(key);
  return { header: header.object, payload: payload.object };
}

export function issue(
  claims: object,
  key: KeyObject,
  options: { expiresInSeconds: number; now?: number },
): string {
  const clock = new Clock(options.now);
  const { expiresInSeconds } = options;
  if (typeof expiresInSeconds !== 'number' || !/^[1-9]\d*$/.test(String(expiresInSeconds))) {
    throw new RangeError('expiresInSeconds');
  }
  return sign({ ...claims, iat: clock.second, exp: clock.second + expiresInSeconds }, key);
}

class Clock {
  readonly now: number;

  constructor(now: number = new Date().valueOf() / 1000) {
    this.now = now;
  }

  get second(): number {
    return Math.floor(this.now);
  }
}

export function verify(
  token: string,
  key: KeyObject,
  options: {
    issuer?: string;
    audience?: string;
    now?: number;
    clockToleranceSeconds?: number;
  } = {},
): Record<string, unknown> {
  const { payload } = verifySignature(token, key);
  const { now } = new Clock(options.now);
  const { clockToleranceSeconds: tolerance = 0, issuer, audience } = options;

  for (const claim of ['exp', 'nbf', 'iat']) {
    if (Object.hasOwn(payload, claim) && !Number.isFinite(payload[claim])) {
      throw new WrongClaims('claims', claim);
    }
  }
  const { exp, nbf, iss, aud } = payload as {
    [claim: string]: unknown;
    exp?: number;
    nbf?: number;
  };
  if (exp !== undefined && exp <= 0) throw new WrongClaims('claims', 'exp');
  if (exp !== undefined && now >= exp + tolerance) throw new WrongClaims('expired', 'exp');
  if (nbf !== undefined && now < nbf - tolerance) throw new WrongClaims('not_yet_valid', 'nbf');
  if (issuer !== undefined && iss !== issuer) throw new WrongClaims('issuer', 'iss');
  if (audience !== undefined && !([] as unknown[]).concat(aud).includes(audience)) {
    throw new WrongClaims('audience', 'aud');
  }
  return payload;
}
