/* Slides 2 and 15 on your own code: who is asked when somebody knocks, as the gateway's trace tells it. */
import { demo, print, say, traceLines } from '#demo';
import { startLocalAws, type GatewayRecord, type LocalAws, type TraceCall } from '#local-aws';
import { createHmac } from 'node:crypto';
import { setTimeout } from 'node:timers/promises';
import { application } from './application.ts';

await demo(async () => {
  const aws = await startLocalAws(application, { root: import.meta.dirname });
  try {
    await tell(aws);
  } finally {
    await aws.stop();
  }
});

async function tell(aws: LocalAws): Promise<void> {
  const told = { todo: false };
  const rest = doorsOf(aws, aws.restApi, told);
  const http = doorsOf(aws, aws.httpApi, told);

  print(say`A REST API, without a token:`);
  await rest('GET /me');
  print(say`Spark has logged in, rank 15. Three doors, one token:`);
  const token = await logIn(aws);
  await rest('GET /me', token);
  await rest('GET /lounge', token);
  await rest('GET /vip', token);
  print(say`Rank "99" written in, then a token that has expired:`);
  await rest('GET /me', altered(token, { rank: '99' }));
  await rest('GET /me', signed(altered(token, { exp: Math.floor(secondsFromNow(-60)) }), aws));
  print(say`A token that has a moment left:`);
  // In whole seconds: a library may count no others.
  const end = Math.ceil(secondsFromNow(0.4));
  const dying = signed(altered(token, { exp: end }), aws);
  await rest('GET /me', dying);

  print(say`An HTTP API, which asks once for each route:`);
  await http('GET /me', token);
  await http('GET /vip', token);
  print(say`And what does the function behind the door know?`);
  const { calls, response } = await http('GET /me', token);
  stopAtTodo(calls);
  print(say`  ${cut(response.body)}`);

  await setTimeout(end * 1000 - Date.now() + 20);
  print(say`The token that had a moment left has now expired:`);
  await rest('GET /me', dying);
}

/** Knocks at the doors of an API, and prints the way that each request went. */
function doorsOf(
  aws: LocalAws,
  api: { readonly url: string } | undefined,
  told: { todo: boolean },
) {
  return async (route: string, token?: string): Promise<GatewayRecord> => {
    const [method = '', path = ''] = route.split(' ');
    const headers = token === undefined ? {} : { Authorization: `Bearer ${token}` };
    const [record] = await Promise.all([
      nextTrace(aws),
      fetch(`${api?.url}${path}`, { method, headers }),
    ]);
    stopAtTodo(record.calls.filter(({ role }) => role === 'authorizer'));
    const lines = traceLines(record);
    // That profile.ts is not written yet is told once, in a last line: the doors are the story here.
    const isUnwritten = record.calls.some(isTodo);
    for (const line of isUnwritten && told.todo ? lines.slice(0, -1) : lines) print(say`  ${line}`);
    told.todo ||= isUnwritten;
    return record;
  };
}

function nextTrace(aws: LocalAws): Promise<GatewayRecord> {
  return new Promise((resolve) => {
    const end = aws.onTrace((record) => {
      end();
      if (record.api !== 'lambda') resolve(record);
    });
  });
}

/** Spark's password stands in lab 3's lesson; the token is his for an hour. */
async function logIn(aws: LocalAws): Promise<string> {
  const body = JSON.stringify({ email: 'spark@rubywave.io', password: 'light-the-spark-15' });
  const answer = await fetch(`${aws.httpApi?.url}/login`, { method: 'POST', body });
  const { access_token: token } = (await answer.json()) as { access_token: string };
  return token;
}

/** The token with some claims changed. Its signature stays, and does not fit any more. */
function altered(token: string, changes: object): string {
  const [header, payload = '', signature] = token.split('.');
  const claims = JSON.parse(Buffer.from(payload, 'base64url').toString()) as object;
  const changed = Buffer.from(JSON.stringify({ ...claims, ...changes })).toString('base64url');
  return `${header}.${changed}.${signature}`;
}

/** The token signed anew, which nobody can do but who has the secret. */
function signed(token: string, { secrets }: LocalAws): string {
  const input = token.slice(0, token.lastIndexOf('.'));
  const signature = createHmac('sha256', secrets['jwt'] ?? '').update(input);
  return `${input}.${signature.digest('base64url')}`;
}

/** A TODO comes through the gateway as a 500: here it ends the demo, as in every lab. */
function stopAtTodo(calls: readonly TraceCall[]): void {
  const todo = calls.find(isTodo);
  if (todo) throw new Error(messageOf(todo));
}

function isTodo(call: TraceCall): boolean {
  return messageOf(call).startsWith('TODO');
}

function messageOf({ result }: TraceCall): string {
  return String((Object(result) as { readonly errorMessage?: unknown }).errorMessage);
}

function secondsFromNow(seconds: number): number {
  return Date.now() / 1000 + seconds;
}

function cut(text: string): string {
  return text.length <= 52 ? text : `${text.slice(0, 49)}...`;
}
