/**
 * Who is asked: Lambda and API Gateway on this machine, or on AWS. One code path, the AWS SDK's;
 * the two differ in the endpoint and in how names are made.
 */
import {
  InvokeCommand,
  LambdaClient,
  ResourceNotFoundException,
  type InvokeCommandOutput,
} from '@aws-sdk/client-lambda';
import { DEFAULT_REST_STAGE } from '#aws/local/index.ts';
import { identify, LOOPBACK } from '#terminal/loopback.ts';
import { codeOf } from '#terminal/error-code.ts';
import { ExplainedError, UsageError } from '#terminal/errors.ts';
import { functionName } from '#aws/deploy/names.ts';
import { say, type Message } from '#text/message.ts';
import { FIRST_PORT } from '../arguments.ts';
import type { Stack } from './deployed-apis.ts';

/** What a function came to. */
export interface Invoked {
  /** What it returned, or `{ errorType, errorMessage, trace }`. */
  readonly payload: unknown;
  readonly failed: boolean;
  /** The last 4 KB of its log. */
  readonly log: string;
}

export interface Target {
  /**
   * Invokes a function by the name that its lab gives it; undefined where there is none of that name.
   *
   * @throws ExplainedError where nobody answers, or AWS lets nobody in
   */
  invoke(name: string, event: unknown): Promise<Invoked | undefined>;
  /** The address of the HTTP or the REST API; undefined where there is none. */
  api(kind: 'http' | 'rest'): Promise<string | undefined>;
}

/** Whom to ask, as it is typed. */
export interface TargetOptions {
  /** The first of the three ports of `npm run aws`. */
  readonly port: number;
  /** A deployed stack in place of this machine. */
  readonly aws: boolean;
  readonly region: string | undefined;
  readonly prefix: string | undefined;
}

/** Throws a UsageError where a stack is to be asked, and not said which. */
export function targetOf(options: TargetOptions): Target {
  const { port } = options;
  const stack = stackOf(options);
  process.env['AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED'] = 'true';
  if (stack === undefined) {
    return {
      invoke: invoker(
        new LambdaClient({
          endpoint: `http://${LOOPBACK}:${port}`,
          region: 'us-east-1',
          credentials: { accessKeyId: 'local', secretAccessKey: 'local' },
          maxAttempts: 1,
        }),
        (name) => name,
        port,
      ),
      api: async (kind) => localApi(port, kind),
    };
  }
  const { region, prefix } = stack;
  return {
    invoke: invoker(new LambdaClient({ region }), (name) => functionName(prefix, name)),
    // The clients of API Gateway weigh, and are needed here only.
    api: async (kind) => {
      const { deployedApi } = await import('./deployed-apis.ts');
      return explained(() => deployedApi(kind, stack));
    },
  };
}

/** What a next command has to be told so that it asks the same target. */
export function targetWords(options: Pick<TargetOptions, 'port'> & Partial<TargetOptions>): string {
  const { aws, region, prefix, port } = options;
  if (aws) return ` --aws --region ${region} --prefix ${prefix}`;
  return port === FIRST_PORT ? '' : ` --port ${port}`;
}

function stackOf({ aws, region, prefix }: TargetOptions): Stack | undefined {
  if (!aws) return undefined;
  if (region !== undefined && prefix !== undefined) return { region, prefix };
  throw new UsageError(
    say`--aws needs --region and --prefix, as npm run deploy printed them at its end.`,
  );
}

function invoker(
  client: LambdaClient,
  nameOf: (name: string) => string,
  localPort?: number,
): Target['invoke'] {
  return async (name, event) => {
    const command = new InvokeCommand({
      FunctionName: nameOf(name),
      Payload: JSON.stringify(event),
      LogType: 'Tail',
    });
    try {
      return read(await explained(() => client.send(command), localPort));
    } catch (error) {
      if (error instanceof ResourceNotFoundException) return undefined;
      throw error;
    }
  };
}

function read({ Payload, FunctionError, LogResult }: InvokeCommandOutput): Invoked {
  return {
    payload: JSON.parse(Buffer.from(Payload ?? []).toString() || 'null'),
    failed: FunctionError !== undefined,
    log: Buffer.from(LogResult ?? '', 'base64').toString(),
  };
}

/** Port `port + 1` is the HTTP API's and `port + 2` the REST API's, where `npm run aws` has them. */
async function localApi(port: number, kind: 'http' | 'rest'): Promise<string | undefined> {
  const own = port + (kind === 'http' ? 1 : 2);
  if ((await identify(own)) === undefined) return undefined;
  const url = `http://${LOOPBACK}:${own}`;
  return kind === 'http' ? url : `${url}/${DEFAULT_REST_STAGE}`;
}

/**
 * The service's answer; what keeps it from answering is told in a line.
 *
 * @throws ExplainedError where nobody answers, or there are no credentials
 */
async function explained<Result>(ask: () => Promise<Result>, localPort?: number): Promise<Result> {
  try {
    return await ask();
  } catch (error) {
    if (localPort !== undefined && codeOf(error) === 'ECONNREFUSED') {
      throw new ExplainedError(say`Nothing answers on port ${localPort} of this machine.`, {
        next: { what: say`start it in another terminal`, command: 'npm run aws' },
      });
    }
    const line = localPort === undefined ? inAWord(error) : undefined;
    throw line ? new ExplainedError(line) : error;
  }
}

/** What keeps AWS from answering; undefined for a bug of ours, and for what the caller handles. */
function inAWord(error: unknown): Message | undefined {
  if (!(error instanceof Error) || error instanceof ResourceNotFoundException) return undefined;
  const { name, message } = error;
  if (name === 'CredentialsProviderError') {
    return say`There are no AWS credentials here. Log in as for the AWS CLI, for example: aws sso login`;
  }
  if (/^(?:ExpiredToken|UnrecognizedClient|InvalidClientTokenId|InvalidSignature)/.test(name)) {
    return say`AWS does not accept these credentials: ${name}.`;
  }
  if (name.startsWith('AccessDenied')) return say`AWS does not allow it: ${message}`;
  return codeOf(error) === 'ENOTFOUND' ? say`There is no such region, or no network.` : undefined;
}
