/** `npm run site`: the site as files, to be read without a server. */
import { join, relative, resolve } from 'node:path';
import { stateFolder } from '#course/stage.ts';
import { NotOurFolder, writeSite } from '#site/build/write.ts';
import { recordAll } from '#site/follow/record.ts';
import type { Context } from '#terminal/command.ts';
import { ExplainedError } from '#terminal/errors.ts';
import { say, verbatim } from '#text/message.ts';
import { buildOrExplain } from './build-site.ts';

export async function buildFolder(
  context: Context,
  { out }: { readonly out: string | undefined },
): Promise<number> {
  const recordings = await recordAll(context.root);
  const site = await buildOrExplain(context.root, { served: false, recordings });
  const folder =
    out === undefined ? join(stateFolder(context.root), 'site') : resolve(context.folder, out);
  try {
    writeSite(site, folder);
  } catch (error) {
    if (!(error instanceof NotOurFolder)) throw error;
    throw new ExplainedError(
      say`${folder} holds files that are not the site's. Nothing was written.`,
      { details: [say`Name an empty folder, or one that does not exist yet.`] },
    );
  }
  const start = (language: string): string =>
    relative(context.folder, join(folder, language, 'index.html'));
  await context.tell(
    say`${site.size} files. Open one of these in a browser:`,
    verbatim(`  ${start('en')}`),
    verbatim(`  ${start('ko')}`),
  );
  return 0;
}
