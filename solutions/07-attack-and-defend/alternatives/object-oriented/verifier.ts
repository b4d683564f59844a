/* Objects that can't be made of anything wrong: Segment, Token, Trust. Duplicates by jsonc-parser. */
import crypto from 'node:crypto';
import { visit } from 'jsonc-parser';
import type { Jwk } from './evidence.ts';

export class JwtError extends Error {
  readonly code: string;

  constructor(code: string) {
    super(code);
    this.code = code;
  }
}
class Malformed extends JwtError {
  constructor() {
    super('malformed');
  }
}

class Segment {
  readonly bytes: Buffer;

  constructor(text: string) {
    if (/[^A-Za-z0-9_-]/.test(text)) throw new Malformed();
    this.bytes = Buffer.from(text, 'base64url');
    if (this.bytes.toString('base64url') !== text) throw new Malformed();
  }

  get object(): Record<string, unknown> {
    const text = this.bytes.toString('utf8');
    let value: unknown;
    try {
      value = JSON.parse(text);
    } catch {
      throw new Malformed();
    }
    if (typeof value !== 'object' || value === null || Array.isArray(value)) throw new Malformed();
    const names = new Set<string>();
    visit(text, {
      onObjectProperty: (name, _offset, _length, _line, _character, path) => {
        if (path().length > 0) return;
        if (names.has(name)) throw new Malformed();
        names.add(name);
      },
    });
    return value as Record<string, unknown>;
  }
}

class Token {
  readonly header: Record<string, unknown>;
  readonly payload: Record<string, unknown>;
  readonly signed: string;
  readonly signature: Buffer;

  constructor(text: unknown) {
    if (typeof text !== 'string') throw new Malformed();
    const [header, payload, signature, ...more] = text.split('.');
    if (
      header === undefined ||
      payload === undefined ||
      signature === undefined ||
      more.length > 0
    ) {
      throw new Malformed();
    }
    this.header = new Segment(header).object;
    this.payload = new Segment(payload).object;
    this.signature = new Segment(signature).bytes;
    this.signed = `${header}.${payload}`;
  }

  requireAlgorithm(): this {
    if (this.header['alg'] !== 'RS256' || 'crit' in this.header) throw new JwtError('algorithm');
    return this;
  }

  requireSignature(keys: Readonly<Record<string, Jwk>>): this {
    const { kid } = this.header;
    const entry = Object.entries(keys).find(([name]) => name === kid);
    if (!entry) throw new JwtError('key');
    const [, jwk] = entry;
    if (jwk.alg !== 'RS256' || jwk.kty !== 'RSA') throw new JwtError('algorithm');
    const key = crypto.createPublicKey({ key: jwk, format: 'jwk' });
    if (!crypto.createVerify('RSA-SHA256').update(this.signed).verify(key, this.signature)) {
      throw new JwtError('signature');
    }
    return this;
  }

  requireAccessToken(): this {
    const { typ } = this.header;
    const type = typeof typ === 'string' ? typ.toLowerCase() : '';
    if (type !== 'at+jwt' && type !== 'application/at+jwt') throw new JwtError('type');
    return this;
  }

  requireTime(now: number): this {
    for (const name of ['exp', 'nbf']) {
      if (name in this.payload && !Number.isFinite(this.payload[name]))
        throw new JwtError('claims');
    }
    if ('exp' in this.payload && !(now < Number(this.payload['exp'])))
      throw new JwtError('expired');
    if ('nbf' in this.payload && now < Number(this.payload['nbf']))
      throw new JwtError('not_yet_valid');
    return this;
  }

  requireIssuer(issuer: string): this {
    if (this.payload['iss'] !== issuer) throw new JwtError('issuer');
    return this;
  }

  requireAudience(audience: string): this {
    const { aud } = this.payload;
    const isFor = Array.isArray(aud) ? aud.some((one) => one === audience) : aud === audience;
    if (!isFor) throw new JwtError('audience');
    return this;
  }
}

export function verify(
  token: string,
  options: { keys: Readonly<Record<string, Jwk>>; issuer: string; audience: string; now?: number },
): Record<string, unknown> {
  return new Token(token)
    .requireAlgorithm()
    .requireSignature(options.keys)
    .requireAccessToken()
    .requireTime(options.now ?? Date.now() / 1000)
    .requireIssuer(options.issuer)
    .requireAudience(options.audience).payload;
}
