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

/** An error of the runtime's own, under the name that Lambda reports it by. */
export class RuntimeError extends Error {
  constructor(
    kind:
      | 'HandlerNotFound'
      | 'ImportModuleError'
      | 'JSONStringifyError'
      | 'UserCodeSyntaxError'
      | 'CallbackHandlerDeprecated',
    message: string,
  ) {
    super(message);
    this.name = `Runtime.${kind}`;
  }
}
