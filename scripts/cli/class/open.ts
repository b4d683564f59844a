/** `npm run class`: a class at a glance, on a page of this machine; a port of its own takes the results. */
import { networkInterfaces } from 'node:os';
import open from 'open';
import { ClassStore } from '#instructor/class/class-store.ts';
import { readClassCourse } from '#instructor/class/class-course.ts';
import { classFeed } from '#instructor/class/class-feed.ts';
import { serveCollector } from '#instructor/class/collector.ts';
import { classPage } from '#site/class/class-page.ts';
import { serveSite } from '#site/live/site-server.ts';
import type { Context } from '#terminal/command.ts';
import { ExplainedError, UsageError } from '#terminal/errors.ts';
import { LOOPBACK, PortInUseError } from '#terminal/loopback.ts';
import { untilStopped } from '#terminal/program.ts';
import { say } from '#text/message.ts';
import { buildOrExplain } from '../build-site.ts';

export interface ClassOptions {
  readonly listen: string | undefined;
  /** The collector's; where it is left out, the one of the last start. */
  readonly port: number | undefined;
  readonly new: boolean;
  readonly 'no-open': boolean;
}

/** The page's port, and the collector's at its first start, where they are free. */
const PAGE_PORT = 9020;
const COLLECTOR_PORT = 9021;

export async function openClass(context: Context, options: ClassOptions): Promise<number> {
  const { root, page } = context;
  const address = options.listen ?? LOOPBACK;
  if (options.listen !== undefined && !ownAddresses().includes(options.listen)) {
    throw new UsageError(
      say`--listen takes an address of this machine: ${ownAddresses().join(', ')}; not "${options.listen}".`,
    );
  }
  await context.tell(
    say`Reading the course, which takes a few seconds, and longer at the first start.`,
  );
  const labs = await readClassCourse(root);
  const store = new ClassStore(root);
  const feed = classFeed(labs, store);
  const serve = (port: number) =>
    serveCollector({ labs, store, port, address, onArrival: () => feed.changed() });
  const wanted = options.port ?? store.settings.port;
  const collector = await anyPort(serve, wanted ?? COLLECTOR_PORT, wanted !== undefined);
  try {
    // Not before the port is ours: another run may have this class open.
    if (options.new) store.beginAnew();
    store.keepPort(collector.port);
    const { code } = store.settings;
    feed.open({ address: `${address}:${collector.port}`, code });
    // What the learners send meanwhile is taken already.
    const files = await buildOrExplain(root, { served: false, written: [classPage] });
    const site = await anyPort(
      (port) => serveSite({ files: () => files, feed, port }),
      PAGE_PORT,
      false,
    );
    try {
      const url = `${site.url}/${page.language}/class/index.html`;
      await context.tell(
        say`The class is at ${url}, for this machine alone.`,
        options.listen === undefined
          ? say`It hears this machine alone: --listen ADDRESS lets the room's network in (${ownAddresses().join(', ')}).`
          : say`It hears whoever reaches ${address}, and takes results with the code.`,
        say`Learners join with:`,
      );
      await context.draw((paper) => {
        const line = `npm run join -- ${address}:${collector.port} ${code} --as NAME`;
        paper.code(paper.tone('strong', line), '  ');
      });
      await context.tell(say`Ctrl-C stops it; the next start goes on with the same code.`);
      if (!options['no-open']) await open(url).catch(() => undefined);
      await untilStopped();
      return 0;
    } finally {
      await site.close();
    }
  } finally {
    await collector.close();
  }
}

/** The addresses that this machine has in its networks. */
function ownAddresses(): string[] {
  return Object.values(networkInterfaces())
    .flatMap((addresses = []) => addresses)
    .filter(({ family, internal }) => family === 'IPv4' && !internal)
    .map(({ address }) => address);
}

/** On this port; where it is taken and may be another, on any. */
async function anyPort<Server>(
  serve: (port: number) => Promise<Server>,
  port: number,
  isFixed: boolean,
): Promise<Server> {
  try {
    return await serve(port);
  } catch (error) {
    if (!(error instanceof PortInUseError)) throw error;
    if (!isFixed) return serve(0);
    throw new ExplainedError(
      say`Port ${port}, where the learners send their results, is taken: another npm run class may be running. Stop it, or choose a port with --port; the learners then join again.`,
    );
  }
}
