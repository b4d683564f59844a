/** A lab's page: a panel on top, and at each step's heading what its checks say. */
import type { Extras, Hello, Overview } from '../../live/progress-feed.ts';
import type { CheckRun, DemoRun, FailureRun, LabRun, Place, StepRun } from '#runner/result.ts';
import { element } from '../element.ts';
import { pageLanguage } from '../text.ts';

/** Draws in place of what was there; where no check could be run, the steps stay as they were. */
export function drawRun(run: LabRun, overview: Overview | undefined, hello: Hello): void {
  drawPanel(run, overview, hello);
  if (run.steps.some(({ status }) => status !== 'not-run')) drawSteps(run.steps, hello);
}

/** The steps alone, from the first on: the run may still be under way. */
export function drawSteps(steps: readonly StepRun[], hello: Hello): void {
  const open = steps.find(({ status }) => status !== 'passed');
  for (const step of steps) {
    const [, anchor = ''] = step.section[pageLanguage()].split('#');
    const heading = document.getElementById(decodeURIComponent(anchor));
    if (!heading) continue;
    drawStep(heading, step, hello, step === open);
    markList(heading.id, step.status);
  }
}

/** What the compiler says, and the demo, at the foot of the panel. */
export function drawExtras({ typeErrors, demo }: Extras, { labels, editor }: Hello): void {
  const language = pageLanguage();
  const errors = typeErrors.map((error) =>
    element('p', '', placeLink(error, editor), ` ${error.code} ${error.message}`),
  );
  const parts = [
    ...(errors.length > 0 ? [folded(labels.typeErrors[language], ...errors)] : []),
    ...(demo ? [folded(labels.demo[language], element('pre', '', demoText(demo)))] : []),
  ];
  document.querySelector('#live-panel .live-extras')?.replaceChildren(...parts);
}

function demoText({ lines, stopped }: DemoRun): string {
  const language = pageLanguage();
  return [...lines, ...(stopped ? [stopped] : [])].map((line) => line[language]).join('\n');
}

function folded(title: string, ...contents: readonly Node[]): HTMLElement {
  return element('details', '', element('summary', '', title), ...contents);
}

/** How far the lab is, and the one next thing to do. Screen readers say it when it changes. */
function drawPanel(run: LabRun, overview: Overview | undefined, { labels, editor }: Hello): void {
  const language = pageLanguage();
  const lines: Node[] = overview ? [progressLine(overview, labels)] : [];
  if (run.problem) {
    lines.push(element('p', 'live-problem', run.problem.what[language]));
    if (run.problem.cause) lines.push(element('p', '', run.problem.cause[language]));
    if (run.problem.place) lines.push(element('p', '', placeLink(run.problem.place, editor)));
  }
  lines.push(element('p', 'live-next', `${labels.next[language]} `, nextOf(run)));
  if (run.output) {
    lines.push(folded(labels.printed[language], element('pre', '', run.output.text)));
  }
  lines.push(element('div', 'live-extras'));
  replace('live-panel', lines, (panel) => {
    panel.setAttribute('role', 'status');
    panel.dataset['outcome'] = run.outcome;
    panel.dataset['running'] = labels.running[language];
    document.querySelector('main h1')?.after(panel);
  });
}

function progressLine({ passed, steps }: Overview, labels: Hello['labels']): Node {
  const language = pageLanguage();
  const meter = element('meter', '');
  meter.max = steps;
  meter.value = passed;
  meter.setAttribute('aria-label', labels.yourProgress[language]);
  return element(
    'p',
    'live-head',
    element('strong', '', labels.yourProgress[language]),
    ` ${passed}/${steps} ${labels.steps[language]} `,
    meter,
  );
}

/** What to do; once the lab is passed it leads to the next one's page. */
function nextOf(run: LabRun): Node | string {
  const what = run.next.what[pageLanguage()];
  const page = document.querySelector<HTMLAnchorElement>('.neighbours [rel=next]');
  if (run.outcome !== 'passed' || !page?.href.includes('/labs/')) return what;
  const link = element('a', '', what);
  link.href = page.href;
  return link;
}

/** A mark beside the step's line in the page's own list and the course's. */
function markList(anchor: string, status: StepRun['status']): void {
  for (const link of document.querySelectorAll<HTMLAnchorElement>(
    '.here a, .course a[href^="#"]',
  )) {
    if (decodeURIComponent(link.hash.slice(1)) === anchor) link.dataset['status'] = status;
  }
}

function drawStep(heading: HTMLElement, step: StepRun, hello: Hello, isOpen: boolean): void {
  const { labels, editor } = hello;
  const language = pageLanguage();
  const place = placeOf(step);
  const passed = step.checks.filter(({ status }) => status === 'passed').length;
  const status = {
    passed: labels.passed,
    failed: labels.failed,
    todo: labels.todo,
    'not-run': labels.notRun,
  }[step.status][language];
  const head = element(
    'p',
    'live-head',
    element('span', 'live-mark', MARKS[step.status]),
    ` ${status}, ${passed}/${step.checks.length} ${labels.checks[language]}`,
  );
  if (place) head.append(' · ', placeLink(place, editor));
  const lines: Node[] = [head];
  // Of a step that nobody has begun, one line says enough, unless it is next.
  const checks = step.checks.filter(({ status: state }) => state !== 'passed');
  if (checks.length > 0 && (step.status !== 'todo' || isOpen)) {
    const failures = checks.filter(({ failure }) => failure !== undefined);
    const more = failures.slice(1);
    const shown = checks.filter((check) => !more.includes(check));
    lines.push(element('ul', '', ...shown.map((check) => drawCheck(check, hello))));
    if (more.length > 0) {
      const rest = element('ul', '', ...more.map((check) => drawCheck(check, hello)));
      lines.push(folded(`${more.length} ${labels.more[language]}`, rest));
    }
  }
  replace(`live-step-${step.number}`, lines, (box) => {
    box.classList.add('live-step');
    box.dataset['status'] = step.status;
    box.setAttribute('aria-label', `${labels.yourProgress[language]}: ${step.title[language]}`);
    heading.after(box);
  });
  linkTitle(heading, place, editor, labels.openInEditor[language]);
}

/** Where its first failure lies, else where it is to be written. */
function placeOf({ checks, place }: StepRun): Place | undefined {
  return checks.find(({ failure }) => failure?.place)?.failure?.place ?? place;
}

const MARKS = { passed: '✓', failed: '✗', todo: '–', 'not-run': '–' } as const;

function drawCheck(check: CheckRun, { labels, editor }: Hello): Node {
  const language = pageLanguage();
  const item = element(
    'li',
    '',
    element('span', 'live-mark', MARKS[check.status]),
    ` ${check.title[language]}`,
  );
  item.dataset['status'] = check.status;
  // What a TODO throws is no news: its line above says "not written yet".
  if (check.failure && check.status === 'failed') {
    item.append(drawFailure(check.failure, labels, editor));
  }
  return item;
}

function drawFailure(
  failure: FailureRun,
  labels: Hello['labels'],
  editor: string | undefined,
): Node {
  const language = pageLanguage();
  const list = element('dl', '');
  const add = (label: string, value: Node | string, name = ''): void => {
    list.append(element('dt', '', label), element('dd', name, value));
  };
  add(labels.expected[language], failure.expected[language], 'live-value');
  add(labels.came[language], failure.actual[language], 'live-value');
  if (failure.cause) add(labels.likely[language], failure.cause[language]);
  if (failure.place) add(labels.open[language], placeLink(failure.place, editor));
  return list;
}

/** Where an editor is set a link to the line, else its name. */
function placeLink(place: Place, editor: string | undefined): Node {
  const text = `${place.file}:${place.line}`;
  if (editor === undefined) return element('code', '', text);
  const link = element('a', 'live-place', text);
  link.href = editorUrl(place, editor);
  return link;
}

function editorUrl({ file, line, column }: Place, editor: string): string {
  const path = file.split('/').map(encodeURIComponent).join('/');
  return `${editor}${path}:${line}${column === undefined ? '' : `:${column}`}`;
}

/** The step's title itself leads to its line. The heading keeps its text, and so its anchor. */
function linkTitle(
  heading: HTMLElement,
  place: Place | undefined,
  editor: string | undefined,
  hint: string,
): void {
  if (editor === undefined || !place) return;
  let link = heading.querySelector<HTMLAnchorElement>('a.live-title');
  if (!link) {
    link = element('a', 'live-title');
    const own = [...heading.childNodes].filter(
      (node) => !(node instanceof Element && node.matches('.anchor, .header-anchor')),
    );
    link.append(...own);
    heading.prepend(link);
  }
  link.href = editorUrl(place, editor);
  link.title = `${place.file}:${place.line} (${hint})`;
}

/** Puts new contents where the old ones were, or makes the place for them. */
function replace(
  id: string,
  children: readonly (Node | string)[],
  finish: (box: HTMLElement) => void,
): void {
  const box = document.getElementById(id) ?? element('section', '');
  box.id = id;
  box.replaceChildren(...children);
  finish(box);
}
