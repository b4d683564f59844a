/**
 * The lab's known wrong answers, as files: three lines of header, and the difference from the
 * reference. They fit, are small, and all different.
 */
import { isDeepStrictEqual } from 'node:util';
import { applied, readChanges, sizeOf, type Change } from '#course/change.ts';
import type { Lab } from '#course/lab.ts';
import { alsoOf, type Review } from '#course/review/questions.ts';
import type { Sources } from '#course/stage.ts';
import { say } from '#text/message.ts';
import type { Finding } from '../finding.ts';

/** In lines taken away and added: a misconception is a minimal difference. */
const MOST_CHANGED_LINES = 24;
/** A loop that only its own condition ends; one "of" a list comes to the list's end. */
const LOOP = /\bwhile\s*\(|\bfor\s*\((?:[^)]*;|\s*$)/;

/** The lines in front of a mistake's difference; a line that is missing is ''. */
export interface MistakeHeader {
  /** The file's name, without its ending. */
  readonly name: string;
  readonly path: string;
  /** What people believe. */
  readonly misconception: string;
  /** The id of the check that must catch it. */
  readonly check: string;
  /** A piece of the message that must come. */
  readonly says: string;
}

export interface Mistake extends MistakeHeader {
  /** The checks that fail on it beside that one, as it says itself. */
  readonly also: readonly string[];
  /** Where a review asks about it: the checks of the reasons that are wrong, which must pass on it. */
  readonly others: readonly string[];
  /** Whether a loop that may run forever stands in what it changes, or beside it. */
  readonly touchesLoop: boolean;
  /** The reference with the mistake in it. */
  readonly sources: Sources;
}

/** What the lab's mistakes say of themselves. */
export function readMistakes(lab: Lab): MistakeHeader[] {
  return readChanges(lab, 'mistakes').map(headerOf);
}

function headerOf({ name, path, header }: Change): MistakeHeader {
  return {
    name,
    path,
    misconception: header('Misconception'),
    check: header('Check'),
    says: header('Says'),
  };
}

/** Those that can be run, and what is wrong with any. Throws where a file's difference is none. */
export function findMistakes(lab: Lab, reference: Sources, review: Review) {
  const mistakes: Mistake[] = [];
  const findings: Finding[] = [];
  for (const change of readChanges(lab, 'mistakes')) {
    const { name, path: file, header, lines } = change;
    const lacking = ['Misconception', 'Check', 'Says'].filter((key) => header(key) === '');
    const sources = applied(change, reference);
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
      const changed = sizeOf(change);
      if (changed > MOST_CHANGED_LINES) {
        const what = say`The patch changes ${changed} lines; a misconception takes at most ${MOST_CHANGED_LINES}.`;
        const remedy = say`Keep what the misconception needs; make more of it a mistake of its own.`;
        findings.push({ rule: 'too-large', file, what, remedy });
      }
      const truth = review.questions.get(`mistakes/${name}`)?.truth;
      const mistake = {
        ...headerOf(change),
        also: alsoOf(change),
        others: truth && 'others' in truth ? truth.others : [],
        touchesLoop: lines.some((line) => LOOP.test(line)),
        sources,
      };
      findings.push(...likeAnother(mistake, mistakes, reference));
      mistakes.push(mistake);
    }
  }
  return { mistakes, findings };
}

/** A mistake that is the same as one before it, or as the reference. */
function likeAnother(
  { path: file, sources, misconception }: Mistake,
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
