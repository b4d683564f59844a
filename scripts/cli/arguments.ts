/** What the commands' arguments may say. Each reader throws a UsageError. */
import { isPrefix, isRegion, PREFIX_LENGTH } from '#aws/deploy/names.ts';
import type { Argument } from '#terminal/command.ts';
import { UsageError } from '#terminal/errors.ts';
import { say, type Message } from '#text/message.ts';

/** An argument that has to be there; `missing` says what it is, where it is not. */
export function required<Value>(read: (text: string) => Value, missing: Message): Argument<Value> {
  return {
    read(given) {
      if (given === undefined || given === '') throw new UsageError(missing);
      return read(given);
    },
  };
}

export function text(given: string): string {
  return given;
}

/** A lab's number. */
export function labNumber(given: string): number {
  if (/^\d+$/.test(given)) return Number(given);
  throw new UsageError(say`A lab is named by its number, not by "${given}".`);
}

/** Lambda answers on this port, the HTTP API on the next, and the REST API on the one after. */
export const FIRST_PORT = 9001;

/** The number of a port, behind which `more` ports follow. */
export function port(more = 0): (given: string) => number {
  const most = 65_535 - more;
  return (given) => {
    const number = Number(given);
    if (/^\d+$/.test(given) && number >= 1 && number <= most) return number;
    throw new UsageError(say`--port takes a number from 1 to ${most}, not "${given}".`);
  };
}

/** A time such as `9:30`, in minutes after midnight. */
export function time(name: string): (given: string) => number {
  return (given) => {
    const [, hour, minute] = /^([01]?\d|2[0-3]):([0-5]\d)$/.exec(given) ?? [];
    if (hour !== undefined && minute !== undefined) return Number(hour) * 60 + Number(minute);
    throw new UsageError(say`${name} takes a time from 00:00 to 23:59, not "${given}".`);
  };
}

export function folder(given: string): string {
  if (given !== '') return given;
  throw new UsageError(say`--out takes the name of a folder.`);
}

/** The path of a route. Git Bash on Windows makes `C:/…/lounge` out of `/lounge`. */
export function path(given: string): string {
  if (/^\/[\w/-]*$/.test(given)) return given.replace(/^\/+/, '/');
  throw new UsageError(
    say`--path takes the path of a route, such as /lounge, not "${given}". In Git Bash on Windows write //lounge.`,
  );
}

export function oneOf<Choice extends string>(
  name: string,
  ...choices: readonly Choice[]
): (given: string) => Choice {
  return (given) => {
    const choice = choices.find((one) => one === given);
    if (choice !== undefined) return choice;
    throw new UsageError(say`${name} takes one of these: ${choices.join(', ')}; not "${given}".`);
  };
}

export function region(given: string): string {
  if (isRegion(given)) return given;
  throw new UsageError(say`--region takes the name of a region, not "${given}".`);
}

export function prefix(given: string): string {
  if (isPrefix(given)) return given;
  throw new UsageError(
    say`--prefix takes ${PREFIX_LENGTH.least} to ${PREFIX_LENGTH.most} lower-case letters, digits and single hyphens, a letter first, not "${given}".`,
  );
}
