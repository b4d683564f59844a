import { verify, type KeyObject } from 'node:crypto';
import type { JwtAuthorizer } from '../../application.ts';
import { judged, type Ruling } from './authorizer.ts';
import { readIdentity } from './identity.ts';
import { isObject } from '#text/json.ts';
import { issuerKeys } from './issuer-keys.ts';
import type { Guard, Surroundings } from './api.ts';

type Claims = Readonly<Record<string, unknown>>;

/**
 * The JWT authorizer of an HTTP API: the gateway checks the token itself, and asks no function. Every
 * token is checked anew; only the issuer's keys are kept.
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-jwt-authorizer.html
 */
export function jwtGuard(
  name: string,
  { identitySource, issuer: declared, audience }: JwtAuthorizer,
  { address, clock, startTimer }: Surroundings,
): Guard {
  const issuer = () => (typeof declared === 'string' ? declared : address());
  const keys = issuerKeys(issuer, clock, startTimer);

  async function rule(token: string, now: number, scopes?: readonly string[]): Promise<Ruling> {
    try {
      const claims = await verifyToken(token, now);
      // unconfirmed: that a 403 has no WWW-Authenticate.
      if (scopes && !scopesOf(claims).some((scope) => scopes.includes(scope)))
        return [{ kind: 'denied', explicit: false }, 'scope-missing'];
      const authorizer = { jwt: { claims: claimTexts(claims), scopes: scopes ?? null } };
      return [{ kind: 'allowed', authorizer }, 'token-valid'];
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      // https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-troubleshooting-jwt.html:
      // parted by blanks, where RFC 6750 has commas.
      const challenge = `Bearer scope="" error="invalid_token" error_description="${error.message}"`;
      return [{ kind: 'unauthorized', challenge }, 'token-refused', error.message];
    }
  }

  /**
   * @param now in seconds, may be fractional: AWS documents no tolerance
   * @throws Refusal
   */
  async function verifyToken(token: string, now: number): Promise<Claims> {
    const parts = token.split('.');
    if (parts.length !== 3) throw new Refusal('token contains an invalid number of segments');
    const [header, claims] = [decode(parts[0]), decode(parts[1])];
    const digest = DIGESTS.get(header['alg']);
    if (digest === undefined) throw new Refusal(`signing method ${algName(header)} is invalid`);
    // An issuer that does not answer is a 401 as well, and never a 5xx.
    const known = await keys().catch(() => {
      throw new Refusal('the keys of the issuer are not available');
    });
    const key = known.get(String(header['kid']));
    if (!key) throw new Refusal('no public key for the kid');
    if (!isSigned(parts, digest, key)) throw new Refusal('crypto/rsa: verification error');
    checkTimes(claims, now);
    if (claims['iss'] !== issuer()) throw new Refusal('issuer does not match');
    // `client_id` counts only where the token has no `aud`.
    const audiences = [claims['aud'] ?? claims['client_id']].flat();
    if (!audiences.some((one) => audience.includes(one as string)))
      throw new Refusal('the token does not have a valid audience');
    return claims;
  }

  return async ({ request: { headers, time }, route: { scopes } }) => {
    const value = readIdentity('http', identitySource, headers);
    // Seen in captured answers: no error where there was no token (RFC 6750 §3.1).
    if (value === undefined) {
      const ruling = [{ kind: 'unauthorized', challenge: 'Bearer' }, 'no-identity'] as const;
      return judged({ authorizer: name, asked: 'nobody' }, ruling);
    }
    const ruling = await rule(value.replace(/^bearer +/i, ''), time / 1000, scopes);
    return judged({ authorizer: name, asked: 'gateway' }, ruling);
  };
}

/**
 * Why a token is refused, in the words of the header. Three are known: the number of segments, the
 * signing method and the issuer from captured answers, the audience from AWS's page. unconfirmed: all
 * others.
 */
class Refusal extends Error {}

/** RSA only. unconfirmed: RS384 and RS512, which AWS does not name, and that no PS is taken. */
const DIGESTS: ReadonlyMap<unknown, string> = new Map([
  ['RS256', 'sha256'],
  ['RS384', 'sha384'],
  ['RS512', 'sha512'],
]);

/** It goes into a header: no quotes, no line breaks. */
function algName({ alg }: Claims): string {
  return String(alg)
    .replaceAll(/[^\w.+-]/g, '')
    .slice(0, 32);
}

function decode(part = ''): Claims {
  try {
    const value: unknown = JSON.parse(Buffer.from(part, 'base64url').toString());
    if (isObject(value)) return value;
  } catch {
    // As below.
  }
  throw new Refusal('the token is malformed');
}

function isSigned([header, payload, signature = '']: string[], digest: string, key: KeyObject) {
  const bytes = Buffer.from(signature, 'base64url');
  return verify(digest, Buffer.from(`${header}.${payload}`), key, bytes);
}

function checkTimes({ exp, nbf, iat }: Claims, now: number): void {
  // unconfirmed: that a token without exp is refused.
  if (typeof exp !== 'number' || exp <= now) throw new Refusal('the token has expired');
  if (nbf !== undefined && !(Number(nbf) <= now)) throw new Refusal('the token is not valid yet');
  if (iat !== undefined && !(Number(iat) <= now)) throw new Refusal('the token is used too early');
}

/** `scope` is a text of words (RFC 8693 §4.2); `scp`, which some issuers write, may be a list. */
function scopesOf({ scope, scp }: Claims): string[] {
  return [scope, scp]
    .flat()
    .flatMap((words) => (typeof words === 'string' ? words.split(' ') : []));
}

/**
 * Claims as the function gets them: all texts. Measured by users on live AWS: a list has no quotes
 * and no commas, so an entry with a blank can't be told from two; null is left out.
 */
function claimTexts(claims: Claims): Readonly<Record<string, string>> {
  return Object.fromEntries(
    Object.entries(claims).flatMap(([name, value]) =>
      value === null ? [] : [[name, claimText(value)]],
    ),
  );
}

function claimText(value: unknown): string {
  // unconfirmed: how an object or a list inside a list is written.
  if (Array.isArray(value)) return `[${value.map(claimText).join(' ')}]`;
  return typeof value === 'object' ? JSON.stringify(value) : String(value);
}
