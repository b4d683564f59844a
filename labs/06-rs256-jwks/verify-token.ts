/*
 * Given: lab 5's REQUEST authorizer with a public key. It guards `GET /club`, and checks what the
 * gateway by itself can't: that the rank is 10 or more, and that the token is an access token.
 */
import jsonwebtoken from 'jsonwebtoken';
import { createKeySet, type Jwk } from './key-set.ts';

const ISSUER = requireVariable('JWT_ISSUER');
const AUDIENCE = requireVariable('JWT_AUDIENCE');

/** Made once, when the environment starts, and kept from one request to the next. */
const keys = createKeySet(async () => {
  const answer = await fetch(`${ISSUER}/.well-known/jwks.json`, {
    // An issuer that does not answer must not hold up everybody who knocks.
    signal: AbortSignal.timeout(1500),
    redirect: 'error',
  });
  if (!answer.ok) throw new Error(`the issuer answers ${answer.status}`);
  return (await answer.json()) as { keys: Jwk[] };
});

/** https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-lambda-authorizer.html */
export async function handler(event: { readonly identitySource: readonly string[] }) {
  try {
    const [, token = ''] = /^Bearer (\S+)$/i.exec(event.identitySource[0] ?? '') ?? [];
    return { isAuthorized: rankOf(await verifyToken(token)) >= 10 };
  } catch {
    return { isAuthorized: false };
  }
}

/**
 * The claims of a genuine access token that has not expired.
 *
 * @throws Error whatever is wrong with it
 */
async function verifyToken(token: string): Promise<jsonwebtoken.JwtPayload> {
  const { header } = jsonwebtoken.decode(token, { complete: true }) ?? {};
  // RFC 9068 §4: an ID token, which the same key has signed, opens nothing.
  if (header?.typ?.toLowerCase() !== 'at+jwt') throw new Error('no access token');
  const claims = jsonwebtoken.verify(token, await keys.find(header.kid), {
    algorithms: ['RS256'],
    issuer: ISSUER,
    audience: AUDIENCE,
  });
  if (typeof claims === 'string') throw new Error('no claims');
  return claims;
}

/** Digits are a rank; whoever has none has 0. */
function rankOf({ rank }: jsonwebtoken.JwtPayload): number {
  return /^\d+$/.test(String(rank)) ? Number(rank) : 0;
}

function requireVariable(name: string): string {
  const value = process.env[name];
  if (value === undefined || value === '') throw new Error(`${name} is not set`);
  return value;
}
