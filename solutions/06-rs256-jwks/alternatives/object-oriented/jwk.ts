/* Another right answer: a class, and the members taken from the DER of the public half. */
import { createHash, createPublicKey, type KeyObject } from 'node:crypto';

export interface PublicJwk {
  readonly kty: 'RSA';
  readonly n: string;
  readonly e: string;
  readonly kid: string;
  readonly use: 'sig';
  readonly alg: 'RS256';
}

class RsaKey {
  private readonly jwk: { readonly n: string; readonly e: string };

  constructor(key: KeyObject) {
    if (key.type === 'secret' || key.asymmetricKeyType !== 'rsa') {
      throw new RangeError(`${key.asymmetricKeyType ?? 'a secret'} is no key for RS256`);
    }
    const half = key.type === 'private' ? createPublicKey(key) : key;
    const { n, e } = half.export({ format: 'jwk' });
    this.jwk = { n: String(n), e: String(e) };
    if (this.bits < 2048) throw new RangeError(`${this.bits} bits are too few`);
  }

  /** Counted in the number itself: its first bit is a one. */
  get bits(): number {
    const bytes = Buffer.from(this.jwk.n, 'base64url');
    return bytes.length * 8 - (Math.clz32(bytes[0] ?? 0) - 24);
  }

  get thumbprint(): string {
    const text = `{"e":"${this.jwk.e}","kty":"RSA","n":"${this.jwk.n}"}`;
    return createHash('sha256').update(text, 'utf8').digest().toString('base64url');
  }

  toJSON(): PublicJwk {
    const { n, e } = this.jwk;
    return { alg: 'RS256', e, kid: this.thumbprint, kty: 'RSA', n, use: 'sig' };
  }
}

export const thumbprint = (key: KeyObject): string => new RsaKey(key).thumbprint;
export const publicJwk = (key: KeyObject): PublicJwk => new RsaKey(key).toJSON();
