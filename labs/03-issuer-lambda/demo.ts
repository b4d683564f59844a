/* Slides 16 and 22 on your own code: a Lambda function makes a token, and nothing but a token. */
import { demo, print, say, verbatim, type Message } from '#demo';
import { LOOPBACK_CLIENT, startLocalAws, type Application } from '#local-aws';
import { InvokeCommand, LambdaClient } from '@aws-sdk/client-lambda';
import { application } from './application.ts';

/** Spark's password stands in the lesson. */
const SPARK = { email: 'spark@rubywave.io', password: 'light-the-spark-15' };

const { issuer } = application.functions;

/** The lab's application, with its function a second time: a lifetime that is none. */
const APPLICATION: Application = {
  ...application,
  functions: {
    ...application.functions,
    misconfigured: {
      ...issuer,
      entry: './issuer.ts',
      environment: { ...issuer?.environment, TOKEN_TTL_SECONDS: '1h' },
    },
  },
};

await demo(async () => {
  const aws = await startLocalAws(APPLICATION, { root: import.meta.dirname });
  const client = new LambdaClient({ ...LOOPBACK_CLIENT, endpoint: aws.lambda.url });
  try {
    await tell(client, Object.values(aws.secrets));
  } finally {
    client.destroy();
    await aws.stop();
  }
});

async function tell(client: LambdaClient, secrets: readonly string[]): Promise<void> {
  let log = '';
  const login = async (body: string): Promise<Outcome> => {
    const outcome = await invoke(client, 'issuer', body);
    // What is still to be written ends the demo.
    if (outcome.failure !== undefined) throw new Error(outcome.failure);
    log += outcome.log;
    print(told(outcome));
    return outcome;
  };
  print(say`invoke issuer: no JSON in the body`);
  await login('spark');
  print(say`invoke issuer: spark, and a wrong password`);
  await login(JSON.stringify({ ...SPARK, password: 'spark' }));
  print(say`invoke issuer: somebody without an account`);
  await login(JSON.stringify({ ...SPARK, email: 'nobody@rubywave.io' }));
  print(say`invoke issuer: spark, and his password`);
  const token = tokenIn(await login(JSON.stringify(SPARK)));
  if (token === undefined) return;

  print(say`Read without any key, as anybody can:`);
  const claims = claimsIn(token);
  for (const name of ['iss', 'sub', 'email', 'rank']) {
    print(say`  ${name.padEnd(5)} ${JSON.stringify(claims[name]) ?? ''}`);
  }
  print(say`  good for ${Number(claims['exp']) - Number(claims['iat'])} seconds`);
  const leaks = [token, SPARK.password, ...secrets].filter((text) => log.includes(text));
  print(say`Tokens, passwords and secrets in its log: ${leaks.length}`);

  print(say`The same function, TOKEN_TTL_SECONDS "1h":`);
  const misconfigured = await invoke(client, 'misconfigured', JSON.stringify(SPARK));
  for (const line of toldWithoutSecrets(misconfigured, secrets)) print(line);
}

/** What the function answered, or what it failed with, the secrets taken out. */
function toldWithoutSecrets(outcome: Outcome, secrets: readonly string[]): Message[] {
  if (outcome.failure === undefined) return [told(outcome)];
  let message = outcome.failure;
  for (const secret of secrets) message = message.replaceAll(secret, '(secret)');
  return [
    // An init that failed is not reported with its duration.
    isColdStart(outcome) ? say`  it starts, and fails when asked:` : say`  it does not start:`,
    verbatim(`  ${oneLine(message)}`),
  ];
}

/** A text in one line of the demo, cut where it gets long. */
function oneLine(text: string): string {
  const line = text.replaceAll(/\s+/g, ' ');
  return line.length <= 54 ? line : `${line.slice(0, 51)}...`;
}

/** What the function returned or failed with, and what it logged meanwhile. */
interface Outcome {
  readonly statusCode: number;
  readonly body: string;
  /** The error's message; there is no answer then. */
  readonly failure?: string;
  readonly log: string;
}

async function invoke(client: LambdaClient, name: string, body: string): Promise<Outcome> {
  const event = { version: '2.0', routeKey: 'POST /login', body, isBase64Encoded: false };
  const { FunctionError, Payload, LogResult } = await client.send(
    new InvokeCommand({ FunctionName: name, LogType: 'Tail', Payload: JSON.stringify(event) }),
  );
  const payload = JSON.parse(Buffer.from(Payload ?? []).toString()) as Outcome & {
    readonly errorMessage: string;
  };
  return {
    ...payload,
    ...(FunctionError !== undefined && { failure: payload.errorMessage }),
    log: Buffer.from(LogResult ?? '', 'base64').toString(),
  };
}

/** Lambda reports how long the init took with an environment's first request. */
function isColdStart({ log }: Outcome): boolean {
  return log.includes('\tInit Duration: ');
}

/** An answer in a line: the status, and what stands in its body, the token cut. */
function told(outcome: Outcome): Message {
  const { error = '' } = JSON.parse(outcome.body) as { error?: string };
  const token = tokenIn(outcome);
  const what = token === undefined ? `"${error}"` : `${token.slice(0, 20)}...`;
  return isColdStart(outcome)
    ? say`  ${outcome.statusCode}, ${what} (cold start)`
    : say`  ${outcome.statusCode}, ${what}`;
}

function tokenIn({ body }: Outcome): string | undefined {
  return (JSON.parse(body) as { access_token?: string }).access_token;
}

function claimsIn(token: string): Record<string, unknown> {
  const [, payload = ''] = token.split('.');
  return JSON.parse(Buffer.from(payload, 'base64url').toString()) as Record<string, unknown>;
}
