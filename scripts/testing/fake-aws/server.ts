/**
 * A stand-in for the AWS services that a deployment calls, over HTTP on loopback, with the real
 * SDK's clients at the other end. It keeps state, and refuses what AWS refuses. Faults can be put
 * at any call.
 */
import type { IncomingMessage, ServerResponse } from 'node:http';
import { text } from 'node:stream/consumers';
import { serve, LOOPBACK } from '#terminal/loopback.ts';
import {
  Account,
  Refusal,
  type AccountOptions,
  type Action,
  type Operation,
  type ServiceRequest,
} from './account.ts';
import { httpApis } from './http-api.ts';
import { iam } from './iam.ts';
import { lambda } from './lambda.ts';
import { logs } from './logs.ts';
import { restApis } from './rest-api.ts';

/** What goes wrong with a call. */
export type Fault =
  /** AWS has an error of its own, and has done nothing. */
  | 'error'
  | 'throttle'
  /** It is done, and then the connection breaks. */
  | 'lost answer'
  | 'denied';

export interface Call {
  readonly service: string;
  readonly name: string;
  readonly actions: readonly Action[];
  readonly changes: boolean;
  readonly answer: 'done' | 'refused' | Fault;
}

export interface StandIn {
  readonly account: Account;
  readonly url: string;
  /** What leads the SDK's clients here, and credentials that are worth nothing. */
  readonly environment: Readonly<Record<string, string>>;
  /** Every call so far. */
  readonly calls: Call[];
  /** Asked before each call, with the number of calls before it. */
  fault: (call: Omit<Call, 'answer'>, index: number) => Fault | undefined;
  /** An operation whose input the service repeats in a refusal. */
  echo: string | undefined;
  close(): Promise<void>;
}

export async function startStandIn(options: Partial<AccountOptions> = {}): Promise<StandIn> {
  const account = new Account({
    region: 'ap-northeast-2',
    roleDelay: 0,
    busyLooks: 0,
    showsTags: true,
    showsEnvironment: true,
    ...options,
  });
  const calls: Call[] = [];
  const standIn: Omit<StandIn, 'url' | 'environment' | 'close'> = {
    account,
    calls,
    fault: () => undefined,
    echo: undefined,
  };

  async function answer(incoming: IncomingMessage, response: ServerResponse): Promise<void> {
    const request = await read(incoming);
    const service = serviceOf(request);
    const { handle, refuse } = SERVICES[service];
    try {
      const operation = handle(account, request);
      const { name, actions, changes } = operation;
      const call = { service, name, actions, changes };
      const fault = standIn.fault(call, calls.length);
      const index = calls.push({ ...call, answer: fault ?? 'done' }) - 1;
      if (fault && fault !== 'lost answer') throw refusalFor(fault, actions);
      if (name === standIn.echo) throw new Refusal(400, 'ValidationException', request.body);
      if (fault === 'lost answer') {
        try {
          operation.run();
        } finally {
          response.socket?.destroy();
        }
        return;
      }
      const result = attempt(operation, () => (calls[index] = { ...call, answer: 'refused' }));
      response.setHeader('Content-Type', service === 'iam' ? 'text/xml' : 'application/json');
      response.end(typeof result === 'string' ? result : JSON.stringify(result));
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      refuse(response, error);
    }
  }

  const server = await serve(
    (incoming, response) => {
      answer(incoming, response).catch((error: unknown) => {
        response.writeHead(418).end(String(error));
      });
    },
    { purpose: 'jwt-workshop stand-in for AWS' },
  );
  const url = `http://${LOOPBACK}:${server.port}`;
  return Object.assign(standIn, {
    url,
    environment: {
      ...Object.fromEntries(ENDPOINTS.map((name) => [`AWS_ENDPOINT_URL_${name}`, url])),
      AWS_ACCESS_KEY_ID: 'AKIAIOSFODNN7EXAMPLE',
      AWS_SECRET_ACCESS_KEY: 'worth-nothing-the-stand-in-looks-at-no-signature',
      AWS_EC2_METADATA_DISABLED: 'true',
      AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: 'true',
    },
    close: () => server.close(),
  });
}

const ENDPOINTS = ['LAMBDA', 'IAM', 'CLOUDWATCH_LOGS', 'API_GATEWAY', 'APIGATEWAYV2'];

function attempt(operation: Operation, onRefusal: () => void): unknown {
  try {
    return operation.run();
  } catch (error) {
    onRefusal();
    throw error;
  }
}

async function read(incoming: IncomingMessage): Promise<ServiceRequest> {
  const { pathname, searchParams } = new URL(incoming.url ?? '/', 'http://stand-in');
  return {
    method: incoming.method ?? 'GET',
    path: pathname.split('/').filter(Boolean).map(decodeURIComponent),
    query: searchParams,
    headers: incoming.headers as Record<string, string>,
    body: await text(incoming),
  };
}

type Service = 'lambda' | 'iam' | 'logs' | 'http' | 'rest';

function serviceOf({ path, headers }: ServiceRequest): Service {
  if (headers['x-amz-target'] !== undefined) return 'logs';
  if (path[0] === 'v2') return 'http';
  if (path[0] === 'restapis') return 'rest';
  return path.length === 0 ? 'iam' : 'lambda';
}

interface Handler {
  readonly handle: (account: Account, request: ServiceRequest) => Operation;
  readonly refuse: (response: ServerResponse, refusal: Refusal) => void;
}

const SERVICES: Readonly<Record<Service, Handler>> = {
  lambda: { handle: lambda, refuse: refuseAsJson },
  iam: { handle: iam, refuse: refuseAsXml },
  logs: { handle: logs, refuse: refuseAsTypedJson },
  http: { handle: httpApis, refuse: refuseAsJson },
  rest: { handle: restApis, refuse: refuseAsJson },
};

function refuseAsJson(response: ServerResponse, { status, name, message }: Refusal): void {
  response.writeHead(status, { 'Content-Type': 'application/json', 'x-amzn-errortype': name });
  response.end(JSON.stringify({ message }));
}

function refuseAsTypedJson(response: ServerResponse, { status, name, message }: Refusal): void {
  response.writeHead(status, { 'Content-Type': 'application/x-amz-json-1.1' });
  response.end(JSON.stringify({ __type: name, message }));
}

function refuseAsXml(response: ServerResponse, { status, name, message }: Refusal): void {
  response.writeHead(status, { 'Content-Type': 'text/xml' });
  response.end(
    `<ErrorResponse><Error><Type>Sender</Type><Code>${name}</Code><Message>${message}</Message></Error><RequestId>stand-in</RequestId></ErrorResponse>`,
  );
}

function refusalFor(fault: Exclude<Fault, 'lost answer'>, [first]: readonly Action[]): Refusal {
  if (fault === 'error') return new Refusal(500, 'InternalFailure', 'We made a mistake.');
  if (fault === 'throttle') return new Refusal(429, 'TooManyRequestsException', 'Rate exceeded');
  return new Refusal(
    403,
    'AccessDeniedException',
    `User: arn:aws:iam::123456789012:user/spark is not authorized to perform: ${first?.action} on resource: ${first?.resource} because no identity-based policy allows the ${first?.action} action`,
  );
}
