/* Slide 22 on your own code, from end to end: one Lambda function makes a token, another checks it. */
import { demo, print, say, type Message } from '#demo';
import { LOOPBACK_CLIENT, startLocalAws, type Application } from '#local-aws';
import { InvokeCommand, LambdaClient } from '@aws-sdk/client-lambda';
import { setTimeout } from 'node:timers/promises';
import { application } from './application.ts';

/** In milliseconds, to be left of a token: `exp` is a whole second, and the next may be very near. */
const LEFT = 400;

const { issuer, ...others } = application.functions;

/** The issuer's function, its tokens good for so many seconds. */
const issuerFor = (seconds: number): Application['functions'][string] => ({
  ...issuer,
  entry: './issuer.ts',
  environment: { ...issuer?.environment, TOKEN_TTL_SECONDS: String(seconds) },
});

await demo(async () => {
  const aws = await startLocalAws(
    {
      ...application,
      functions: { ...others, issuer: issuerFor(1), 'issuer-for-longer': issuerFor(2) },
    },
    { root: import.meta.dirname },
  );
  const client = new LambdaClient({ ...LOOPBACK_CLIENT, endpoint: aws.lambda.url });
  try {
    await tell(client);
  } finally {
    client.destroy();
    await aws.stop();
  }
});

async function tell(client: LambdaClient): Promise<void> {
  print(say`invoke verifier: without a token`);
  print(verdict(await me(client)));
  print(say`invoke issuer: spark logs in`);
  const { statusCode, body } = await logIn(client);
  const { access_token: token, expires_in: seconds } = JSON.parse(String(body)) as Login;
  print(say`  ${statusCode}, token ${cut(token)}, for ${seconds} s`);
  print(say`invoke verifier: with the token`);
  print(verdict(await me(client, token)));
  print(say`invoke verifier: one character of it changed`);
  print(verdict(await me(client, changed(token))));
  print(say`invoke verifier: rank "99" written in`);
  print(verdict(await me(client, promoted(token))));
  await setTimeout(remaining(token));
  print(say`invoke verifier: the first token, once it is over`);
  print(verdict(await me(client, token)));
  print(say`Nobody asked the issuer, and there is no session store:`);
  print(say`the secret that both functions hold was enough.`);
}

/** What the issuer's function answers with. */
interface Login {
  readonly access_token: string;
  readonly expires_in: number;
}

/** The shortest login that leaves the time to use it. */
async function logIn(client: LambdaClient): Promise<Answer> {
  const answer = await invoke(client, 'issuer', loginEvent());
  const { access_token: token } = JSON.parse(String(answer.body)) as Login;
  return remaining(token) > LEFT ? answer : invoke(client, 'issuer-for-longer', loginEvent());
}

/** What a function of an HTTP API returns. */
interface Answer {
  readonly statusCode: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: unknown;
}

async function invoke(client: LambdaClient, name: string, event: object): Promise<Answer> {
  const { FunctionError, Payload } = await client.send(
    new InvokeCommand({ FunctionName: name, Payload: JSON.stringify(event) }),
  );
  const payload = Object(JSON.parse(Buffer.from(Payload ?? []).toString())) as Partial<Answer>;
  // A TODO, or a bug: it ends the demo.
  if (FunctionError !== undefined)
    throw new Error((payload as { errorMessage: string }).errorMessage);
  const { statusCode } = payload;
  // What has no statusCode is itself the body of a 200 (payload format 2.0).
  return statusCode === undefined
    ? { statusCode: 200, body: JSON.stringify(payload) }
    : { ...payload, statusCode };
}

/** Spark's password stands in lab 3's lesson. */
function loginEvent(): object {
  return {
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ email: 'spark@rubywave.io', password: 'light-the-spark-15' }),
    isBase64Encoded: false,
  };
}

function me(client: LambdaClient, token?: string): Promise<Answer> {
  const headers = token === undefined ? {} : { authorization: `Bearer ${token}` };
  return invoke(client, 'verifier', { headers, isBase64Encoded: false });
}

/** The status, and what the client was told. */
function verdict({ statusCode, headers, body }: Answer): Message {
  if (statusCode === 200) {
    const { email, rank } = membersOf(body);
    return email === undefined
      ? say`  200, and no claims in the body`
      : say`  200, ${String(email)}, rank ${JSON.stringify(rank) ?? ''}`;
  }
  const challenge = Object.entries(headers ?? {}).find(
    ([name]) => name.toLowerCase() === 'www-authenticate',
  )?.[1];
  if (challenge === undefined) return say`  ${statusCode}, no WWW-Authenticate`;
  const [, description] = /error_description="([^"]*)"/.exec(challenge) ?? [];
  return description === undefined
    ? say`  ${statusCode}, ${challenge}`
    : say`  ${statusCode}, "${description}"`;
}

/** Of a body that is a JSON object; of any other, none. */
function membersOf(body: unknown): Readonly<Record<string, unknown>> {
  try {
    return Object(JSON.parse(String(body))) as Record<string, unknown>;
  } catch {
    return {};
  }
}

/** In milliseconds, until the token is surely over. */
function remaining(token: string): number {
  const [, payload = ''] = token.split('.');
  const { exp } = JSON.parse(Buffer.from(payload, 'base64url').toString()) as { exp: number };
  return Math.max(0, exp * 1000 - Date.now()) + 20;
}

/** Another character near the end: it is the signature's. */
function changed(token: string): string {
  const at = token.length - 2;
  return token.slice(0, at) + (token[at] === 'A' ? 'B' : 'A') + token.slice(at + 1);
}

function promoted(token: string): string {
  const [header, payload = '', signature] = token.split('.');
  const claims = JSON.parse(Buffer.from(payload, 'base64url').toString()) as object;
  const forged = Buffer.from(JSON.stringify({ ...claims, rank: '99' })).toString('base64url');
  return `${header}.${forged}.${signature}`;
}

/** Its first characters: a whole token on a screen is a login for whoever reads along. */
function cut(token: string): string {
  return `${token.slice(0, 20)}...`;
}
