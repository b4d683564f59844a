/**
 * `npm run bench`: ratios, each measured interleaved in this one run; on a machine that does
 * nothing else. Figures in milliseconds are this machine's and say nothing of another.
 */
import { savesToPage } from './class.ts';
import { installedMegabytes, labOverVitest, timeOfSolutions } from './commands.ts';
import { interleave, type Contender, type Ratio } from './interleave.ts';
import { signers, verifiers } from './jwt.ts';
import { ratioRows, saveRows } from './performance-table.ts';
import { saveToVerdict } from './save-to-verdict.ts';

const ROUNDS = 21;
const MILLISECONDS = 40;
const SAVES = 10;

/** Prints what it measures, and then the rows of README's tables. */
export async function benchCourse(): Promise<number> {
  console.log(`Node ${process.version} on ${process.platform}-${process.arch}\n`);
  const verify = await compare('verify', verifiers());
  const sign = await compare('sign', signers());

  console.log('commands');
  const lab = await labOverVitest(7);
  printRatio(lab, `(${Math.round(lab.milliseconds)} ms)`);
  printFigure('npm run solutions', `${((await timeOfSolutions()) / 1000).toFixed(1)} s`);
  printFigure('npm ci on disk', `${Math.round(installedMegabytes())} MB`);
  const rows = ratioRows([...verify, ...sign, lab]);
  console.log(`\nREADME, Performance:\n${rows.join('\n')}`);
  console.log('\nFrom a save to the verdict: lab, first step, whole lab (in times of lab 1)');
  console.log(saveRows(await saveToVerdict(SAVES)).join('\n'));
  console.log('\nA room of 40 that saves at once, until its page has drawn the last');
  const { milliseconds, savesPerSecond } = await savesToPage();
  printFigure('saves a second', `${Math.round(savesPerSecond)} (${Math.round(milliseconds)} ms)`);
  return 0;
}

/** How often the reference does it while another does it once. */
async function compare(what: string, contenders: readonly Contender[]): Promise<Ratio[]> {
  console.log(`${what}: how often the reference does it, to their once`);
  const ratios = await interleave(contenders, { rounds: ROUNDS, milliseconds: MILLISECONDS });
  for (const ratio of ratios) printRatio(ratio);
  console.log();
  return ratios.map((ratio) => ({ ...ratio, name: `${what}: ${ratio.name}` }));
}

function printRatio({ name, median, from, to }: Ratio, note = ''): void {
  printFigure(name, `${median.toFixed(2)}  [${from.toFixed(2)} to ${to.toFixed(2)}] ${note}`);
}

function printFigure(name: string, figure: string): void {
  console.log(`  ${name.padEnd(42)} ${figure}`.trimEnd());
}
