/** `npm run read`: the site on this machine, with the learner's own progress, until Ctrl-C. */
import open from 'open';
import { Follow } from '#site/follow/follow.ts';
import { ProgressFeed } from '#site/live/progress-feed.ts';
import { ReviewStore } from '#site/live/review-store.ts';
import { serveSite } from '#site/live/site-server.ts';
import type { Context } from '#terminal/command.ts';
import { ExplainedError } from '#terminal/errors.ts';
import { PortInUseError } from '#terminal/loopback.ts';
import { untilStopped } from '#terminal/program.ts';
import { say } from '#text/message.ts';
import { buildOrExplain } from './build-site.ts';
import { editorLinks } from './editor-links.ts';
import { classReports } from './class/report.ts';

export interface ReadOptions {
  /** Where it is left out, the usual one, or any free one if that is taken. */
  readonly port: number | undefined;
  readonly 'no-open': boolean;
}

/** Always the same, so that open tabs and the theme that is chosen survive a restart. */
const USUAL_PORT = 9000;

export async function readCourse(context: Context, options: ReadOptions): Promise<number> {
  const { root, page, environment } = context;
  await context.tell(say`Building the pages, which takes a few seconds.`);
  const files = await buildOrExplain(root, { served: true });
  const editor = editorLinks(environment, root);
  const feed = new ProgressFeed(root, { editor });
  const follow = new Follow(root, { editor });
  const reviews = new ReviewStore(root);
  try {
    const serve = (port: number) => serveSite({ files: () => files, feed, follow, reviews, port });
    const server = await serve(options.port ?? USUAL_PORT).catch((error: unknown) => {
      if (error instanceof PortInUseError && options.port === undefined) return serve(0);
      throw error;
    });
    try {
      const address = `${server.url}/${page.language}/index.html`;
      await context.tell(
        say`The course is at ${address}`,
        say`It shows your progress at every save. Ctrl-C stops it.`,
      );
      const reportToClass = classReports(context);
      feed.listen((event) => void (event.type === 'run' && reportToClass(event.data)));
      feed.start();
      // Where no browser opens, the address stands above.
      if (!options['no-open']) await open(address).catch(() => undefined);
      await untilStopped();
      return 0;
    } finally {
      await server.close();
    }
  } catch (error) {
    if (!(error instanceof PortInUseError)) throw error;
    throw new ExplainedError(
      say`Port ${error.port} is taken. Leave --port out, or choose another one.`,
    );
  } finally {
    follow.close();
    await feed.close();
  }
}
