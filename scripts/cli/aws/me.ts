/**
 * `npm run me -- <token>`: the second half of the deck's demo. Where there is a function that
 * checks tokens (lab 4), it is invoked; else the API is asked, which has an authorizer (lab 5).
 * With `--path` it is always an API.
 */
import { parseJson } from '#text/json.ts';
import type { Context } from '#terminal/command.ts';
import { ExplainedError } from '#terminal/errors.ts';
import { say, type Message } from '#text/message.ts';
import { meEvent } from '#aws/http-events.ts';
import { answerOf, type Answer } from './http.ts';
import { failureOf } from './login.ts';
import { targetOf, type Target, type TargetOptions } from './target.ts';

export interface MeOptions extends TargetOptions {
  readonly token: string;
  /** Which route of an API; `/me` where it is left out. */
  readonly path: string | undefined;
  /** Ask the REST API. */
  readonly rest: boolean;
}

export async function askWho(context: Context, options: MeOptions): Promise<number> {
  const { path, rest } = options;
  const token = options.token.trim();
  const target = await targetOf(context, options);
  // Where it is known to be missing, the terminal of npm run aws would tell of a 404 that means nothing.
  const mayAskFunction = path === undefined && !rest && (target.lab ?? 4) === 4;
  const { by, answer } =
    (mayAskFunction ? await askFunction(target, token, context.root) : undefined) ??
    (await askApi(target, rest ? 'rest' : 'http', path ?? '/me', token));
  await context.draw((page) => {
    page.line(say`${target.who}: ${by} ${answer.status}`, 2);
    const challenge = answer.headers['www-authenticate'];
    if (challenge !== undefined) page.line(`  WWW-Authenticate: ${challenge}`, 2);
    page.code(readable(answer.body), '  ');
    // A gateway hides from a client what a function failed with.
    if (answer.status >= 500 && !options.aws) {
      page.line(say`What failed, and where, stands in the terminal of npm run aws.`);
    }
  });
  return answer.status === 200 ? 0 : 1;
}

interface Said {
  /** Who answered, up to the answer's status. */
  readonly by: Message;
  readonly answer: Answer;
}

async function askFunction(target: Target, token: string, root: string): Promise<Said | undefined> {
  const invoked = await target.invoke('verifier', meEvent(token));
  if (!invoked) return undefined;
  const answer = answerOf(invoked);
  if (!answer)
    throw new ExplainedError(say`The verifier failed: ${failureOf(invoked.payload, root)}`);
  return { by: say`Lambda ran the verifier (200); its answer has statusCode`, answer };
}

async function askApi(
  target: Target,
  kind: 'http' | 'rest',
  path: string,
  token: string,
): Promise<Said> {
  const url = await target.api(kind);
  const name = kind === 'rest' ? 'REST API' : 'HTTP API';
  if (url === undefined) {
    throw new ExplainedError(say`${target.who} has no ${name}: ask lab 5, with npm run aws 5.`);
  }
  const answer = await target.explain(async (signal) => {
    const headers = { Authorization: `Bearer ${token}` };
    const response = await fetch(`${url}${path}`, { headers, signal });
    return {
      status: response.status,
      headers: Object.fromEntries(response.headers),
      body: await response.text(),
    };
  });
  if (isNoRoute(kind, answer)) {
    // Lab 8's doors are those of its REST API.
    if (kind === 'http' && (await target.api('rest')) !== undefined) {
      return askApi(target, 'rest', path, token);
    }
    if (!DOORS.has(path)) {
      throw new ExplainedError(
        say`${target.who} has no ${path}. Its routes stand in application.ts.`,
      );
    }
    // Its gateway guards nothing before it is told whose tokens are welcome.
    if (target.lab === 6) {
      throw new ExplainedError(say`${target.who} has no ${path} yet: it comes with step 5.`);
    }
    const what = say`stop that one, and start in its place`;
    throw path === '/me'
      ? new ExplainedError(say`${target.who} has no /me: labs 4, 5, 6 and 8 have it.`, {
          next: { what, command: 'npm run aws 4' },
        })
      : new ExplainedError(say`${target.who} has no ${path}: labs 5, 6 and 8 have it.`, {
          next: { what, command: 'npm run aws 5' },
        });
  }
  return { by: say`the ${name} answers GET ${path} with`, answer };
}

/** Its JSON set in by two columns, where it is JSON. */
function readable(body: string): string {
  const json = parseJson(body);
  return json === undefined ? body : JSON.stringify(json, undefined, 2);
}

/** The paths that labs have doors at. */
const DOORS = new Set(['/me', '/lounge', '/vip']);

/** How each API says that it has no such route, before any function is asked. */
function isNoRoute(kind: 'http' | 'rest', { status, body }: Answer): boolean {
  return kind === 'http'
    ? status === 404 && body === '{"message":"Not Found"}'
    : status === 403 && body === '{"message":"Missing Authentication Token"}';
}
