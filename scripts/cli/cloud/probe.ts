/** `npm run probe`: does AWS do what the course, and its local AWS, say it does? */
import { randomBytes } from 'node:crypto';
import { print } from '#terminal/program.ts';
import { Page, type Tone } from '#terminal/page.ts';
import { say, type Message } from '#text/message.ts';
import { findHttpApis } from '#aws/deploy/deploy/http-api.ts';
import { findRestApis, restUrl, stagesOf } from '#aws/deploy/deploy/rest-api.ts';
import { apiName, functionName, isTagged, type Tags } from '#aws/deploy/names.ts';
import { probe, type Finding } from '#aws/deploy/probe.ts';
import { persist, type Work } from '#aws/deploy/work.ts';
import { drawNextSteps, withAws, type Context } from './session.ts';

export function probeStack(context: Context): Promise<number> {
  const { region, prefix = '' } = context.request;
  return withAws(context, [], async ({ work }) => {
    const urls = await findUrls(work, prefix);
    if (!urls) {
      const page = new Page(context.page);
      page.line(page.text(say`There are no contract cases under ${prefix} in ${region}.`));
      drawNextSteps(page, [
        {
          what: say`put them up`,
          command: `npm run deploy -- --lab contract --region ${region}`,
        },
      ]);
      await print(page.toString(), process.stderr);
      return 1;
    }
    const stack = { ...urls, run: randomBytes(4).toString('hex') };
    const name = (declared: string) => functionName(prefix, declared);
    const findings: Finding[] = [];
    for await (const finding of probe(stack, work.clients.lambda, name)) {
      findings.push(finding);
      await print(drawn(context, finding));
    }
    await print(summary(context, findings));
    return findings.some(({ differences }) => differences.length > 0) ? 1 : 0;
  });
}

async function findUrls(work: Work, prefix: string) {
  const isWanted = (tags: Tags) => isTagged(tags, prefix);
  const { clients } = work;
  return persist(work, async () => {
    const [http] = await findHttpApis(clients, apiName(prefix, 'http'), isWanted);
    const [rest] = await findRestApis(clients, apiName(prefix, 'rest'), isWanted);
    if (http?.ApiEndpoint === undefined || rest?.id === undefined) return undefined;
    const [stage] = await stagesOf(clients, rest.id);
    const url = stage?.stageName;
    return url === undefined
      ? undefined
      : { http: http.ApiEndpoint, rest: restUrl(clients, rest.id, url) };
  });
}

/** A case's line; where AWS differs, with the rule, the differences and where the rule stands. */
export function drawn({ page: options }: Pick<Context, 'page'>, finding: Finding): string {
  const page = new Page(options);
  const { id, rule, source, differences, wasUnconfirmed } = finding;
  const isSo = differences.length === 0;
  const [tone, verdict] = VERDICTS[`${isSo} ${wasUnconfirmed}`];
  page.entry(page.tone(tone, page.text(verdict)), id, { column: VERDICT_COLUMN });
  if (!isSo) {
    page.line(`  ${rule}`, 2);
    for (const difference of differences) page.line(`  - ${difference}`, 2);
    page.line(`  ${source}`, 2);
  }
  return page.toString();
}

const VERDICTS: Readonly<Record<`${boolean} ${boolean}`, readonly [Tone, Message]>> = {
  'true false': ['dim', say`as said`],
  'true true': ['good', say`confirmed`],
  'false true': ['bad', say`refuted`],
  'false false': ['bad', say`differs`],
};

const VERDICT_COLUMN = 11;

function summary({ page: options }: Context, findings: readonly Finding[]): string {
  const page = new Page(options);
  const count = (isSo: boolean, wasUnconfirmed: boolean): number =>
    findings.filter(
      (one) => (one.differences.length === 0) === isSo && one.wasUnconfirmed === wasUnconfirmed,
    ).length;
  page.line();
  page.line(
    page.text(
      say`${findings.length} cases: ${count(true, false)} as said, ${count(false, false)} differ; of those in doubt ${count(true, true)} confirmed, ${count(false, true)} refuted.`,
    ),
  );
  return page.toString();
}
