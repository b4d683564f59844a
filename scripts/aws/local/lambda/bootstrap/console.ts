import { format } from 'node:util';
import { describeError } from './errors.ts';

let requestId = 'undefined';

/** Every line logged from now on carries this id. */
export function setRequestId(id: string): void {
  requestId = id;
}

/**
 * Makes `console` write as it does on Lambda: all levels to stdout, each line with its time, the
 * request and the level; line breaks inside become carriage returns, so one call stays one log
 * event. https://docs.aws.amazon.com/lambda/latest/dg/nodejs-logging.html
 */
export function patchConsole(): void {
  for (const [method, level] of LEVELS) {
    console[method] = (...values: unknown[]) => {
      const line = [new Date().toISOString(), requestId, level, format(...values)].join('\t');
      process.stdout.write(`${line.replaceAll('\n', '\r')}\n`);
    };
  }
}

/** Writes an error as one line of JSON behind its title, as AWS's runtime does. */
export function logError(title: string, error: unknown): void {
  const { errorType, errorMessage, trace } = describeError(error);
  console.error(title, `\t${JSON.stringify({ errorType, errorMessage, stack: trace })}`);
}

const LEVELS = [
  ['log', 'INFO'],
  ['info', 'INFO'],
  ['debug', 'DEBUG'],
  ['warn', 'WARN'],
  ['error', 'ERROR'],
  ['trace', 'TRACE'],
] as const;
