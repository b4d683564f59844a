/*
 * Lab 6 · Publish a key, and let the gateway check: the key
 *
 * An HS256 secret can't be published, for whoever checks with it can also sign. An RSA key has two
 * halves: the private one signs, the public one only checks, and that one everybody may have. It
 * travels as a JWK, a JSON Web Key (RFC 7517):
 *
 *     {"kty":"RSA","n":"0vx7ago…","e":"AQAB","kid":"NzbLsXh8…","use":"sig","alg":"RS256"}
 *
 * Work through the TODOs in order: `npm run lab:6` says after each what is right and what is not.
 */
import { createHash, type KeyObject } from 'node:crypto';

/** The public half of an RSA key as it is published. */
export interface PublicJwk {
  readonly kty: 'RSA';
  /** The modulus and the exponent, in base64url. */
  readonly n: string;
  readonly e: string;
  /** The key's id: its thumbprint. */
  readonly kid: string;
  readonly use: 'sig';
  readonly alg: 'RS256';
}

/**
 * The key's fingerprint (RFC 7638): the same for the private and the public half, and another one for
 * every other key.
 *
 * @throws RangeError where it is no RSA key for RS256, or one of fewer than 2048 bits (RFC 7518 §3.3)
 */
export function thumbprint(key: KeyObject): string {
  const { e, kty, n } = publicMembers(key);
  // The required members and no other, in the order of the alphabet, without a blank: whoever has
  // the key comes to the same text, and so to the same hash.
  const text = JSON.stringify({ e, kty, n });
  return createHash('sha256').update(text).digest('base64url');
}

/**
 * The key as it is published. Of a private key it is the public half.
 *
 * @throws RangeError where it is no RSA key for RS256, or one of fewer than 2048 bits (RFC 7518 §3.3)
 */
export function publicJwk(key: KeyObject): PublicJwk {
  const { kty, n, e } = publicMembers(key);
  return { kty, n, e, kid: thumbprint(key), use: 'sig', alg: 'RS256' };
}

function publicMembers(key: KeyObject): Pick<PublicJwk, 'kty' | 'n' | 'e'> {
  // "rsa-pss" is a kind of its own: such a key can't make an RS256 signature.
  if (key.asymmetricKeyType !== 'rsa') throw new RangeError('not an RSA key for RS256');
  const bits = key.asymmetricKeyDetails?.modulusLength ?? 0;
  if (bits < 2048) throw new RangeError(`an RSA key has at least 2048 bits, this one has ${bits}`);
  // Member by member: the rest of a private key's JWK is the private key.
  const { n = '', e = '' } = key.export({ format: 'jwk' });
  return { kty: 'RSA', n, e };
}
