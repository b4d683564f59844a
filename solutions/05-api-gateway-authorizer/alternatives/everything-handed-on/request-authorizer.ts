/* Lab 5 with promises: all claims handed on, the route read from its ARN. */
import { createSecretKey } from 'node:crypto';
import jsonwebtoken, { type JwtPayload } from 'jsonwebtoken';

const key = createSecretKey(Buffer.from(process.env['JWT_SECRET'] ?? ''));

const LEAST = new Map([
  ['GET/me', 0],
  ['GET/lounge', 10],
  ['GET/vip', 20],
]);

export async function handler(event: { identitySource: [string, ...string[]]; routeArn: string }) {
  const [authorization] = event.identitySource;
  const claims = await verified(/^bearer +(.*)$/i.exec(authorization)?.[1] ?? '').catch(
    () => undefined,
  );
  if (!claims) return { isAuthorized: false };
  const least = LEAST.get(event.routeArn.split('/').slice(2).join('/'));
  const rank = /^[0-9]+$/.test(String(claims['rank'])) ? BigInt(claims['rank'] as string) : 0n;
  return { isAuthorized: least !== undefined && rank >= least, context: claims };
}

function verified(token: string): Promise<JwtPayload> {
  return new Promise((resolve, reject) => {
    const options = { algorithms: ['HS256' as const], issuer: process.env['JWT_ISSUER'] ?? '' };
    jsonwebtoken.verify(token, key, options, (error, claims) =>
      error ? reject(error) : resolve(claims as JwtPayload),
    );
  });
}
