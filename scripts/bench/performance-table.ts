/** The tables under "Performance" in README.md, as the bench prints them. */
import type { Ratio } from './interleave.ts';
import type { SaveToVerdict } from './save-to-verdict.ts';

interface Row {
  readonly name: string;
  readonly aim: string;
  /** The ratio's name in the bench. */
  readonly ratio: string;
}

export const LAB_OVER_VITEST = 'npm run lab:1 over a bare npx vitest run';

export const ROWS: readonly Row[] = [
  {
    name: 'Reference `verify` against `jsonwebtoken` (`KeyObject`)',
    aim: '≥ 1.2',
    ratio: 'verify: jsonwebtoken, KeyObject',
  },
  {
    name: 'Reference `verify` against `fast-jwt` (no cache)',
    aim: '≥ 0.85',
    ratio: 'verify: fast-jwt, no cache',
  },
  {
    name: 'Reference `sign` against `jsonwebtoken` (`KeyObject`)',
    aim: '≥ 1.2',
    ratio: 'sign: jsonwebtoken, KeyObject',
  },
  {
    name: '`npm run lab:1` in times of a bare `npx vitest run`',
    aim: '≤ 1.3',
    ratio: LAB_OVER_VITEST,
  },
];

/** The rows of README's table of ratios. Throws where one was not measured. */
export function ratioRows(ratios: readonly Ratio[]): string[] {
  return ROWS.map(({ name, aim, ratio }) => {
    const measured = ratios.find((one) => one.name === ratio);
    if (!measured) throw new Error(`Nothing has measured "${ratio}".`);
    return `| ${name} | ${measured.median.toFixed(2)} | ${aim} |`;
  });
}

/** A row for each lab: milliseconds from a save to the verdict, and that in times of lab 1's. */
export function saveRows(times: readonly SaveToVerdict[]): string[] {
  const first = times.find(({ lab }) => lab === 1);
  return times.map(
    ({ lab, firstStep, wholeLab }) =>
      `| Lab ${lab} | ${cell(firstStep, first?.firstStep)} | ${cell(wholeLab, first?.wholeLab)} |`,
  );
}

function cell(time: number, ofFirst = Number.NaN): string {
  return `${Math.round(time)} ms (${(time / ofFirst).toFixed(1)})`;
}
