/** Puts keys made elsewhere in the place of those that `generateKeyPairSync` makes. */
import crypto from 'node:crypto';
import { syncBuiltinESMExports } from 'node:module';

const { generateKeyPairSync } = crypto;

/**
 * From here on whoever asks for an RSA key of the usual exponent gets the pair of KeyObjects that
 * `pairOf` returns for its length in bits, in the form that was asked for; where that is undefined,
 * and for any other key, one is made.
 */
export function handOut(pairOf) {
  crypto.generateKeyPairSync = (type, options) => {
    const { modulusLength, publicExponent, publicKeyEncoding, privateKeyEncoding, ...others } =
      options ?? {};
    const isUsual =
      type === 'rsa' &&
      typeof modulusLength === 'number' &&
      [undefined, 65537].includes(publicExponent) &&
      Object.keys(others).length === 0;
    const pair = isUsual ? pairOf(modulusLength) : undefined;
    if (!pair) return generateKeyPairSync(type, options);
    return {
      publicKey: publicKeyEncoding ? pair.publicKey.export(publicKeyEncoding) : pair.publicKey,
      privateKey: privateKeyEncoding ? pair.privateKey.export(privateKeyEncoding) : pair.privateKey,
    };
  };
  // For `import { generateKeyPairSync }`.
  syncBuiltinESMExports();
}
