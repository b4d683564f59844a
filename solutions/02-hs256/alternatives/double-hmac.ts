/*
 * Compares MACs of the MACs under a random key, which makes any comparison safe; the claims are
 * checked by a table of rules.
 */
import { createHmac, createSecretKey, randomBytes, type KeyObject } from 'node:crypto';

export type JwtErrorCode =
  | 'malformed'
  | 'algorithm'
  | 'signature'
  | 'claims'
  | 'expired'
  | 'not_yet_valid'
  | 'issuer'
  | 'audience';

export class JwtError extends Error {
  constructor(public_code: JwtErrorCode, message: string) {
    super(message);
    Object.defineProperty(this, 'code', { value: public_code, enumerable: true });
  }
}

interface Options {
  issuer?: string | undefined;
  audience?: string | undefined;
  now?: number | undefined;
  clockToleranceSeconds?: number | undefined;
}

type Claims = Record<string, unknown>;
type Rule = {
  claim: string;
  code: JwtErrorCode;
  holds: (value: unknown, now: number, options: Options) => boolean;
};

const isNumber = (value: unknown): value is number => typeof value === 'number';

const RULES: readonly Rule[] = [
  { claim: 'exp', code: 'claims', holds: (exp) => exp === undefined || (isNumber(exp) && exp > 0) },
  { claim: 'nbf', code: 'claims', holds: (nbf) => nbf === undefined || isNumber(nbf) },
  {
    claim: 'exp',
    code: 'expired',
    holds: (exp, now, { clockToleranceSeconds = 0 }) =>
      !isNumber(exp) || now < exp + clockToleranceSeconds,
  },
  {
    claim: 'nbf',
    code: 'not_yet_valid',
    holds: (nbf, now, { clockToleranceSeconds = 0 }) =>
      !isNumber(nbf) || now >= nbf - clockToleranceSeconds,
  },
  {
    claim: 'iss',
    code: 'issuer',
    holds: (iss, _now, { issuer }) => issuer === undefined || iss === issuer,
  },
  {
    claim: 'aud',
    code: 'audience',
    holds: (aud, _now, { audience }) =>
      audience === undefined || new Set<unknown>(Array.isArray(aud) ? aud : [aud]).has(audience),
  },
];

const comparisonKey = randomBytes(32);

export function importSecret(secret: string | Uint8Array): KeyObject {
  const size = typeof secret === 'string' ? Buffer.byteLength(secret, 'utf8') : secret.byteLength;
  if (size < 32) throw new RangeError(`${size} bytes`);
  return createSecretKey(Buffer.from(secret as Uint8Array));
}

export function sign(payload: object, key: KeyObject): string {
  const parts = [JSON.stringify({ alg: 'HS256', typ: 'JWT' }), JSON.stringify(payload)];
  const text = parts.map((part) => Buffer.from(part, 'utf8').toString('base64url')).join('.');
  return `${text}.${createHmac('sha256', key).update(text).digest('base64url')}`;
}

export function verifySignature(
  token: string,
  key: KeyObject,
): { header: Claims; payload: Claims } {
  const [, header64, payload64, signature64] =
    /^([^.]*)\.([^.]*)\.([^.]*)$/.exec(typeof token === 'string' ? token : '') ?? fail('malformed');
  const header = parse(header64);
  switch (header['alg']) {
    case 'HS256':
      break;
    default:
      fail('algorithm');
  }
  if (header['crit'] !== undefined) fail('algorithm');
  if (/[^\w-]/.test(signature64 ?? '')) fail('malformed');
  const expected = createHmac('sha256', key).update(`${header64}.${payload64}`).digest('base64url');
  const [one, other] = [expected, signature64 ?? ''].map((text) =>
    createHmac('sha256', comparisonKey).update(text).digest('hex'),
  );
  if (one !== other) fail('signature');
  return { payload: parse(payload64), header };
}

export function issue(
  claims: object,
  key: KeyObject,
  { expiresInSeconds, now }: { expiresInSeconds: number; now?: number },
): string {
  if (!Number.isInteger(expiresInSeconds) || expiresInSeconds < 1) {
    throw new RangeError('a lifetime is a positive whole number of seconds');
  }
  const iat = Math.floor(now ?? Date.now() / 1000);
  return sign({ ...claims, iat, exp: iat + expiresInSeconds }, key);
}

export function verify(token: string, key: KeyObject, options: Options = {}): Claims {
  const { payload } = verifySignature(token, key);
  const now = options.now ?? Date.now() / 1000;
  const broken = RULES.find(({ claim, holds }) => !holds(payload[claim], now, options));
  if (broken) fail(broken.code);
  return payload;
}

function parse(segment = ''): Claims {
  const bytes = Buffer.from(segment, 'base64url');
  if (bytes.toString('base64url') !== segment) fail('malformed');
  let value: unknown;
  try {
    value = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes));
  } catch {
    fail('malformed');
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value)) fail('malformed');
  return value as Claims;
}

function fail(code: JwtErrorCode): never {
  throw new JwtError(code, `refused: ${code}`);
}
