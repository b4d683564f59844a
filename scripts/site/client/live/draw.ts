/** Draws a run: a panel on top of the lab's page, what the checks say at each step, and how far each lab is. */
import { say, type Message } from '#text/message.ts';
import type { Extras, Overview } from '../../live/progress-feed.ts';
import type { CheckRun, FailureRun, LabRun, Place, Status, StepRun } from '#runner/result.ts';
import { element } from '../element.ts';
import { editorUrl, placeLink, type Editor } from '../place-link.ts';
import { own, text } from '../text.ts';

/** Beside every link to a lab that asks for it: how many of its steps are passed. */
export function drawOverview({ lab, passed, steps, outcome }: Overview): void {
  for (const link of document.querySelectorAll<HTMLElement>(`[data-lab-progress="${lab}"]`)) {
    link.textContent = `${passed}/${steps}`;
    link.title = `${text(say`Your progress`)}: ${text(say`steps`)}`;
    link.dataset['status'] = outcome;
  }
}

/** Draws in place of what was there; where no check could be run, the steps stay as they were. */
export function drawRun(run: LabRun, overview: Overview | undefined, editor: Editor): void {
  drawPanel(run, overview, editor);
  if (run.steps.some(({ status }) => status !== 'not-run')) drawSteps(run.steps, editor);
}

/** The steps alone, from the first on: the run may still be under way. */
export function drawSteps(steps: readonly StepRun[], editor: Editor): void {
  const open = steps.find(({ status }) => status !== 'passed');
  for (const step of steps) {
    const [, anchor = ''] = own(step.section).split('#');
    const heading = document.getElementById(decodeURIComponent(anchor));
    if (!heading) continue;
    drawStep(heading, step, step === open, editor);
    markList(heading.id, step.status);
  }
}

/** What the compiler says, and the demo, at the foot of the panel. */
export function drawExtras({ typeErrors, demo }: Extras, editor: Editor): void {
  const errors = typeErrors.map((error) =>
    element('p', '', placeLink(error, editor), ` ${error.code} ${error.message}`),
  );
  const lines = demo ? [...demo.lines, ...(demo.stopped ? [demo.stopped] : [])].map(own) : [];
  const parts = [
    ...(errors.length > 0
      ? [folded(text(say`Type errors (they do not fail the lab)`), ...errors)]
      : []),
    ...(demo ? [folded(text(say`Demo`), element('pre', '', lines.join('\n')))] : []),
  ];
  document.querySelector('#live-panel .live-extras')?.replaceChildren(...parts);
}

function folded(title: string, ...contents: readonly Node[]): HTMLElement {
  return element('details', '', element('summary', '', title), ...contents);
}

/** How far the lab is, and the one next thing to do. Screen readers say it when it changes. */
function drawPanel(run: LabRun, overview: Overview | undefined, editor: Editor): void {
  const { what, cause, place } = run.problem ?? {};
  const output = run.output && element('pre', '', run.output.text);
  const panel = replace('live-panel', [
    ...(overview ? [progressLine(overview)] : []),
    ...(what ? [element('p', 'live-problem', own(what))] : []),
    ...(cause ? [element('p', '', own(cause))] : []),
    ...(place ? [element('p', '', placeLink(place, editor))] : []),
    element('p', 'live-next', `${text(say`Next:`)} `, nextOf(run)),
    ...(output ? [folded(text(say`Your code printed`), output)] : []),
    element('div', 'live-extras'),
  ]);
  panel.setAttribute('role', 'status');
  panel.dataset['outcome'] = run.outcome;
  panel.dataset['running'] = text(say`running the checks`);
  document.querySelector('main h1')?.after(panel);
}

function progressLine({ passed, steps }: Overview): Node {
  const name = text(say`Your progress`);
  const size = { max: String(steps), value: String(passed) };
  const meter = element('meter', { ...size, 'aria-label': name });
  const count = ` ${passed}/${steps} ${text(say`steps`)} `;
  return element('p', 'live-head', element('strong', '', name), count, meter);
}

/** What to do; once the lab is passed it leads to the next one's page. */
function nextOf(run: LabRun): Node | string {
  const what = own(run.next.what);
  const page = document.querySelector<HTMLAnchorElement>('.neighbours [rel=next]');
  if (run.outcome !== 'passed' || !page?.href.includes('/labs/')) return what;
  return element('a', { href: page.href }, what);
}

/** A mark beside the step's line in the page's own list and the course's. */
function markList(anchor: string, status: Status): void {
  const links = document.querySelectorAll<HTMLAnchorElement>('.here a, .course a[href^="#"]');
  for (const link of links) {
    if (decodeURIComponent(link.hash.slice(1)) === anchor) link.dataset['status'] = status;
  }
}

function drawStep(heading: HTMLElement, step: StepRun, isOpen: boolean, editor: Editor): void {
  // Where its first failure lies, else where it is to be written.
  const place = step.checks.find(({ failure }) => failure?.place)?.failure?.place ?? step.place;
  const passed = step.checks.filter(({ status }) => status === 'passed').length;
  const [mark, name] = STATES[step.status];
  const head = element('p', 'live-head', element('span', 'live-mark', mark));
  head.append(` ${text(name)}, ${passed}/${step.checks.length} ${text(say`checks`)}`);
  if (place) head.append(' · ', placeLink(place, editor));
  // Of a step that nobody has begun, one line says enough, unless it is next.
  const isListed = step.status !== 'todo' || isOpen;
  const checks = isListed ? step.checks.filter(({ status }) => status !== 'passed') : [];
  const more = checks.filter(({ failure }) => failure !== undefined).slice(1);
  const list = (all: readonly CheckRun[]): HTMLElement =>
    element('ul', '', ...all.map((check) => drawCheck(check, editor)));
  const reason = text(say`more, probably for the same reason`);
  const box = replace(`live-step-${step.number}`, [
    head,
    ...(checks.length > 0 ? [list(checks.filter((check) => !more.includes(check)))] : []),
    ...(more.length > 0 ? [folded(`${more.length} ${reason}`, list(more))] : []),
  ]);
  box.className = 'live-step';
  box.dataset['status'] = step.status;
  box.setAttribute('aria-label', `${text(say`Your progress`)}: ${own(step.title)}`);
  heading.after(box);
  linkTitle(heading, place, editor);
}

const STATES: Readonly<Record<Status, readonly [mark: string, name: Message]>> = {
  passed: ['✓', say`passed`],
  failed: ['✗', say`not right yet`],
  todo: ['–', say`not written yet`],
  'not-run': ['–', say`not run`],
};

function drawCheck({ status, title, failure }: CheckRun, editor: Editor): Node {
  const [mark] = STATES[status];
  const item = element('li', { 'data-status': status }, element('span', 'live-mark', mark));
  item.append(` ${own(title)}`);
  // What a TODO throws is no news: its line above says "not written yet".
  if (failure && status === 'failed') item.append(drawFailure(failure, editor));
  return item;
}

function drawFailure({ expected, actual, cause, place }: FailureRun, editor: Editor): Node {
  const rows = [
    ...row(say`expected`, own(expected), 'live-value'),
    ...row(say`came`, own(actual), 'live-value'),
    ...(cause ? row(say`likely`, own(cause)) : []),
    ...(place ? row(say`open`, placeLink(place, editor)) : []),
  ];
  return element('dl', '', ...rows);
}

function row(label: Message, value: Node | string, name = ''): HTMLElement[] {
  return [element('dt', '', text(label)), element('dd', name, value)];
}

/** The step's title itself leads to its line. The heading keeps its text, and so its anchor. */
function linkTitle(heading: HTMLElement, place: Place | undefined, editor: Editor): void {
  if (editor === undefined || !place) return;
  let link = heading.querySelector<HTMLAnchorElement>('a.live-title');
  if (!link) {
    link = element('a', 'live-title');
    const title = [...heading.childNodes].filter(
      (node) => !(node instanceof Element && node.matches('.anchor, .header-anchor')),
    );
    link.append(...title);
    heading.prepend(link);
  }
  link.href = editorUrl(place, editor);
  link.title = `${place.file}:${place.line} (${text(say`open in the editor`)})`;
}

/** Puts new contents where the old ones were, or makes the place for them; returns it. */
function replace(id: string, children: readonly Node[]): HTMLElement {
  const box = document.getElementById(id) ?? element('section', { id });
  box.replaceChildren(...children);
  return box;
}
