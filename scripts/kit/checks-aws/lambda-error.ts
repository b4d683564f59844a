/** What a function failed with, as the service reports it, made an Error that checks understand. */
import type { Failure } from '../checks/failure.ts';
import { redact } from '../checks/show.ts';
import { say } from '#text/message.ts';

/** https://docs.aws.amazon.com/lambda/latest/dg/nodejs-exceptions.html */
interface Report {
  readonly errorType?: unknown;
  readonly errorMessage?: unknown;
  readonly trace?: unknown;
}

export class LambdaError extends Error {
  /** The failure that it stands for, whatever the check expected; see `failureByNature`. */
  readonly nature: Failure | undefined;

  /** `log`: what the function logged until it failed. */
  constructor(report: Report, log = '') {
    super(redact(String(report.errorMessage ?? '')));
    this.name = String(report.errorType ?? 'Error');
    const trace = Array.isArray(report.trace) ? report.trace.map(String) : [];
    this.stack = redact(trace.join('\n'));
    this.nature = natureOf(this.name, this.message, log);
  }
}

function natureOf(type: string, message: string, log: string): Failure | undefined {
  if (/Task timed out after/.test(message)) {
    return {
      kind: 'timeout',
      expected: say`an answer within the function's time`,
      actual: say`Lambda ended it: ${message.replace(/^.*?Task/, 'Task')}`,
      cause: say`An endless loop, or something awaited that never settles: Lambda stops the function and charges for the wait.`,
    };
  }
  switch (type) {
    case 'LocalAws.BundleError':
      return {
        kind: 'threw',
        expected: say`a file that compiles`,
        actual: say`it does not: ${message}`,
        cause: say`No request reaches the function before that is mended.`,
        subject: 'handler',
      };
    case 'Runtime.HandlerNotFound':
      return {
        kind: 'missing-export',
        expected: say`an export named ${'handler'}`,
        actual: say`the file has none`,
        cause: say`Lambda looks for the export by its name. It was renamed or deleted, or "export" is missing in front of it.`,
        subject: 'handler',
      };
    case 'Runtime.ExitError':
      return (
        uncaught(log) ?? {
          kind: 'exit',
          expected: say`a return or a throw`,
          actual: say`its process ended`,
          cause: say`process.exit ends the whole environment, and Lambda answers with Runtime.ExitError: a handler returns or throws.`,
        }
      );
    default:
      return undefined;
  }
}

/** What the bootstrap writes of an error that nobody caught, with the error's first line. */
const UNCAUGHT = /^Uncaught (\(in promise\) )?(.*)$/m;

function uncaught(log: string): Failure | undefined {
  const [, inPromise, error = ''] = UNCAUGHT.exec(log) ?? [];
  if (error === '') return undefined;
  return {
    kind: 'threw',
    expected: say`every error caught`,
    actual: say`nobody caught this one: ${redact(error)}`,
    cause: inPromise
      ? say`A promise was rejected and nobody awaited it, so Lambda ended the environment and the call with it (Runtime.ExitError). An await, or a return, is missing in front of the call that made the promise.`
      : say`It was thrown where no try stands around it any more, as in a timer or an event: Lambda ended the environment and the call with it (Runtime.ExitError).`,
    subject: 'handler',
  };
}
