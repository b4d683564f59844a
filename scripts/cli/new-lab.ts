/** `npm run new-lab 9`: a copy of the skeleton that passes as it stands, to be made a lab of one's own. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { readText } from '#course/files.ts';
import { findLabs } from '#course/lab.ts';
import { labFromSkeleton } from '#course/skeleton.ts';
import type { Context } from '#terminal/command.ts';
import { UsageError } from '#terminal/errors.ts';
import { drawNext } from '#terminal/next-line.ts';
import { say } from '#text/message.ts';

export async function makeLab(
  { root, draw }: Context,
  { lab: number }: { readonly lab: number },
): Promise<number> {
  if (number > 99) throw new UsageError(say`A lab has a number from 0 to 99.`);
  const taken = findLabs(root).find((lab) => lab.number === number);
  if (taken) throw new UsageError(say`There is a lab ${number} already: ${taken.id}.`);
  const files = labFromSkeleton(root, number);
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), text);
  }
  writeFileSync(
    join(root, 'package.json'),
    withScript(readText(join(root, 'package.json')), number),
  );
  const [folder] = Object.keys(files).map((path) => dirname(path));
  await draw((page) => {
    page.line(say`Written: ${folder ?? ''} and its solution, and lab:${number} in package.json.`);
    page.line(say`Rename both folders: what follows the number is yours.`);
    page.line();
    drawNext(page, say`see that it passes as it stands`, `npm run solutions ${number}`);
  });
  return 0;
}

/** The text of package.json with the lab's script behind those of the labs before it. */
function withScript(text: string, number: number): string {
  const contents = JSON.parse(text) as { readonly scripts: Readonly<Record<string, string>> };
  const all = Object.entries(contents.scripts);
  const at = all.findLastIndex(([name]) => {
    return name === 'lab' || (/^lab:\d+$/.test(name) && Number(name.slice(4)) < number);
  });
  const own = [`lab:${number}`, `node scripts/start.cjs lab ${number}`] as const;
  const scripts = Object.fromEntries(all.toSpliced(at + 1, 0, [...own]));
  return `${JSON.stringify({ ...contents, scripts }, undefined, 2)}\n`;
}
