import { CLOCK_VARIABLE } from '../protocol.ts';

const { now } = Date;

let aheadMs = 0;

/**
 * Lets the host set this environment's clock, if it wants to: for a check it moves on between two
 * invocations, as it does where AWS had frozen the environment. Called before anything of the
 * function's is loaded, which may keep a reference to `Date`.
 */
export function installClock(): void {
  if (process.env[CLOCK_VARIABLE] === undefined) return;
  delete process.env[CLOCK_VARIABLE];
  Date.now = () => now() + aheadMs;
  const original = Date;
  globalThis.Date = new Proxy(original, {
    construct: (target, values, caller) =>
      Reflect.construct(
        target,
        values.length === 0 ? [target.now()] : values,
        caller === globalThis.Date ? target : caller,
      ) as Date,
    apply: (target) => new target(target.now()).toString(),
  });
  original.prototype.constructor = globalThis.Date;
}

/** Sets it to this time, in milliseconds since 1970. From there on it runs as the machine's does. */
export function setClock(time: number): void {
  aheadMs = time - now();
}
