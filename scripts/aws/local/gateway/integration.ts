import { validateHeaderName, validateHeaderValue } from 'node:http';
import type { Answer } from './answer.ts';
import { isObject } from '#text/json.ts';

/**
 * The client's answer from what a function of an HTTP API returned (payload format 2.0); undefined
 * if it is malformed, for which the gateway answers 500.
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-develop-integrations-lambda.html
 */
export function answerFromV2(result: unknown): Answer | undefined {
  if (!isObject(result) || result['statusCode'] === undefined) {
    // Anything that is no response is the body of one. unconfirmed: for null and for plain texts.
    const body = typeof result === 'string' ? result : JSON.stringify(result);
    return { status: 200, headers: { 'content-type': 'application/json' }, body };
  }
  const { cookies } = result;
  const headers = readHeaders(result['headers']);
  if (!headers || !isTextList(cookies)) return undefined;
  if (cookies !== undefined && cookies !== null && cookies.length > 0)
    headers.set('set-cookie', [...cookies]);
  // unconfirmed: WWW-Authenticate keeps its name; a REST API and a function's own URL rename it.
  return finish(result, headers, 'text/plain; charset=utf-8');
}

/**
 * The client's answer from what a function of a REST API returned; undefined if it is malformed,
 * for which the gateway answers 502. A member that is not of the format makes it malformed.
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/set-up-lambda-proxy-integrations.html
 */
export function answerFromV1(result: unknown): Answer | undefined {
  if (!isObject(result) || Object.keys(result).some((key) => !V1_MEMBERS.has(key)))
    return undefined;
  const headers = readHeaders(result['headers']);
  const multi = readMultiHeaders(result['multiValueHeaders']);
  if (!headers || !multi) return undefined;
  // Both lists become one; a value that stands in both comes once.
  for (const [name, values] of multi) {
    const alone = [headers.get(name) ?? []].flat().filter((value) => !values.includes(value));
    headers.set(name, [...alone, ...values]);
  }
  for (const name of REMAPPED) {
    const value = headers.get(name);
    if (value === undefined) continue;
    headers.delete(name);
    headers.set(`x-amzn-remapped-${name}`, value);
  }
  // unconfirmed: a result without a statusCode is taken for 200.
  const answer = finish({ statusCode: 200, ...result }, headers, 'application/json');
  // Bytes leave a REST API only where it declares binaryMediaTypes: without, base64 stays text.
  return answer && { ...answer, body: (result['body'] as string | null | undefined) ?? '' };
}

const V1_MEMBERS = new Set([
  'isBase64Encoded',
  'statusCode',
  'headers',
  'multiValueHeaders',
  'body',
]);

/**
 * A REST API renames these when a function sets them.
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-known-issues.html
 */
const REMAPPED = ['connection', 'content-length', 'date', 'server', 'www-authenticate'];

type Headers = Map<string, string | readonly string[]>;

function finish(
  result: Readonly<Record<string, unknown>>,
  headers: Headers,
  type: string,
): Answer | undefined {
  const status = Number(result['statusCode']);
  const { body = '', isBase64Encoded = false } = result;
  if (!Number.isInteger(status) || status < 200 || status > 599) return undefined;
  if ((typeof body !== 'string' && body !== null) || typeof isBase64Encoded !== 'boolean')
    return undefined;
  if (!headers.has('content-type')) headers.set('content-type', type);
  // The length is counted here; a function's own count could cut the answer or leave the client waiting.
  for (const name of ['content-length', 'transfer-encoding', 'connection']) headers.delete(name);
  try {
    for (const [name, value] of headers) check(name, value);
  } catch {
    return undefined;
  }
  return {
    status,
    headers: Object.fromEntries(headers),
    body: isBase64Encoded ? Buffer.from(body ?? '', 'base64') : (body ?? ''),
  };
}

/** @throws when Node would not write it: a line break in a value would begin a header of its own */
function check(name: string, value: string | readonly string[]): void {
  validateHeaderName(name);
  for (const one of typeof value === 'string' ? [value] : value) validateHeaderValue(name, one);
}

function readHeaders(headers: unknown): Headers | undefined {
  const read: Headers = new Map();
  if (headers === undefined || headers === null) return read;
  if (!isObject(headers)) return undefined;
  for (const [name, value] of Object.entries(headers)) {
    if (value === null || value === undefined) continue;
    if (typeof value === 'object') return undefined;
    read.set(name.toLowerCase(), String(value));
  }
  return read;
}

function readMultiHeaders(headers: unknown): Map<string, string[]> | undefined {
  const read = new Map<string, string[]>();
  if (headers === undefined || headers === null) return read;
  if (!isObject(headers)) return undefined;
  for (const [name, values] of Object.entries(headers)) {
    if (!Array.isArray(values)) return undefined;
    read.set(name.toLowerCase(), values.map(String));
  }
  return read;
}

function isTextList(value: unknown): value is readonly string[] | undefined | null {
  return (
    value === undefined ||
    value === null ||
    (Array.isArray(value) && value.every((one) => typeof one === 'string'))
  );
}
