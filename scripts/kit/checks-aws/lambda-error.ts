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

  constructor(report: Report) {
    super(redact(String(report.errorMessage ?? '')));
    this.name = String(report.errorType ?? 'Error');
    const trace = Array.isArray(report.trace) ? report.trace.map(String) : [];
    this.stack = redact(trace.join('\n'));
    this.nature = natureOf(this.name, this.message);
  }
}

function natureOf(type: string, message: string): Failure | undefined {
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
      return {
        kind: 'exit',
        expected: say`a return or a throw`,
        actual: say`its process ended`,
        cause: say`process.exit ends the whole environment, and Lambda answers with Runtime.ExitError: a handler returns or throws.`,
      };
    default:
      return undefined;
  }
}
