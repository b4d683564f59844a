/*
 * Lab 6 · Publish a key, and let the gateway check: the issuer
 *
 * It logs people in, as in lab 3, and signs with RS256. And it publishes the other half of its key,
 * where whoever wants to check a token looks for it (OpenID Connect Discovery 1.0):
 *
 *     GET /.well-known/openid-configuration   →   {"issuer":"https://…","jwks_uri":"https://…"}
 *     GET /.well-known/jwks.json              →   {"keys":[{"kty":"RSA","n":"0vx7ago…",…}]}
 *     POST /login                             →   {"access_token":"eyJ…","token_type":"Bearer","expires_in":3600}
 */
import {
  createPrivateKey,
  randomBytes,
  randomUUID,
  timingSafeEqual,
  type KeyObject,
} from 'node:crypto';
import jwt from 'jsonwebtoken';
import { publicJwk } from './jwk.ts';
import { findUser, hashPassword, type User } from './users.ts';

/** What API Gateway hands over: the members of payload format 2.0 that this function reads. */
interface IssuerEvent {
  /** The route as it is declared: `POST /login`. */
  readonly routeKey: string;
  /** The request's body; absent where there is none. */
  readonly body?: string;
  /** Whether the gateway took the body for binary data, and wrote it as base64. */
  readonly isBase64Encoded: boolean;
}

/** What API Gateway makes the client's answer of. */
interface Answer {
  readonly statusCode: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/** Given: who issues, for whom, and how long a token is good for, in whole seconds. */
const ISSUER = requireVariable('JWT_ISSUER');
const AUDIENCE = requireVariable('JWT_AUDIENCE');
const CLIENT_ID = requireVariable('JWT_CLIENT_ID');
const LIFETIME_SECONDS = Number(requireVariable('TOKEN_TTL_SECONDS'));

// Made once, when the environment starts: a function without its key must not start.
const PRIVATE_KEY = readPrivateKey(process.env);
const PUBLIC_JWK = publicJwk(PRIVATE_KEY);

/** Given: Lambda calls it for each of the three routes. */
export async function handler(event: IssuerEvent): Promise<Answer> {
  switch (event.routeKey) {
    case 'GET /.well-known/openid-configuration':
      return discovery();
    case 'GET /.well-known/jwks.json':
      return keySet();
    default:
      return logIn(event);
  }
}

/** Where the keys of this issuer are (OpenID Connect Discovery 1.0 §4). */
function discovery(): Answer {
  // Both from the configuration. The Host header is the client's: who believes it publishes
  // whatever address a stranger likes.
  return answer(200, { issuer: ISSUER, jwks_uri: `${ISSUER}/.well-known/jwks.json` }, PUBLIC);
}

/** The keys that check this issuer's tokens: a JWK Set (RFC 7517 §5). */
function keySet(): Answer {
  return answer(200, { keys: [PUBLIC_JWK] }, PUBLIC);
}

/** Everybody may keep it, for five minutes. */
const PUBLIC = { 'Cache-Control': 'public, max-age=300' };

/** The answer with a token that says who `user` is and what it is good for (RFC 9068). */
function issueToken(user: User): Answer {
  const payload = {
    ...shownClaims(user),
    client_id: CLIENT_ID,
    scope: scopeFor(user.rank),
  };
  const token = jwt.sign(payload, PRIVATE_KEY, {
    algorithm: 'RS256',
    // "at+jwt" says that this is an access token, and no other kind of JWT (RFC 9068 §2.1).
    header: { alg: 'RS256', typ: 'at+jwt', kid: PUBLIC_JWK.kid },
    issuer: ISSUER,
    subject: user.id,
    audience: AUDIENCE,
    expiresIn: LIFETIME_SECONDS,
    jwtid: randomUUID(),
  });
  return answer(
    200,
    { access_token: token, token_type: 'Bearer', expires_in: LIFETIME_SECONDS },
    { 'Cache-Control': 'no-store' },
  );
}

/** The words that a rank opens doors with: the gateway compares no numbers. */
function scopeFor(rank: string): string {
  const number = Number(rank);
  if (number >= 20) return 'me lounge vip';
  return number >= 10 ? 'me lounge' : 'me';
}

/**
 * The private key in JWT_PRIVATE_KEY, as PEM.
 *
 * @throws Error where there is none, or where it is no RSA key of 2048 bits or more: better no
 *   function than one that signs with a key that can be broken
 */
function readPrivateKey(environment: NodeJS.ProcessEnv): KeyObject {
  const key = createPrivateKey(environment['JWT_PRIVATE_KEY'] ?? '');
  // publicJwk refuses what is too short, and what is no RSA key.
  publicJwk(key);
  return key;
}

/** Given: what the profile of step 5 shows of a user, beside the claims of the protocol. */
function shownClaims({ nickname, rank }: User) {
  return { rank, groups: GROUPS[nickname] ?? [] };
}

const GROUPS: Readonly<Record<string, readonly string[]>> = {
  spark: ['members', 'cyclists'],
  하늘: ['members', 'board'],
};

/** Given, as in lab 3: `POST /login`. */
async function logIn(event: IssuerEvent): Promise<Answer> {
  const login = readLogin(event);
  if (login === undefined) return answer(400, { error: 'invalid_request' });
  const user = await checkPassword(login);
  if (user === undefined) return answer(401, { error: 'invalid_credentials' });
  return issueToken(user);
}

interface Login {
  readonly email: string;
  readonly password: string;
}

function readLogin({ body = '', isBase64Encoded }: IssuerEvent): Login | undefined {
  try {
    const text = isBase64Encoded ? Buffer.from(body, 'base64').toString('utf8') : body;
    const { email, password } = (JSON.parse(text) ?? {}) as Record<string, unknown>;
    if (typeof email !== 'string' || typeof password !== 'string') return undefined;
    return { email, password };
  } catch {
    return undefined;
  }
}

const NOBODYS_HASH = `scrypt$${randomBytes(16).toString('base64url')}$${randomBytes(32).toString('base64url')}`;

async function checkPassword({ email, password }: Login): Promise<User | undefined> {
  const user = findUser(email);
  const [, salt = '', hash = ''] = (user?.passwordHash ?? NOBODYS_HASH).split('$');
  const computed = await hashPassword(password, salt);
  return timingSafeEqual(computed, Buffer.from(hash, 'base64url')) ? user : undefined;
}

/** Given: an answer with a JSON body. */
function answer(statusCode: number, body: object, headers: Record<string, string> = {}): Answer {
  return {
    statusCode,
    headers: { 'Content-Type': 'application/json', ...headers },
    body: JSON.stringify(body),
  };
}

function requireVariable(name: string): string {
  const value = process.env[name];
  if (value === undefined || value === '') throw new Error(`${name} is not set`);
  return value;
}
