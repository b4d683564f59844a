/** `npm run read`: the site on this machine, with the learner's own progress, until Ctrl-C. */
import open from 'open';
import { untilStopped } from '#terminal/program.ts';
import { PortInUseError } from '#terminal/loopback.ts';
import { say } from '#text/message.ts';
import { buildOrExplain, printLines, type Context } from '#site/build/context.ts';
import { ProgressFeed } from '#site/live/progress-feed.ts';
import { serveSite } from '#site/live/site-server.ts';

export async function readCourse(context: Context): Promise<number> {
  const { root, request, page } = context;
  const files = await buildOrExplain(context, { served: true });
  if (!files) return 1;
  const feed = new ProgressFeed(root, { editor: editorOf(process.env) });
  try {
    const server = await serveSite({ files: () => files, feed, port: request.port });
    try {
      const address = `${server.url}/${page.language}/index.html`;
      await printLines(
        context,
        say`The course is at ${address}`,
        say`It shows your progress at every save. Ctrl-C stops it.`,
      );
      feed.start();
      // Where no browser opens, the address stands above.
      if (request.open) await open(address).catch(() => undefined);
      await untilStopped();
      return 0;
    } finally {
      await server.close();
    }
  } catch (error) {
    if (!(error instanceof PortInUseError)) throw error;
    await printLines(
      context,
      say`Port ${error.port} is taken. Leave --port out, or choose another one.`,
    );
    return 1;
  } finally {
    await feed.close();
  }
}

/** The editor whose links are known: set, or told by its own terminal. */
function editorOf({
  WORKSHOP_EDITOR,
  TERM_PROGRAM,
}: Readonly<Record<string, string | undefined>>): 'vscode' | undefined {
  return (WORKSHOP_EDITOR ?? TERM_PROGRAM) === 'vscode' ? 'vscode' : undefined;
}
