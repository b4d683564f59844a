/* Another right answer: one expression each, on the members of the JWK itself. */
import { createHash, type KeyObject } from 'node:crypto';

export interface PublicJwk {
  readonly kty: 'RSA';
  readonly n: string;
  readonly e: string;
  readonly kid: string;
  readonly use: 'sig';
  readonly alg: 'RS256';
}

const members = (key: KeyObject): { e: string; kty: 'RSA'; n: string } => {
  const isFit =
    key.asymmetricKeyType === 'rsa' && Number(key.asymmetricKeyDetails?.modulusLength) >= 2048;
  if (!isFit) throw new RangeError('RS256 needs an RSA key of 2048 bits');
  const { e, n } = key.export({ format: 'jwk' }) as { e: string; n: string };
  return { e, kty: 'RSA', n };
};

export const thumbprint = (key: KeyObject): string =>
  createHash('sha256')
    .update(JSON.stringify(members(key), ['e', 'kty', 'n']))
    .digest('base64url');

export const publicJwk = (key: KeyObject): PublicJwk => ({
  ...members(key),
  kid: thumbprint(key),
  use: 'sig',
  alg: 'RS256',
});
