/* A forger with a method for each change; the PEM text is put together by hand. */
import * as crypto from 'node:crypto';
import type { Evidence, Jwks } from './evidence.ts';

class Forgery {
  private readonly header: Record<string, unknown>;
  private readonly payload: Record<string, unknown>;

  constructor(token: string) {
    const { header, payload } = readToken(token);
    this.header = header;
    this.payload = { ...payload, rank: '99' };
  }

  with(members: Record<string, unknown>): this {
    Object.assign(this.header, members);
    return this;
  }

  without(member: string): this {
    delete this.header[member];
    return this;
  }

  unsigned(): string {
    return `${this.text}.`;
  }

  hmac(secret: crypto.BinaryLike): string {
    return `${this.text}.${crypto.createHmac('SHA256', secret).update(this.text).digest('base64url')}`;
  }

  rsa(key: crypto.KeyObject): string {
    const signature = crypto.createSign('RSA-SHA256').update(this.text).end().sign(key);
    return `${this.text}.${signature.toString('base64url')}`;
  }

  private get text(): string {
    return `${encodeSegment(this.header)}.${encodeSegment(this.payload)}`;
  }
}

export function forgeUnsigned(token: string): string {
  return new Forgery(token).with({ alg: 'NONE' }).unsigned();
}

export function forgeWithPublicKey(token: string, jwks: Jwks): string {
  const wanted = readToken(token).header['kid'];
  for (const jwk of jwks.keys) {
    if (jwk.kid !== wanted) continue;
    const der = crypto
      .createPublicKey({ key: jwk, format: 'jwk' })
      .export({ type: 'spki', format: 'der' });
    const lines = der.toString('base64').match(/.{1,64}/g) ?? [];
    const pem = ['-----BEGIN PUBLIC KEY-----', ...lines, '-----END PUBLIC KEY-----', ''].join('\n');
    return new Forgery(token).with({ alg: 'HS256' }).hmac(Buffer.from(pem, 'ascii'));
  }
  throw new Error('no such key');
}

/** The pair is made once. Its JWK says more than it must: alg, use, and a kid of its own. */
let pair: crypto.KeyPairKeyObjectResult | undefined;

export function forgeWithOwnKey(token: string): string {
  pair ??= crypto.generateKeyPairSync('rsa', { modulusLength: 2048, publicExponent: 65537 });
  const jwk = {
    ...pair.publicKey.export({ format: 'jwk' }),
    alg: 'RS256',
    use: 'sig',
    kid: 'neon',
  };
  return new Forgery(token).with({ kid: 'neon', jwk }).rsa(pair.privateKey);
}

export function forgeWithUnknownKid(token: string): string {
  return new Forgery(token).with({ alg: 'HS256', kid: null }).hmac(new Uint8Array());
}

export class Choice {
  readonly idToken: string;
  readonly otherAudience: string;
  readonly otherIssuer: string;

  // Decoded by hand, once: a game, a partner, an app.
  constructor([game = '', partner = '', app = '']: readonly string[]) {
    this.otherAudience = game;
    this.otherIssuer = partner;
    this.idToken = app;
  }
}

export function substitute({ others }: Evidence): Choice {
  return new Choice(others);
}

export function crack(token: string, words: readonly string[]): string | undefined {
  const parts = token.split('.');
  const signature = Buffer.from(parts.pop() ?? '', 'base64url');
  for (const word of words) {
    const mac = crypto
      .createHmac('sha256', Buffer.from(word, 'utf8'))
      .update(parts.join('.'))
      .digest();
    if (mac.length === signature.length && crypto.timingSafeEqual(mac, signature)) return word;
  }
  return;
}

export function twin(token: string): string {
  return `${token}\n`;
}

export function readToken(token: string) {
  const [header = '', payload = ''] = token.split('.');
  return { header: decode(header), payload: decode(payload) };
}

export function encodeSegment(value: object): string {
  return Buffer.from(JSON.stringify(value)).toString('base64url');
}

function decode(segment: string): Record<string, unknown> {
  return JSON.parse(Buffer.from(segment, 'base64url').toString()) as Record<string, unknown>;
}
