/** Where in a lab's files an answer was decided: the line that threw it, or the function that gave it. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Application, TraceCall } from '#aws/local/index.ts';
import { thrownAt } from '#aws/thrown-at.ts';
import type { Place } from './way.ts';

/**
 * Where something stands in the lab's files: the declaration of an authorizer of this name, the handler
 * of a function of this name, or where a call of it was decided.
 */
export type FindPlace = (
  what: TraceCall | 'declaration' | 'handler',
  name: string,
) => Place | undefined;

/**
 * @param folder of the application's files, absolute
 * @param nameOf how a file in it is called for people, relative to the course's root
 */
export function findPlaces(
  application: Application,
  folder: string,
  nameOf: (file: string) => string,
): FindPlace {
  const inFile = (file: string, pattern: RegExp) => {
    const line = linesOf(join(folder, file)).findIndex((text) => pattern.test(text)) + 1;
    return line === 0 ? undefined : { file: nameOf(file), line };
  };
  return (what, name) => {
    if (what === 'declaration') {
      return (
        inFile('application.ts', new RegExp(`^\\s*'?${escape(name)}'?: \\{`)) ??
        inFile('application.ts', /identitySource/)
      );
    }
    const isThrown = what !== 'handler' && what.outcome === 'error';
    const thrown = isThrown ? thrownAt(what.result, folder) : undefined;
    if (thrown) return { file: nameOf(thrown.file), line: thrown.line };
    const definition = application.functions[name];
    if (!definition) return undefined;
    const handler = definition.handler ?? 'handler';
    const exported = new RegExp(`^export .*\\b${escape(handler)}\\b`);
    return inFile(definition.entry.replace(/^\.\//, ''), exported);
  };
}

function linesOf(file: string): string[] {
  try {
    return readFileSync(file, 'utf8').split('\n');
  } catch {
    return [];
  }
}

function escape(name: string): string {
  return name.replaceAll(/[^\w]/g, String.raw`\$&`);
}
