/** Beside every link to a lab that asks for it: how many of its steps are passed. */
import type { Labels } from '../../live/labels.ts';
import type { LabRun } from '#runner/result.ts';
import { pageLanguage } from '../text.ts';

export function drawOverview(run: LabRun, labels: Labels): void {
  const passed = run.steps.filter(({ status }) => status === 'passed').length;
  for (const link of document.querySelectorAll<HTMLElement>(
    `[data-lab-progress="${run.lab.number}"]`,
  )) {
    link.textContent = `${passed}/${run.steps.length}`;
    link.title = `${labels.yourProgress[pageLanguage()]}: ${labels.steps[pageLanguage()]}`;
    link.dataset['status'] = run.outcome;
  }
}
