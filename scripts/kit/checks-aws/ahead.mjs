/**
 * Loaded by a process that waits for a lab's checks: readies what their functions need, so that it
 * costs no time after a save. JavaScript, because Node loads it before anything that reads
 * TypeScript. Without it everything works, only slower; see aws/local/lambda/sandbox.ts.
 */
import { build } from 'esbuild';
import { existsSync, readdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { Worker } from 'node:worker_threads';

/** Nearly as many environments as a lab's checks start; each thread that waits holds about 10 MB. */
const THREADS = 16;

/** With fewer left the next one boots while the function works. */
const FEW = 2;

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

// What functions import: Node's own modules by way of `import`, and the packages of
// aws/local/packages.ts. Where one is not there yet, the function loads it.
const folder = fileURLToPath(new URL('../../../.workshop/packages/', import.meta.url));
const packages = existsSync(folder)
  ? readdirSync(folder).filter((one) => one.endsWith('.cjs'))
  : [];
const script = [
  "void import('node:crypto');",
  `(${rememberHashes})();`,
  ...packages.map((one) => `try { require(${JSON.stringify(folder + one)}) } catch {}`),
  bootstrap,
].join('\n');

function boot() {
  const worker = new Worker(script, {
    // Not as a data: URL, which would stand whole in every stack trace.
    eval: true,
    env: {},
    execArgv: ['--enable-source-maps'],
    stdout: true,
    stderr: true,
    // Nine tenths of the 128 MB that a function has by default.
    resourceLimits: { maxOldGenerationSizeMb: 115 },
  });
  worker.unref();
  return worker;
}

const ready = Array.from({ length: THREADS }, boot);

globalThis[Symbol.for('jwt-workshop.threads-ahead')] = {
  take() {
    if (ready.length <= FEW) setImmediate(() => ready.push(boot()));
    return ready.shift();
  },
};

/**
 * Runs in each thread. scrypt is slow on purpose, and the checks log the same users in again and again:
 * of the same password and salt the hash is made once. As in lab 3's checks, it comes late enough that
 * an answer which does not wait for it is the first.
 */
function rememberHashes() {
  const crypto = require('node:crypto');
  const { scrypt } = crypto;
  const known = new Map();
  crypto.scrypt = (...values) => {
    const callback = values.pop();
    const isPlain = values
      .slice(0, 2)
      .every((one) => typeof one === 'string' || Buffer.isBuffer(one));
    if (!isPlain || typeof callback !== 'function') return scrypt(...values, callback);
    const key = JSON.stringify(values);
    const hash = known.get(key);
    if (hash) return void setImmediate(setImmediate, callback, null, Buffer.from(hash));
    scrypt(...values, (error, made) => {
      if (!error) known.set(key, Buffer.from(made));
      callback(error, made);
    });
  };
  require('node:module').syncBuiltinESMExports();
}
