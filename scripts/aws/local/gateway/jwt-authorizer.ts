import { verify, type KeyObject } from 'node:crypto';
import type { JwtAuthorizer, OwnAddress } from '../../application.ts';
import type { Clock, StartTimer } from '../timers.ts';
import type { Authorization, Verdict } from './authorizer.ts';
import { readIdentity } from './identity.ts';
import { isObject } from './is-object.ts';
import { IssuerKeys, type Keys } from './issuer-keys.ts';
import type { ApiRequest } from './request.ts';

type Claims = Readonly<Record<string, unknown>>;

/**
 * The JWT authorizer of an HTTP API: the gateway checks the token itself, and asks no function. Every
 * token is checked anew; only the issuer's keys are kept.
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-jwt-authorizer.html
 */
export class JwtGuard {
  private readonly name: string;
  private readonly authorizer: JwtAuthorizer;
  private readonly issuer: () => string;
  private readonly keys: IssuerKeys;

  /** @param ownAddress where the HTTP API answers: it may be the issuer itself */
  constructor(
    name: string,
    authorizer: JwtAuthorizer,
    ownAddress: () => string,
    clock: Clock,
    startTimer: StartTimer,
  ) {
    this.name = name;
    this.authorizer = authorizer;
    this.issuer = () => addressOf(authorizer.issuer, ownAddress);
    this.keys = new IssuerKeys(this.issuer, clock, startTimer);
  }

  /** @param scopes of the route; undefined where it asks for none */
  async check(request: ApiRequest, scopes: readonly string[] | undefined) {
    const value = readIdentity('http', this.authorizer.identitySource, request.headers);
    // Seen in captured answers: no error where there was no token (RFC 6750 §3.1).
    if (value === undefined) {
      return this.answer({ kind: 'unauthorized', challenge: 'Bearer' }, 'no-identity', 'nobody');
    }
    try {
      const claims = await this.verify(value.replace(/^bearer +/i, ''), request.time / 1000);
      // unconfirmed: that a 403 has no WWW-Authenticate.
      if (scopes && !scopesOf(claims).some((scope) => scopes.includes(scope)))
        return this.answer({ kind: 'denied', explicit: false }, 'scope-missing');
      const authorizer = { jwt: { claims: claimTexts(claims), scopes: scopes ?? null } };
      return this.answer({ kind: 'allowed', authorizer }, 'token-valid');
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      // https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-troubleshooting-jwt.html:
      // parted by blanks, where RFC 6750 has commas.
      const challenge = `Bearer scope="" error="invalid_token" error_description="${error.message}"`;
      return this.answer(
        { kind: 'unauthorized', challenge },
        'token-refused',
        'gateway',
        error.message,
      );
    }
  }

  private answer(
    verdict: Verdict,
    reason: Authorization['reason'],
    asked: Authorization['asked'] = 'gateway',
    detail?: string,
  ): { readonly verdict: Verdict; readonly authorization: Authorization } {
    const { kind } = verdict;
    const more = detail === undefined ? {} : { detail };
    return {
      verdict,
      authorization: { authorizer: this.name, verdict: kind, asked, reason, ...more },
    };
  }

  /**
   * @param now in seconds, may be fractional: AWS documents no tolerance
   * @throws Refusal
   */
  private async verify(token: string, now: number): Promise<Claims> {
    const parts = token.split('.');
    if (parts.length !== 3) throw new Refusal('token contains an invalid number of segments');
    const [header, claims] = [decode(parts[0]), decode(parts[1])];
    const digest = DIGESTS.get(header['alg']);
    if (digest === undefined) throw new Refusal(`signing method ${algName(header)} is invalid`);
    const key = (await this.publicKeys()).get(String(header['kid']));
    if (!key) throw new Refusal('no public key for the kid');
    if (!isSigned(parts, digest, key)) throw new Refusal('crypto/rsa: verification error');
    checkTimes(claims, now);
    if (claims['iss'] !== this.issuer()) throw new Refusal('issuer does not match');
    // `client_id` counts only where the token has no `aud`.
    const audiences = [claims['aud'] ?? claims['client_id']].flat();
    if (!audiences.some((one) => this.authorizer.audience.includes(one as string)))
      throw new Refusal('the token does not have a valid audience');
    return claims;
  }

  /** An issuer that does not answer is a 401 as well, and never a 5xx. */
  private async publicKeys(): Promise<Keys> {
    try {
      return await this.keys.get();
    } catch {
      throw new Refusal('the keys of the issuer are not available');
    }
  }
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

function addressOf(issuer: string | OwnAddress, ownAddress: () => string): string {
  return typeof issuer === 'string' ? issuer : ownAddress();
}
