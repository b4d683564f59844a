/**
 * `npm run aws`: a lab's functions on this machine, until Ctrl-C. A saved file is live on the next
 * request, and every request is told as it happens.
 */
import type { Context } from '#terminal/command.ts';
import { ExplainedError } from '#terminal/errors.ts';
import { untilStopped } from '#terminal/program.ts';
import { lessonOf } from '#course/course.ts';
import type { Lab } from '#course/lab.ts';
import { Stage } from '#course/stage.ts';
import {
  BundleError,
  PortInUseError,
  startLocalAws,
  type Application,
  type LocalAws,
} from '#aws/local/index.ts';
import { Progress } from '#runner/progress.ts';
import { say } from '#text/message.ts';
import { applicationOf, labsWithFunctions, labWithFunctions } from '../choose-lab.ts';
import { followPage } from './follow-page.ts';
import { drawInvitation, drawRequest } from './draw.ts';

export interface StartOptions {
  /** The lab that the learner is at where it is left out. */
  readonly lab: number | undefined;
  readonly solution: boolean;
  readonly port: number;
}

export async function startLab(context: Context, options: StartOptions): Promise<number> {
  const { root } = context;
  const lab = chooseLab(root, options.lab);
  const stage = new Stage(root);
  try {
    const { application, folder } = await applicationOf(lab, stage, options);
    const aws = await start(application, folder, lab, options);
    try {
      await run(context, lab, application, aws, options);
    } finally {
      await aws.stop();
    }
    return 0;
  } finally {
    stage.remove();
  }
}

/** The lab that was asked for; else the first that is not passed yet; else the last. */
function chooseLab(root: string, number: number | undefined): Lab {
  if (number !== undefined) return labWithFunctions(root, number);
  const labs = labsWithFunctions(root);
  const progress = new Progress(root);
  const isOpen = (lab: Lab): boolean => {
    const known = progress.of(lab);
    return !known || known.openStep !== undefined;
  };
  return labs.find(isOpen) ?? labs.at(-1) ?? labWithFunctions(root, number);
}

async function start(
  application: Application,
  root: string,
  lab: Lab,
  { port, solution }: StartOptions,
): Promise<LocalAws> {
  const ports = { lambda: port, httpApi: port + 1, restApi: port + 2 };
  try {
    return await startLocalAws(application, { root, ports });
  } catch (error) {
    if (error instanceof BundleError) {
      throw new ExplainedError(say`A function's file does not compile: ${error.message}`);
    }
    if (!(error instanceof PortInUseError)) throw error;
    throw new ExplainedError(error.text, {
      next: {
        what: say`stop that one first, or choose other ports`,
        command: `npm run aws ${lab.number} -- ${solution ? '--solution ' : ''}--port 9100`,
      },
    });
  }
}

async function run(
  context: Context,
  lab: Lab,
  application: Application,
  aws: LocalAws,
  { port, solution }: StartOptions,
): Promise<void> {
  const stopped = untilStopped();
  const follow = await followPage(context, lab, { solution });
  await context.draw((page) => {
    const { title } = lessonOf(lab, context.page.language);
    page.line(page.tone('strong', say`Lab ${lab.number}: ${title}`));
    drawInvitation(page, application, aws, port);
    page.line(say`See requests drawn, in a browser:`);
    page.code(follow.address, '  ');
    page.line();
  });
  const end = aws.onTrace((record) => void context.draw((page) => drawRequest(page, record)));
  await stopped;
  end();
  await follow.close();
  await context.print('\n');
  await context.tell(say`Stopped.`);
}
