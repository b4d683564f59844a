/*
 * Lab 4 · A Lambda that checks tokens
 *
 * spark has logged in, and from now on his client sends the token with every request:
 *
 *     GET /me
 *     Authorization: Bearer eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCJ9.eyJpc3MiOiJodHRwczov….EAwn7cPU…
 *
 * This function finds out who is asking. It asks nobody for that, neither a session store nor the
 * issuer: the secret that both functions hold is enough. Whatever comes is a stranger's until the
 * signature holds, and whatever it is, the answer is 200 or 401 and never a crash.
 *
 * Work through the TODOs in order: `npm run lab:4` says after each what is right and what is not.
 */
import { createSecretKey, type KeyObject } from 'node:crypto';
import jwt from 'jsonwebtoken';

/**
 * What this function reads of a request, as an HTTP API hands it over (payload format 2.0):
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-develop-integrations-lambda.html
 */
export interface MeEvent {
  readonly headers: Readonly<Record<string, string | undefined>>;
}

/** What an HTTP API makes its response of (payload format 2.0). The body is text. */
export interface Answer {
  readonly statusCode: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/** What a token says of its subject, after it was verified. */
export type Claims = Readonly<Record<string, unknown>>;

/** What the issuer's function and this one have to agree on. */
interface Configuration {
  readonly key: KeyObject;
  /** Whose tokens are welcome, as `iss` names it. */
  readonly issuer: string;
}

// Outside the handler: this runs once for each execution environment, at init, and every request
// that the environment serves later finds the key already made.
const { key, issuer } = readConfiguration(process.env);

/** `GET /me`: 200 with the claims of the caller's token, or 401 with a challenge (RFC 6750 §3). */
export async function handler(event: MeEvent): Promise<Answer> {
  try {
    const token = readToken(event.headers); // step 1
    const claims = verifyToken(token); // step 2
    return answerWith(claims); // step 3
  } catch (error) {
    if (error instanceof Unauthorized) return error.answer;
    // Anything else is a bug: Lambda reports it, and the client gets a 500.
    throw error;
  }
}

/** Given: throw it, and the request ends with 401 and this challenge in `WWW-Authenticate`. */
class Unauthorized extends Error {
  readonly answer: Answer;

  constructor(challenge: string) {
    super('Unauthorized');
    this.answer = {
      statusCode: 401,
      headers: { 'WWW-Authenticate': challenge, 'Content-Type': 'application/json' },
      body: JSON.stringify({ message: 'Unauthorized' }),
    };
  }
}

/**
 * The token in the `Authorization` header, just as it came: nothing has checked it.
 *
 * @throws Unauthorized with the challenge "Bearer" and no error code where there is none
 *   (RFC 6750 §3.1)
 */
function readToken(headers: MeEvent['headers']): string {
  // An HTTP API writes names in lower case. A REST API and a direct call keep the client's case.
  const name = Object.keys(headers).find((each) => each.toLowerCase() === 'authorization') ?? '';
  const [, token] = /^Bearer(?: +(.*))?$/i.exec(headers[name] ?? '') ?? [undefined, undefined];
  // "Basic …" is no bad token but none at all: the client may not know yet that one is needed.
  if (token === undefined) throw new Unauthorized('Bearer');
  return token;
}

/**
 * The claims of a token that is genuine, from our issuer, and within its time.
 *
 * @param token whatever a client sent
 * @throws Unauthorized with the error code "invalid_token" and a description (RFC 6750 §3.1)
 */
function verifyToken(token: string): Claims {
  try {
    // The algorithm is our choice: jsonwebtoken would take any HS… for a secret key.
    const claims = jwt.verify(token, key, { algorithms: ['HS256'], issuer });
    // A claims set is a JSON object (RFC 7519 §7.2); jsonwebtoken hands out a text as well.
    if (typeof claims === 'string') throw new TypeError('The payload is not a JSON object');
    return claims;
  } catch (error) {
    // Whatever jsonwebtoken throws. A payload that is no JSON makes it throw a plain SyntaxError.
    const description = describe(error);
    throw new Unauthorized(`Bearer error="invalid_token", error_description="${description}"`);
  }
}

/**
 * In words of our own: the error's message would tell a stranger whom we expect as issuer, and may
 * quote the token, quotation marks and all.
 */
function describe(error: unknown): string {
  if (error instanceof jwt.TokenExpiredError) return 'The token has expired';
  if (error instanceof jwt.NotBeforeError) return 'The token is not valid yet';
  if (error instanceof Error && error.message === 'invalid signature') {
    return 'The signature does not belong to this token';
  }
  return 'The token is not acceptable';
}

/** 200 with the claims as JSON. */
function answerWith(claims: Claims): Answer {
  return {
    statusCode: 200,
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify(claims),
  };
}

/**
 * The key and the issuer, from the function's environment variables. It runs at init: what it
 * throws keeps the function from serving any request.
 *
 * @throws Error that names the variable which is missing, or too short (RFC 7518 §3.2)
 */
function readConfiguration({ JWT_SECRET, JWT_ISSUER }: NodeJS.ProcessEnv): Configuration {
  // Bytes, not characters. An empty key would do for node:crypto, and for every forger.
  if (JWT_SECRET === undefined || Buffer.byteLength(JWT_SECRET, 'utf8') < 32) {
    throw new Error('JWT_SECRET must be set, to at least 32 bytes');
  }
  // For an issuer that is undefined or empty, jsonwebtoken compares nothing at all.
  if (!JWT_ISSUER) throw new Error('JWT_ISSUER must be set');
  return { key: createSecretKey(JWT_SECRET, 'utf8'), issuer: JWT_ISSUER };
}
