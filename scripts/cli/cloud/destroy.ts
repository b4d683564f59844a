/** `npm run destroy`: everything that `npm run deploy` made under a prefix, removed. */
import { destroy, listStack } from '#aws/deploy/destroy.ts';
import type { Context } from '#terminal/command.ts';
import { say } from '#text/message.ts';
import { destroyCommand } from './deploy.ts';
import { withAws } from './session.ts';

export interface DestroyOptions {
  readonly region: string;
  readonly prefix: string;
  readonly 'dry-run': boolean;
}

export function destroyStack(context: Context, options: DestroyOptions): Promise<number> {
  const { region, prefix } = options;
  const command = destroyCommand(region, prefix);
  const again = { what: say`run it again, and it goes on from here`, command };
  return withAws(context, region, { again, destroy: again }, async ({ work }) => {
    if (options['dry-run']) {
      const resources = await listStack(work, prefix);
      await context.draw((page) => {
        page.line(
          resources.length > 0
            ? say`This would be removed:`
            : say`There is nothing to remove here.`,
        );
        for (const [id, name] of resources) page.code(`${id.padEnd(ID_COLUMN)}${name}`, '  ');
      });
      return 0;
    }
    await context.tell(
      (await destroy(work, prefix))
        ? say`Nothing of ${prefix} is left.`
        : say`There was nothing of ${prefix}, and nothing is left.`,
    );
    return 0;
  });
}

/** An id is at most 32 characters long without its hash. */
const ID_COLUMN = 34;
