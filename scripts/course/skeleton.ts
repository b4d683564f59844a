/** A new lab: the folder `skeleton`, under its own name and number. */
import { join } from 'node:path';
import { filesBelow, readText, sourceLine } from './files.ts';

/** The files of lab `number` by their paths from the course's root; `root` is the skeleton's. */
export function labFromSkeleton(root: string, number: number): Record<string, string> {
  const id = `${String(number).padStart(2, '0')}-rank`;
  const skeleton = join(root, 'skeleton');
  const files = Object.fromEntries(
    filesBelow(skeleton, '').map((path) => [
      path.replace(/^(lab|solution)\//, `$1s/${id}/`),
      readText(join(skeleton, path)).replace(/^# (Lab|실습) \d+/m, `# $1 ${number}`),
    ]),
  );
  const [english, korean] = [`labs/${id}/README.md`, `labs/${id}/README.ko.md`];
  const hash = sourceLine(english, files[english] ?? '');
  return { ...files, [korean]: (files[korean] ?? '').replace(/^<!-- .* -->$/m, hash) };
}
