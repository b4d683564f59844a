/* Lab 5 without a library: HS256 by node:crypto, arrows, and one expression for an answer. */
import { createHmac, timingSafeEqual } from 'node:crypto';

type Claims = Readonly<Record<string, string | number | undefined>>;

const { JWT_SECRET = '', JWT_ISSUER = '' } = process.env;

const RANKS: Readonly<Record<string, number>> = { 'GET /me': 0, 'GET /lounge': 10, 'GET /vip': 20 };

export const handler = async ({
  identitySource: [authorization = ''],
  routeKey,
}: {
  identitySource: readonly string[];
  routeKey: string;
}) => {
  const claims = read(authorization);
  const least = RANKS[routeKey];
  const rank = Number((/^[0-9]+$/.exec(String(claims?.['rank'])) ?? ['0'])[0]);
  return {
    isAuthorized: claims !== undefined && least !== undefined && (least === 0 || rank >= least),
    context: claims ?? {},
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
