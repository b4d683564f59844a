/**
 * Follows a request through a lab's application: the reader chooses and predicts, the request is sent,
 * and a dot goes the way that it really took. What the dot shows is in the list of steps too, and in a
 * log that reads as the terminal does.
 */
import { say, type Message } from '#text/message.ts';
import { idOf, WHO_NAMES, type Ask } from '../../follow/ask.ts';
import type { Hop, NodeId, Way } from '../../follow/way.ts';
import { button, element } from '../element.ts';
import { onKey } from '../keys.ts';
import { own, text } from '../text.ts';
import { askName, setUpChoice, verdictOn } from './choice.ts';
import { draw, type Drawing } from './drawing.ts';
import { liveSource, recordedSource, type Code } from './source.ts';
import { drawSteps } from './steps.ts';

/** In milliseconds: how long the dot takes for a hop. */
const HOP_MS = 900;

const INVITATION = say`Choose a request, predict what will happen, and send it.`;

interface Sent {
  readonly ask: Ask;
  readonly way: Way;
  /** Before the last save. */
  readonly before?: Way | undefined;
  readonly verdict?: { readonly isRight: boolean; readonly words: Message } | undefined;
}

const place = document.getElementById('follow') as HTMLElement;
const { recorded } = place.dataset;
const lab = Number(document.body.dataset['lab']);
const source = recorded === undefined ? liveSource(lab) : recordedSource(recorded);
const isStill = matchMedia('(prefers-reduced-motion: reduce)');

let code: Code = new URLSearchParams(location.search).has('reference') ? 'reference' : 'learner';
let drawing: Drawing | undefined;
let editor: string | undefined;
let sent: readonly Sent[] = [];
/** The request that is shown, and how many of its hops. */
let shown: Sent | undefined;
let reached = 0;
/** Counts what is shown, so that an older dot stops. */
let plays = 0;
let underWay: Promise<unknown> = Promise.resolve();

const scene = element('div', 'scene');
const now = element('p', 'now', text(INVITATION));
const because = element('p', 'because');
const clock = element('p', 'scene-clock');
const verdict = element('p', 'verdict');
const change = element('p', { class: 'change', role: 'status' });
const steps = element('div', 'steps');
const log = element('ol', 'log');
const logName = text(say`What was sent, as the terminal tells it`);
const problem = element('p', { class: 'problem', role: 'alert' });
const choice = setUpChoice(source.isLive, () => {
  const ask = choice.chosen();
  if (ask) void send(ask);
});
const controls = element(
  'div',
  'controls',
  button('', say`Previous step`, () => stepTo(reached - 1)),
  button('', say`Next step`, () => stepTo(reached + 1)),
  button('', say`Play again`, () => play(0)),
  ...(source.isLive ? [button('', say`Begin anew`, () => void beginAnew())] : []),
);

const recordedNote = element(
  'p',
  'quiet',
  text(
    say`Recorded when these pages were made, with the reference. npm run read sends any request, through your own code.`,
  ),
);
const title = element('div', 'side-head', element('h2', '', text(say`A request`)));
if (source.isLive) title.append(codeSwitch());
choice.element.prepend(title);
place.append(
  element(
    'div',
    'stage',
    element('div', 'scene-frame', scene, clock),
    element('div', 'told', change, now, because, verdict, problem, controls),
    element('h2', 'sr', text(say`The way, step by step`)),
    steps,
  ),
  element(
    'div',
    'side',
    choice.element,
    ...(source.isLive ? [] : [recordedNote]),
    element(
      'div',
      'sent',
      element('h2', '', text(say`So far`)),
      element('div', { role: 'log', 'aria-label': logName }, log),
    ),
  ),
);
void beginAnew();

onKey((key, event) => {
  if (event.ctrlKey || event.metaKey) return;
  if (document.querySelector('dialog[open], :popover-open')) return;
  const ask = /^[1-9]$/.test(key) ? choice.presets[Number(key) - 1] : undefined;
  if (!ask) return;
  event.preventDefault();
  if (choice.chosen() !== ask) choice.choose(ask);
  void send(ask);
});

document.addEventListener('workshop:saved', () => {
  if (code === 'learner' && sent.length > 0) void sendAgain();
});

/** Whose code runs. */
function codeSwitch(): HTMLElement {
  const buttons = (['learner', 'reference'] as const).map((one) => {
    const name = one === 'learner' ? say`Your code` : say`The reference`;
    const made = button('', name, () => {
      code = one;
      for (const other of buttons) other.setAttribute('aria-pressed', String(other === made));
      void beginAnew();
    });
    made.setAttribute('aria-pressed', String(one === code));
    return made;
  });
  return element(
    'div',
    { class: 'code-switch', role: 'group', 'aria-label': text(say`Whose code runs`) },
    ...buttons,
  );
}

/** Asks for ways, one question after the other; what goes wrong is said on the page. */
function question(asks: readonly Ask[], isFresh: boolean): Promise<readonly Way[] | undefined> {
  const answer = underWay.then(() => askNow(asks, isFresh));
  underWay = answer;
  return answer;
}

async function askNow(asks: readonly Ask[], isFresh: boolean): Promise<readonly Way[] | undefined> {
  place.dataset['busy'] = '';
  try {
    const answer = await source.send(asks, { isFresh, code });
    problem.textContent = '';
    ({ editor } = answer);
    drawing = draw(answer.application, openBox);
    scene.replaceChildren(drawing.element);
    choice.offer(answer.application);
    return answer.ways;
  } catch (error) {
    problem.textContent = error instanceof Error ? error.message : String(error);
    return undefined;
  } finally {
    delete place.dataset['busy'];
  }
}

async function beginAnew(): Promise<void> {
  const ways = await question([], true);
  if (!ways) return;
  sent = [];
  shown = undefined;
  steps.replaceChildren();
  for (const line of [because, verdict, change]) line.textContent = '';
  now.textContent = text(INVITATION);
  drawLog();
  showAll();
}

async function send(one: Ask): Promise<void> {
  const guess = choice.guess();
  const [way] = (await question([one], false)) ?? [];
  if (!way) return;
  const made: Sent = { ask: one, way, verdict: verdictOn(guess, way) };
  // What was sent on another day can't be sent again in the same way.
  const isAnotherDay = source.isLive && way.isFresh && sent.length > 0;
  sent = isAnotherDay ? [made] : [...sent, made];
  choice.forgetGuess();
  show(made);
  if (!isAnotherDay) return;
  change.textContent = text(
    say`A clock does not run backwards: another day has begun, everybody has logged in anew, and nothing is kept.`,
  );
}

/** After a save: the same requests once more, beside what they came to before. */
async function sendAgain(): Promise<void> {
  const before = sent;
  const ways = await question(
    before.map((one) => one.ask),
    true,
  );
  if (!ways) return;
  sent = before.map((one, index) => ({
    ask: one.ask,
    way: ways[index] ?? one.way,
    before: one.way,
  }));
  const changed = sent.filter((one) => changeIn(one) !== undefined);
  const last = changed.at(-1) ?? sent.at(-1);
  if (last) show(last);
  const words = last && changeIn(last);
  change.textContent = text(
    words ?? say`You saved, and every request went the same way as before.`,
  );
}

/** What a save has changed about a request, in a sentence. */
function changeIn({ ask: { route, who }, way, before }: Sent): Message | undefined {
  if (!before) return undefined;
  const name = WHO_NAMES[who];
  if (before.status >= 400 && way.status < 400)
    return say`Your change opened ${route} for ${name}: ${before.status} before, ${way.status} now.`;
  if (before.status < 400 && way.status >= 400)
    return say`Your change shut ${route} for ${name}: ${before.status} before, ${way.status} now.`;
  if (before.status !== way.status)
    return say`Your change made another answer of ${route} for ${name}: ${before.status} before, ${way.status} now.`;
  return toldOf(before) === toldOf(way)
    ? undefined
    : say`${route} for ${name} goes another way now, to the same answer.`;
}

/** A way as the terminal tells it. */
function toldOf({ lines }: Way): string {
  return lines.map(own).join('\n');
}

function show(one: Sent): void {
  shown = one;
  change.textContent = '';
  verdict.textContent = one.verdict ? text(one.verdict.words) : '';
  verdict.dataset['right'] = String(one.verdict?.isRight ?? '');
  const items = drawSteps(one.way, editor);
  steps.replaceChildren(...items);
  for (const [index, item] of items.entries()) {
    item.querySelector('summary')?.addEventListener('click', () => stepTo(index + 1));
  }
  drawLog();
  scene.scrollIntoView({ block: 'nearest', behavior: 'instant' });
  play(0);
}

/** Lets the dot go from here to the end; where nothing may move, everything is there at once. */
function play(from: number): void {
  if (!shown) return;
  plays += 1;
  if (isStill.matches) return void stepTo(shown.way.hops.length);
  reached = from;
  showAll();
  const turn = plays;
  const { hops } = shown.way;
  const next = (): void => {
    const hop = hops[reached];
    if (turn !== plays || !hop) return;
    now.textContent = own(hop.title);
    because.textContent = hop.notes.map(own).join(' ');
    moveAlong(hop, turn, () => {
      reached += 1;
      showAll();
      next();
    });
  };
  timePasses(earlierThan(shown), shown, turn, next);
}

/** Before the dot starts, the clock and what is kept run on to the time of the request. */
function timePasses(from: Sent | undefined, to: Sent, turn: number, done: () => void): void {
  const start = from?.way.at ?? 0;
  const seconds = to.way.at - start;
  if (seconds <= 0) return done();
  animate(HOP_MS, turn, done, (share) => {
    showClock(start + seconds * share);
    drawing?.showShelf(from?.way.shelf ?? [], start + seconds * share);
  });
}

function moveAlong(hop: Hop, turn: number, done: () => void): void {
  const length = hop.from === hop.to ? HOP_MS / 2 : HOP_MS;
  animate(length, turn, done, (share) => {
    // Slow at both ends.
    const eased = share < 0.5 ? 2 * share * share : 1 - (2 - 2 * share) ** 2 / 2;
    drawing?.moveDot(hop, eased);
  });
}

/** Calls `drawAt` at each frame with the share of `length` (milliseconds) that is over; ends with the turn. */
function animate(
  length: number,
  turn: number,
  done: () => void,
  drawAt: (share: number) => void,
): void {
  const startedAt = performance.now();
  const frame = (time: number): void => {
    if (turn !== plays) return;
    const share = Math.min(1, Math.max(0, (time - startedAt) / length));
    drawAt(share);
    if (share < 1) requestAnimationFrame(frame);
    else done();
  };
  requestAnimationFrame(frame);
}

/** Shows so many hops, and no dot on its way. */
function stepTo(count: number): void {
  if (!shown) return;
  plays += 1;
  reached = Math.max(0, Math.min(count, shown.way.hops.length));
  showAll();
}

/** Draws all that is reached. */
function showAll(): void {
  const ways = shown?.way;
  const hops = ways?.hops.slice(0, reached) ?? [];
  const last = hops.at(-1);
  const isDone = ways !== undefined && reached >= ways.hops.length;
  drawing?.clear();
  drawing?.mark(shown?.before?.hops ?? [], 'before');
  drawing?.mark(hops, 'taken');
  drawing?.mark(last ? [last] : [], 'now');
  drawing?.showRoute(ways?.ask.door ?? '', ways?.ask.route);
  const isPolicySeen = hops.some(
    ({ from, to }) => from.startsWith('function:') || to.startsWith('cache:'),
  );
  drawing?.showPolicy(ways?.ask.door ?? '', isPolicySeen ? (ways?.policy ?? []) : []);
  const shelf = isDone || ways === undefined ? ways : earlierThan(shown)?.way;
  drawing?.showShelf(shelf?.shelf ?? [], ways?.at ?? 0);
  drawing?.moveDot(last, 1);
  for (const [index, item] of [...steps.children].entries()) {
    item.classList.toggle('reached', index < reached);
    item.classList.toggle('current', index === reached - 1);
  }
  showClock(ways?.at ?? 0);
  if (!ways) return;
  now.textContent = last ? own(last.title) : text(askName(ways.ask));
  // Why it did not end well stands in the lines of the trace.
  const why = isDone
    ? ways.lines
        .slice(1)
        .map((line) => own(line).trim())
        .join(' ')
    : '';
  // In brackets: the trace writes no sentences.
  because.textContent = [...(last?.notes ?? []).map(own), ...(why ? [`(${why})`] : [])].join(' ');
}

/** What was sent before it. */
function earlierThan(one: Sent | undefined): Sent | undefined {
  return sent[sent.findIndex((other) => other === one) - 1];
}

function showClock(seconds: number): void {
  clock.textContent = text(say`${Math.round(seconds)} s after the log-in`);
}

/** Opens the last reached step that ends or begins at this box. */
function openBox(id: NodeId): void {
  const hops = shown?.way.hops ?? [];
  const at = hops.findLastIndex(({ from, to }) => to === id || from === id);
  const item = steps.children[at];
  if (!(item instanceof HTMLDetailsElement)) return;
  for (const other of steps.querySelectorAll('details')) other.open = other === item;
  stepTo(at + 1);
  item.scrollIntoView({ block: 'nearest', behavior: isStill.matches ? 'instant' : 'smooth' });
}

/** Every request as the terminal tells it; the old way stays beside the new one. */
function drawLog(): void {
  log.replaceChildren(
    ...sent.map((one) => {
      const again = button('again', askName(one.ask), () => show(one));
      again.setAttribute('aria-current', String(one === shown));
      const lines = one.way.lines.map((line) => element('span', 'line', ...withArrows(own(line))));
      const old =
        one.before && toldOf(one.before) !== toldOf(one.way)
          ? [
              element(
                'span',
                'line before',
                `${text(say`before`)}: ${one.before.lines.map(own).join(' ')}`,
              ),
            ]
          : [];
      return element('li', { 'data-id': idOf(one.ask) }, again, ...old, ...lines);
    }),
  );
}

/** An arrow is one letter to a reader, and not two to be parted at the end of a line. */
function withArrows(line: string): (Node | string)[] {
  return line
    .split('->')
    .flatMap((part, index) => (index === 0 ? [part] : [element('span', 'arrow', '->'), part]));
}
