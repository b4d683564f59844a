/* With jose in place of jsonwebtoken: another library, other errors, the same answers. */
import { errors, jwtVerify, type JWTPayload } from 'jose';

const REASONS = new Map<string, string>([
  [errors.JWTExpired.code, 'The token is expired.'],
  [errors.JWSSignatureVerificationFailed.code, 'The signature is wrong.'],
]);

class Verifier {
  readonly #key: Uint8Array;
  readonly #issuer: string;

  constructor(environment: NodeJS.ProcessEnv) {
    this.#key = new TextEncoder().encode(environment['JWT_SECRET'] ?? '');
    this.#issuer = environment['JWT_ISSUER'] ?? '';
    if (this.#key.byteLength < 32) throw new Error('JWT_SECRET: 32 bytes at least');
    if (this.#issuer === '') throw new Error('JWT_ISSUER: missing');
  }

  async claimsOf(token: string): Promise<JWTPayload> {
    // jose reads base64url leniently, and the last character of a signature has bits to spare.
    const [, , signature = ''] = token.split('.');
    if (Buffer.from(signature, 'base64url').toString('base64url') !== signature) {
      throw new errors.JWSSignatureVerificationFailed();
    }
    const { payload } = await jwtVerify(token, this.#key, {
      algorithms: ['HS256'],
      issuer: this.#issuer,
    });
    // As an option, several issuers may be named; in a token it is one text.
    if (typeof payload.iss !== 'string') throw new errors.JWTInvalid();
    return payload;
  }
}

const verifier = new Verifier(process.env);

export async function handler(event: { headers?: Record<string, string> }) {
  const credentials = Object.entries(event.headers ?? {}).find(([name]) =>
    /^authorization$/i.test(name),
  )?.[1];
  const token = /^bearer\s+(\S+)$/i.exec(credentials ?? '')?.[1];
  if (token === undefined) return refusal('Bearer');
  try {
    const claims = await verifier.claimsOf(token);
    return { statusCode: 200, headers: TYPE, body: JSON.stringify(claims) };
  } catch (error) {
    return refusal(`Bearer error="invalid_token", error_description="${reasonOf(error)}"`);
  }
}

const TYPE = { 'Content-Type': 'application/json' };

function reasonOf(error: unknown): string {
  if (error instanceof errors.JWTClaimValidationFailed && error.claim === 'nbf') {
    return 'The token is not valid yet.';
  }
  const code = error instanceof errors.JOSEError ? error.code : '';
  return REASONS.get(code) ?? 'The token is no good.';
}

function refusal(challenge: string) {
  return { statusCode: 401, headers: { 'WWW-Authenticate': challenge }, body: '' };
}
