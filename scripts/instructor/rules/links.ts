/** Links between the course's pages and files lead somewhere, on every machine. */
import { join } from 'node:path';
import { readText } from '#course/files.ts';
import type { CourseLinks, Destination } from '#course/links.ts';
import { say } from '#text/message.ts';
import type { Finding, Outcome } from '../finding.ts';

/** Checks the links of the pages at `paths`, which are relative to the root. */
export function checkLinks(links: CourseLinks, paths: readonly string[]): Outcome {
  const followed = paths.flatMap((path) =>
    links.pageAt(path).links.map(({ target, line }) => {
      return { path, target, line, to: links.follow(path, target) };
    }),
  );
  const inside = followed.filter(({ to }) => to.kind !== 'outside');
  const broken = inside.flatMap(({ path, target, line, to }): Finding[] => {
    if (to.kind !== 'broken') return [];
    return [{ ...explain(links, path, target, to), file: `${path}:${line}` }];
  });
  return {
    findings: [...broken, ...paths.flatMap((path) => machinePaths(links.root, path))],
    done: inside.length - broken.length,
    of: inside.length,
  };
}

function explain(
  links: CourseLinks,
  path: string,
  target: string,
  { why, file }: Destination & { kind: 'broken' },
): Omit<Finding, 'file'> {
  if (why === 'absolute') {
    const what = say`The link "${target}" leads out of the repository.`;
    return { rule: 'absolute-path', what, remedy: say`Write it relative to ${path}.` };
  }
  if (why === 'no-file') {
    const what = say`The link "${target}" leads to nothing: there is no ${file}.`;
    return { rule: 'broken-link', what, remedy: say`Correct the link, or add the file.` };
  }
  const anchors = file.endsWith('.md') ? [...links.pageAt(file).anchors] : ['L1'];
  const what = say`The link "${target}" leads to no heading of ${file}.`;
  const remedy = say`Use one of its anchors: ${anchors.map((one) => `#${one}`).join(' ')}`;
  return { rule: 'broken-anchor', what, remedy };
}

/** Folders of somebody's own machine. */
const ABSOLUTE = /(?<![\w.~-])(?:\/(?:home|Users|root)\/|file:\/\/|[A-Za-z]:\\)[^\s`"')]*/;

function machinePaths(root: string, path: string): Finding[] {
  return readText(join(root, path))
    .split('\n')
    .flatMap((line, index) => {
      const found = ABSOLUTE.exec(line)?.[0];
      if (found === undefined) return [];
      const what = say`It names a place of one machine: ${found}`;
      const remedy = say`Name the file by its path in the repository.`;
      return [{ rule: 'absolute-path', file: `${path}:${index + 1}`, what, remedy }];
    });
}
