/** The log of one invocation, as Lambda keeps it, for people. */
import { parseJson } from '#text/json.ts';

/**
 * What the function itself has logged: without the lines that Lambda puts around it, and without the
 * time and the request's id in front of each. An error's line of JSON becomes its stack.
 */
export function ownLines(log: string): string[] {
  return log
    .split(/[\r\n]+/)
    .filter((line) => line !== '' && !PLATFORM.test(line))
    .flatMap((line) => stackIn(line) ?? [line.replace(PREFIX, '$1 ')]);
}

function stackIn(line: string): string[] | undefined {
  const json = /\t(\{"errorType":.*\})$/.exec(line)?.[1];
  // A long line is cut off, and no JSON.
  const { stack } = Object(parseJson(json ?? '')) as { readonly stack?: unknown };
  return Array.isArray(stack) ? stack.filter((frame) => !RUNTIME.test(frame)) : undefined;
}

const PREFIX = /^\S+Z\t\S+\t([A-Z]+)\t/;
/** Frames that no file of the learner's has a part in. */
const RUNTIME = /^\s+at .*(?:\/var\/runtime\/|node:internal\/)/;

/** https://docs.aws.amazon.com/lambda/latest/dg/nodejs-logging.html */
const PLATFORM = /^(?:START|END|REPORT) RequestId: |^INIT_START /;
