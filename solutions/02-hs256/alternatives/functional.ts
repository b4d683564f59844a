/* No class and no `function`: arrow functions, and an error made of a plain Error. */
import { createHmac, createSecretKey, timingSafeEqual, type KeyObject } from 'node:crypto';

type Code =
  | 'malformed'
  | 'algorithm'
  | 'signature'
  | 'claims'
  | 'expired'
  | 'not_yet_valid'
  | 'issuer'
  | 'audience';
type Json = Record<string, unknown>;

export const refuse = (code: Code): never => {
  throw Object.assign(new Error(`the token is refused: ${code}`), { code });
};

const attempt = <T>(code: Code, make: () => T): T => {
  try {
    return make();
  } catch {
    return refuse(code);
  }
};

const strictBytes = (text: string): Buffer => {
  const bytes = Buffer.from(text, 'base64url');
  return bytes.toString('base64url') === text ? bytes : refuse('malformed');
};

const read = (text: string): Json => {
  const bytes = strictBytes(text);
  const value: unknown = attempt('malformed', () =>
    JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes)),
  );
  return Object.prototype.toString.call(value) === '[object Object]'
    ? (value as Json)
    : refuse('malformed');
};

const write = (value: object): string => Buffer.from(JSON.stringify(value)).toString('base64url');

const mac = (text: string, key: KeyObject): Buffer =>
  createHmac('sha256', key).update(text, 'ascii').digest();

const isSame = (one: Buffer, other: Buffer): boolean =>
  one.byteLength === other.byteLength && timingSafeEqual(one, other);

export const importSecret = (secret: string | Uint8Array): KeyObject => {
  const key =
    typeof secret === 'string' ? createSecretKey(secret, 'utf8') : createSecretKey(secret);
  if ((key.symmetricKeySize ?? 0) < 32) throw new RangeError('the secret is shorter than 32 bytes');
  return key;
};

export const sign = (payload: object, key: KeyObject): string =>
  [{ alg: 'HS256', typ: 'JWT' }, payload]
    .map((part) => write(part))
    .reduce((header, body) =>
      [header, body, mac(`${header}.${body}`, key).toString('base64url')].join('.'),
    );

export const verifySignature = (token: string, key: KeyObject): { header: Json; payload: Json } => {
  const parts = (typeof token === 'string' ? token : '').split('.');
  const [head = '', body = '', tail = ''] = parts.length === 3 ? parts : refuse('malformed');
  const header = read(head);
  if (header['alg'] !== 'HS256' || 'crit' in header) refuse('algorithm');
  if (!isSame(strictBytes(tail), mac(`${head}.${body}`, key))) refuse('signature');
  return { header, payload: read(body) };
};

const seconds = (): number => Date.now() / 1000;

export const issue = (
  claims: object,
  key: KeyObject,
  { expiresInSeconds, now = seconds() }: { expiresInSeconds: number; now?: number },
): string => {
  if (!(Number.isSafeInteger(expiresInSeconds) && expiresInSeconds >= 1)) {
    throw new RangeError('expiresInSeconds');
  }
  const iat = Math.floor(now);
  return sign({ ...claims, iat, exp: iat + expiresInSeconds }, key);
};

export const verify = (
  token: string,
  key: KeyObject,
  options: {
    issuer?: string;
    audience?: string;
    now?: number;
    clockToleranceSeconds?: number;
  } = {},
): Json => {
  const { payload } = verifySignature(token, key);
  const now = options.now ?? seconds();
  const tolerance = options.clockToleranceSeconds ?? 0;
  const { exp = Infinity, nbf = -Infinity, iss, aud } = payload;
  if (typeof exp !== 'number' || typeof nbf !== 'number' || exp <= 0) return refuse('claims');
  if (now - tolerance >= exp) refuse('expired');
  if (now + tolerance < nbf) refuse('not_yet_valid');
  if (options.issuer !== undefined && iss !== options.issuer) refuse('issuer');
  if (options.audience !== undefined && ![aud].flat().includes(options.audience))
    refuse('audience');
  return payload;
};
