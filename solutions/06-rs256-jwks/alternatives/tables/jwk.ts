/* Another right answer: rules as a table, and a JWK whose members are picked by their names. */
import { createHash, createPublicKey, type KeyObject } from 'node:crypto';

export interface PublicJwk {
  readonly kty: 'RSA';
  readonly n: string;
  readonly e: string;
  readonly kid: string;
  readonly use: 'sig';
  readonly alg: 'RS256';
}

const RULES: readonly (readonly [why: string, holds: (key: KeyObject) => boolean])[] = [
  ['a secret can not be published', ({ type }) => type !== 'secret'],
  ['RS256 takes RSA keys', ({ asymmetricKeyType }) => asymmetricKeyType === 'rsa'],
  [
    'RS256 takes 2048 bits and more',
    ({ asymmetricKeyDetails }) => (asymmetricKeyDetails?.modulusLength ?? 0) > 2047,
  ],
];

/** What is hashed, in its order. */
const REQUIRED = ['e', 'kty', 'n'] as const;

function required(key: KeyObject): { e: string; kty: 'RSA'; n: string } {
  const broken = RULES.find(([, holds]) => !holds(key));
  if (broken) throw new RangeError(broken[0]);
  const whole = (key.type === 'public' ? key : createPublicKey(key)).export({ format: 'jwk' });
  return Object.fromEntries(REQUIRED.map((name) => [name, whole[name]])) as never;
}

export function thumbprint(key: KeyObject): string {
  const hash = createHash('sha256');
  hash.write(JSON.stringify(required(key)));
  return hash.digest('base64url');
}

export function publicJwk(key: KeyObject): PublicJwk {
  return { alg: 'RS256', use: 'sig', kid: thumbprint(key), ...required(key) };
}
