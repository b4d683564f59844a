/** `npm run site`: the site as files, to be read without a server. */
import { join, relative, resolve } from 'node:path';
import { stateFolder } from '#course/stage.ts';
import { say, verbatim } from '#text/message.ts';
import { buildOrExplain, printLines, type Context } from '#site/build/context.ts';
import { NotOurFolder, writeSite } from '#site/build/write.ts';

export async function buildFolder(context: Context): Promise<number> {
  const { root, request } = context;
  const site = await buildOrExplain(context, { served: false });
  if (!site) return 1;
  const folder = request.out === undefined ? join(stateFolder(root), 'site') : resolve(request.out);
  try {
    writeSite(site, folder);
  } catch (error) {
    if (!(error instanceof NotOurFolder)) throw error;
    await printLines(
      context,
      say`${folder} holds files that are not the site's. Nothing was written.`,
      say`Name an empty folder, or one that does not exist yet.`,
    );
    return 1;
  }
  const start = (language: string): string =>
    relative(process.cwd(), join(folder, language, 'index.html'));
  await printLines(
    context,
    say`${site.size} files. Open one of these in a browser:`,
    verbatim(`  ${start('en')}`),
    verbatim(`  ${start('ko')}`),
  );
  return 0;
}
