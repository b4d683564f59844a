/* Lab 5 with promises: a bad token is thrown, for HTTP APIs know the word "Unauthorized" as well. */
import { createSecretKey } from 'node:crypto';
import jsonwebtoken, { type JwtPayload } from 'jsonwebtoken';

const key = createSecretKey(Buffer.from(process.env['JWT_SECRET'] ?? ''));

export async function handler(event: { identitySource: [string, ...string[]]; routeArn: string }) {
  const [authorization] = event.identitySource;
  const claims = await verified(authorization.replace(/^bearer +/i, '')).catch(() =>
    Promise.reject(new Error('Unauthorized')),
  );
  const rank = claims['rank'] ? Number(claims['rank']) : -1;
  if (event.routeArn.endsWith('/vip')) return { isAuthorized: rank >= 20, context: claims };
  if (event.routeArn.endsWith('/lounge')) return { isAuthorized: rank >= 10, context: claims };
  return { isAuthorized: event.routeArn.endsWith('/me'), context: claims };
}

function verified(token: string): Promise<JwtPayload> {
  return new Promise((resolve, reject) => {
    const options = { algorithms: ['HS256' as const], issuer: process.env['JWT_ISSUER'] ?? '' };
    jsonwebtoken.verify(token, key, options, (error, claims) =>
      error ? reject(error) : resolve(claims as JwtPayload),
    );
  });
}
