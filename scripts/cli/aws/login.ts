/**
 * `npm run login`: the first half of the deck's demo. On a terminal it tells what it did; into a
 * pipe it prints the token and nothing else, so that `npm run -s me -- $(npm run -s login)` works.
 */
import type { Context } from '#terminal/command.ts';
import { ExplainedError, UsageError } from '#terminal/errors.ts';
import { drawNext } from '#terminal/next-line.ts';
import { parseJson } from '#text/json.ts';
import { say } from '#text/message.ts';
import { loginEvent } from '#aws/http-events.ts';
import { thrownAt } from '#aws/thrown-at.ts';
import { answerOf } from './http.ts';
import { targetOf, targetWords, type TargetOptions } from './target.ts';

export interface LoginOptions extends TargetOptions {
  readonly email: string | undefined;
  readonly password: string | undefined;
}

/** Spark's password is printed in lab 3's lesson, for this very purpose. */
export const SPARK = { email: 'spark@rubywave.io', password: 'light-the-spark-15' } as const;

export async function logIn(context: Context, options: LoginOptions): Promise<number> {
  const { email = SPARK.email, password = SPARK.password } = options;
  if (options.email !== undefined && options.password === undefined) {
    throw new UsageError(say`--email needs --password beside it.`);
  }
  const target = await targetOf(context, options);
  // Lab 8 has one function for all that has to do with logging in.
  const invoked =
    (await target.invoke('issuer', loginEvent(email, password))) ??
    (await target.invoke('auth', loginEvent(email, password, '/auth/login')));
  if (!invoked) {
    throw new ExplainedError(say`${target.who} has no function "issuer": it is lab 3's.`);
  }
  const answer = answerOf(invoked);
  const token = tokenIn(answer?.body);
  if (answer?.status !== 200 || token === undefined) {
    throw new ExplainedError(
      answer
        ? say`${target.who}: the issuer says no: ${answer.status} ${answer.body}`
        : say`${target.who}: the issuer failed: ${failureOf(invoked.payload, context.root)}`,
    );
  }
  if (!context.isTerminal) {
    await context.print(`${token}\n`);
    return 0;
  }
  await context.draw((page) => {
    page.line(say`${target.who}: the issuer says ${answer.status}. The token:`, 2);
    page.line();
    // In one piece, however long: it is there to be copied.
    page.code(token, '');
    page.line();
    drawNext(page, say`ask whose it is`, `npm run me -- <token>${targetWords(options)}`);
  });
  return 0;
}

function tokenIn(body = ''): string | undefined {
  const { access_token: token } = Object(parseJson(body)) as { readonly access_token?: unknown };
  return typeof token === 'string' ? token : undefined;
}

/** What a function failed with: its error's name and message, and the line below `root` it came from. */
export function failureOf(payload: unknown, root: string): string {
  const { errorType, errorMessage } = Object(payload) as Readonly<Record<string, unknown>>;
  if (errorType === undefined) return JSON.stringify(payload ?? null);
  const what = `${String(errorType)}: ${String(errorMessage)}`;
  const place = thrownAt(payload, root);
  return place ? `${what} (${place.file}:${place.line})` : what;
}
