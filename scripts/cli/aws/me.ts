/**
 * `npm run me -- <token>`: the second half of the deck's demo. Where there is a function that
 * checks tokens (lab 4), it is invoked; else the API is asked, which has an authorizer (lab 5).
 */
import type { Context } from '#terminal/command.ts';
import { ExplainedError } from '#terminal/errors.ts';
import { Page } from '#terminal/page.ts';
import { say, type Message } from '#text/message.ts';
import { answerOf, readable, type Answer } from './answer.ts';
import { meEvent } from './events.ts';
import { failureOf } from './login.ts';
import { targetOf, type Target, type TargetOptions } from './target.ts';

export interface MeOptions extends TargetOptions {
  readonly token: string;
  /** Ask the REST API. */
  readonly rest: boolean;
}

export async function askWho(context: Context, options: MeOptions): Promise<number> {
  const token = options.token.trim();
  const target = targetOf(options);
  const { by, answer } = options.rest
    ? await askApi(target, 'rest', token)
    : ((await askFunction(target, token)) ?? (await askApi(target, 'http', token)));
  const page = new Page(context.page);
  page.line(page.text(say`${by} says ${answer.status}:`));
  const challenge = answer.headers['www-authenticate'];
  if (challenge !== undefined) page.line(`  WWW-Authenticate: ${challenge}`, 2);
  page.code(readable(answer.body), '  ');
  await context.print(page.toString());
  return answer.status === 200 ? 0 : 1;
}

interface Said {
  readonly by: Message;
  readonly answer: Answer;
}

async function askFunction(target: Target, token: string): Promise<Said | undefined> {
  const invoked = await target.invoke('verifier', meEvent(token));
  if (!invoked) return undefined;
  const answer = answerOf(invoked);
  if (!answer) throw new ExplainedError(say`The verifier failed: ${failureOf(invoked.payload)}`);
  return { by: say`The verifier`, answer };
}

async function askApi(target: Target, kind: 'http' | 'rest', token: string): Promise<Said> {
  const url = await target.api(kind);
  if (url === undefined) {
    throw new ExplainedError(
      kind === 'rest'
        ? say`There is no REST API here: it is lab 5's.`
        : say`There is no function "verifier" here, and no API: they are lab 4's and lab 5's.`,
    );
  }
  const response = await fetch(`${url}/me`, { headers: { Authorization: `Bearer ${token}` } });
  return {
    by: kind === 'rest' ? say`The REST API` : say`The HTTP API`,
    answer: {
      status: response.status,
      headers: Object.fromEntries(response.headers),
      body: await response.text(),
    },
  };
}
