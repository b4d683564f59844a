/** `npm run template`: the template that `npm run deploy` uses, and the code that goes with it. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { deployedName, TAG_KEY } from '#aws/deploy/names.ts';
import { secretParameter } from '#aws/deploy/template/functions.ts';
import { templateOf } from '#aws/deploy/template/index.ts';
import type { Context } from '#terminal/command.ts';
import type { Page } from '#terminal/page.ts';
import { say } from '#text/message.ts';
import { inALine } from './session.ts';
import { readSource, type Source, type SourceOptions } from './source.ts';

export interface TemplateOptions extends SourceOptions {
  /** The file to write; standard output where it is left out. */
  readonly out: string | undefined;
}

/** To standard output the template alone; to a file, with the functions' zips beside it. */
export function writeTemplate(context: Context, options: TemplateOptions): Promise<number> {
  return inALine('', undefined, async () => {
    const { out } = options;
    const source = await readSource(context.root, options);
    const text = `${JSON.stringify(templateOf(source.plan), undefined, 2)}\n`;
    if (out === undefined) {
      await context.print(text);
      return 0;
    }
    const file = resolve(context.folder, out);
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, text);
    for (const [name, { zip }] of source.packages) {
      writeFileSync(join(dirname(file), `${deployedName(source.plan.prefix, name)}.zip`), zip);
    }
    await context.draw((page) => drawInstructions(page, source, out));
    return 0;
  });
}

/** How to make a stack of it; the secret is made by whoever makes the stack, and stands in no file. */
function drawInstructions(page: Page, { plan, packages }: Source, out: string): void {
  const { prefix, application } = plan;
  const names = Object.keys(application.secrets ?? {}).map(secretParameter);
  page.line(say`Written: ${out}, and beside it the code of ${packages.size} functions.`);
  page.line(say`Make the stack, then give each function its code:`);
  const parameters = names.map((name) => ` ${name}=<secret>`).join('');
  page.code(
    `aws cloudformation deploy --region <region> --template-file ${out} --stack-name ${prefix} --tags ${TAG_KEY}=${prefix} --capabilities CAPABILITY_NAMED_IAM${parameters && ` --parameter-overrides${parameters}`}`,
    '  ',
  );
  for (const name of packages.keys()) {
    const onAws = deployedName(prefix, name);
    const zip = join(dirname(out), `${onAws}.zip`);
    page.code(
      `aws lambda update-function-code --region <region> --function-name ${onAws} --zip-file fileb://${zip}`,
      '  ',
    );
  }
  if (names.length > 0) {
    page.line(say`This prints a good secret, a new one each time:`);
    page.code(`node -p "require('crypto').randomBytes(32).toString('base64url')"`, '  ');
  }
}
