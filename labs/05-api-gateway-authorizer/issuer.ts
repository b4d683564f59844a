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
import { createSecretKey, randomBytes, timingSafeEqual, type KeyObject } from 'node:crypto';
import jwt from 'jsonwebtoken';
import { findUser, hashPassword, type User } from './users.ts';

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

// Outside the handler: Lambda runs this once for each environment, before the first request.
const { key, issuer, lifetimeSeconds } = readConfiguration(process.env);

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
  const { body = '', isBase64Encoded } = event;
  try {
    const text = isBase64Encoded ? Buffer.from(body, 'base64').toString('utf8') : body;
    // `null` is JSON too, and has no members to take out.
    const { email, password } = (JSON.parse(text) ?? {}) as Record<string, unknown>;
    // A type assertion checks nothing: the client may have sent a number, or nothing at all.
    if (typeof email !== 'string' || typeof password !== 'string') return undefined;
    return { email, password };
  } catch {
    // Not thrown on: whatever a handler throws becomes a 500, and this is the client's mistake.
    return undefined;
  }
}

// As long as a real one, and no password is known for it.
const NOBODYS_HASH = `scrypt$${randomBytes(16).toString('base64url')}$${randomBytes(32).toString('base64url')}`;

/** The user whose e-mail and password these are; undefined where they are nobody's. */
async function checkPassword({ email, password }: Login): Promise<User | undefined> {
  const user = findUser(email);
  // An unknown user costs a scrypt as well: otherwise the time tells who has an account here.
  const [, salt = '', hash = ''] = (user?.passwordHash ?? NOBODYS_HASH).split('$');
  const computed = await hashPassword(password, salt);
  return timingSafeEqual(computed, Buffer.from(hash, 'base64url')) ? user : undefined;
}

/** The answer with a token that says who `user` is, until it expires (RFC 6749 §5.1). */
function issueToken(user: User): Answer {
  // Member by member: `...user` would hand out the password hash, readable by everybody.
  const { id, email, nickname, rank, name } = user;
  const token = jwt.sign({ email, nickname, rank, name }, key, {
    algorithm: 'HS256',
    issuer,
    subject: id,
    // A number is seconds. The text "3600" would be milliseconds.
    expiresIn: lifetimeSeconds,
  });
  return answer(
    200,
    { access_token: token, token_type: 'Bearer', expires_in: lifetimeSeconds },
    // A token kept in a cache is a login for whoever finds it there.
    { 'Cache-Control': 'no-store' },
  );
}

/**
 * The configuration in the function's environment variables, which are all texts.
 *
 * @throws Error that names the variable, where it makes no sense: better no function than one that
 *   signs with a guessable key
 */
function readConfiguration(environment: NodeJS.ProcessEnv): Configuration {
  const { JWT_SECRET = '', JWT_ISSUER = '', TOKEN_TTL_SECONDS = '' } = environment;
  const secret = Buffer.from(JWT_SECRET, 'utf8');
  // Bytes, not characters (RFC 7518 §3.2). How many there are may be told, but not which.
  if (secret.length < 32) {
    throw new Error(`JWT_SECRET must have at least 32 bytes, and has ${secret.length}`);
  }
  if (JWT_ISSUER === '') throw new Error('JWT_ISSUER is missing');
  // The whole text, unlike parseInt, which reads "1h" as 1.
  if (!/^[1-9]\d*$/.test(TOKEN_TTL_SECONDS)) {
    throw new Error(
      `TOKEN_TTL_SECONDS must be a positive whole number, not "${TOKEN_TTL_SECONDS}"`,
    );
  }
  // A KeyObject: of a text, jsonwebtoken would make one anew for every token.
  return {
    key: createSecretKey(secret),
    issuer: JWT_ISSUER,
    lifetimeSeconds: Number(TOKEN_TTL_SECONDS),
  };
}
