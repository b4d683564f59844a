/** `npm run destroy`: everything that `npm run deploy` made under a prefix, removed. */
import { print } from '#terminal/program.ts';
import { Page } from '#terminal/page.ts';
import { say, type Message } from '#text/message.ts';
import { destroy, type Remains } from '#aws/deploy/destroy.ts';
import { TAG_KEY } from '#aws/deploy/names.ts';
import type { Piece } from '#aws/deploy/stack.ts';
import { findStack } from '#aws/deploy/stack.ts';
import { persist } from '#aws/deploy/work.ts';
import { stackOptions } from './deploy.ts';
import { drawNextSteps, withAws, type Context, type Session } from './session.ts';

export function destroyStack(context: Context): Promise<number> {
  const { region, prefix = '', dryRun } = context.request;
  const command = `npm run destroy -- ${stackOptions(region, prefix)}`;
  const next = { what: say`run it again, and it goes on from here`, command };
  return withAws(context, [next], async (session) => {
    if (dryRun) {
      const pieces = await persist(session.work, () => findStack(session.work, prefix));
      await print(planned(context, pieces));
      return 0;
    }
    const remains = await destroy(session.work, prefix);
    const isClean = remains.left.length + remains.untouched.length === 0;
    const page = new Page(context.page);
    drawRemains(page, remains, prefix, session);
    if (remains.left.length > 0) drawNextSteps(page, [next]);
    await print(page.toString(), isClean ? process.stdout : process.stderr);
    return isClean ? 0 : 1;
  });
}

function planned({ page: options }: Context, pieces: readonly Piece[]): string {
  const page = new Page(options);
  const ours = pieces.filter(({ owner }) => owner === 'ours');
  page.line(
    page.text(
      ours.length > 0 ? say`This would be removed:` : say`There is nothing to remove here.`,
    ),
  );
  for (const { words } of ours) page.line(`  ${page.text(words)}`, 2);
  drawUntouched(
    page,
    pieces.filter(({ owner }) => owner !== 'ours'),
  );
  return page.toString();
}

function drawRemains(
  page: Page,
  { left, untouched, failures }: Remains,
  prefix: string,
  { counts, explain }: Session,
): void {
  if (left.length + untouched.length === 0) {
    page.line(
      page.text(
        counts.remove > 0
          ? say`Nothing of ${prefix} is left.`
          : say`There was nothing of ${prefix}, and nothing is left.`,
      ),
    );
    return;
  }
  drawPieces(page, say`Left, and still yours:`, left);
  for (const failure of failures) page.line(`  ${page.text(explain(failure))}`, 2);
  drawUntouched(page, untouched);
}

function drawUntouched(page: Page, untouched: readonly Piece[]): void {
  const [byHand, byCloudFormation] = [
    untouched.filter(({ owner }) => owner === 'untagged'),
    untouched.filter(({ owner }) => owner === 'cloudformation'),
  ];
  drawPieces(
    page,
    say`Not touched: these have the name and not the tag ${TAG_KEY}. If they are yours, remove them by hand:`,
    byHand,
  );
  drawPieces(
    page,
    say`Not touched: CloudFormation made these, and removes them with their stack:`,
    byCloudFormation,
  );
}

function drawPieces(page: Page, title: Message, pieces: readonly Piece[]): void {
  if (pieces.length === 0) return;
  page.line(page.text(title));
  for (const { words } of pieces) page.line(`  ${page.text(words)}`, 2);
}
