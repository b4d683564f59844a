/** `npm run invoke`: calls a function through Lambda's API and shows what came of it. */
import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { text } from 'node:stream/consumers';
import { readText } from '#course/files.ts';
import type { Context } from '#terminal/command.ts';
import { ExplainedError, UsageError } from '#terminal/errors.ts';
import { say } from '#text/message.ts';
import { labWithFunctions } from '../choose-lab.ts';
import { targetOf, type TargetOptions } from './target.ts';

export interface InvokeOptions extends TargetOptions {
  readonly function: string;
  /** As it is typed. */
  readonly event: string | undefined;
  readonly log: boolean;
}

export async function invokeFunction(context: Context, options: InvokeOptions): Promise<number> {
  const { function: name, log } = options;
  // A lab's number where a function's name belongs: of a lab without functions nothing answers.
  if (/^\d+$/.test(name)) labWithFunctions(context.root, Number(name));
  const event = await readEvent(options.event, context.folder);
  const invoked = await (await targetOf(context, options)).invoke(name, event);
  if (!invoked) throw new ExplainedError(say`There is no function "${name}" here.`);
  if (invoked.failed) await context.tell(say`The function failed (FunctionError):`);
  await context.printJson(invoked.payload ?? null);
  if (log) {
    await context.draw((page) => {
      page.line();
      page.line(say`It logged:`);
      // A line of the log is one line: what stands in it is there to be copied.
      page.code(invoked.log.trimEnd(), '  ');
    });
  }
  return invoked.failed ? 1 : 0;
}

/** JSON as it stands, a file that holds it, or `-` for standard input; no event is `{}`. */
async function readEvent(given: string | undefined, folder: string): Promise<unknown> {
  if (given === undefined) return {};
  const file = resolve(folder, given);
  const isFile = given === '-' || existsSync(file);
  const source = given === '-' ? await text(process.stdin) : isFile ? readText(file) : given;
  try {
    return JSON.parse(source);
  } catch {
    throw new UsageError(
      isFile
        ? say`The event is not JSON.`
        : say`--event is neither JSON nor a file that is there. Where your shell eats quotation marks, write the JSON into a file and give its name.`,
    );
  }
}
