/*
 * Lab 3 · A Lambda that issues tokens
 *
 * Slide 22: create the Lambda function that makes a token. It stands behind `POST /login` of an HTTP
 * API, and Lambda calls `handler` with what the client sent:
 *
 *     {"email":"spark@rubywave.io","password":"…"}   →   {"access_token":"eyJ…","token_type":"Bearer","expires_in":3600}
 *
 * Whoever has the right password leaves with a token that says who they are for an hour. The secret
 * that signs it stays here, in the function's configuration.
 *
 * Work through the TODOs in order: `npm run lab:3` says after each what is right and what is not.
 */
import type { KeyObject } from 'node:crypto';
import type { User } from './users.ts';

/** What API Gateway hands over: the members of payload format 2.0 that this function reads. */
interface LoginEvent {
  /** The request's body; absent where there is none. */
  readonly body?: string;
  /** Whether the gateway took the body for binary data, and wrote it as base64. */
  readonly isBase64Encoded: boolean;
}

/** What API Gateway makes the client's answer of. */
interface Answer {
  readonly statusCode: number;
  readonly headers: Readonly<Record<string, string>>;
  /** A text: the gateway takes no object here. */
  readonly body: string;
}

interface Login {
  readonly email: string;
  readonly password: string;
}

interface Configuration {
  readonly key: KeyObject;
  readonly issuer: string;
  /** How long a token is good for, in whole seconds. */
  readonly lifetimeSeconds: number;
}

// Given for steps 1 to 3, and too trusting: step 4 puts readConfiguration(process.env) in its place.
const { JWT_SECRET = '', JWT_ISSUER = '', TOKEN_TTL_SECONDS = '' } = process.env;

/**
 * Given: `POST /login`. Lambda calls it for every request.
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-develop-integrations-lambda.html
 *
 * @returns 200 with a token, 400 where there is no login to read, 401 where it is not right
 */
export async function handler(event: LoginEvent): Promise<Answer> {
  const login = readLogin(event);
  if (login === undefined) {
    return answer(400, {
      error: 'invalid_request',
      error_description: 'The body is JSON with an e-mail and a password, both texts.',
    });
  }
  const user = await checkPassword(login);
  // One answer for "no such user" and "wrong password": which of the two it was is not for strangers.
  if (user === undefined) return answer(401, { error: 'invalid_credentials' });
  return issueToken(user);
}

/** Given: an answer with a JSON body. */
function answer(statusCode: number, body: object, headers: Record<string, string> = {}): Answer {
  return {
    statusCode,
    headers: { 'Content-Type': 'application/json', ...headers },
    body: JSON.stringify(body),
  };
}

/** The login in the request's body; undefined where it can't be read, or is not complete. */
function readLogin(event: LoginEvent): Login | undefined {
  // TODO 1: take e-mail and password out of the body, which may be base64 and may be anything.
  // 할 일 1: 본문에서 이메일과 비밀번호를 읽으세요. base64일 수도, 무엇이든 들어 있을 수도 있습니다.
  throw new Error('TODO 1: read the request');
}

/** The user whose e-mail and password these are; undefined where they are nobody's. */
async function checkPassword({ email, password }: Login): Promise<User | undefined> {
  // TODO 2: hash the password, compare in constant time, and take as long for an unknown user.
  // 할 일 2: 비밀번호를 해시해 상수 시간에 비교하고, 없는 사용자에게도 같은 시간을 쓰세요.
  throw new Error('TODO 2: check the password');
}

/** The answer with a token that says who `user` is, until it expires (RFC 6749 §5.1). */
function issueToken(user: User): Answer {
  // TODO 3: sign a token with slide 19's claims, and answer 200 with it; no cache may keep it.
  // 할 일 3: 슬라이드 19의 클레임으로 토큰에 서명해 200으로 응답하고, 캐시에 남지 않게 하세요.
  throw new Error('TODO 3: issue the token');
}

/**
 * The configuration in the function's environment variables, which are all texts.
 *
 * @throws Error that names the variable, where it makes no sense: better no function than one that
 *   signs with a guessable key
 */
function readConfiguration(environment: NodeJS.ProcessEnv): Configuration {
  // TODO 4: refuse a short secret and a lifetime that is none, make the key, and call this at init.
  // 할 일 4: 짧은 비밀 키와 잘못된 유효 기간을 거부하고, 키를 만들고, 초기화할 때 호출하세요.
  throw new Error('TODO 4: read the configuration');
}
