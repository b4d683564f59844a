/** `npm run deploy`: a lab's functions and APIs, on AWS. */
import { TAG_KEY } from '#aws/deploy/names.ts';
import { deploy, type Outputs } from '#aws/deploy/deploy.ts';
import { wordsOf } from '#aws/deploy/template/index.ts';
import type { Context } from '#terminal/command.ts';
import { drawNext } from '#terminal/next-line.ts';
import type { Page } from '#terminal/page.ts';
import { say } from '#text/message.ts';
import { inALine, stackOptions, withAws, type Session } from './session.ts';
import { readSource, type Source, type SourceOptions } from './source.ts';

export interface DeployOptions extends SourceOptions {
  readonly region: string;
  readonly 'dry-run': boolean;
}

export async function deployLab(context: Context, options: DeployOptions): Promise<number> {
  const { region } = options;
  const source = await inALine(region, undefined, () => readSource(context.root, options));
  await context.draw((page) => drawHeading(page, options, source));
  const again = deployCommand(options, source);
  if (options['dry-run']) {
    await context.draw((page) => drawPlan(page, source, again));
    return 0;
  }
  const destroy = destroyCommand(region, source.plan.prefix);
  const goOn = {
    again: { what: say`run it again, and it goes on from here`, command: again },
    destroy: { what: say`remove what there is`, command: destroy },
  };
  return withAws(context, region, goOn, async (session) => {
    const outputs = await deploy(session.work, source.plan, source.packages);
    await context.draw((page) => drawFarewell(page, options, source, session, outputs));
    return 0;
  });
}

export function destroyCommand(region: string, prefix: string): string {
  return `npm run destroy -- ${stackOptions(region, prefix)}`;
}

function deployCommand({ lab, region, solution }: DeployOptions, { plan }: Source): string {
  const stack = stackOptions(region, plan.prefix);
  return `npm run deploy -- --lab ${lab} ${stack}${solution ? ' --solution' : ''}`;
}

function drawHeading(
  page: Page,
  { lab, region }: DeployOptions,
  { plan: { prefix } }: Source,
): void {
  const what = lab === 'contract' ? say`The contract cases` : say`Lab ${lab}`;
  page.line(page.tone('strong', say`${what}, on AWS in ${region}`));
  page.line(say`Every name begins with ${prefix}, and the tag ${TAG_KEY} marks it as yours.`);
  page.line();
}

function drawPlan(page: Page, { plan }: Source, command: string): void {
  page.line(say`This would be made. AWS was asked nothing.`);
  page.line();
  for (const words of wordsOf(plan).values()) page.line(`  ${page.text(words)}`, 2);
  page.line();
  drawNext(page, say`make it`, command);
}

function drawFarewell(
  page: Page,
  { lab, region }: DeployOptions,
  { plan: { prefix } }: Source,
  { counts: { made = 0, changed = 0, same = 0, removed = 0 } }: Session,
  { HttpApiUrl, RestApiUrl }: Outputs,
): void {
  page.line();
  page.line(say`Done: ${made} made, ${changed} changed, ${same} as they were, ${removed} removed.`);
  page.line();
  if (HttpApiUrl !== undefined) page.code(`HTTP API  ${HttpApiUrl}`, '');
  if (RestApiUrl !== undefined) page.code(`REST API  ${RestApiUrl}`, '');
  if (HttpApiUrl !== undefined || RestApiUrl !== undefined) {
    page.line(say`A new API may take half a minute until it answers.`);
    page.line();
  }
  const stack = stackOptions(region, prefix);
  if (lab === 'contract')
    drawNext(page, say`compare AWS with the contract`, `npm run probe -- ${stack}`);
  else drawNext(page, say`log in, there`, `npm run login -- --aws ${stack}`);
  drawNext(page, say`when you are done, remove it all`, destroyCommand(region, prefix));
}
