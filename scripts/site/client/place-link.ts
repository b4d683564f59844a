/** A line of the learner's file, in the editor. */
import type { Place } from '#runner/result.ts';
import { element } from './element.ts';

/** What a link to a line in the editor begins with; undefined where no editor is set. */
export type Editor = string | undefined;

/** Where an editor is set a link to the line, else its name. */
export function placeLink(place: Place, editor: Editor): Node {
  const name = `${place.file}:${place.line}`;
  if (editor === undefined) return element('code', '', name);
  return element('a', { href: editorUrl(place, editor) }, name);
}

export function editorUrl({ file, line, column }: Place, editor: string): string {
  const path = file.split('/').map(encodeURIComponent).join('/');
  return `${editor}${path}:${line}${column === undefined ? '' : `:${column}`}`;
}
