/* Another right answer: a table of routes, documents written once, and claims that name themselves. */
import crypto from 'node:crypto';
import jsonwebtoken from 'jsonwebtoken';
import { publicJwk } from './jwk.ts';
import { findUser, hashPassword, type User } from './users.ts';

interface Event {
  readonly routeKey: string;
  readonly body?: string;
  readonly isBase64Encoded: boolean;
}

interface Answer {
  readonly statusCode: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

const { JWT_ISSUER: iss, JWT_AUDIENCE: aud, JWT_CLIENT_ID: client_id, ...env } = process.env;
const seconds = Number(env['TOKEN_TTL_SECONDS']);
const privateKey = crypto.createPrivateKey({ key: `${env['JWT_PRIVATE_KEY']}`, format: 'pem' });
const jwk = publicJwk(privateKey);

const json = (statusCode: number, cacheControl: string, value: object): Answer => ({
  statusCode,
  headers: { 'content-type': 'application/json', 'cache-control': cacheControl },
  body: JSON.stringify(value),
});

const forEverybody = (document: object) => {
  const answer = json(200, 'max-age=300, public', document);
  return () => answer;
};

const ROUTES: Readonly<Record<string, (event: Event) => Answer | Promise<Answer>>> = {
  'GET /.well-known/openid-configuration': forEverybody({
    issuer: iss,
    jwks_uri: [iss, '.well-known/jwks.json'].join('/'),
  }),
  'GET /.well-known/jwks.json': forEverybody({ keys: [jwk] }),
  'POST /login': async (event) => {
    const login = readLogin(event);
    if (!login) return json(400, 'no-store', { error: 'invalid_request' });
    const user = await userWith(login);
    if (!user) return json(401, 'no-store', { error: 'invalid_credentials' });
    return json(200, 'no-store', {
      expires_in: seconds,
      token_type: 'Bearer',
      access_token: tokenFor(user),
    });
  },
};

export const handler = async (event: Event): Promise<Answer> =>
  (await ROUTES[event.routeKey]?.(event)) ?? json(404, 'no-store', {});

/** A rank opens all doors up to its own. */
const DOORS = [
  ['me', 0],
  ['lounge', 10],
  ['vip', 20],
] as const;

const GROUPS = new Map([
  ['spark', ['members', 'cyclists']],
  ['하늘', ['members', 'board']],
]);

function tokenFor({ id: sub, nickname, rank }: User): string {
  const iat = Math.floor(Date.now() / 1000);
  const open = DOORS.filter(([, least]) => Number.parseInt(rank, 10) >= least);
  const claims = {
    iss,
    sub,
    aud,
    client_id,
    iat,
    exp: iat + seconds,
    jti: crypto.randomBytes(16).toString('hex'),
    scope: open.map(([word]) => word).join(' '),
    rank,
    groups: GROUPS.get(nickname) ?? [],
  };
  const header = { typ: 'at+jwt', kid: jwk.kid, alg: jwk.alg };
  return jsonwebtoken.sign(claims, privateKey, { header, algorithm: jwk.alg });
}

type Login = Readonly<Record<'email' | 'password', string>>;

function readLogin({ body, isBase64Encoded }: Event): Login | undefined {
  const text = Buffer.from(body ?? '', isBase64Encoded ? 'base64' : 'utf8').toString();
  try {
    const login = JSON.parse(text) as Partial<Login> | null;
    const isWhole = [login?.email, login?.password].every((one) => typeof one === 'string');
    return isWhole ? (login as Login) : undefined;
  } catch {
    return undefined;
  }
}

const NOBODY = { passwordHash: `$${'A'.repeat(22)}$${'A'.repeat(43)}` };

async function userWith({ email, password }: Login): Promise<User | undefined> {
  const user = findUser(email);
  const [salt, hash] = (user ?? NOBODY).passwordHash.split('$').slice(1) as [string, string];
  const bytes = await hashPassword(password, salt);
  return crypto.timingSafeEqual(Buffer.from(hash, 'base64url'), bytes) ? user : undefined;
}
