/** Time in milliseconds since 1970; a check sets its own. */
export type Clock = () => number;

/**
 * Calls `expire` after so many milliseconds unless the returned function is called first. Every
 * limit that the local servers keep goes through one of these, so that a test need not wait.
 */
export type StartTimer = (milliseconds: number, expire: () => void) => () => void;

export const startTimer: StartTimer = (milliseconds, expire) => {
  const timer = setTimeout(expire, milliseconds);
  return () => clearTimeout(timer);
};
