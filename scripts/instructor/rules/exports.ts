/** The reference exports what its starter exports: names of values and of types. */
import type { Lab } from '#course/lab.ts';
import type { Sources } from '#course/stage.ts';
import { say } from '#text/message.ts';
import type { Finding } from '../finding.ts';
import { readModule } from '../reading/module.ts';

export function compareExports(lab: Lab, starter: Sources, reference: Sources): Finding[] {
  return lab.files.flatMap((file) => {
    const [given, solved] = [starter, reference].map((sources) =>
      readModule(sources[file] ?? '', file),
    );
    // A file that can't be read is reported by the checks.
    if (!given || !solved || given.error !== undefined || solved.error !== undefined) return [];
    const path = `solutions/${lab.id}/${file}`;
    const run = ['npm run solutions -- --update starters'];
    return [
      ...without(given.exports, solved.exports).map((name) => {
        const what = say`The starter exports "${name}", the reference does not.`;
        const remedy = say`Export it from ${path}, or take it out of labs/${lab.id}/${file} and run:`;
        return { rule: 'missing-export', file: path, what, remedy, run };
      }),
      ...without(solved.exports, given.exports).map((name) => {
        const what = say`The reference exports "${name}", the starter does not.`;
        const remedy = say`Take "export" away in ${path}, or give it in labs/${lab.id}/${file} and run:`;
        return { rule: 'extra-export', file: path, what, remedy, run };
      }),
    ];
  });
}

function without(names: readonly string[], others: readonly string[]): string[] {
  return names.filter((name) => !others.includes(name));
}
