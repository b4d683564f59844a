/**
 * Who is asked: Lambda and API Gateway on this machine, or on AWS. One code path, the AWS SDK's;
 * the two differ in the endpoint and in how names are made.
 */
import { relative, sep } from 'node:path';
import {
  InvokeCommand,
  LambdaClient,
  LambdaServiceException,
  ResourceNotFoundException,
  type InvokeCommandOutput,
} from '@aws-sdk/client-lambda';
import { DEFAULT_REST_STAGE, LOOPBACK_CLIENT } from '#aws/local/index.ts';
import type { Context } from '#terminal/command.ts';
import { vitePath } from '#course/files.ts';
import { findLabs } from '#course/lab.ts';
import { stateFolder } from '#course/stage.ts';
import { holderCommand, identify, isFree, LOOPBACK, type PortHolder } from '#terminal/loopback.ts';
import { codeOf } from '#terminal/error-code.ts';
import { ExplainedError, UsageError } from '#terminal/errors.ts';
import { explain as explainAws } from '#aws/deploy/explain.ts';
import { clientOptions, guard } from '#aws/deploy/guard.ts';
import { deployedName, type ApiKind } from '#aws/deploy/names.ts';
import { say, verbatim, type Message } from '#text/message.ts';
import { FIRST_PORT } from '../arguments.ts';

/** What a function came to. */
export interface Invoked {
  /** What it returned, or `{ errorType, errorMessage, trace }`. */
  readonly payload: unknown;
  readonly failed: boolean;
  /** The last 4 KB of its log. */
  readonly log: string;
}

export interface Target {
  /** Who answers: the lab and its folder, or the stack. */
  readonly who: Message;
  /** The number of the lab that runs on this machine. */
  readonly lab?: number | undefined;
  /** The answer; what keeps a service from answering is an ExplainedError. */
  explain<Result>(ask: (signal: AbortSignal) => Promise<Result>): Promise<Result>;
  /**
   * Invokes a function by the name that its lab gives it; undefined where there is none of that name.
   *
   * @throws ExplainedError where nobody answers, or AWS lets nobody in
   */
  invoke(name: string, event: unknown): Promise<Invoked | undefined>;
  /** The address of the HTTP or the REST API; undefined where there is none. */
  api(kind: ApiKind): Promise<string | undefined>;
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

/**
 * Whom to ask.
 *
 * @throws UsageError where a stack is to be asked, and not said which
 * @throws ExplainedError where another program has the port, or nobody
 */
export async function targetOf({ root }: Context, options: TargetOptions): Promise<Target> {
  process.env['AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED'] = 'true';
  const stack = stackOf(options);
  if (stack) {
    const { region, prefix } = stack;
    const explain = explainer(AWS_LIMIT_MS, (error) => explainAws(error, region));
    const client = guard(new LambdaClient(clientOptions(region)));
    return {
      who: say`${prefix} in ${region}`,
      explain,
      invoke: invoker(client, (name) => deployedName(prefix, name), explain),
      async api(kind) {
        // CloudFormation's client weighs, and is needed here only.
        const { CloudFormationClient } = await import('@aws-sdk/client-cloudformation');
        const { findStack } = await import('#aws/deploy/stack.ts');
        const cloudFormation = guard(new CloudFormationClient(clientOptions(region)));
        const found = await explain(() => findStack(cloudFormation, prefix));
        return found?.outputs[kind === 'http' ? 'HttpApiUrl' : 'RestApiUrl'];
      },
    };
  }
  const { port } = options;
  const { folder = root } = await holderOf(port);
  const lab = findLabs(root).find(({ id }) => folder.split(sep).includes(id));
  const client = new LambdaClient({
    ...LOOPBACK_CLIENT,
    endpoint: `http://${LOOPBACK}:${port}`,
    maxAttempts: 1,
  });
  const explain = explainer(LOCAL_LIMIT_MS, lostOn(port));
  const place = relative(root, folder);
  const shown = folder.startsWith(stateFolder(root))
    ? say`the reference solution`
    : verbatim(place.startsWith('..') ? folder : vitePath(place));
  return {
    who: lab ? say`Lab ${lab.number} (${shown})` : shown,
    lab: lab?.number,
    explain,
    invoke: invoker(client, (name) => name, explain),
    api: (kind) => localApi(port, kind),
  };
}

/** Our own Lambda on this port of this machine. Throws an ExplainedError where it is not there. */
async function holderOf(port: number): Promise<PortHolder> {
  const holder = await identify(port);
  if (holder?.purpose.endsWith(' Lambda')) return holder;
  if (holder === undefined && (await isFree(port))) {
    throw new ExplainedError(say`Nothing answers on port ${port} of this machine.`, {
      next: { what: say`start it in another terminal`, command: 'npm run aws' },
    });
  }
  throw new ExplainedError(
    holder
      ? say`Port ${port} is not Lambda's: ${holder.purpose} has it (process ${holder.pid}).`
      : say`Port ${port} belongs to another program. This shows which: ${holderCommand(port)}`,
    {
      next: {
        what: say`start it on other ports in another terminal, and say --port 9100 here`,
        command: 'npm run aws -- --port 9100',
      },
    },
  );
}

/** What a next command has to be told so that it asks the same target. */
export function targetWords(options: Pick<TargetOptions, 'port'> & Partial<TargetOptions>): string {
  const { aws, region, prefix, port } = options;
  if (aws) return ` --aws --region ${region} --prefix ${prefix}`;
  return port === FIRST_PORT ? '' : ` --port ${port}`;
}

function stackOf({ aws, region, prefix }: TargetOptions) {
  if (!aws) return undefined;
  if (region !== undefined && prefix !== undefined) return { region, prefix };
  throw new UsageError(
    say`--aws needs --region and --prefix, as npm run deploy printed them at its end.`,
  );
}

type Explain = Target['explain'];

function invoker(
  client: LambdaClient,
  nameOf: (name: string) => string,
  explain: Explain,
): Target['invoke'] {
  return async (name, event) => {
    const command = new InvokeCommand({
      FunctionName: nameOf(name),
      Payload: JSON.stringify(event),
      LogType: 'Tail',
    });
    try {
      return read(await explain((abortSignal) => client.send(command, { abortSignal })));
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
async function localApi(port: number, kind: ApiKind): Promise<string | undefined> {
  const own = port + (kind === 'http' ? 1 : 2);
  if ((await identify(own)) === undefined) return undefined;
  const url = `http://${LOOPBACK}:${own}`;
  return kind === 'http' ? url : `${url}/${DEFAULT_REST_STAGE}`;
}

/** In milliseconds: a function of a lab has three seconds here; on AWS it may start cold, far away. */
const LOCAL_LIMIT_MS = 10_000;
const AWS_LIMIT_MS = 30_000;

/** Turns what keeps a service from answering into an ExplainedError. */
export function explainer(
  limitMs: number,
  toWords: (error: Error) => Message | undefined,
): Explain {
  return async (ask) => {
    try {
      return await ask(AbortSignal.timeout(limitMs));
    } catch (error) {
      if (!(error instanceof Error) || error instanceof ResourceNotFoundException) throw error;
      const words =
        error instanceof LambdaServiceException
          ? say`Lambda says no: ${error.name}: ${error.message}`
          : undefined;
      const text = toWords(error) ?? words;
      throw text ? new ExplainedError(text) : error;
    }
  };
}

/** What keeps the network from an answer: Node's code, of the error or its cause; or our own limit. */
function networkFault(error: Error): string | undefined {
  // The SDK gives a connection that was reset the name of one that took too long: the code is right.
  const code = [codeOf(error), codeOf(error.cause)].find((one) => typeof one === 'string');
  if (typeof code === 'string') return code;
  return ['AbortError', 'TimeoutError'].includes(error.name) ? error.name : undefined;
}

export function lostOn(port: number): (error: Error) => Message | undefined {
  return (error) => {
    const fault = networkFault(error);
    if (fault === undefined) return undefined;
    return fault === 'AbortError' || fault === 'TimeoutError'
      ? say`Port ${port} took the request and gave no answer for ${LOCAL_LIMIT_MS / 1000} seconds.`
      : say`The connection to port ${port} broke off (${fault}). Is npm run aws still running?`;
  };
}
