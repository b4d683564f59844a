/** The reference of lab 2 beside the libraries that people use. */
import { createHmac, timingSafeEqual } from 'node:crypto';
import { createSigner, createVerifier } from 'fast-jwt';
import { jwtVerify, SignJWT } from 'jose';
import jsonwebtoken from 'jsonwebtoken';
import { importSecret, sign, verify } from '../../solutions/02-hs256/jwt.ts';
import type { Contender } from './interleave.ts';

/** Published at jwt.io (2025); 38 bytes. */
const SECRET = 'a-string-secret-at-least-256-bits-long';
const KEY = importSecret(SECRET);

/** Slide 19's claims, with the expiry that every token should have. */
const CLAIMS = {
  sub: '1234567890',
  email: 'spark@rubywave.io',
  nickname: 'spark',
  rank: '15',
  name: 'John Doe',
  iat: 1_516_239_022,
  exp: 4_102_444_800,
};
const TOKEN = sign(CLAIMS, KEY);
const [HEADER = '', PAYLOAD = '', SIGNATURE = ''] = TOKEN.split('.');

export function verifiers(): Contender[] {
  const fastJwt = createVerifier({ key: SECRET, algorithms: ['HS256'], cache: false });
  return [
    { name: 'reference verify', run: () => verify(TOKEN, KEY) },
    {
      name: 'jsonwebtoken, KeyObject',
      run: () => jsonwebtoken.verify(TOKEN, KEY, { algorithms: ['HS256'] }),
    },
    {
      name: 'jsonwebtoken, string secret',
      run: () => jsonwebtoken.verify(TOKEN, SECRET, { algorithms: ['HS256'] }),
    },
    { name: 'fast-jwt, no cache', run: () => fastJwt(TOKEN) },
    { name: 'jose', run: () => jwtVerify(TOKEN, KEY, { algorithms: ['HS256'] }) },
    {
      name: 'the bare HMAC',
      run: () =>
        timingSafeEqual(
          createHmac('sha256', KEY).update(`${HEADER}.${PAYLOAD}`).digest(),
          Buffer.from(SIGNATURE, 'base64url'),
        ),
    },
  ];
}

export function signers(): Contender[] {
  const fastJwt = createSigner({ key: SECRET, algorithm: 'HS256', noTimestamp: true });
  return [
    { name: 'reference sign', run: () => sign(CLAIMS, KEY) },
    {
      name: 'jsonwebtoken, KeyObject',
      run: () => jsonwebtoken.sign(CLAIMS, KEY, { algorithm: 'HS256' }),
    },
    {
      name: 'jsonwebtoken, string secret',
      run: () => jsonwebtoken.sign(CLAIMS, SECRET, { algorithm: 'HS256' }),
    },
    { name: 'fast-jwt', run: () => fastJwt(CLAIMS) },
    {
      name: 'jose',
      run: () => new SignJWT(CLAIMS).setProtectedHeader({ alg: 'HS256', typ: 'JWT' }).sign(KEY),
    },
    {
      name: 'the bare HMAC',
      run: () => createHmac('sha256', KEY).update(`${HEADER}.${PAYLOAD}`).digest('base64url'),
    },
  ];
}
