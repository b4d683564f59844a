import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import {
  CallbackHandlerDeprecated,
  HandlerNotFound,
  ImportModuleError,
  UserCodeSyntaxError,
} from './errors.ts';

export type Handler = (event: unknown, context: unknown) => unknown;

/**
 * Loads `file.export` from the task root. An error that the module itself throws while it loads
 * passes through under its own name.
 *
 * @throws Runtime.ImportModuleError, Runtime.UserCodeSyntaxError, Runtime.HandlerNotFound,
 *   Runtime.CallbackHandlerDeprecated
 */
export async function loadHandler(taskRoot: string, setting: string): Promise<Handler> {
  const dot = setting.lastIndexOf('.');
  const [file, name] = [setting.slice(0, dot), setting.slice(dot + 1)];
  const module = await importModule(join(taskRoot, `${file}.mjs`));
  const handler =
    module[name] ?? (module['default'] as Record<string, unknown> | undefined)?.[name];
  if (handler === undefined) throw new HandlerNotFound(`${setting} is undefined or not exported`);
  if (typeof handler !== 'function') throw new HandlerNotFound(`${setting} is not a function`);
  if (handler.length >= 3) throw new CallbackHandlerDeprecated();
  return handler as Handler;
}

async function importModule(path: string): Promise<Record<string, unknown>> {
  try {
    return (await import(pathToFileURL(path).href)) as Record<string, unknown>;
  } catch (error) {
    if (error instanceof SyntaxError) throw new UserCodeSyntaxError(String(error));
    // Of `require` alone: a missing `import` keeps the loader's own error, as on AWS.
    const isMissing = (error as NodeJS.ErrnoException).code === 'MODULE_NOT_FOUND';
    throw isMissing ? new ImportModuleError(String(error)) : error;
  }
}
