/** `npm run template`: the deployment as a CloudFormation template, and the code that goes with it. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { print } from '#terminal/program.ts';
import { Page } from '#terminal/page.ts';
import { say } from '#text/message.ts';
import type { Package } from '#aws/deploy/package.ts';
import { readSource, type Source } from './source.ts';
import { secretParameter, zipName } from '#aws/deploy/template/functions.ts';
import { templateOf } from '#aws/deploy/template/index.ts';
import { withoutAws, type Context } from './session.ts';

/** To standard output the template alone; to a file, with the functions' zips beside it. */
export function writeTemplate(context: Context): Promise<number> {
  return withoutAws(context, async () => {
    const { request, root } = context;
    const source = await readSource(root, request);
    const text = `${JSON.stringify(templateOf(source.plan, source.packages), undefined, 2)}\n`;
    if (request.out === undefined) {
      await print(text);
      return 0;
    }
    const file = resolve(request.out);
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, text);
    const zips = source.plan.functions.map((planned) => {
      const code = source.packages.get(planned.name) as Package;
      const zip = zipName(source.plan.prefix, planned, code);
      writeFileSync(join(dirname(file), zip), code.zip);
      return zip;
    });
    await print(instructions(context, source, request.out, zips));
    return 0;
  });
}

/** How to make a stack of it; the secret is made by whoever makes the stack, and stands in no file. */
function instructions(
  { page: options }: Context,
  { plan: { prefix, secrets } }: Source,
  out: string,
  zips: readonly string[],
): string {
  const page = new Page(options);
  const names = Object.keys(secrets).map(secretParameter);
  page.line(page.text(say`Written: ${out}, and beside it the code of ${zips.length} functions:`));
  for (const zip of zips) page.code(zip, '  ');
  page.line();
  page.line(page.text(say`Copy the code to a bucket of yours in the region, then make the stack:`));
  page.code(
    `aws s3 cp --region <region> ${dirname(out)} s3://<bucket> --recursive --exclude "*" --include "${prefix}-*.zip"`,
    '  ',
  );
  const parameters = ['CodeBucket=<bucket>', ...names.map((name) => `${name}=<secret>`)].join(' ');
  page.code(
    `aws cloudformation deploy --region <region> --template-file ${out} --stack-name ${prefix} --capabilities CAPABILITY_NAMED_IAM --parameter-overrides ${parameters}`,
    '  ',
  );
  if (names.length > 0) {
    page.line(page.text(say`This prints a good secret, a new one each time:`));
    page.code(`node -p "require('crypto').randomBytes(32).toString('base64url')"`, '  ');
  }
  return page.toString();
}
