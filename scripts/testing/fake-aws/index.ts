/**
 * A fake of the AWS services that a deployment calls, over HTTP on loopback, with the real SDK's
 * clients at the other end. It keeps state, and refuses what AWS refuses. Faults can be put at any
 * call, and at anything that CloudFormation does by itself.
 */
import type { IncomingMessage, ServerResponse } from 'node:http';
import { text } from 'node:stream/consumers';
import { onTestFinished, vi } from 'vitest';
import { LOOPBACK, serve } from '#terminal/loopback.ts';
import { CloudFormation } from './cloud-formation.ts';
import { Functions, Refusal, type Call } from './account.ts';
import { lambda } from './lambda.ts';

/** What goes wrong with a call. */
export type Fault =
  /** AWS has an error of its own, and has done nothing. */
  | 'error'
  | 'throttle'
  /** It is done, and then the connection breaks. */
  | 'lost answer'
  | 'denied'
  | 'expired'
  /** A proxy answers, with a page. */
  | 'page'
  /** The connection stays open, and nothing comes. */
  | 'silence';

export interface FakeAws {
  readonly url: string;
  /** What leads the SDK's clients here, and credentials that are worth nothing. */
  readonly environment: Readonly<Record<string, string>>;
  readonly cloudFormation: CloudFormation;
  readonly functions: Functions;
  /** `CreateChangeSet`, `UpdateFunctionCode` …, in order. */
  readonly calls: string[];
  /** Asked before each call, with the number of calls before it. */
  fault: (call: string, index: number) => Fault | undefined | Promise<undefined>;
}

/** For tests: until the test's end, the environment's AWS variables lead the SDK's clients here. */
export async function startFakeAws(): Promise<FakeAws> {
  const functions = new Functions();
  const cloudFormation = new CloudFormation(functions);
  const calls: string[] = [];

  async function answer(incoming: IncomingMessage, response: ServerResponse): Promise<void> {
    const call = read(incoming.method ?? '', incoming.url ?? '/', await text(incoming));
    const [action, isXml, run] = call;
    const fault = await fake.fault(action, calls.push(action) - 1);
    if (fault === 'silence') return;
    try {
      if (fault && fault !== 'lost answer') throw REFUSALS[fault](action);
      const result = run();
      if (fault === 'lost answer') return void response.socket?.destroy();
      response.setHeader('Content-Type', isXml ? 'text/xml' : 'application/json');
      response.end(isXml ? xmlAnswer(action, result) : JSON.stringify(result));
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      if (fault === 'lost answer') response.socket?.destroy();
      else refuse(response, error, isXml);
    }
  }

  /** Its name, whether it is answered in XML, and what it does. */
  function read(method: string, url: string, body: string): Call {
    const path = new URL(url, 'http://fake').pathname;
    if (path === '/') return cloudFormation.read(new URLSearchParams(body));
    const [, apis] =
      /^\/(restapis|v2\/apis)\/[^/]+\/stages\/[^/]+\/cache\/authorizers$/.exec(path) ?? [];
    if (apis !== undefined) {
      const name = apis === 'restapis' ? 'FlushStageAuthorizersCache' : 'ResetAuthorizersCache';
      return [name, false, () => cloudFormation.needApi(path)];
    }
    return lambda(functions, method, path, body);
  }

  const server = await serve(
    (incoming, response) => {
      answer(incoming, response).catch((error: unknown) => {
        response.writeHead(418).end(String(error));
      });
    },
    { purpose: 'jwt-workshop fake of AWS' },
  );
  const url = `http://${LOOPBACK}:${server.port}`;
  const fake: FakeAws = {
    url,
    cloudFormation,
    functions,
    calls,
    fault: () => undefined,
    environment: {
      AWS_ENDPOINT_URL: url,
      AWS_ACCESS_KEY_ID: 'AKIAIOSFODNN7EXAMPLE',
      AWS_SECRET_ACCESS_KEY: 'worth-nothing-the-fake-looks-at-no-signature',
      AWS_EC2_METADATA_DISABLED: 'true',
    },
  };
  stubAwsEnvironment(fake.environment);
  onTestFinished(async () => {
    vi.unstubAllEnvs();
    await server.close();
  });
  return fake;
}

/** The environment's AWS variables are these alone; nobody's own credentials, nor where they are kept. */
function stubAwsEnvironment(environment: FakeAws['environment']): void {
  for (const name of Object.keys(process.env)) {
    if (name.startsWith('AWS_')) vi.stubEnv(name, undefined);
  }
  const none = { AWS_CONFIG_FILE: 'no-such-file', AWS_SHARED_CREDENTIALS_FILE: 'no-such-file' };
  for (const [name, value] of Object.entries({ ...none, ...environment })) vi.stubEnv(name, value);
}

const REFUSALS: Readonly<
  Record<Exclude<Fault, 'lost answer' | 'silence'>, (action: string) => Refusal>
> = {
  error: () => new Refusal(500, 'InternalFailure', 'We made a mistake.'),
  throttle: () => new Refusal(400, 'Throttling', 'Rate exceeded'),
  expired: () => new Refusal(403, 'ExpiredToken', 'The security token is expired'),
  page: () => new Refusal(200, 'page', '<html><body><h1>Please log in</h1></body></html>'),
  denied(action) {
    const [service, resource] = RESOURCES.find(([name]) => name.test(action))?.[1] ?? ['', ''];
    return new Refusal(
      403,
      'AccessDenied',
      `User: arn:aws:iam::123456789012:user/spark is not authorized to perform: ${service}:${action} on resource: ${resource} because no identity-based policy allows the ${service}:${action} action`,
    );
  },
};

const RESOURCES = [
  [/Function/, ['lambda', 'arn:aws:lambda:ap-northeast-2:123456789012:function:x']],
  [/Cache$/, ['apigateway', 'arn:aws:apigateway:ap-northeast-2::/x']],
  [/./, ['cloudformation', 'arn:aws:cloudformation:ap-northeast-2:123456789012:stack/x/*']],
] as const;

function refuse(
  response: ServerResponse,
  { status, name, message }: Refusal,
  isXml: boolean,
): void {
  if (name === 'page') {
    response.writeHead(status, { 'Content-Type': 'text/html; charset=utf-8' }).end(message);
  } else if (isXml) {
    response.writeHead(status, { 'Content-Type': 'text/xml' });
    const error = { Type: status < 500 ? 'Sender' : 'Receiver', Code: name, Message: message };
    response.end(`<ErrorResponse><Error>${xml(error)}</Error></ErrorResponse>`);
  } else {
    response.writeHead(status, { 'Content-Type': 'application/json', 'x-amzn-errortype': name });
    response.end(JSON.stringify({ message }));
  }
}

/** The protocol of CloudFormation: https://smithy.io/2.0/aws/protocols/aws-query-protocol.html */
function xmlAnswer(action: string, result: object): string {
  return `<${action}Response><${action}Result>${xml(result)}</${action}Result></${action}Response>`;
}

function xml(value: unknown): string {
  if (Array.isArray(value)) return value.map((item) => `<member>${xml(item)}</member>`).join('');
  if (typeof value === 'object' && value !== null) {
    return Object.entries(value)
      .filter(([, item]) => item !== undefined)
      .map(([name, item]) => `<${name}>${xml(item)}</${name}>`)
      .join('');
  }
  return String(value).replaceAll('&', '&amp;').replaceAll('<', '&lt;');
}
