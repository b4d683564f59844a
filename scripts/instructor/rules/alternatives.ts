/** The lab's right answers in other styles: a file each, or a folder where the lab has more files. */
import { statSync } from 'node:fs';
import { join } from 'node:path';
import type { Lab } from '#course/lab.ts';
import type { Sources } from '#course/stage.ts';
import { say } from '#text/message.ts';
import type { Finding } from '../finding.ts';
import { namesIn, readText, readTextIfThere } from '#course/files.ts';

/** Fewer show nothing about what the checks accept. */
const FEWEST = 2;

export interface Alternative {
  /** The name of the file or folder. */
  readonly name: string;
  readonly sources: Sources;
}

export function findAlternatives(lab: Lab): {
  readonly alternatives: readonly Alternative[];
  readonly findings: readonly Finding[];
} {
  const folder = join(lab.solution, 'alternatives');
  const alternatives: Alternative[] = [];
  const findings: Finding[] = [];
  for (const name of namesIn(folder)) {
    const path = join(folder, name);
    const isFolder = statSync(path).isDirectory();
    if (!isFolder && !name.endsWith('.ts')) continue;
    const sources = isFolder ? folderSources(lab, path) : fileSources(lab, path);
    if (sources) alternatives.push({ name, sources });
    else {
      findings.push({
        rule: 'alternative-files',
        file: `solutions/${lab.id}/alternatives/${name}`,
        what: say`It does not stand for all of the learner's files: ${lab.files.join(', ')}.`,
        remedy: say`Make it a folder that holds these files.`,
      });
    }
  }
  if (alternatives.length < FEWEST) {
    findings.push({
      rule: 'too-few-alternatives',
      file: `solutions/${lab.id}/alternatives`,
      what: say`Right answers in other styles: ${alternatives.length}. At least ${FEWEST} are needed.`,
      remedy: say`Solve the lab once more in a style of its own and keep the file there.`,
    });
  }
  return { alternatives, findings };
}

function fileSources({ files: [file, ...more] }: Lab, path: string): Sources | undefined {
  return file === undefined || more.length > 0 ? undefined : { [file]: readText(path) };
}

function folderSources(lab: Lab, folder: string): Sources | undefined {
  const texts = lab.files.map((file) => [file, readTextIfThere(join(folder, file))] as const);
  if (texts.some(([, text]) => text === undefined)) return undefined;
  return Object.fromEntries(texts) as Record<string, string>;
}
