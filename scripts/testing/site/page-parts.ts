/** For tests: what a page holds and where it leads, read from its HTML. */
import { posix } from 'node:path';

export interface Tag {
  readonly name: string;
  readonly attributes: Readonly<Record<string, string>>;
}

/** Every opening tag. Our pages write attributes as `name` or `name="value"`. */
export function tagsIn(html: string): Tag[] {
  return [...html.matchAll(/<([a-z][a-z0-9]*)((?:\s[^<>]*)?)>/g)].map(
    ([, name = '', text = '']) => ({
      name,
      attributes: Object.fromEntries(
        [...text.matchAll(/([a-z-]+)(?:="([^"]*)")?/g)].map((match) => [
          match[1] ?? '',
          (match[2] ?? '').replaceAll('&amp;', '&'),
        ]),
      ),
    }),
  );
}

/** What a page asks for or leads to: an address as it stands in it. */
export function addressesIn(html: string): string[] {
  return tagsIn(html).flatMap(({ attributes: { href, src } }) =>
    [href, src].filter((address) => address !== undefined),
  );
}

export function idsIn(html: string): string[] {
  return tagsIn(html).flatMap(({ attributes: { id } }) => (id === undefined ? [] : [id]));
}

/** The file of the site that a relative address on the page at `from` means, and its anchor. */
export function follow(address: string, from: string): { path: string; anchor: string } {
  const [path = '', anchor = ''] = address.split('#');
  return {
    path: path === '' ? from : posix.join(posix.dirname(from), decodeURIComponent(path)),
    anchor: decodeURIComponent(anchor),
  };
}
