/**
 * `npm run bench`: ratios, each measured interleaved in this one run; on a machine that does
 * nothing else. Figures in milliseconds are this machine's and say nothing of another.
 */
import { installedMegabytes, labOverVitest, saveToVerdict, timeOfSolutions } from './commands.ts';
import { interleave, type Contender, type Ratio } from './interleave.ts';
import { signers, verifiers } from './jwt.ts';

const ROUNDS = 21;
const MILLISECONDS = 40;

/** Prints what it measures. */
export async function benchCourse(): Promise<number> {
  console.log(`Node ${process.version} on ${process.platform}-${process.arch}\n`);
  await compare('verify: how often the reference does it, to their once', verifiers());
  await compare('sign: how often the reference does it, to their once', signers());

  console.log('commands');
  const lab = await labOverVitest(7);
  printRatio(lab, `(${Math.round(lab.milliseconds)} ms)`);
  printFigure('save to verdict, median', `${Math.round(await saveToVerdict(15))} ms`);
  printFigure('npm run solutions', `${((await timeOfSolutions()) / 1000).toFixed(1)} s`);
  printFigure('npm ci on disk', `${Math.round(installedMegabytes())} MB`);
  return 0;
}

async function compare(title: string, contenders: readonly Contender[]): Promise<void> {
  console.log(title);
  const ratios = await interleave(contenders, { rounds: ROUNDS, milliseconds: MILLISECONDS });
  for (const ratio of ratios) printRatio(ratio);
  console.log();
}

function printRatio({ name, median, from, to }: Ratio, note = ''): void {
  printFigure(name, `${median.toFixed(2)}  [${from.toFixed(2)} to ${to.toFixed(2)}] ${note}`);
}

function printFigure(name: string, figure: string): void {
  console.log(`  ${name.padEnd(42)} ${figure}`.trimEnd());
}
