/** What to send, and what the reader thinks will come of it. */
import type { Application } from '#aws/application.ts';
import { say, verbatim, type Message } from '#text/message.ts';
import {
  asksOf,
  DOOR_NAMES,
  guardOf,
  idOf,
  isLogin,
  presetsOf,
  ttlOf,
  WHO_NAMES,
  whenName,
  type Ask,
} from '../../follow/ask.ts';
import type { Asked, Way } from '../../follow/way.ts';
import { button, element } from '../element.ts';
import { text } from '../text.ts';

/** What somebody said before it happened; each part may be left out. */
export interface Guess {
  readonly asked: Asked | undefined;
  readonly status: number | undefined;
}

export interface Choice {
  readonly element: HTMLElement;
  /** Offers what this application has. */
  offer(application: Application): void;
  /** The nine of the keys. */
  readonly presets: readonly Ask[];
  chosen(): Ask | undefined;
  choose(ask: Ask): void;
  guess(): Guess;
  forgetGuess(): void;
}

/** The name of a request for people. */
export function askName(ask: Ask): Message {
  return say`${presetName(ask)} · ${DOOR_NAMES[ask.door]}`;
}

/** Without the door, which stands apart. */
function presetName({ route, who, when }: Ask): Message {
  const what = say`${route} · ${WHO_NAMES[who]}`;
  return when === 0 ? what : say`${what} · ${whenName(when)}`;
}

/** @param isLive more can be sent than the presets */
export function setUpChoice(isLive: boolean, send: () => void): Choice {
  let application: Application | undefined;
  let all: readonly Ask[] = [];
  let presets: readonly Ask[] = [];
  let current: Ask | undefined;

  const list = element('ol', 'presets');
  const selects = {
    who: select(say`Who`),
    route: select(say`Route`),
    door: select(say`Through`),
    when: select(say`When`),
  };
  const own = element('div', 'own', ...Object.values(selects).map(({ label }) => label));
  const asked = oneOrNone<Asked>();
  const status = oneOrNone<number>();
  const go = button('send primary', say`Send`, send);
  const guessing = element(
    'fieldset',
    'guess',
    element('legend', '', text(say`What will happen? Predict it`)),
    element('p', 'quiet', text(say`Who decides?`)),
    asked.element,
    element('p', 'quiet', text(say`What comes back?`)),
    status.element,
  );
  const made = element('form', 'choice', list, guessing, go, ...(isLive ? [own] : []));
  made.addEventListener('submit', (event) => {
    event.preventDefault();
    send();
  });
  for (const [name, { box }] of Object.entries(selects)) {
    box.addEventListener('change', () => {
      const wanted = {
        ...current,
        [name]: name === 'when' ? readWhen(box.value) : box.value,
      } as Ask;
      // What does not go together gives way, but for what was chosen just now.
      const near = (one: Ask): number =>
        (['who', 'route', 'door', 'when'] as const).filter((key) => one[key] === wanted[key])
          .length;
      const fitting = all.filter((one) => one[name as keyof Ask] === wanted[name as keyof Ask]);
      choose(fitting.toSorted((a, b) => near(b) - near(a))[0]);
    });
  }

  function choose(ask: Ask | undefined): void {
    if (!ask || !application) return;
    if (!current || idOf(current) !== idOf(ask)) {
      asked.offer(askedOptions(application, ask));
      status.offer(statusOptions(application, ask));
    }
    current = ask;
    for (const [index, item] of [...list.children].entries()) {
      item.querySelector('button')?.setAttribute('aria-pressed', String(presets[index] === ask));
    }
    const at = (fits: (one: Ask) => boolean): readonly Ask[] => all.filter(fits);
    fill(
      selects.door.box,
      at(() => true).map(({ door }) => [door, verbatim(DOOR_NAMES[door])]),
      ask.door,
    );
    fill(
      selects.route.box,
      at(({ door }) => door === ask.door).map(({ route }) => [route, verbatim(route)]),
      ask.route,
    );
    fill(
      selects.who.box,
      at(({ door, route }) => door === ask.door && route === ask.route).map(({ who }) => [
        who,
        WHO_NAMES[who],
      ]),
      ask.who,
    );
    fill(
      selects.when.box,
      all.map(({ when }) => [String(when), whenName(when)]),
      String(ask.when),
    );
  }

  return {
    element: made,
    get presets() {
      return presets;
    },
    offer(given) {
      application = given;
      all = asksOf(given);
      presets = presetsOf(given);
      list.replaceChildren(
        ...presets.map((ask, index) => {
          const one = button('preset', presetName(ask), () => choose(ask));
          one.prepend(element('kbd', { 'aria-hidden': 'true' }, String(index + 1)), ' ');
          one.append(' ', element('span', 'through', DOOR_NAMES[ask.door]));
          return element('li', '', one);
        }),
      );
      const before = current;
      current = undefined;
      choose(
        (before &&
          (presets.find((one) => one === before) ??
            all.find((one) => idOf(one) === idOf(before)))) ??
          presets[0],
      );
    },
    chosen: () => current,
    choose,
    guess: () => ({ asked: asked.chosen(), status: status.chosen() }),
    forgetGuess() {
      asked.choose(undefined);
      status.choose(undefined);
    },
  };
}

const ASKED_NAMES: Readonly<Record<Asked, Message>> = {
  function: say`a function`,
  cache: say`the cache`,
  gateway: say`the gateway itself`,
  nobody: say`nobody`,
};

function askedOptions(
  application: Application,
  { door, route }: Ask,
): (readonly [Asked, Message])[] {
  const guard = guardOf(application, door, route)?.guard;
  const all: Asked[] =
    guard === undefined
      ? ['function', 'nobody']
      : guard.type === 'JWT'
        ? ['gateway', 'nobody']
        : ['function', ...(ttlOf(guard) > 0 ? (['cache'] as const) : []), 'nobody'];
  return all.map((one) => [one, ASKED_NAMES[one]]);
}

function statusOptions(
  application: Application,
  { door, route }: Ask,
): (readonly [number, Message])[] {
  const isGuarded = guardOf(application, door, route) !== undefined;
  const all = [200, ...(isLogin(route) ? [400] : []), 401, ...(isGuarded ? [403] : []), 500];
  return all.map((one) => [one, verbatim(String(one))]);
}

/** What came of a guess, in a sentence; undefined where nothing was guessed. */
export function verdictOn(
  { asked, status }: Guess,
  way: Way,
): { readonly isRight: boolean; readonly words: Message } | undefined {
  if (asked === undefined && status === undefined) return undefined;
  const isAsked = asked === undefined || asked === way.asked;
  const isStatus =
    status === undefined ||
    status === way.status ||
    Math.floor(status / 100) * 100 === sameKind(way.status, status);
  const came = say`${ASKED_NAMES[way.asked]}, ${way.status}`;
  if (isAsked && isStatus) return { isRight: true, words: say`As you predicted: ${came}.` };
  const said = [
    ...(asked === undefined ? [] : [ASKED_NAMES[asked]]),
    ...(status === undefined ? [] : [verbatim(String(status))]),
  ];
  const [first = verbatim(''), second] = said;
  return {
    isRight: false,
    words: say`Not as you predicted: you said ${second ? say`${first}, ${second}` : first}, and it was ${came}.`,
  };
}

/** A 204 is a 200 for this purpose, and a 502 a 500. */
function sameKind(status: number, guess: number): number {
  const kind = Math.floor(status / 100) * 100;
  return guess % 100 === 0 ? kind : -1;
}

function select(name: Message): {
  readonly label: HTMLLabelElement;
  readonly box: HTMLSelectElement;
} {
  const box = element('select', '');
  return { label: element('label', '', element('span', '', text(name)), box), box };
}

function fill(
  box: HTMLSelectElement,
  values: readonly (readonly [string, Message])[],
  chosen: string,
): void {
  const options = new Map(values);
  box.replaceChildren(
    ...[...options].map(([value, message]) => element('option', { value }, text(message))),
  );
  box.value = chosen;
}

function readWhen(value: string): Ask['when'] {
  return value === 'exp' ? 'exp' : Number(value);
}

/** Buttons of which at most one is pressed; pressed again, it is let go. */
function oneOrNone<Value>() {
  const group = element('div', { class: 'options', role: 'group' });
  let buttons: readonly (readonly [Value, HTMLButtonElement])[] = [];
  let chosen: Value | undefined;
  const choose = (wanted: Value | undefined): void => {
    chosen = wanted;
    for (const [value, one] of buttons) one.setAttribute('aria-pressed', String(value === chosen));
  };
  return {
    element: group,
    chosen: () => chosen,
    choose,
    offer(values: readonly (readonly [Value, Message])[]): void {
      buttons = values.map(([value, name]) => {
        const press = () => choose(chosen === value ? undefined : value);
        return [value, button('option', name, press)];
      });
      group.replaceChildren(...buttons.map(([, one]) => one));
      choose(undefined);
    },
  };
}
