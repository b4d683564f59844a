/*
 * Every rule is a function of what the one before it found. The answers have what RFC 6750 and
 * payload format 2.0 allow as well: a realm in the challenge, a body in base64.
 */
import { createSecretKey } from 'node:crypto';
import jwt from 'jsonwebtoken';

type Step<From, To> = (from: From) => To | Refusal;

class Refusal {
  readonly parameters: Record<string, string>;

  constructor(parameters: Record<string, string> = {}) {
    this.parameters = parameters;
  }
}

const { JWT_SECRET = '', JWT_ISSUER = '' } = process.env;
if (Buffer.byteLength(JWT_SECRET) < 32) throw new Error('JWT_SECRET: too short, or not set at all');
if (!JWT_ISSUER) throw new Error('JWT_ISSUER: not set');
const KEY = createSecretKey(Buffer.from(JWT_SECRET, 'utf8'));

export const handler = async (event: { headers?: Record<string, string> }) => {
  const found = then(then(credentialsIn(event), tokenIn), claimsIn);
  return found instanceof Refusal
    ? answer(401, found.parameters, `Bearer ${written({ realm: JWT_ISSUER, ...found.parameters })}`)
    : answer(200, found);
};

function credentialsIn({ headers = {} }: { headers?: Record<string, string> }): string | Refusal {
  const values = Object.fromEntries(
    Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value]),
  );
  return values['authorization'] || new Refusal();
}

const tokenIn: Step<string, string> = (credentials) => {
  const space = credentials.indexOf(' ');
  const scheme = space < 0 ? credentials : credentials.slice(0, space);
  if (scheme.toLowerCase() !== 'bearer') return new Refusal();
  return space < 0 ? bad('there is no token behind the scheme') : credentials.slice(space).trim();
};

const claimsIn: Step<string, jwt.JwtPayload> = (token) => {
  try {
    const { header, payload } = jwt.verify(token, KEY, { algorithms: ['HS256'], complete: true });
    if (typeof payload === 'string' || header.alg !== 'HS256') return bad('not a claims set');
    return payload.iss === JWT_ISSUER ? payload : bad('issued by somebody else');
  } catch (error) {
    const { name, message } = error as Error;
    if (name === 'TokenExpiredError') return bad('expired, please log in again');
    if (name === 'NotBeforeError') return bad('too early for this token');
    return bad(message === 'invalid signature' ? 'altered: signature mismatch' : 'unreadable');
  }
};

function then<From, To>(before: From | Refusal, step: Step<From, To>): To | Refusal {
  return before instanceof Refusal ? before : step(before);
}

function bad(description: string): Refusal {
  return new Refusal({ error: 'invalid_token', error_description: description });
}

function written(parameters: Record<string, string>): string {
  return Object.entries(parameters)
    .map(([name, value]) => `${name}="${value}"`)
    .join(', ');
}

function answer(statusCode: number, value: object, challenge?: string) {
  return {
    statusCode,
    headers: {
      'content-type': 'application/json; charset=utf-8',
      ...(challenge && { 'www-authenticate': challenge }),
    },
    body: Buffer.from(JSON.stringify(value)).toString('base64'),
    isBase64Encoded: true,
  };
}
