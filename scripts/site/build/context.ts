/** What the site's two commands work with. */
import { print } from '#terminal/program.ts';
import { NotesError } from '#notes/index.ts';
import { Page, type PageOptions } from '#terminal/page.ts';
import { say, verbatim, type Message } from '#text/message.ts';
import { buildSite, type SiteOptions } from './index.ts';
import type { SiteFiles } from '../live/site-server.ts';
import { SiteError } from './problems.ts';
import type { Request } from './usage.ts';

export interface Context {
  /** The repository's root, absolute. */
  readonly root: string;
  readonly request: Request;
  readonly page: PageOptions;
}

/** Prints messages, each from a line of its own. */
export async function printLines(
  { page: options }: Pick<Context, 'page'>,
  ...lines: readonly Message[]
): Promise<void> {
  const page = new Page(options);
  for (const line of lines) page.line(page.text(line), 2);
  await print(page.toString());
}

/** The site; undefined where the course's Markdown does not allow one, which is said then. */
export async function buildOrExplain(
  context: Context,
  options: SiteOptions,
): Promise<SiteFiles | undefined> {
  try {
    return await buildSite(context.root, options);
  } catch (error) {
    if (error instanceof NotesError) {
      await printLines(context, error.text);
      return undefined;
    }
    if (!(error instanceof SiteError)) throw error;
    await printLines(
      context,
      say`The site can't be built. Correct these places first:`,
      ...error.problems.map(({ place, what }) => verbatim(`${place}: ${what}`)),
    );
    return undefined;
  }
}
