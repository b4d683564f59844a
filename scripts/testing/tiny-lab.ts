/** For tests: the skeleton of a lab, in which nothing is wrong, with parts replaced. */
import { createTwoFilesPatch } from 'diff';
import { sourceLine } from '#course/files.ts';
import { LAB, REFERENCE, STARTER, textOf } from './small-course.ts';

/** What a test may put in place of a part of the lab. */
export interface TinyLab {
  readonly reference: string;
  readonly starter: string;
  /** In labs/, where it is not the starter. */
  readonly learners: string;
  readonly checks: string;
  /** File name → header and what is replaced by what in the reference; or the whole file. */
  readonly mistakes: Readonly<Record<string, TinyMistake | string>>;
  readonly alternatives: Readonly<Record<string, string>>;
  readonly readme: string;
  readonly readmeKo: string;
  readonly korean: Readonly<Record<string, string>>;
}

export interface TinyMistake {
  readonly misconception: string;
  readonly check: string;
  readonly says: string;
  readonly change: readonly [from: string, to: string];
}

export const CHECKS = textOf(`${LAB}/rank.test.ts`);
export const README = textOf(`${LAB}/README.md`);
export const README_KO = textOf(`${LAB}/README.ko.md`).replace(/^<!--.*-->\n\n/, '');

export const MISTAKES: Readonly<Record<string, TinyMistake>> = {
  'claim-is-a-number.patch': {
    misconception: 'A claim that looks like a number is one.',
    check: 'reads-digits',
    says: 'The claim is a string',
    change: ['Number(claim)', 'claim as unknown as number'],
  },
  'lounge-for-all.patch': {
    misconception: 'The door may be opened to get in.',
    check: 'lounge',
    says: 'opened for everybody',
    change: ["'10'", "'0'"],
  },
  'letters-compared.patch': {
    misconception: 'Digits compare as numbers do.',
    check: 'compares-numbers',
    says: 'letter by letter',
    change: ['readRank(rank) >= readRank(least)', 'rank >= least'],
  },
};

/** Of the checks: the lab has no demo, and so no messages of one. */
const KOREAN = Object.entries(
  JSON.parse(textOf(`${LAB}/ko.json`)) as Record<string, string>,
).filter(([english]) => CHECKS.includes(english));

/** The lab's files by their paths from the root, with some of its parts replaced. */
export function tinyLab(number: number, parts: Partial<TinyLab> = {}): Record<string, string> {
  const id = `${String(number).padStart(2, '0')}-rank`;
  const { reference = REFERENCE, starter = STARTER, mistakes = MISTAKES, readme = README } = parts;
  const { checks = CHECKS, korean = Object.fromEntries(KOREAN), alternatives } = parts;
  const files: Record<string, string> = {
    [`labs/${id}/rank.ts`]: parts.learners ?? starter,
    [`labs/${id}/rank.test.ts`]: checks,
    [`labs/${id}/ko.json`]: JSON.stringify(korean),
    [`labs/${id}/README.md`]: readme,
    [`labs/${id}/README.ko.md`]: withSourceHash(readme, parts.readmeKo ?? README_KO),
    [`solutions/${id}/rank.ts`]: reference,
    [`solutions/${id}/starter.patch`]: difference(reference, starter),
  };
  for (const [name, mistake] of Object.entries(mistakes)) {
    files[`solutions/${id}/mistakes/${name}`] =
      typeof mistake === 'string' ? mistake : mistakeFile(reference, mistake);
  }
  for (const [name, text] of Object.entries(alternatives ?? ALTERNATIVES)) {
    files[`solutions/${id}/alternatives/${name}`] = text;
  }
  return files;
}

const ALTERNATIVES = {
  'arrows.ts': textOf('solutions/01-rank/alternatives/arrows.ts'),
  'plus.ts': textOf('solutions/01-rank/alternatives/plus.ts'),
};

/** The Korean page with the first line that says which English it translates. */
export function withSourceHash(english: string, korean: string): string {
  return korean.startsWith('<!--') ? korean : `${sourceLine('README.md', english)}\n\n${korean}`;
}

export function mistakeFile(
  reference: string,
  { misconception, check, says, change }: TinyMistake,
): string {
  return `Misconception: ${misconception}\nCheck: ${check}\nSays: ${says}\n${difference(reference, replaced(reference, ...change))}`;
}

/** The text with one thing in place of another. Throws where it is not there. */
export function replaced(text: string, from: string, to: string): string {
  if (!text.includes(from)) throw new Error(`The text has no "${from}".`);
  return text.replace(from, to);
}

function difference(from: string, to: string): string {
  return createTwoFilesPatch('a/rank.ts', 'b/rank.ts', from, to).replace(/^=+\n/, '');
}
