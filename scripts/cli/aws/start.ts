/**
 * `npm run aws`: a lab's functions on this machine, until Ctrl-C. A saved file is live on the next
 * request, and every request is told as it happens.
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
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
import { Page } from '#terminal/page.ts';
import { say } from '#text/message.ts';
import { APPLICATION, labsWithFunctions, labWithFunctions } from '../choose-lab.ts';
import { drawInvitation } from './invitation.ts';
import { drawRequest } from './live-trace.ts';

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
    const folder = options.solution ? stageReference(stage, lab) : lab.folder;
    const { application } = (await import(pathToFileURL(join(folder, APPLICATION)).href)) as {
      application: Application;
    };
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
    return known === undefined || known.openStep !== undefined;
  };
  return labs.find(isOpen) ?? labs.at(-1) ?? labWithFunctions(root, number);
}

function stageReference(stage: Stage, lab: Lab): string {
  const sources = lab.files.map((file) => [file, readFileSync(join(lab.solution, file), 'utf8')]);
  return stage.put(lab, 'aws', Object.fromEntries(sources) as Record<string, string>);
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
  options: StartOptions,
): Promise<void> {
  const stopped = untilStopped();
  const page = new Page(context.page);
  const title = { en: lessonOf(lab, 'en').title, ko: lessonOf(lab, 'ko').title };
  page.line(page.tone('strong', page.text(say`Lab ${lab.number}: ${page.text(title)}`)));
  drawInvitation(page, application, aws, options);
  await context.print(page.toString());
  const end = aws.onTrace((record) => {
    const told = new Page(context.page);
    drawRequest(told, record);
    void context.print(told.toString());
  });
  await stopped;
  end();
  await context.print('\n');
  await context.tell(say`Stopped.`);
}
