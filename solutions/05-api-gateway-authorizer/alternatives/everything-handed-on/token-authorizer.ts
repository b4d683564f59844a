/* Lab 5 with promises: jsonwebtoken's callback made one, and all claims handed on. */
import { createSecretKey } from 'node:crypto';
import jsonwebtoken, { type JwtPayload } from 'jsonwebtoken';

const key = createSecretKey(Buffer.from(process.env['JWT_SECRET'] ?? ''));

const LEAST = new Map([
  ['me', 0],
  ['lounge', 10],
  ['vip', 20],
]);

export async function handler(event: { authorizationToken: string; methodArn: string }) {
  const claims = await verified(/^bearer +(.*)$/i.exec(event.authorizationToken)?.[1] ?? '').catch(
    () => Promise.reject(new Error('Unauthorized')),
  );
  const base = /^[^/]+\/[^/]+/.exec(event.methodArn)?.[0] ?? '';
  const rank = /^[0-9]+$/.test(String(claims['rank'])) ? BigInt(claims['rank'] as string) : 0n;
  const Resource = [...LEAST].flatMap(([name, least]) =>
    rank >= least ? `${base}/GET/${name}` : [],
  );
  return {
    principalId: claims.sub,
    policyDocument: {
      Version: '2012-10-17',
      Statement: { Sid: 'doors', Effect: 'Allow', Action: 'execute-api:Invoke', Resource },
    },
    context: { ...claims },
  };
}

function verified(token: string): Promise<JwtPayload> {
  return new Promise((resolve, reject) => {
    const options = { algorithms: ['HS256' as const], issuer: process.env['JWT_ISSUER'] ?? '' };
    jsonwebtoken.verify(token, key, options, (error, claims) =>
      error ? reject(error) : resolve(claims as JwtPayload),
    );
  });
}
