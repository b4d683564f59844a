/** `npm run deploy`: a lab's functions and APIs, on AWS. */
import { print } from '#terminal/program.ts';
import { Page } from '#terminal/page.ts';
import { say } from '#text/message.ts';
import { deploy, type Deployment } from '#aws/deploy/deploy/index.ts';
import { TAG_KEY } from '#aws/deploy/names.ts';
import { readSource, type Source } from './source.ts';
import { planWords } from '#aws/deploy/words.ts';
import {
  drawNextSteps,
  withAws,
  withoutAws,
  type Context,
  type Next,
  type Session,
} from './session.ts';

export function deployLab(context: Context): Promise<number> {
  return withoutAws(context, async () => {
    const source = await readSource(context.root, context.request);
    await print(heading(context, source));
    if (context.request.dryRun) {
      await print(planned(context, source));
      return 0;
    }
    return withAws(context, afterFailure(context, source), async (session) => {
      const { plan, packages } = source;
      const deployment = await deploy(session.work, plan, packages, session.hide);
      await print(farewell(context, source, session, deployment));
      return 0;
    });
  });
}

function heading({ request, page: options }: Context, { plan: { prefix } }: Source): string {
  const page = new Page(options);
  const what = request.lab === 'contract' ? say`The contract cases` : say`Lab ${request.lab ?? ''}`;
  page.line(page.tone('strong', page.text(say`${what}, on AWS in ${request.region}`)));
  page.line(
    page.text(say`Every name begins with ${prefix}, and the tag ${TAG_KEY} marks it as yours.`),
  );
  page.line();
  return page.toString();
}

function planned({ page: options, request }: Context, { plan, packages }: Source): string {
  const page = new Page(options);
  page.line(page.text(say`This would be made. AWS was asked nothing.`));
  page.line();
  for (const words of planWords(plan, packages)) page.line(`  ${page.text(words)}`, 2);
  page.line();
  drawNextSteps(page, [{ what: say`make it`, command: again(request, plan.prefix) }]);
  return page.toString();
}

function farewell(
  { page: options, request }: Context,
  { plan: { prefix } }: Source,
  { counts }: Session,
  { httpUrl, restUrl }: Deployment,
): string {
  const page = new Page(options);
  page.line();
  page.line(
    page.text(
      say`Done: ${counts.make} made, ${counts.change} changed, ${counts.same} as they were, ${counts.remove} removed.`,
    ),
  );
  page.line();
  if (httpUrl !== undefined) page.code(`HTTP API  ${httpUrl}`, '');
  if (restUrl !== undefined) page.code(`REST API  ${restUrl}`, '');
  if (httpUrl !== undefined || restUrl !== undefined) {
    page.line(page.text(say`A new API may take half a minute until it answers.`));
    page.line();
  }
  const stack = stackOptions(request.region, prefix);
  drawNextSteps(page, [
    request.lab === 'contract'
      ? { what: say`compare AWS with the contract`, command: `npm run probe -- ${stack}` }
      : { what: say`log in, there`, command: `npm run login -- --aws ${stack}` },
    { what: say`when you are done, remove it all`, command: `npm run destroy -- ${stack}` },
  ]);
  return page.toString();
}

function afterFailure({ request }: Context, { plan: { prefix } }: Source): Next[] {
  const stack = stackOptions(request.region, prefix);
  return [
    { what: say`run it again, and it goes on from here`, command: again(request, prefix) },
    { what: say`or remove what there is`, command: `npm run destroy -- ${stack}` },
  ];
}

function again({ lab, region, solution }: Context['request'], prefix: string): string {
  const stack = stackOptions(region, prefix);
  return `npm run deploy -- --lab ${lab} ${stack}${solution ? ' --solution' : ''}`;
}

/** What every command that speaks of this stack needs. */
export function stackOptions(region: string, prefix: string): string {
  return `--region ${region} --prefix ${prefix}`;
}
