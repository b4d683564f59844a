/**
 * Loaded by a process that waits for a lab's checks: readies what their functions need, so that it
 * costs no time after a save. JavaScript, because Node loads it before anything that reads
 * TypeScript. Without it everything works, only slower; see aws/local/lambda/sandbox.ts.
 */
import { existsSync, readdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { boot, threadScript } from './thread-script.mjs';

/** As many environments as a lab's checks start, at most, and one; each thread that waits holds about 10 MB. */
const THREADS = 22;

/** With no more left the next one boots while the function works. */
const FEW = 1;

// The gateway fetches an issuer's keys, and Node loads what fetch is made of with the first of its names.
void globalThis.Response;

// What functions import: Node's own modules by way of `import`, and the packages of
// aws/local/packages.ts. Where one is not there yet, the function loads it.
const folder = fileURLToPath(new URL('../../../.workshop/packages/', import.meta.url));
const packages = existsSync(folder)
  ? readdirSync(folder).filter((one) => one.endsWith('.cjs'))
  : [];

const warmUp = new URL('warm-up.mjs', import.meta.url).href;
const plain = [
  `void import(${JSON.stringify(warmUp)}).catch(({ stack }) => stack);`,
  await threadScript(),
].join('\n');
const whole = [
  ...packages.map((one) => `try { require(${JSON.stringify(folder + one)}) } catch {}`),
  plain,
].join('\n');

const ready = Array.from({ length: THREADS }, () => boot(whole));
/** Without any package: for a function that has something loaded before them. */
const plainOnes = [boot(plain), boot(plain)];

globalThis[Symbol.for('jwt-workshop.threads-ahead')] = {
  take() {
    if (ready.length <= FEW) setImmediate(() => ready.push(boot(whole)));
    return ready.shift();
  },
  takePlain() {
    return plainOnes.shift();
  },
};
