/** `npm run invoke`: calls a function through Lambda's API and shows what came of it. */
import { existsSync, readFileSync } from 'node:fs';
import { text } from 'node:stream/consumers';
import { UsageError } from '#terminal/arguments.ts';
import { print } from '#terminal/program.ts';
import { Page } from '#terminal/page.ts';
import { say } from '#text/message.ts';
import { CommandError, orExplain, type Context } from './context.ts';
import { targetOf } from './target.ts';

export async function invokeFunction(context: Context): Promise<number> {
  const { request } = context;
  const { function: name } = request;
  if (name === undefined) throw new UsageError(say`invoke needs a function's name: issuer.`);
  const event = await readEvent(request.event);
  return orExplain(context, async () => {
    const invoked = await targetOf(request).invoke(name, event);
    if (!invoked) throw new CommandError(say`There is no function "${name}" here.`);
    const page = new Page(context.page);
    if (invoked.failed) page.line(page.text(say`The function failed (FunctionError):`));
    // Never wrapped: it is there to be copied, or read by another program.
    page.code(JSON.stringify(invoked.payload ?? null, undefined, 2), '');
    if (request.log) {
      page.line();
      page.line(page.text(say`It logged:`));
      page.block(invoked.log.trimEnd(), '  ');
    }
    await print(page.toString());
    return invoked.failed ? 1 : 0;
  });
}

/** JSON as it stands, a file that holds it, or `-` for standard input; no event is `{}`. */
async function readEvent(given: string | undefined): Promise<unknown> {
  if (given === undefined) return {};
  const source = await sourceOf(given);
  try {
    // Windows PowerShell puts a byte order mark in front of what it saves.
    return JSON.parse(source.replace(/^\uFEFF/, ''));
  } catch {
    throw new UsageError(
      given === '-' || existsSync(given)
        ? say`The event is not JSON.`
        : say`--event is neither JSON nor a file that is there. Where your shell eats quotation marks, write the JSON into a file and give its name.`,
    );
  }
}

async function sourceOf(given: string): Promise<string> {
  if (given === '-') return text(process.stdin);
  return existsSync(given) ? readFileSync(given, 'utf8') : given;
}
