/**
 * `npm run ready`: whether this machine can take part in a class. Node's version and the packages are
 * looked at before any command starts; here everything is used once, as a lab uses it.
 */
import { findLabs, type Lab } from '#course/lab.ts';
import { LabRunner } from '#runner/lab-runner.ts';
import { launchChromium, NoBrowserError } from '#terminal/chromium.ts';
import type { Context } from '#terminal/command.ts';
import { explanationOf } from '#terminal/errors.ts';
import { isFree } from '#terminal/loopback.ts';
import type { Page } from '#terminal/page.ts';
import { say, type Message } from '#text/message.ts';
import { FIRST_PORT } from './arguments.ts';
import { labsWithFunctions } from './choose-lab.ts';

/** `note`: a class does without it. */
type Sign = 'ok' | 'note' | 'bad';
type Finding = readonly [sign: Sign, what: Message];

/** Returns 1 where something is in the way of a lab. */
export async function checkReady(context: Context): Promise<number> {
  const { root } = context;
  const findings: Finding[] = [];
  const report = async (finding: Finding): Promise<void> => {
    findings.push(finding);
    await context.draw((page) => drawFinding(page, finding));
  };
  await report(['ok', say`Node ${process.versions.node} and its packages`]);
  await report(await portsAreFree());
  // One needs checks alone, the other functions and servers on loopback too: of each kind a quick one.
  const [first, second] = findLabs(root);
  const labs = [second ?? first, labsWithFunctions(root)[0]];
  for (const [index, lab] of labs.entries()) {
    if (lab) await report(await labRuns(root, lab, { types: index === 0 }));
  }
  await report(await browserStarts());
  const isReady = findings.every(([sign]) => sign !== 'bad');
  await context.print('\n');
  await context.tell(
    isReady ? say`This machine is ready.` : say`This machine is not ready: see the lines marked x.`,
  );
  return isReady ? 0 : 1;
}

async function portsAreFree(): Promise<Finding> {
  for (const port of [FIRST_PORT, FIRST_PORT + 1, FIRST_PORT + 2]) {
    if (await isFree(port)) continue;
    return ['note', say`Port ${port} is taken: npm run aws needs another one, with --port 9100`];
  }
  return ['ok', say`Ports ${FIRST_PORT} to ${FIRST_PORT + 2} are free`];
}

async function labRuns(
  root: string,
  lab: Lab,
  { types }: { readonly types: boolean },
): Promise<Finding> {
  const runner = new LabRunner(root);
  try {
    const start = performance.now();
    const run = await runner.run(lab, { subject: 'reference', demo: types, types });
    const seconds = ((performance.now() - start) / 1000).toFixed(1);
    const { number } = lab;
    return run.outcome === 'passed'
      ? ['ok', say`Lab ${number} runs, with its reference (${seconds} s)`]
      : [
          'bad',
          say`Lab ${number} does not pass with its reference: npm run lab ${number} -- --solution`,
        ];
  } catch (error) {
    const known = explanationOf(error);
    if (!known) throw error;
    return ['bad', known.text];
  } finally {
    await runner.close();
  }
}

/** Pages are read in any browser; drawings are made in one that can be driven. */
async function browserStarts(): Promise<Finding> {
  try {
    await (await launchChromium()).close();
    return ['ok', say`A browser for drawings starts`];
  } catch (error) {
    if (!(error instanceof NoBrowserError)) throw error;
    return ['note', say`Only npm run draw needs this: ${error.text}`];
  }
}

function drawFinding(page: Page, [sign, what]: Finding): void {
  const marks = { ok: page.tone('good', 'ok'), note: '- ', bad: page.tone('bad', 'x ') };
  page.line(`${marks[sign]} ${page.text(what)}`, 3);
}
