/*
 * Given: the function behind /auth of the HTTP API. It reads requests and writes answers; what they
 * do to the session is yours, in sessions.ts and revocation.ts.
 *
 * The access token goes into the body, for the page's own code. The refresh token goes into a cookie
 * which no code of the page can read, and into nothing else.
 */
import { timingSafeEqual } from 'node:crypto';
import { ACCESS_TOKEN_SECONDS, verifyAccessToken, type Claims } from './access-token.ts';
import { isRevoked, logout, logoutEverywhere } from './revocation.ts';
import { rotate, setCookie, start, type Tokens } from './sessions.ts';
import { findUser, hashPassword, type User } from './users.ts';

/** The members of payload 2.0 that are read here. Cookies are no header in it. */
export interface AuthEvent {
  /** `POST /auth/login` */
  readonly routeKey: string;
  readonly headers: Readonly<Record<string, string | undefined>>;
  /** One `name=value` each; absent where the client sent none. */
  readonly cookies?: readonly string[];
  readonly body?: string;
  readonly isBase64Encoded: boolean;
}

export interface AuthAnswer {
  readonly statusCode: number;
  readonly headers?: Readonly<Record<string, string>>;
  /** One `Set-Cookie` header each. */
  readonly cookies?: readonly string[];
  readonly body?: string;
}

export const COOKIE = '__Secure-refresh';

/** https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-develop-integrations-lambda.html */
export async function handler(event: AuthEvent): Promise<AuthAnswer> {
  const now = Date.now() / 1000;
  switch (event.routeKey) {
    case 'POST /auth/login':
      return logIn(event, now);
    case 'POST /auth/refresh':
      return refresh(event, now);
    case 'POST /auth/logout':
      await logout(refreshTokenIn(event) ?? '', claimsIn(event, now), now);
      return LOGGED_OUT();
    case 'POST /auth/logout-everywhere':
      return logOutEverywhere(event, now);
    default:
      return json(404, { error: 'not_found' });
  }
}

async function logIn(event: AuthEvent, now: number): Promise<AuthAnswer> {
  const { email, password } = bodyOf(event);
  if (typeof email !== 'string' || typeof password !== 'string') {
    return json(400, { error: 'invalid_request' });
  }
  const user = await checkPassword(email, password);
  if (!user) return json(401, { error: 'invalid_credentials' });
  return tokensAnswer(await start(user, now), now);
}

async function refresh(event: AuthEvent, now: number): Promise<AuthAnswer> {
  const refreshToken = refreshTokenIn(event);
  if (refreshToken === undefined) return INVALID_GRANT;
  try {
    return tokensAnswer(await rotate(refreshToken, now), now);
  } catch (error) {
    const { code } = error as { readonly code?: unknown };
    if (!SESSION_CODES.has(code)) throw error;
    // For us, which of the four it was. The client hears one answer: a thief learns nothing from it.
    console.warn(`refresh refused: ${String(code)}`);
    return INVALID_GRANT;
  }
}

async function logOutEverywhere(event: AuthEvent, now: number): Promise<AuthAnswer> {
  const claims = claimsIn(event, now);
  if (!claims || (await isRevoked(claims, now))) return json(401, { error: 'invalid_token' });
  await logoutEverywhere(claims.sub, now);
  return LOGGED_OUT();
}

const SESSION_CODES = new Set<unknown>(['unknown', 'expired', 'revoked', 'reused']);

/**
 * RFC 6749 §5.2. It deletes no cookie: another tab may have got a new one a moment ago, and deleting
 * that would log out somebody who is logged in.
 */
const INVALID_GRANT = json(400, { error: 'invalid_grant' });

/** A cookie whose time is over is one that the browser deletes. */
const LOGGED_OUT = (): AuthAnswer => ({ statusCode: 204, cookies: [setCookie('', 0)] });

function tokensAnswer({ accessToken, refreshToken, endsAt }: Tokens, now: number): AuthAnswer {
  const body = {
    access_token: accessToken,
    token_type: 'Bearer',
    expires_in: ACCESS_TOKEN_SECONDS,
  };
  return {
    ...json(200, body),
    cookies: [setCookie(refreshToken, Math.max(0, Math.floor(endsAt - now)))],
  };
}

function json(statusCode: number, body: object): AuthAnswer {
  const headers = { 'Content-Type': 'application/json', 'Cache-Control': 'no-store' };
  return { statusCode, headers, body: JSON.stringify(body) };
}

function refreshTokenIn({ cookies = [] }: AuthEvent): string | undefined {
  const own = cookies.find((cookie) => cookie.startsWith(`${COOKIE}=`));
  return own?.slice(COOKIE.length + 1);
}

/** The claims of the access token that came along, as far as it is good. */
function claimsIn({ headers }: AuthEvent, now: number): Claims | undefined {
  try {
    return verifyAccessToken(headers['authorization'], now);
  } catch {
    return undefined;
  }
}

function bodyOf({ body = '', isBase64Encoded }: AuthEvent): Readonly<Record<string, unknown>> {
  try {
    const text = isBase64Encoded ? Buffer.from(body, 'base64').toString('utf8') : body;
    return Object(JSON.parse(text)) as Record<string, unknown>;
  } catch {
    return {};
  }
}

/** As in lab 3; a name that nobody has costs as much as a wrong password. */
async function checkPassword(email: string, password: string): Promise<User | undefined> {
  const user = findUser(email);
  const [, salt = '', hash = ''] = (user?.passwordHash ?? NOBODYS_HASH).split('$');
  const isRight = timingSafeEqual(
    await hashPassword(password, salt),
    Buffer.from(hash, 'base64url'),
  );
  return isRight ? user : undefined;
}

/** Of no password: 32 bytes that scrypt does not make of anything that is known. */
const NOBODYS_HASH = `scrypt$${'A'.repeat(22)}$${'A'.repeat(43)}`;
