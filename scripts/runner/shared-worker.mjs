/**
 * Loaded by a worker that runs many files of checks, one after the other: what is slow on purpose, an
 * RSA key and the hash of a password, is made once for all of them. JavaScript, because Node loads it
 * before anything that reads TypeScript.
 */
import crypto from 'node:crypto';
import { handOut } from '#kit/rsa-keys.mjs';

const { generateKeyPairSync } = crypto;

/** By length in bits: the keys, in the order in which the files of checks ask for them. */
const kept = new Map();
let asked = new Map();

let endLast = () => {};

/** The kit calls it as it is loaded anew: with what ends its log, before that of the next file begins. */
globalThis[Symbol.for('jwt-workshop.next-file')] = (end) => {
  endLast();
  endLast = end;
  // The same keys as the last file got, and none of them twice.
  asked = new Map();
};

handOut((modulusLength) => {
  const pairs = kept.get(modulusLength) ?? [];
  const index = asked.get(modulusLength) ?? 0;
  kept.set(modulusLength, pairs);
  asked.set(modulusLength, index + 1);
  return (pairs[index] ??= generateKeyPairSync('rsa', { modulusLength }));
});

let script;

// Only where there are functions to run.
async function boot() {
  const threads = await import('#kit/checks-aws/thread-script.mjs');
  return threads.boot(await (script ??= threads.threadScript()));
}

globalThis[Symbol.for('jwt-workshop.threads-ahead')] = { take: boot, takePlain: boot };
