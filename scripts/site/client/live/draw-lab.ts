/** A lab's page: a panel on top, and at each step's heading what its checks say. */
import type { Hello, LiveRun, LiveSteps } from '../../live/progress-feed.ts';
import type { CheckRun, FailureRun, LabRun, Place, StepRun } from '#runner/result.ts';
import { element } from '../element.ts';
import { pageLanguage } from '../text.ts';

/** Draws in place of what was there. */
export function drawLab({ run, places }: LiveRun, hello: Hello): void {
  drawPanel(run, hello);
  drawSteps({ steps: run.steps, places }, hello);
}

/** The steps alone, from the first on: the run may still be under way. */
export function drawSteps({ steps, places }: Omit<LiveSteps, 'lab'>, hello: Hello): void {
  const open = steps.find(({ status }) => status !== 'passed');
  for (const step of steps) {
    const [, anchor = ''] = step.section[pageLanguage()].split('#');
    const heading = document.getElementById(decodeURIComponent(anchor));
    if (heading) drawStep(heading, step, places[step.number], hello, step === open);
  }
}

/** How far the lab is, and the one next thing to do. Screen readers say it when it changes. */
function drawPanel(run: LabRun, { labels, editor }: Hello): void {
  const language = pageLanguage();
  const passed = run.steps.filter(({ status }) => status === 'passed').length;
  const meter = element('meter', '');
  meter.max = run.steps.length;
  meter.value = passed;
  const lines: (Node | string)[] = [
    element(
      'p',
      'live-head',
      element('strong', '', labels.yourProgress[language]),
      ` ${passed}/${run.steps.length} ${labels.steps[language]} `,
      meter,
    ),
  ];
  meter.setAttribute('aria-label', labels.yourProgress[language]);
  if (run.problem) {
    lines.push(element('p', 'live-problem', run.problem.what[language]));
    if (run.problem.cause) lines.push(element('p', '', run.problem.cause[language]));
    if (run.problem.place) lines.push(element('p', '', placeLink(run.problem.place, editor)));
  }
  lines.push(element('p', 'live-next', `${labels.next[language]} ${run.next.what[language]} `));
  replace('live-panel', 'aside', lines, (panel) => {
    panel.setAttribute('role', 'status');
    panel.dataset['outcome'] = run.outcome;
    document.querySelector('main h1')?.after(panel);
  });
}

function drawStep(
  heading: HTMLElement,
  step: StepRun,
  place: Place | undefined,
  { labels, editor }: Hello,
  isOpen: boolean,
): void {
  const language = pageLanguage();
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
    lines.push(element('ul', '', ...checks.map((check) => drawCheck(check, labels, editor))));
  }
  replace(`live-step-${step.number}`, 'section', lines, (box) => {
    box.classList.add('live-step');
    box.dataset['status'] = step.status;
    box.setAttribute('aria-label', `${labels.yourProgress[language]}: ${step.title[language]}`);
    heading.after(box);
  });
  linkTitle(heading, place, editor, labels.openInEditor[language]);
}

const MARKS = { passed: '✓', failed: '✗', todo: '–', 'not-run': '–' } as const;

function drawCheck(check: CheckRun, labels: Hello['labels'], editor: string | undefined): Node {
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
  name: 'aside' | 'section',
  children: readonly (Node | string)[],
  finish: (box: HTMLElement) => void,
): void {
  const box = document.getElementById(id) ?? element(name, '');
  box.id = id;
  box.replaceChildren(...children);
  finish(box);
}
