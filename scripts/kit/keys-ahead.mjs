/**
 * Loaded by a process that waits for the checks of a lab that makes RSA keys: it makes one of each
 * usual length meanwhile, for a key of 2,048 bits takes up to half a second. Whoever asks first gets
 * it, and nobody a second time. JavaScript for the reason of ahead.mjs.
 */
import crypto from 'node:crypto';
import { syncBuiltinESMExports } from 'node:module';
import { promisify } from 'node:util';

const LENGTHS = [2048, 1024];

const { generateKeyPairSync } = crypto;
const generate = promisify(crypto.generateKeyPair);
const kept = new Map();

/** Resolves when the keys are made. */
export const ready = Promise.all(
  LENGTHS.map(async (modulusLength) =>
    kept.set(modulusLength, await generate('rsa', { modulusLength })),
  ),
);

crypto.generateKeyPairSync = (type, options) => {
  const { modulusLength, publicExponent, publicKeyEncoding, privateKeyEncoding, ...others } =
    options ?? {};
  const isUsual = type === 'rsa' && [undefined, 65537].includes(publicExponent) && isEmpty(others);
  const pair = isUsual ? kept.get(modulusLength) : undefined;
  if (!pair) return generateKeyPairSync(type, options);
  const exported = {
    publicKey: publicKeyEncoding ? pair.publicKey.export(publicKeyEncoding) : pair.publicKey,
    privateKey: privateKeyEncoding ? pair.privateKey.export(privateKeyEncoding) : pair.privateKey,
  };
  kept.delete(modulusLength);
  return exported;
};
// For `import { generateKeyPairSync }`.
syncBuiltinESMExports();

function isEmpty(object) {
  return Object.keys(object).length === 0;
}
