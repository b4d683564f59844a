import { createPublicKey, type JsonWebKey, type KeyObject } from 'node:crypto';
import { LOOPBACK } from '#terminal/loopback.ts';
import type { Clock, StartTimer } from '../timers.ts';
import { isObject } from '#text/json.ts';

/** Milliseconds. https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-quotas.html */
const DOCUMENT_TIMEOUT_MS = 1500;

/** Of a discovery document, and of a key set: the same page. */
const MAX_DOCUMENT_BYTES = 150_000;

/** "API Gateway can cache the public key for two hours": here it always does, the worst case. */
const KEPT_MS = 2 * 60 * 60 * 1000;

/** By `kid`. */
export type Keys = ReadonlyMap<string, KeyObject>;

/**
 * The keys that an issuer publishes, found through its discovery document and kept for two hours.
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-jwt-authorizer.html
 *
 * AWS reads the discovery document while the authorizer is made, and makes none where nobody
 * answers. Here both documents are read when the first token comes, since the issuer may be the
 * application itself. unconfirmed: that a kid which is not among the keys fetches none anew, and that
 * a failed fetch is not remembered.
 *
 * @returns what asks for them; it throws where the issuer can't be reached, is too slow, or answers
 *   with something else
 */
export function issuerKeys(
  issuer: () => string,
  clock: Clock,
  startTimer: StartTimer,
): () => Promise<Keys> {
  let kept: { readonly keys: Keys; readonly until: number } | undefined;
  let underWay: Promise<Keys> | undefined;

  async function fetchKeys(): Promise<Keys> {
    const base = issuer().replace(/\/$/, '');
    const discovery = await fetchDocument(`${base}/.well-known/openid-configuration`, startTimer);
    const { keys: listed } = await fetchDocument(String(discovery['jwks_uri']), startTimer);
    const keys = readKeys(listed);
    kept = { keys, until: clock() + KEPT_MS };
    return keys;
  }

  return async () => {
    if (kept && clock() < kept.until) return kept.keys;
    underWay ??= fetchKeys().finally(() => (underWay = undefined));
    return underWay;
  };
}

async function fetchDocument(
  address: string,
  startTimer: StartTimer,
): Promise<Readonly<Record<string, unknown>>> {
  // The local gateway asks nobody outside of this machine.
  if (!address.startsWith(`http://${LOOPBACK}:`)) throw new Error(`not on loopback: ${address}`);
  const late = new AbortController();
  const cancel = startTimer(DOCUMENT_TIMEOUT_MS, () => late.abort());
  try {
    const answer = await fetch(address, { signal: late.signal, redirect: 'error' });
    if (answer.status !== 200) throw new Error(`${answer.status} from ${address}`);
    const document: unknown = JSON.parse(await readText(answer));
    if (!isObject(document)) throw new Error(`no JSON object from ${address}`);
    return document;
  } finally {
    cancel();
    late.abort();
  }
}

async function readText({ body }: Response): Promise<string> {
  const chunks: Uint8Array[] = [];
  let bytes = 0;
  for await (const chunk of body ?? []) {
    bytes += chunk.length;
    if (bytes > MAX_DOCUMENT_BYTES) throw new Error(`more than ${MAX_DOCUMENT_BYTES} bytes`);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString();
}

/** The RSA keys with a kid. What else a set holds is not for this gateway, and harms nothing. */
function readKeys(list: unknown): Keys {
  const keys = new Map<string, KeyObject>();
  for (const jwk of Array.isArray(list) ? list : []) {
    if (!isObject(jwk) || jwk['kty'] !== 'RSA' || typeof jwk['kid'] !== 'string') continue;
    try {
      keys.set(jwk['kid'], createPublicKey({ key: jwk as JsonWebKey, format: 'jwk' }));
    } catch {
      continue;
    }
  }
  return keys;
}
