/**
 * The learner's own progress on the pages, as `npm run read` streams it. It draws the very result
 * object that the terminal draws, and decides nothing. Not part of the site that is written to files.
 */
import { say } from '#text/message.ts';
import type { FeedEvent, Overview } from '../../live/progress-feed.ts';
import { element } from '../element.ts';
import { listenTo, type Handlers } from '../server-events.ts';
import { text } from '../text.ts';
import { drawExtras, drawOverview, drawRun, drawSteps } from './draw.ts';

const { body } = document;
const { lab } = body.dataset;
const notice = element('p', { class: 'live-notice', role: 'status' });
body.append(notice);
let editor: string | undefined;
let overview: Overview | undefined;
let source: EventSource | undefined;

const HANDLERS: Handlers<FeedEvent> = {
  hello(hello) {
    ({ editor } = hello);
    notice.textContent = '';
  },
  overview(data) {
    drawOverview(data);
    if (String(data.lab) === lab) overview = data;
  },
  // The page that follows a request sends it again.
  saved: () => void document.dispatchEvent(new CustomEvent('workshop:saved')),
  running() {
    body.dataset['checks'] = 'running';
  },
  steps: (steps) => drawSteps(steps, editor),
  run(run) {
    delete body.dataset['checks'];
    drawRun(run, overview, editor);
  },
  extras: (extras) => drawExtras(extras, editor),
};

/**
 * A browser gives a host six connections over HTTP/1.1, and a stream holds one: only the tab that is
 * looked at listens.
 */
function listenWhileSeen(): void {
  source?.close();
  source = undefined;
  if (document.visibilityState === 'hidden') return;
  source = listenTo(lab === undefined ? '/events' : `/events?lab=${lab}`, HANDLERS, () => {
    const lost = say`The program that serves this page has stopped: progress is not up to date.`;
    notice.textContent = text(lost);
  });
}

document.addEventListener('visibilitychange', listenWhileSeen);
listenWhileSeen();
