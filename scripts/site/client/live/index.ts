/**
 * The learner's own progress on the pages, as `npm run read` streams it. It draws the very result
 * object that the terminal draws, and decides nothing. Not part of the site that is written to files.
 */
import type { Hello, LiveRun, LiveSteps } from '../../live/progress-feed.ts';
import { drawLab, drawSteps } from './draw-lab.ts';
import { drawOverview } from './draw-overview.ts';
import { pageLanguage } from '../text.ts';

const lab = Number(document.body.dataset['lab'] ?? Number.NaN);
let hello: Hello | undefined;

const source = new EventSource('/events');
source.addEventListener('hello', (event) => {
  hello = JSON.parse(event.data as string) as Hello;
  setNotice('');
});
source.addEventListener('running', (event) => {
  const { lab: running } = JSON.parse(event.data as string) as { lab: number };
  if (running === lab) document.body.dataset['checks'] = 'running';
});
source.addEventListener('steps', (event) => {
  const live = JSON.parse(event.data as string) as LiveSteps;
  if (hello && live.lab === lab) drawSteps(live, hello);
});
source.addEventListener('run', (event) => {
  if (!hello) return;
  const live = JSON.parse(event.data as string) as LiveRun;
  drawOverview(live.run, hello.labels);
  if (live.run.lab.number !== lab) return;
  delete document.body.dataset['checks'];
  drawLab(live, hello);
});
source.addEventListener('error', () => {
  if (hello) setNotice(hello.labels.lost[pageLanguage()]);
});

/** A line at the foot of the window; screen readers say it. */
function setNotice(text: string): void {
  let notice = document.querySelector('.live-notice');
  if (!notice) {
    notice = document.createElement('p');
    notice.className = 'live-notice';
    notice.setAttribute('role', 'status');
    document.body.append(notice);
  }
  notice.textContent = text;
}
