/** What a declared secret becomes: the text that a function finds in its environment. */
import { generateKeyPairSync, randomBytes } from 'node:crypto';
import type { Secret } from './application.ts';

/** A new value: random bytes in base64url, or a private RSA key in PEM, which takes about 70 ms. */
export function makeSecret(secret: Secret): string {
  if ('bytes' in secret) return randomBytes(secret.bytes).toString('base64url');
  return generateKeyPairSync('rsa', {
    modulusLength: secret.rsa,
    privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
    publicKeyEncoding: { type: 'spki', format: 'pem' },
  }).privateKey;
}

/** Characters of its value: as many as base64url takes for the bytes; of a key the usual number. */
export function secretLength(secret: Secret): number {
  return 'bytes' in secret ? Math.ceil((secret.bytes * 8) / 6) : RSA_2048_PEM;
}

/** A key's numbers are now and then a byte shorter, and its PEM by a few characters. */
const RSA_2048_PEM = 1704;
