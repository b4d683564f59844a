/** The site for a command: what the course's Markdown does not allow is told, place by place. */
import { buildSite, type SiteOptions } from '#site/build/index.ts';
import { SiteError } from '#site/build/problems.ts';
import type { SiteFiles } from '#site/live/site-server.ts';
import { ExplainedError } from '#terminal/errors.ts';
import { say, verbatim } from '#text/message.ts';

/** Throws an ExplainedError, or a NotesError. */
export async function buildOrExplain(root: string, options: SiteOptions): Promise<SiteFiles> {
  try {
    return await buildSite(root, options);
  } catch (error) {
    if (!(error instanceof SiteError)) throw error;
    throw new ExplainedError(say`The site can't be built. Correct these places first:`, {
      details: error.problems.map(({ place, what }) => verbatim(`${place}: ${what}`)),
    });
  }
}
