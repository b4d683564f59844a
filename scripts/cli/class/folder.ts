/** `npm run class -- FOLDER`: a class without a network, from a folder of answers. */
import { resolve } from 'node:path';
import { findLabs } from '#course/lab.ts';
import { readAnswers, type RunAnswer } from '#instructor/class/answers.ts';
import { readClassCourse } from '#instructor/class/class-course.ts';
import { drawClass } from '#instructor/class/draw-class.ts';
import { isPlainFolder } from '#instructor/class/plain-file.ts';
import { answerRunner } from '#instructor/class/run-answer.ts';
import { viewClass } from '#instructor/class/view-class.ts';
import toolsCatalog from '#text/ko.json' with { type: 'json' };
import type { Context } from '#terminal/command.ts';
import { UsageError } from '#terminal/errors.ts';
import { Page } from '#terminal/page.ts';
import { bilingual, say } from '#text/message.ts';

export interface FolderOptions {
  /** From where the person stands. */
  readonly folder: string;
  /** Run the answers' code. */
  readonly run: boolean;
  readonly json: boolean;
}

export async function readClassFolder(
  context: Context,
  { folder, run, json }: FolderOptions,
): Promise<number> {
  const { root, environment, page } = context;
  const path = resolve(context.folder, folder);
  if (!isPlainFolder(path)) throw new UsageError(say`There is no folder ${path}.`);
  const known = await readClassCourse(root);
  let count = 0;
  const runAnswer = answerRunner(root, environment);
  const runAndCount: RunAnswer = async (answer) => {
    const result = await runAnswer(answer);
    count += 1;
    if (context.isTerminal && !json) {
      await context.print(`\r${new Page(page).text(say`Answers run: ${count}`)}`);
    }
    return result;
  };
  const course = { labs: findLabs(root), known };
  const { arrivals, skipped } = await readAnswers(path, course, run ? runAndCount : undefined);
  if (context.isTerminal && !json && count > 0) await context.print('\n');
  const view = viewClass(known, arrivals);
  if (json) {
    const left = skipped.map((one) => ({ ...one, why: bilingual(one.why, toolsCatalog) }));
    await context.printJson({ schema: 1, ...view, skipped: left });
  } else await context.print(drawClass(view, skipped, page));
  return 0;
}
