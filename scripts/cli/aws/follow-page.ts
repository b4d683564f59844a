/**
 * The page that follows a request, beside `npm run aws`. The site is built when a browser first asks
 * for it: whoever stays in the terminal does not wait.
 */
import { codeFilesOf, type Lab } from '#course/lab.ts';
import { Follow } from '#site/follow/follow.ts';
import { followPath } from '#site/follow/page.ts';
import { serveSite, type SiteFiles } from '#site/live/site-server.ts';
import type { Context } from '#terminal/command.ts';
import { watchFiles } from '#terminal/file-watch.ts';
import { editorLinks } from '../editor-links.ts';

/** Serves it on any free port. */
export async function followPage(
  { root, page, environment }: Context,
  lab: Lab,
  { solution }: { readonly solution: boolean },
): Promise<{ readonly address: string; close(): Promise<void> }> {
  const editor = editorLinks(environment, root);
  const follow = new Follow(root, { editor });
  let files: Promise<SiteFiles> | undefined;
  const build = async (): Promise<SiteFiles> => {
    const { buildOrExplain } = await import('../build-site.ts');
    return buildOrExplain(root, { served: true });
  };
  const server = await serveSite({
    files: () => (files ??= build()),
    follow,
    feed: {
      listen: (listener) => {
        listener({ type: 'hello', data: { editor } });
        return watchFiles(
          () => codeFilesOf(lab),
          () => listener({ type: 'saved', lab: lab.number, data: null }),
        );
      },
    },
  });
  const path = `${page.language}/${followPath(lab)}${solution ? '?reference' : ''}`;
  return {
    address: `${server.url}/${path}`,
    close: async () => {
      follow.close();
      await server.close();
    },
  };
}
