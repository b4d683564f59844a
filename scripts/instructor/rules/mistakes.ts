/**
 * The lab's known wrong answers, as files: three lines of header, and the difference from the
 * reference. They fit, are small, and all different.
 */
import { join } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import { applyPatch, parsePatch, type StructuredPatch } from 'diff';
import { namesIn, readText } from '#course/files.ts';
import type { Lab } from '#course/lab.ts';
import type { Sources } from '#course/stage.ts';
import { say } from '#text/message.ts';
import type { Finding } from '../finding.ts';

/** In lines taken away and added: a misconception is a minimal difference. */
const MOST_CHANGED_LINES = 24;
const LOOP = /\b(?:for|while)\s*(?:await\s*)?\(/;

/** The lines in front of a mistake's difference; a line that is missing is ''. */
export interface MistakeHeader {
  /** The file's name. */
  readonly name: string;
  /** What people believe. */
  readonly misconception: string;
  /** The id of the check that must catch it. */
  readonly check: string;
  /** A piece of the message that must come. */
  readonly says: string;
}

export interface Mistake extends MistakeHeader {
  /** Whether a loop stands in what it changes, or beside it: only then may a function run forever. */
  readonly touchesLoop: boolean;
  /** The reference with the mistake in it. */
  readonly sources: Sources;
}

/** What the lab's mistakes say of themselves. */
export function readMistakes(lab: Lab): MistakeHeader[] {
  return mistakeFiles(lab).map(({ header }) => header);
}

function mistakeFiles(lab: Lab) {
  const folder = join(lab.solution, 'mistakes');
  const names = namesIn(folder).filter((found) => found.endsWith('.patch'));
  return names.map((name) => {
    const text = readText(join(folder, name));
    const start = /^--- /m.exec(text)?.index ?? text.length;
    const line = (key: string): string =>
      new RegExp(`^${key}:(.*)$`, 'm').exec(text.slice(0, start))?.[1]?.trim() ?? '';
    const header: MistakeHeader = {
      name,
      misconception: line('Misconception'),
      check: line('Check'),
      says: line('Says'),
    };
    return { header, patch: text.slice(start) };
  });
}

/** Those that can be run, and what is wrong with any. Throws where a file's difference is none. */
export function findMistakes(lab: Lab, reference: Sources) {
  const mistakes: Mistake[] = [];
  const findings: Finding[] = [];
  for (const { header, patch } of mistakeFiles(lab)) {
    const file = `solutions/${lab.id}/mistakes/${header.name}`;
    const { misconception, check, says } = header;
    const named = { Misconception: misconception, Check: check, Says: says };
    const lacking = Object.entries(named).flatMap(([key, value]) => (value === '' ? [key] : []));
    const patches = parsePatch(patch).filter(({ hunks }) => hunks.length > 0);
    const lines = patches.flatMap(({ hunks }) => hunks.flatMap((hunk) => hunk.lines));
    const sources = applied(patches, reference);
    if (lacking.length > 0) {
      const what = say`Its header lacks: ${lacking.join(', ')}.`;
      const remedy = say`Write these lines above "---": "Misconception: …" (one sentence), "Check: <id>", "Says: <a piece of the message that must come>".`;
      findings.push({ rule: 'header', file, what, remedy });
    } else if (!sources) {
      const [first = ''] = Object.keys(reference);
      const what = say`The patch does not fit the reference.`;
      const remedy = say`Make the mistake in a copy of the reference, and put in place of the patch what this prints:`;
      const run = [`diff -u --label a/${first} --label b/${first} <reference> <copy>`];
      findings.push({ rule: 'does-not-apply', file, what, remedy, run });
    } else {
      const changed = lines.filter((line) => /^[-+]/.test(line)).length;
      if (changed > MOST_CHANGED_LINES) {
        const what = say`The patch changes ${changed} lines; a misconception takes at most ${MOST_CHANGED_LINES}.`;
        const remedy = say`Keep what the misconception needs; make more of it a mistake of its own.`;
        findings.push({ rule: 'too-large', file, what, remedy });
      }
      const mistake = {
        ...header,
        touchesLoop: lines.some((line) => LOOP.test(line)),
        sources,
      };
      findings.push(...likeAnother(file, mistake, mistakes, reference));
      mistakes.push(mistake);
    }
  }
  return { mistakes, findings };
}

/** The reference with the patches in it; undefined where one does not fit, exactly. */
function applied(patches: readonly StructuredPatch[], reference: Sources): Sources | undefined {
  const sources: Record<string, string> = { ...reference };
  for (const patch of patches) {
    const file = patch.newFileName?.replace(/^b\//, '') ?? '';
    const source = sources[file];
    const patched = source === undefined ? false : applyPatch(source, patch, { fuzzFactor: 0 });
    if (patched === false) return undefined;
    sources[file] = patched;
  }
  return patches.length === 0 ? undefined : sources;
}

/** A mistake that is the same as one before it, or as the reference. */
function likeAnother(
  file: string,
  { sources, misconception }: Mistake,
  before: readonly Mistake[],
  reference: Sources,
): Finding[] {
  const findings: Finding[] = [];
  const known = [{ name: 'the reference', sources: reference }, ...before];
  const sameSource = known.find((one) => isDeepStrictEqual(one.sources, sources));
  if (sameSource) {
    const what = say`It makes the same code as ${sameSource.name}.`;
    findings.push({ rule: 'same-source', file, what, remedy: say`Delete one of the two.` });
  }
  const belief = wordsOf(misconception);
  const sameBelief = before.find((one) => wordsOf(one.misconception) === belief);
  if (sameBelief) {
    const what = say`It names the same misconception as ${sameBelief.name}.`;
    const remedy = say`Say after "Misconception:" what sets it apart, or delete one of the two.`;
    findings.push({ rule: 'same-misconception', file, what, remedy });
  }
  return findings;
}

function wordsOf(text: string): string {
  return (
    text
      .toLowerCase()
      .match(/[\p{Letter}\p{Number}]+/gu)
      ?.join(' ') ?? ''
  );
}
