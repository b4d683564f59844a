/**
 * Loaded by a process that waits for the checks of a lab that makes RSA keys: it makes one of each
 * usual length meanwhile, for a key of 2,048 bits takes up to half a second. Whoever asks first gets
 * it, and nobody a second time. JavaScript for the reason of ahead.mjs.
 */
import crypto from 'node:crypto';
import { promisify } from 'node:util';
import { handOut } from './rsa-keys.mjs';

const LENGTHS = [2048, 1024];

const generate = promisify(crypto.generateKeyPair);
const kept = new Map();

/** Resolves when the keys are made. */
export const ready = Promise.all(
  LENGTHS.map(async (modulusLength) =>
    kept.set(modulusLength, await generate('rsa', { modulusLength })),
  ),
);

handOut((modulusLength) => {
  const pair = kept.get(modulusLength);
  kept.delete(modulusLength);
  return pair;
});
