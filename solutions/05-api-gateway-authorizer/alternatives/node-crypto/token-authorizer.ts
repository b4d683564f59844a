/* Lab 5 without a library: HS256 by node:crypto, arrows, and a statement for every door. */
import { createHmac, timingSafeEqual } from 'node:crypto';

type Claims = Readonly<Record<string, string | number | undefined>>;

const { JWT_SECRET = '', JWT_ISSUER = '' } = process.env;

const RANKS = [
  ['GET/me', 0],
  ['GET/lounge', 10],
  ['GET/vip', 20],
] as const;

export const handler = async ({
  authorizationToken,
  methodArn,
}: {
  authorizationToken: string;
  methodArn: string;
}) => {
  const claims = read(authorizationToken);
  if (claims === undefined) throw new Error('Unauthorized');
  const stage = methodArn.split('/', 2).join('/');
  const rank = Number((/^[0-9]+$/.exec(String(claims['rank'])) ?? ['0'])[0]);
  return {
    principalId: String(claims['sub']),
    policyDocument: {
      Version: '2012-10-17',
      Statement: RANKS.filter(([, least]) => least === 0 || rank >= least).map(([door]) => ({
        Effect: 'Allow',
        Action: ['execute-api:Invoke'],
        Resource: `${stage}/${door}`,
      })),
    },
    context: claims,
  };
};

const read = (authorization: string): Claims | undefined => {
  const [, header = '', payload = '', signature = ''] =
    /^bearer ([\w-]+)\.([\w-]+)\.([\w-]+)$/i.exec(authorization) ?? [];
  const expected = createHmac('sha256', JWT_SECRET).update(`${header}.${payload}`).digest();
  const received = Buffer.from(signature, 'base64url');
  if (received.length !== expected.length || !timingSafeEqual(received, expected)) return undefined;
  const claims = parse(payload);
  const { iss, exp } = claims;
  const isOurs = parse(header)['alg'] === 'HS256' && iss === JWT_ISSUER;
  return isOurs && typeof exp === 'number' && Date.now() / 1000 < exp ? claims : undefined;
};

const parse = (segment: string): Claims =>
  JSON.parse(Buffer.from(segment, 'base64url').toString()) as Claims;
