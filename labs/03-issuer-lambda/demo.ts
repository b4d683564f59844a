/* Slides 16 and 22 on your own code: a Lambda function makes a token, and nothing but a token. */
import { demo, print, say, type Message } from '#demo';
import { startLocalAws } from '#local-aws';
import { InvokeCommand, LambdaClient } from '@aws-sdk/client-lambda';
import { application } from './application.ts';

const { issuer } = application.functions;

/** Spark's password stands in the lesson. */
const SPARK = { email: 'spark@rubywave.io', password: 'light-the-spark-15' };

await demo(async () => {
  const aws = await startLocalAws(
    {
      ...application,
      functions: {
        ...application.functions,
        misconfigured: {
          ...issuer,
          entry: './issuer.ts',
          environment: { ...issuer?.environment, TOKEN_TTL_SECONDS: '1h' },
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
  print(say`invoke issuer: no JSON in the body`);
  print(told(await invoke(client, 'issuer', 'spark')));
  print(say`invoke issuer: spark, and a wrong password`);
  print(told(await invoke(client, 'issuer', JSON.stringify({ ...SPARK, password: 'spark' }))));
  print(say`invoke issuer: somebody without an account`);
  const nobody = { ...SPARK, email: 'nobody@rubywave.io' };
  print(told(await invoke(client, 'issuer', JSON.stringify(nobody))));

  print(say`invoke issuer: spark, and his password`);
  const answer = await invoke(client, 'issuer', JSON.stringify(SPARK));
  print(told(answer));
  const { access_token: token = '' } = JSON.parse(answer.body) as { access_token?: string };
  print(say`Read without any key, as anybody can:`);
  const claims = claimsIn(token);
  for (const name of ['iss', 'sub', 'email', 'rank']) {
    print(say`  ${name.padEnd(5)} ${JSON.stringify(claims[name]) ?? ''}`);
  }
  print(say`  good for ${Number(claims['exp']) - Number(claims['iat'])} seconds`);
  const leaks = [token, SPARK.password].filter((text) => text !== '' && answer.log.includes(text));
  print(say`Tokens and passwords in the function's log: ${leaks.length}`);

  print(say`The same function, TOKEN_TTL_SECONDS "1h":`);
  print(say`  ${await invoke(client, 'misconfigured', '{}').then(told, told)}`);
}

/** What the function returned, and what it logged meanwhile. */
interface Answer {
  readonly statusCode: number;
  readonly body: string;
  readonly log: string;
}

/** Throws what the function failed with: a TODO ends the demo. */
async function invoke(client: LambdaClient, name: string, body: string): Promise<Answer> {
  const { FunctionError, Payload, LogResult } = await client.send(
    new InvokeCommand({
      FunctionName: name,
      LogType: 'Tail',
      Payload: JSON.stringify({
        version: '2.0',
        routeKey: 'POST /login',
        body,
        isBase64Encoded: false,
      }),
    }),
  );
  const payload = JSON.parse(Buffer.from(Payload ?? []).toString()) as Answer & {
    readonly errorMessage?: string;
  };
  if (FunctionError !== undefined) throw new Error(payload.errorMessage);
  return { ...payload, log: Buffer.from(LogResult ?? '', 'base64').toString() };
}

/** An answer in a line: the status, and what stands in its body, the token cut. */
function told(outcome: Answer | Error): Message {
  if (outcome instanceof Error) {
    // What is still to be written ends the demo, as everywhere.
    if (outcome.message.startsWith('TODO')) throw outcome;
    return say`it does not start`;
  }
  const { error, access_token: token } = JSON.parse(outcome.body) as Record<string, string>;
  return token === undefined
    ? say`  ${outcome.statusCode}, "${error ?? ''}"`
    : say`  ${outcome.statusCode}, token ${token.slice(0, 20)}...`;
}

function claimsIn(token: string): Record<string, unknown> {
  const [, payload = ''] = token.split('.');
  return JSON.parse(Buffer.from(payload, 'base64url').toString()) as Record<string, unknown>;
}
