/**
 * The learner's own progress on the pages, as `npm run read` streams it. It draws the very result
 * object that the terminal draws, and decides nothing. Not part of the site that is written to files.
 */
import type { FeedEvent, Hello, Overview } from '../../live/progress-feed.ts';
import { drawExtras, drawRun, drawSteps } from './draw-lab.ts';
import { drawOverview } from './draw-overview.ts';
import { element } from '../element.ts';
import { pageLanguage } from '../text.ts';

const { lab } = document.body.dataset;
let hello: Hello | undefined;
let overview: Overview | undefined;
let source: EventSource | undefined;

const HANDLERS: { readonly [Type in FeedEvent['type']]: (data: DataOf<Type>) => void } = {
  hello(data) {
    hello = data;
    setNotice('');
  },
  overview(data) {
    if (hello) drawOverview(data, hello.labels);
    if (String(data.lab) === lab) overview = data;
  },
  running() {
    document.body.dataset['checks'] = 'running';
  },
  steps(data) {
    if (hello) drawSteps(data, hello);
  },
  run(data) {
    delete document.body.dataset['checks'];
    if (hello) drawRun(data, overview, hello);
  },
  extras(data) {
    if (hello) drawExtras(data, hello);
  },
};

type DataOf<Type extends FeedEvent['type']> = Extract<FeedEvent, { type: Type }>['data'];

/**
 * A browser gives a host six connections over HTTP/1.1, and a stream holds one: only the tab that is
 * looked at listens.
 */
function listenWhileSeen(): void {
  source?.close();
  source = undefined;
  if (document.visibilityState === 'hidden') return;
  source = new EventSource(lab === undefined ? '/events' : `/events?lab=${lab}`);
  for (const [type, handle] of Object.entries(HANDLERS)) {
    source.addEventListener(type, (event) => handle(JSON.parse(event.data as string) as never));
  }
  source.addEventListener('error', () => {
    if (hello) setNotice(hello.labels.lost[pageLanguage()]);
  });
}

document.addEventListener('visibilitychange', listenWhileSeen);
listenWhileSeen();

/** A line at the foot of the window; screen readers say it. */
function setNotice(text: string): void {
  let notice = document.querySelector('.live-notice');
  if (!notice) {
    notice = element('p', 'live-notice');
    notice.setAttribute('role', 'status');
    document.body.append(notice);
  }
  notice.textContent = text;
}
