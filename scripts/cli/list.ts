/** `npm run lab`: all labs, how far each is, and the one next thing to do. */
import { lessonOf } from '#course/course.ts';
import { findLabs, type Lab } from '#course/lab.ts';
import { Progress, type LabProgress } from '#runner/progress.ts';
import type { Context } from '#terminal/command.ts';
import { drawNext } from '#terminal/next-line.ts';
import { LabRunner } from '#runner/lab-runner.ts';
import { say, type Bilingual } from '#text/message.ts';

/** One lab in the list, as `--json` prints it. */
interface ListedLab {
  readonly number: number;
  readonly id: string;
  readonly title: Bilingual;
  readonly stepsPassed: number;
  readonly steps: number;
  readonly openStep?: number;
}

export async function listLabs(
  context: Context,
  { json }: { readonly json: boolean },
): Promise<number> {
  const labs = await progressOfAll(context.root);
  const open = labs.find(({ openStep }) => openStep !== undefined);
  if (json) {
    await context.printJson({ schema: 1, labs, next: open?.number ?? null });
    return 0;
  }
  await context.draw((page) => {
    for (const lab of labs) {
      const mark = lab.openStep === undefined ? page.tone('good', 'ok') : '- ';
      const title = page.text(say`Lab ${lab.number}: ${page.text(lab.title)}`);
      const far = page.text(say`steps ${lab.stepsPassed}/${lab.steps}`);
      page.line(`${mark} ${title} ${page.tone('dim', `(${far})`)}`, 3);
    }
    page.line();
    const done = say`all labs are done. See your first beside the reference`;
    if (open) drawNext(page, say`go on with lab ${open.number}`, `npm run lab ${open.number}`);
    else drawNext(page, done, `npm run solution ${labs[0]?.number ?? 0}`);
  });
  return 0;
}

async function progressOfAll(root: string): Promise<ListedLab[]> {
  const progress = new Progress(root);
  let runner: LabRunner | undefined;
  const measure = async (lab: Lab): Promise<LabProgress> => {
    runner ??= new LabRunner(root);
    const run = await runner.run(lab, { subject: 'learner', demo: false, types: false });
    return progress.record(lab, run);
  };
  const listed: ListedLab[] = [];
  for (const lab of findLabs(root)) {
    const { sourceHash: _, ...known } = progress.of(lab) ?? (await measure(lab));
    const title = { en: lessonOf(lab, 'en').title, ko: lessonOf(lab, 'ko').title };
    listed.push({ number: lab.number, id: lab.id, title, ...known });
  }
  await runner?.close();
  return listed;
}
