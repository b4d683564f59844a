/** Where ways come from: the server of `npm run read`, or what was recorded when the site was built. */
import type { Application } from '#aws/application.ts';
import { say, type Message } from '#text/message.ts';
import { idOf, presetsOf, type Ask } from '../../follow/ask.ts';
import type { FollowAnswer, FollowQuestion } from '../../follow/follow.ts';
import type { Recording } from '../../follow/record.ts';
import type { Way } from '../../follow/way.ts';
import { loadScript } from '../load-script.ts';
import { own, text } from '../text.ts';

export type Code = FollowQuestion['code'];

export interface Answered {
  readonly application: Application;
  readonly ways: readonly Way[];
  readonly editor?: string | undefined;
}

/** @throws Error with a text for the reader */
export interface Source {
  /** Whether any request can be sent, and not only those that are recorded. */
  readonly isLive: boolean;
  send(asks: readonly Ask[], options: { isFresh: boolean; code: Code }): Promise<Answered>;
}

/** @param lab the number of the page's lab */
export function liveSource(lab: number): Source {
  return {
    isLive: true,
    async send(asks, options) {
      const question: FollowQuestion = { lab, ...options, asks: asks.map(idOf) };
      const answer = await fetch('/follow', {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify(question),
      }).catch(() => undefined);
      if (answer?.ok !== true) fail(say`The program that serves this page did not answer.`);
      const found = (await answer.json()) as FollowAnswer;
      if ('problem' in found) throw new Error(own(found.problem));
      return found;
    },
  };
}

/** @param address of the script that hands over the recording */
export function recordedSource(address: string): Source {
  let recording: Promise<Recording> | undefined;
  const load = (): Promise<Recording> =>
    new Promise((resolve, reject) => {
      Object.assign(globalThis, { workshopFollow: resolve });
      loadScript(address).catch(reject);
    });
  return {
    isLive: false,
    async send(asks) {
      const { application, ways } = await (recording ??= load());
      const presets = presetsOf(application);
      const found = asks.map(
        (ask) => ways[presets.indexOf(ask)] ?? ways.find((way) => idOf(way.ask) === idOf(ask)),
      );
      return { application, ways: found.filter((way) => way !== undefined) };
    },
  };
}

function fail(message: Message): never {
  throw new Error(text(message));
}
