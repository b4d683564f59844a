/** The lab's known wrong answers, as files: read, applied to the reference, and all different. */
import { join } from 'node:path';
import type { Lab } from '#course/lab.ts';
import type { Sources } from '#course/stage.ts';
import { say } from '#text/message.ts';
import type { Finding } from '../finding.ts';
import { namesIn, readText } from '#course/files.ts';
import { applyMistake, readMistake, type MistakeFile } from '../reading/mistake-file.ts';

/** In lines taken away and added: a misconception is a minimal difference. */
const MOST_CHANGED_LINES = 24;

export interface Mistake {
  /** The file's name. */
  readonly name: string;
  readonly file: MistakeFile;
  readonly sources: Sources;
}

export interface MistakesFound {
  /** Those that can be run. */
  readonly mistakes: readonly Mistake[];
  readonly findings: readonly Finding[];
}

export function findMistakes(lab: Lab, reference: Sources): MistakesFound {
  const folder = join(lab.solution, 'mistakes');
  const mistakes: Mistake[] = [];
  const findings: Finding[] = [];
  for (const name of namesIn(folder).filter((found) => found.endsWith('.patch'))) {
    const read = readOne(
      `solutions/${lab.id}/mistakes/${name}`,
      readText(join(folder, name)),
      reference,
    );
    findings.push(...read.findings);
    if (read.sources) mistakes.push({ name, file: read.file, sources: read.sources });
  }
  return { mistakes, findings: [...findings, ...twice(lab, mistakes, reference)] };
}

type OneRead = {
  readonly file: MistakeFile;
  readonly sources?: Sources;
  readonly findings: readonly Finding[];
};

function readOne(path: string, text: string, reference: Sources): OneRead {
  const file = readMistake(text);
  const missing = (['Misconception', 'Check', 'Says'] as const).filter(
    (name) => file[name.toLowerCase() as 'misconception' | 'check' | 'says'] === '',
  );
  if (missing.length > 0) {
    const finding: Finding = {
      rule: 'header',
      file: path,
      what: say`Its header lacks: ${missing.join(', ')}.`,
      remedy: say`Write these lines above "---": "Misconception: …" (one sentence), "Check: <id>", "Says: <a piece of the message that must come>".`,
    };
    return { file, findings: [finding] };
  }
  const sources = applyMistake(file, reference);
  const [first = ''] = Object.keys(reference);
  if (!sources) {
    const finding: Finding = {
      rule: 'does-not-apply',
      file: path,
      what: say`The patch does not fit the reference.`,
      remedy: say`Make the mistake in a copy of the reference, and put in place of the patch what this prints:`,
      run: [`diff -u --label a/${first} --label b/${first} <reference> <copy>`],
    };
    return { file, findings: [finding] };
  }
  if (file.changedLines <= MOST_CHANGED_LINES) return { file, sources, findings: [] };
  const tooLarge: Finding = {
    rule: 'too-large',
    file: path,
    what: say`The patch changes ${file.changedLines} lines; a misconception takes at most ${MOST_CHANGED_LINES}.`,
    remedy: say`Keep what the misconception needs; make more of it a mistake of its own.`,
  };
  return { file, sources, findings: [tooLarge] };
}

/** Mistakes that are the same as another, or as the reference. */
function twice(lab: Lab, mistakes: readonly Mistake[], reference: Sources): Finding[] {
  const folder = `solutions/${lab.id}/mistakes`;
  const bySource = new Map([[JSON.stringify(reference), 'the reference']]);
  const byMisconception = new Map<string, string>();
  return mistakes.flatMap(({ name, file, sources }) => {
    const source = JSON.stringify(sources);
    const belief = file.misconception
      .toLowerCase()
      .replaceAll(/[^\p{Letter}\p{Number}]+/gu, ' ')
      .trim();
    const sameSource = bySource.get(source);
    const sameBelief = byMisconception.get(belief);
    bySource.set(source, sameSource ?? name);
    byMisconception.set(belief, sameBelief ?? name);
    return [
      ...(sameSource === undefined
        ? []
        : [
            {
              rule: 'same-source',
              file: `${folder}/${name}`,
              what: say`It makes the same code as ${sameSource}.`,
              remedy: say`Delete one of the two.`,
            },
          ]),
      ...(sameBelief === undefined
        ? []
        : [
            {
              rule: 'same-misconception',
              file: `${folder}/${name}`,
              what: say`It names the same misconception as ${sameBelief}.`,
              remedy: say`Say after "Misconception:" what sets it apart, or delete one of the two.`,
            },
          ]),
    ];
  });
}
