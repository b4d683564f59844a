import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { RuntimeError } from './errors.ts';

export type Handler = (event: unknown, context: unknown) => unknown;

/**
 * Loads `file.export` from the task root. An error that the module itself throws while it loads
 * passes through under its own name.
 *
 * @throws RuntimeError
 */
export async function loadHandler(taskRoot: string, setting: string): Promise<Handler> {
  const dot = setting.lastIndexOf('.');
  const [file, name] = [setting.slice(0, dot), setting.slice(dot + 1)];
  const module = await importModule(join(taskRoot, `${file}.mjs`));
  const handler =
    module[name] ?? (module['default'] as Record<string, unknown> | undefined)?.[name];
  if (typeof handler !== 'function') {
    const what = handler === undefined ? 'undefined or not exported' : 'not a function';
    throw new RuntimeError('HandlerNotFound', `${setting} is ${what}`);
  }
  if (handler.length >= 3) throw new RuntimeError('CallbackHandlerDeprecated', NO_CALLBACKS);
  return handler as Handler;
}

/**
 * nodejs24.x refuses a handler with three parameters at init, whatever it does with the third.
 * nodejs22.x still takes it; refused here for both, so that what runs here runs on either.
 * https://docs.aws.amazon.com/lambda/latest/dg/nodejs-handler.html
 */
const NO_CALLBACKS =
  'ERROR: AWS Lambda has removed support for callback-based function handlers starting with Node.js 24. You need to modify this function to use a supported handler signature to use Node.js 24 or later. For more information see https://docs.aws.amazon.com/lambda/latest/dg/nodejs-handler.html.';

async function importModule(path: string): Promise<Record<string, unknown>> {
  try {
    return (await import(pathToFileURL(path).href)) as Record<string, unknown>;
  } catch (error) {
    if (error instanceof SyntaxError) throw new RuntimeError('UserCodeSyntaxError', String(error));
    // Of `require` alone: a missing `import` keeps the loader's own error, as on AWS.
    const isMissing = (error as NodeJS.ErrnoException).code === 'MODULE_NOT_FOUND';
    throw isMissing ? new RuntimeError('ImportModuleError', String(error)) : error;
  }
}
