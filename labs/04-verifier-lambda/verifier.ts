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
  // TODO 1: return what stands behind "Bearer"; where there is none, throw the challenge "Bearer".
  // 할 일 1: "Bearer" 뒤에 있는 것을 돌려주고, 없으면 챌린지 "Bearer"를 던지세요.
  throw new Error('TODO 1: read the token');
}

/**
 * The claims of a token that is genuine, from our issuer, and within its time.
 *
 * @param token whatever a client sent
 * @throws Unauthorized with the error code "invalid_token" and a description (RFC 6750 §3.1)
 */
function verifyToken(token: string): Claims {
  // TODO 2: verify the token with key and issuer; for a bad one throw a challenge that says so.
  // 할 일 2: 키와 발급자로 토큰을 검증하고, 잘못된 토큰이면 그렇게 알리는 챌린지를 던지세요.
  throw new Error('TODO 2: verify the token');
}

/** 200 with the claims as JSON. */
function answerWith(claims: Claims): Answer {
  // TODO 3: answer 200 with the claims, and see that no token can make a 500.
  // 할 일 3: 클레임을 담아 200으로 응답하고, 어떤 토큰으로도 500이 나지 않게 하세요.
  throw new Error('TODO 3: answer with the claims');
}

/**
 * The key and the issuer, from the function's environment variables. It runs at init: what it
 * throws keeps the function from serving any request.
 *
 * @throws Error that names the variable which is missing, or too short (RFC 7518 §3.2)
 */
function readConfiguration({ JWT_SECRET, JWT_ISSUER }: NodeJS.ProcessEnv): Configuration {
  if (JWT_SECRET && JWT_ISSUER) {
    return { key: createSecretKey(JWT_SECRET, 'utf8'), issuer: JWT_ISSUER };
  }
  // TODO 4: stop here with an error that names the variable; refuse a short secret, too.
  // 할 일 4: 변수 이름을 밝힌 오류로 여기서 멈추세요. 짧은 비밀 키도 거부하세요.
  throw new Error('TODO 4: check the configuration');
}
