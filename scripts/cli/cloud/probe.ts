/** `npm run probe`: does AWS do what the course, and its local AWS, say it does? */
import { randomBytes } from 'node:crypto';
import { deployedName } from '#aws/deploy/names.ts';
import { probe, type Finding } from '#aws/deploy/probe.ts';
import { findStack } from '#aws/deploy/stack.ts';
import type { Context } from '#terminal/command.ts';
import { ExplainedError } from '#terminal/errors.ts';
import type { Page, Tone } from '#terminal/page.ts';
import { say, type Message } from '#text/message.ts';
import { withAws } from './session.ts';

export interface ProbeOptions {
  readonly region: string;
  readonly prefix: string;
}

/** Returns 1 where AWS differs, and where it did not answer. */
export function probeStack(context: Context, { region, prefix }: ProbeOptions): Promise<number> {
  return withAws(context, region, undefined, async ({ work: { clients } }) => {
    const found = await findStack(clients.cloudFormation, prefix);
    const { HttpApiUrl: http, RestApiUrl: rest } = found?.outputs ?? {};
    if (http === undefined || rest === undefined) {
      const command = `npm run deploy -- --lab contract --region ${region}`;
      throw new ExplainedError(say`There are no contract cases under ${prefix} in ${region}.`, {
        next: { what: say`put them up`, command },
      });
    }
    const stack = { http, rest, run: randomBytes(4).toString('hex') };
    const name = (declared: string) => deployedName(prefix, declared);
    const findings: Finding[] = [];
    for await (const finding of probe(stack, clients.lambda, name)) {
      findings.push(finding);
      await context.draw((page) => drawFinding(page, finding));
    }
    await context.draw((page) => drawSummary(page, findings));
    return findings.every((finding) => VERDICTS[verdictOf(finding)].isSo) ? 0 : 1;
  });
}

/** A case's line; where AWS differs, with the rule, the differences and where the rule stands. */
export function drawFinding(page: Page, finding: Finding): void {
  const { id, rule, source, differences, noAnswer } = finding;
  const { tone, words, isSo } = VERDICTS[verdictOf(finding)];
  page.entry(page.tone(tone, words), id, { column: VERDICT_COLUMN });
  if (isSo) return;
  page.line(`  ${rule}`, 2);
  for (const line of noAnswer === undefined ? differences : [noAnswer]) {
    page.line(`  - ${line}`, 2);
  }
  page.line(`  ${source}`, 2);
}

type Verdict = 'as said' | 'confirmed' | 'refuted' | 'differs' | 'no answer';

function verdictOf({ differences, wasUnconfirmed, noAnswer }: Finding): Verdict {
  if (noAnswer !== undefined) return 'no answer';
  if (differences.length === 0) return wasUnconfirmed ? 'confirmed' : 'as said';
  return wasUnconfirmed ? 'refuted' : 'differs';
}

const VERDICTS: Readonly<
  Record<Verdict, { readonly tone: Tone; readonly words: Message; readonly isSo: boolean }>
> = {
  'as said': { tone: 'dim', words: say`as said`, isSo: true },
  confirmed: { tone: 'good', words: say`confirmed`, isSo: true },
  refuted: { tone: 'bad', words: say`refuted`, isSo: false },
  differs: { tone: 'bad', words: say`differs`, isSo: false },
  'no answer': { tone: 'bad', words: say`no answer`, isSo: false },
};

const VERDICT_COLUMN = 11;

function drawSummary(page: Page, findings: readonly Finding[]): void {
  const count = (verdict: Verdict): number =>
    findings.filter((finding) => verdictOf(finding) === verdict).length;
  page.line();
  page.line(
    say`${findings.length} cases: ${count('as said')} as said, ${count('differs')} differ; of those in doubt ${count('confirmed')} confirmed, ${count('refuted')} refuted; ${count('no answer')} without an answer.`,
  );
}
