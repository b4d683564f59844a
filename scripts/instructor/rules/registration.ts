/** Whoever reads the course finds every lab: package.json, READMEs and slide notes name it. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { README } from '#course/course.ts';
import { readTextIfThere } from '#course/files.ts';
import type { Lab } from '#course/lab.ts';
import type { CourseLinks } from '#course/links.ts';
import { say } from '#text/message.ts';
import type { Finding } from '../finding.ts';

/** The pages that must link to each lab's lesson, in either language. */
const INDEXES = ['', 'slides-notes/'];

/** Where a lab is not linked to; a page that the course does not have need not. */
export function checkIndexes(links: CourseLinks, labs: readonly Lab[]): Finding[] {
  const pages = INDEXES.flatMap((folder) =>
    Object.values(README).map((name) => ({ folder, index: `${folder}${name}`, name })),
  ).filter(({ index }) => existsSync(join(links.root, index)));
  return pages.flatMap(({ folder, index, name }) => {
    const known = new Set(links.pageAt(index).links.map(({ target }) => target));
    const targets = labs.map(({ id }) => `${folder && '../'}labs/${id}/${name}`);
    return targets
      .filter((target) => !known.has(target))
      .map((target) => {
        const what = say`The page has no link to the lab's lesson: ${target}`;
        const remedy = say`Add a row for the lab to its table, with that link.`;
        return { rule: 'lab-without-link', file: index, what, remedy };
      });
  });
}

/** Scripts of package.json that run a lab which is not there. */
export function checkScripts(root: string, labs: readonly Lab[]): Finding[] {
  const known = new Set(labs.map(({ number }) => `lab:${number}`));
  const names = Object.keys(scriptsOf(root) ?? {});
  const lost = names.filter((name) => /^lab:\d+$/.test(name) && !known.has(name));
  return lost.map((name) => {
    const what = say`The script "${name}" runs a lab that is not there.`;
    const remedy = say`Delete its line.`;
    return { rule: 'script-without-lab', file: 'package.json', what, remedy };
  });
}

/** A lab is run by its number in package.json, too. */
export function checkScript(root: string, { number }: Lab): Finding[] {
  const scripts = scriptsOf(root);
  const line = `node scripts/start.cjs lab ${number}`;
  if (!scripts || scripts[`lab:${number}`] === line) return [];
  const what = say`"npm run lab:${number}" does not run the lab.`;
  const remedy = say`Write among its scripts: "lab:${number}": "${line}"`;
  return [{ rule: 'lab-without-script', file: 'package.json', what, remedy }];
}

function scriptsOf(root: string): Readonly<Record<string, string>> | undefined {
  const text = readTextIfThere(join(root, 'package.json'));
  if (text === undefined) return undefined;
  return (JSON.parse(text) as { scripts?: Record<string, string> }).scripts ?? {};
}
