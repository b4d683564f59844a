/**
 * Threads for functions that are not known yet. JavaScript, because Node loads it before anything that
 * reads TypeScript.
 */
import { build } from 'esbuild';
import { fileURLToPath } from 'node:url';
import { Worker } from 'node:worker_threads';

/** How many hashes the threads remember, and the bytes of each: its key, its length and itself. */
const HASHES = { slots: 256, keyBytes: 32, longest: 64 };
const hashes = new SharedArrayBuffer(4 + HASHES.slots * 128);

/** What such a thread runs. */
export async function threadScript() {
  // As bundleScript does it, but for `eval`; and esbuild's own service runs from here on.
  const { outputFiles } = await build({
    entryPoints: [
      fileURLToPath(new URL('../../aws/local/lambda/bootstrap/index.ts', import.meta.url)),
    ],
    bundle: true,
    platform: 'node',
    format: 'cjs',
    target: 'node20',
    keepNames: true,
    write: false,
  });
  const bootstrap = Buffer.from(outputFiles[0].contents).toString();
  return `(${rememberHashes})(${JSON.stringify(HASHES)});\n${bootstrap}`;
}

/** Starts a thread that runs the script and waits for its function. */
export function boot(script) {
  const worker = new Worker(script, {
    // Not as a data: URL, which would stand whole in every stack trace.
    eval: true,
    env: {},
    execArgv: ['--enable-source-maps'],
    stdout: true,
    stderr: true,
    // Nine tenths of the 128 MB that a function has by default.
    resourceLimits: { maxOldGenerationSizeMb: 115 },
    workerData: hashes,
  });
  worker.unref();
  return worker;
}

/**
 * Runs in each thread. scrypt is slow on purpose, and the checks log the same users in again and again:
 * of the same password and salt the hash is made once, in whichever thread. As in lab 3's checks, it
 * comes late enough that an answer which does not wait for it is the first.
 */
function rememberHashes({ slots, keyBytes, longest }) {
  const crypto = require('node:crypto');
  const { workerData } = require('node:worker_threads');
  const { createHash, scrypt } = crypto;
  const used = new Int32Array(workerData, 0, 1);
  const slotAt = (index) => Buffer.from(workerData, 4 + index * 128, 128);
  const find = (key) => {
    for (let index = 0; index < Math.min(Atomics.load(used, 0), slots); index += 1) {
      const slot = slotAt(index);
      const length = slot[keyBytes];
      // The length is written last.
      if (length > 0 && key.equals(slot.subarray(0, keyBytes)))
        return Buffer.from(slot.subarray(keyBytes + 1, keyBytes + 1 + length));
    }
  };
  const keep = (key, hash) => {
    if (hash.length > longest) return;
    const index = Atomics.add(used, 0, 1);
    if (index >= slots) return;
    const slot = slotAt(index);
    slot.set(key);
    slot.set(hash, keyBytes + 1);
    slot[keyBytes] = hash.length;
  };
  crypto.scrypt = (...values) => {
    const callback = values.pop();
    const isPlain = values
      .slice(0, 2)
      .every((one) => typeof one === 'string' || Buffer.isBuffer(one));
    if (!isPlain || typeof callback !== 'function') return scrypt(...values, callback);
    const key = createHash('sha256').update(JSON.stringify(values)).digest();
    const hash = find(key);
    if (hash) return void setImmediate(setImmediate, callback, null, hash);
    scrypt(...values, (error, made) => {
      if (!error) keep(key, made);
      callback(error, made);
    });
  };
  require('node:module').syncBuiltinESMExports();
}
