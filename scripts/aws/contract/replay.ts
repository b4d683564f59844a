import { InvokeCommand, LambdaServiceException, type LambdaClient } from '@aws-sdk/client-lambda';
import { isDeepStrictEqual } from 'node:util';
import { parseJson } from '#text/json.ts';
import { send, type HttpAnswer } from '../send.ts';
import type { ContractAnswer, ContractCase, InvokeCase, WantedToken } from './cases.ts';

/** Where a stack answers; the REST URL has its stage. */
export interface Stack {
  readonly http: string;
  readonly rest: string;
  /** New in every run. */
  readonly run: string;
}

/** Sends a case's requests and compares the answer; returns the differences, none if all is well. */
export async function replayCase(entry: ContractCase, stack: Stack): Promise<string[]> {
  let before: HttpAnswer | undefined;
  let last: HttpAnswer | undefined;
  const token = entry.token && (await fetchToken(entry.token, stack));
  const requests = fill([...(entry.before ?? []), entry.request], stack.run, token);
  for (const request of requests) {
    before = last;
    last = await send(request.method ?? 'GET', `${stack[entry.api]}${request.path}`, request);
  }
  return compare(fill(entry.expected, stack.run), last as HttpAnswer, before);
}

/**
 * Invokes as a case says and compares; returns the differences.
 *
 * @param nameOf the deployed name of a declared function
 */
export async function replayInvokeCase(
  entry: InvokeCase,
  client: LambdaClient,
  nameOf: (declared: string) => string,
): Promise<string[]> {
  const { expected } = entry;
  const command = new InvokeCommand({
    FunctionName: nameOf(entry.function),
    ...(entry.payload === undefined ? {} : { Payload: Buffer.from(entry.payload) }),
    ...(expected.log === undefined ? {} : { LogType: 'Tail' }),
  });
  try {
    const { StatusCode, FunctionError, Payload, LogResult } = await client.send(command);
    const text = Buffer.from(Payload ?? []).toString();
    const log = Buffer.from(LogResult ?? '', 'base64').toString();
    return [
      ...differs('status', expected.status, StatusCode),
      ...differs('FunctionError', expected.functionError, FunctionError),
      ...differs('error', expected.error, undefined),
      ...(expected.payload === undefined ? [] : differs('payload', expected.payload, text)),
      ...places(expected.json ?? {}, parseJson(text)),
      ...matches('the log', expected.log, log),
    ];
  } catch (error) {
    if (!(error instanceof LambdaServiceException)) throw error;
    return [
      ...differs('error', expected.error, error.name),
      ...differs('status', expected.status, error.$metadata.httpStatusCode),
      ...matches('the message', expected.message, error.message),
    ];
  }
}

function compare(
  expected: ContractAnswer,
  received: HttpAnswer,
  before: HttpAnswer | undefined,
): string[] {
  const { json } = received;
  const last = before?.json;
  return [
    ...differs('status', expected.status, received.status),
    ...Object.entries(expected.headers ?? {}).flatMap(([name, value]) =>
      differs(`header ${name}`, value ?? undefined, received.headers[name]),
    ),
    ...(expected.body === undefined ? [] : differs('body', expected.body, received.text)),
    ...places(expected.json ?? {}, json),
    ...Object.entries(expected.matches ?? {}).flatMap(([place, pattern]) =>
      matches(place, pattern, String(at(json, place) ?? '')),
    ),
    ...(expected.same ?? []).flatMap((place) =>
      at(json, place) === undefined
        ? [`${place} is missing`]
        : differs(place, at(last, place), at(json, place)),
    ),
    ...(expected.differs ?? []).flatMap((place) =>
      isDeepStrictEqual(at(last, place), at(json, place)) ? [`${place} is the same as before`] : [],
    ),
  ];
}

function places(expected: Readonly<Record<string, unknown>>, json: unknown): string[] {
  return Object.entries(expected).flatMap(([place, value]) =>
    differs(place, value ?? undefined, at(json, place)),
  );
}

function differs(what: string, expected: unknown, received: unknown): string[] {
  if (isDeepStrictEqual(expected, received)) return [];
  return [`${what}: expected ${JSON.stringify(expected)}, received ${JSON.stringify(received)}`];
}

function matches(what: string, pattern: string | undefined, text: string): string[] {
  if (pattern === undefined || new RegExp(pattern).test(text)) return [];
  return [`${what} does not match ${pattern}: ${JSON.stringify(text)}`];
}

/** The value at `a.b.c`. */
function at(json: unknown, place: string): unknown {
  let value = json;
  for (const name of place.split('.')) {
    if (typeof value !== 'object' || value === null || !Object.hasOwn(value, name))
      return undefined;
    value = (value as Record<string, unknown>)[name];
  }
  return value;
}

async function fetchToken(wanted: WantedToken, { http }: Stack): Promise<string> {
  const { text } = await send('POST', `${http}/token`, {
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify(wanted),
  });
  return text;
}

function fill<T>(value: T, run: string, token = ''): T {
  const text = JSON.stringify(value).replaceAll('{run}', run).replaceAll('{token}', token);
  return JSON.parse(text) as T;
}
