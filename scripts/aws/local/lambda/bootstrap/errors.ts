/** What Lambda reports of a failed invocation. */
interface ErrorDescription {
  readonly errorType: string;
  readonly errorMessage: string;
  readonly trace: readonly string[];
}

/** This very program in a stack, a temporary file or a thread's script; and what AWS calls its own. */
const OWN = /(?:file:\S*\/bootstrap\.mjs|\[worker eval\])(?=:\d+:\d+)/g;
const RUNTIME = 'file:///var/runtime/index.mjs';

/**
 * An error keeps its name; anything else that was thrown has its JavaScript type as its name.
 * Never throws, whatever was thrown.
 */
export function describeError(error: unknown): ErrorDescription {
  try {
    if (error instanceof Error) {
      return {
        errorType: String(error.name),
        errorMessage: String(error.message),
        trace:
          typeof error.stack === 'string' ? error.stack.replaceAll(OWN, RUNTIME).split('\n') : [],
      };
    }
    return { errorType: typeof error, errorMessage: String(error), trace: [] };
  } catch {
    return { errorType: 'handled', errorMessage: 'The error could not be read', trace: [] };
  }
}

class RuntimeError extends Error {
  constructor(name: string, message: string) {
    super(message);
    this.name = name;
  }
}

export class HandlerNotFound extends RuntimeError {
  constructor(message: string) {
    super('Runtime.HandlerNotFound', message);
  }
}

export class ImportModuleError extends RuntimeError {
  constructor(message: string) {
    super('Runtime.ImportModuleError', message);
  }
}

/** A result that JSON has no text for, such as one that holds itself. */
export class JSONStringifyError extends RuntimeError {
  constructor() {
    super('Runtime.JSONStringifyError', 'Unable to stringify response body');
  }
}

export class UserCodeSyntaxError extends RuntimeError {
  constructor(message: string) {
    super('Runtime.UserCodeSyntaxError', message);
  }
}

/**
 * nodejs24.x refuses a handler with three parameters at init, whatever it does with the third.
 * nodejs22.x still takes it; refused here for both, so that what runs here runs on either.
 * https://docs.aws.amazon.com/lambda/latest/dg/nodejs-handler.html
 */
export class CallbackHandlerDeprecated extends RuntimeError {
  constructor() {
    super(
      'Runtime.CallbackHandlerDeprecated',
      'ERROR: AWS Lambda has removed support for callback-based function handlers starting with Node.js 24. You need to modify this function to use a supported handler signature to use Node.js 24 or later. For more information see https://docs.aws.amazon.com/lambda/latest/dg/nodejs-handler.html.',
    );
  }
}
