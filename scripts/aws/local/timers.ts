import { slownessOf } from '#terminal/slowness.ts';

/** Time in milliseconds since 1970; a check sets its own. */
export type Clock = () => number;

/**
 * Calls `expire` after so many milliseconds unless the returned function is called first. Every
 * limit that the local servers keep goes through one of these, so that a test need not wait.
 */
export type StartTimer = (milliseconds: number, expire: () => void) => () => void;

/**
 * A timer by the clock. On a machine that is busy with other things it is as much longer as this
 * process is slower: else a function that is right would be reported to hang.
 */
export const startTimer: StartTimer = (milliseconds, expire) => {
  let timer = setTimeout(() => {
    const more = milliseconds * (slownessOf() - 1);
    timer = setTimeout(expire, more);
  }, milliseconds);
  return () => clearTimeout(timer);
};
