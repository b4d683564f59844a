/**
 * Publishes a key, and signs what it is asked to with the private half, so that a case can have any
 * token. Nothing trusts that key but the contract's own routes.
 */
import { createPrivateKey, createPublicKey, sign } from 'node:crypto';
import type { WantedToken } from '../cases.ts';

const KEY = createPrivateKey(process.env['PRIVATE_KEY'] ?? '');
const ISSUER = process.env['ISSUER'] ?? '';
const JWK = { ...createPublicKey(KEY).export({ format: 'jwk' }), kid: 'contract', use: 'sig' };

export async function handler(event: { routeKey: string; body?: string }): Promise<unknown> {
  switch (event.routeKey) {
    case 'GET /.well-known/openid-configuration':
      return { issuer: ISSUER, jwks_uri: `${ISSUER}/.well-known/jwks.json` };
    case 'GET /.well-known/jwks.json':
      return { keys: [JWK] };
    default:
      return tokenFor(JSON.parse(event.body ?? '{}') as WantedToken);
  }
}

function tokenFor({ header, claims, secondsFromNow, without = [] }: WantedToken): string {
  const now = Math.floor(Date.now() / 1000);
  const times = { iat: 0, exp: 300, ...secondsFromNow };
  const payload = {
    iss: ISSUER,
    aud: 'contract',
    ...Object.fromEntries(Object.entries(times).map(([name, seconds]) => [name, now + seconds])),
    ...claims,
  };
  const kept = Object.entries(payload).filter(([name]) => !without.includes(name));
  const input = [{ alg: 'RS256', kid: 'contract', ...header }, Object.fromEntries(kept)]
    .map((part) => Buffer.from(JSON.stringify(part)).toString('base64url'))
    .join('.');
  return `${input}.${sign('sha256', Buffer.from(input), KEY).toString('base64url')}`;
}
