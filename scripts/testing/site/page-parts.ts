/** For tests: what a page holds and where it leads, read from its HTML. */
import { posix } from 'node:path';
import { readHtml } from '#course/raw-html.ts';

export interface Tag {
  readonly name: string;
  readonly attributes: Readonly<Record<string, string>>;
}

/** Every opening tag. */
export function tagsIn(html: string): Tag[] {
  return readHtml(html).flatMap((piece) => {
    if (piece.kind !== 'open') return [];
    const pairs = piece.attributes.map(([name, value = '']) => {
      return [name, value.replaceAll('&amp;', '&')] as const;
    });
    return [{ name: piece.name, attributes: Object.fromEntries(pairs) }];
  });
}

/** What a reader sees of it. */
export function textOf(html: string): string {
  return readHtml(html)
    .map((piece) => (piece.kind === 'text' ? piece.text : ''))
    .join('');
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

export function classesIn(html: string): ReadonlySet<string> {
  return new Set(tagsIn(html).flatMap(({ attributes }) => attributes['class']?.split(/\s+/) ?? []));
}

/** The file of the site that a relative address on the page at `from` means, and its anchor. */
export function follow(address: string, from: string): { path: string; anchor: string } {
  const [path = '', anchor = ''] = address.split('#');
  return {
    path: path === '' ? from : posix.join(posix.dirname(from), decodeURIComponent(path)),
    anchor: decodeURIComponent(anchor),
  };
}
