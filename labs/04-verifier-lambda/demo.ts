/* Slide 22 on your own code, from end to end: one Lambda function makes a token, another checks it. */
import { demo, print, say, type Message } from '#demo';
import { startLocalAws } from '#local-aws';
import { InvokeCommand, LambdaClient } from '@aws-sdk/client-lambda';
import { setTimeout } from 'node:timers/promises';
import { application } from './application.ts';

/**
 * In seconds: short enough to see a token expire. One would be too short, for exp is a whole second
 * and may be over at once.
 */
const LIFETIME = 2;

const { issuer, ...others } = application.functions;

await demo(async () => {
  const aws = await startLocalAws(
    {
      ...application,
      functions: {
        ...others,
        issuer: {
          ...issuer,
          entry: './issuer.ts',
          environment: { ...issuer?.environment, TOKEN_TTL_SECONDS: String(LIFETIME) },
        },
      },
    },
    { root: import.meta.dirname },
  );
  const client = new LambdaClient({
    endpoint: aws.lambda.url,
    region: 'ap-northeast-2',
    credentials: { accessKeyId: 'local', secretAccessKey: 'local' },
  });
  try {
    await tell(client);
  } finally {
    client.destroy();
    await aws.stop();
  }
});

async function tell(client: LambdaClient): Promise<void> {
  print(say`invoke issuer: spark logs in, for ${LIFETIME} seconds`);
  const answer = await invoke(client, 'issuer', loginEvent());
  const { access_token: token } = JSON.parse(answer.body) as { access_token: string };
  print(say`  ${answer.statusCode}, token ${cut(token)}`);

  print(say`invoke verifier: without a token`);
  print(verdict(await me(client)));
  print(say`invoke verifier: with the token`);
  print(verdict(await me(client, token)));
  print(say`invoke verifier: one character of it changed`);
  print(verdict(await me(client, changed(token))));
  print(say`invoke verifier: rank "99" written in`);
  print(verdict(await me(client, promoted(token))));
  await setTimeout(expiryOf(token) * 1000 - Date.now() + 20);
  print(say`invoke verifier: the first token, once it is over`);
  print(verdict(await me(client, token)));
  print(say`Nobody asked the issuer, and there is no session store:`);
  print(say`the secret that both functions hold was enough.`);
}

/** What a function of an HTTP API returns. */
interface Answer {
  readonly statusCode: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body: string;
}

async function invoke(client: LambdaClient, name: string, event: object): Promise<Answer> {
  const { FunctionError, Payload } = await client.send(
    new InvokeCommand({ FunctionName: name, Payload: JSON.stringify(event) }),
  );
  const payload = JSON.parse(Buffer.from(Payload ?? []).toString()) as Answer & {
    readonly errorMessage?: string;
  };
  // A TODO, or a bug: it ends the demo.
  if (FunctionError !== undefined) throw new Error(payload.errorMessage);
  return payload;
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

/** The status, and in the client's words what it was told. */
function verdict({ statusCode, headers = {}, body }: Answer): Message {
  if (statusCode === 200) {
    const { email, rank } = JSON.parse(body) as Readonly<Record<string, string>>;
    return say`  200, ${email ?? ''}, rank ${JSON.stringify(rank)}`;
  }
  const challenge = Object.entries(headers).find(
    ([name]) => name.toLowerCase() === 'www-authenticate',
  )?.[1];
  const [, description] = /error_description="([^"]*)"/.exec(challenge ?? '') ?? [];
  return description === undefined
    ? say`  ${statusCode}, ${challenge ?? ''}`
    : say`  ${statusCode}, "${description}"`;
}

/** In seconds since 1970, as the token says it. */
function expiryOf(token: string): number {
  const [, payload = ''] = token.split('.');
  return (JSON.parse(Buffer.from(payload, 'base64url').toString()) as { exp: number }).exp;
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
