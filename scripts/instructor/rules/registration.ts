/** Whoever reads the course finds every lab: package.json, READMEs and slide notes name it. */
import { join } from 'node:path';
import { README } from '#course/course.ts';
import { readTextIfThere } from '#course/files.ts';
import type { Lab } from '#course/lab.ts';
import { readPage } from '#course/markdown.ts';
import { say } from '#text/message.ts';
import type { Finding } from '../finding.ts';

/** The pages that must link to each lab's lesson, in either language. */
const INDEXES = ['', 'slides-notes/'];

/** What does not know of the lab; a file that the course does not have need not. */
export function checkRegistration(root: string, lab: Lab): Finding[] {
  const lessons = Object.values(README);
  return [
    ...scriptOf(root, lab),
    ...INDEXES.flatMap((folder) =>
      lessons.flatMap((name) => linkIn(root, `${folder}${name}`, `labs/${lab.id}/${name}`)),
    ),
  ];
}

/** Scripts of package.json that run a lab which is not there. */
export function checkScripts(root: string, labs: readonly Lab[]): Finding[] {
  const numbers = new Set(labs.map(({ number }) => `lab:${number}`));
  return Object.keys(scriptsOf(root) ?? {})
    .filter((name) => /^lab:\d+$/.test(name) && !numbers.has(name))
    .map((name) => ({
      rule: 'script-without-lab',
      file: 'package.json',
      what: say`The script "${name}" runs a lab that is not there.`,
      remedy: say`Delete its line.`,
    }));
}

function scriptOf(root: string, { number }: Lab): Finding[] {
  const scripts = scriptsOf(root);
  const line = `node scripts/start.mjs lab ${number}`;
  if (!scripts || scripts[`lab:${number}`] === line) return [];
  return [
    {
      rule: 'lab-without-script',
      file: 'package.json',
      what: say`"npm run lab:${number}" does not run the lab.`,
      remedy: say`Write among its scripts: "lab:${number}": "${line}"`,
    },
  ];
}

function scriptsOf(root: string): Readonly<Record<string, string>> | undefined {
  const text = readTextIfThere(join(root, 'package.json'));
  if (text === undefined) return undefined;
  return (JSON.parse(text) as { scripts?: Record<string, string> }).scripts ?? {};
}

function linkIn(root: string, index: string, lesson: string): Finding[] {
  const text = readTextIfThere(join(root, index));
  const target = index.includes('/') ? `../${lesson}` : lesson;
  const isLinked =
    text === undefined || readPage(text).links.some((link) => link.target === target);
  if (isLinked) return [];
  return [
    {
      rule: 'lab-without-link',
      file: index,
      what: say`The page has no link to the lab's lesson.`,
      remedy: say`Add a row for the lab to its table, with a link to ${target}.`,
    },
  ];
}
