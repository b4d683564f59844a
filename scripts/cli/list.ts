/** `npm run lab`: all labs, how far each is, and the one next thing to do. */
import { lessonOf } from '#course/course.ts';
import { findLabs, type Lab } from '#course/lab.ts';
import { ROUND_SIZE } from '#course/review/round.ts';
import { Progress, type LabProgress } from '#runner/progress.ts';
import type { Context } from '#terminal/command.ts';
import { drawNext } from '#terminal/next-line.ts';
import { LabRunner } from '#runner/lab-runner.ts';
import { say, type Bilingual, type Message } from '#text/message.ts';

/** One lab in the list, as `--json` prints it. */
interface ListedLab {
  readonly number: number;
  readonly id: string;
  readonly title: Bilingual;
  readonly stepsPassed: number;
  readonly steps: number;
  readonly openStep?: number;
  /** Of the first review before the lab, and of the first after it: how many of twelve were right. */
  readonly review: Readonly<Record<'before' | 'after', number | undefined>>;
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
      const scores = scoresOf(lab.review);
      if (scores) page.line(`   ${page.tone('dim', scores)}`);
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
    const { before, after } = progress.review(lab);
    const review = { before: before[0], after: after[0] };
    listed.push({ number: lab.number, id: lab.id, title, ...known, review });
  }
  await runner?.close();
  return listed;
}

function scoresOf({ before, after }: ListedLab['review']): Message | undefined {
  if (before !== undefined && after !== undefined) {
    return say`review ${before}/${ROUND_SIZE} before, ${after}/${ROUND_SIZE} after`;
  }
  if (before !== undefined) return say`review ${before}/${ROUND_SIZE} before`;
  return after === undefined ? undefined : say`review ${after}/${ROUND_SIZE} after`;
}
