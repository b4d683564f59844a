import { codeOf } from './error-code.ts';

/** Whether a process of this machine runs, also another person's. */
export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return codeOf(error) === 'EPERM';
  }
}
