/** Beside every link to a lab that asks for it: how many of its steps are passed. */
import type { Labels } from '../../live/labels.ts';
import type { Overview } from '../../live/progress-feed.ts';
import { pageLanguage } from '../text.ts';

export function drawOverview({ lab, passed, steps, outcome }: Overview, labels: Labels): void {
  for (const link of document.querySelectorAll<HTMLElement>(`[data-lab-progress="${lab}"]`)) {
    link.textContent = `${passed}/${steps}`;
    link.title = `${labels.yourProgress[pageLanguage()]}: ${labels.steps[pageLanguage()]}`;
    link.dataset['status'] = outcome;
  }
}
