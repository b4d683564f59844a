/** Public keys as people have them: a JWK, a JWKS (RFC 7517), or PEM (RFC 7468 §13). */
import { say, type Message } from '#text/message.ts';
import { asObject, readJson, type JsonObject } from './json.ts';

export interface PublicKey {
  readonly kid?: string | undefined;
  /** What it may check, at least one algorithm; a key is for one family and never for two. */
  readonly algorithms: readonly string[];
  readonly material: { readonly jwk: JsonObject } | { readonly spki: Uint8Array<ArrayBuffer> };
}

export interface ReadPublicKeys {
  /** Those that can check a signature; at least one, or there is a problem. */
  readonly keys: readonly PublicKey[];
  readonly problem?: Message | undefined;
}

const RSA = ['RS256', 'RS384', 'RS512', 'PS256', 'PS384', 'PS512'];
const EDWARDS = ['EdDSA', 'Ed25519'];
const CURVES: Readonly<Record<string, readonly string[]>> = {
  'P-256': ['ES256'],
  'P-384': ['ES384'],
  'P-521': ['ES512'],
};

/** Every algorithm that a public key may be for. */
export const PUBLIC_ALGORITHMS = [...RSA, ...Object.values(CURVES).flat(), ...EDWARDS];

/** What the keys together may be for, each once. */
export function algorithmsOf(keys: readonly PublicKey[]): string[] {
  return [...new Set(keys.flatMap((key) => key.algorithms))];
}

const PRIVATE = say`This holds a private key. It belongs on its server alone and in no web page: paste its public half ("openssl pkey -pubout" writes it).`;
const NOTHING = say`Paste the issuer's public key here: a JWK, a JWKS (an issuer publishes it at its jwks_uri), or PEM that begins with "BEGIN PUBLIC KEY".`;

/** Reads whatever was pasted. Never throws. */
export function readPublicKeys(text: string): ReadPublicKeys {
  const trimmed = text.trim();
  if (trimmed === '') return { keys: [], problem: NOTHING };
  return trimmed.startsWith('{') ? ofJson(trimmed) : ofPem(trimmed);
}

function ofJson(text: string): ReadPublicKeys {
  const read = readJson(text);
  if (read.fault) {
    const { line, column, what } = read.fault;
    return { keys: [], problem: say`Line ${line}, column ${column}: ${what}.` };
  }
  const object = asObject(read.value) ?? {};
  const list: readonly unknown[] = Array.isArray(object['keys']) ? object['keys'] : [object];
  if (list.some((jwk) => typeof asObject(jwk)?.['d'] === 'string')) {
    return { keys: [], problem: PRIVATE };
  }
  const found = list.map((jwk) => ofJwk(asObject(jwk) ?? {}));
  const keys = found.flatMap((one) => ('algorithms' in one ? [one] : []));
  const [problem = NOTHING] = found.flatMap((one) => ('algorithms' in one ? [] : [one]));
  return keys.length > 0 ? { keys } : { keys, problem };
}

/** The key, or why a verifier passes it over. */
function ofJwk(jwk: JsonObject): PublicKey | Message {
  const { kty, crv, alg, kid, use } = jwk;
  if (kty === 'oct') {
    return say`kty "oct" is a secret, not a public key: put its k into the field for the secret, as base64.`;
  }
  const family = familyOf(kty, crv);
  if (!family) {
    return say`This is no key that a browser checks tokens with: kty has to be "RSA", "EC" (P-256, P-384, P-521) or "OKP" (Ed25519).`;
  }
  if (use !== undefined && use !== 'sig') {
    return say`The key is not for signatures: its use is not "sig" (RFC 7517 §4.2).`;
  }
  const algorithms = alg === undefined ? family : family.filter((one) => one === alg);
  if (algorithms.length === 0) {
    return say`The key's alg and its kty don't agree, so it can check nothing (RFC 7517 §4.4).`;
  }
  return { kid: typeof kid === 'string' ? kid : undefined, algorithms, material: { jwk } };
}

function familyOf(kty: unknown, crv: unknown): readonly string[] | undefined {
  if (kty === 'RSA') return RSA;
  if (kty === 'EC' && typeof crv === 'string' && Object.hasOwn(CURVES, crv)) return CURVES[crv];
  return kty === 'OKP' && crv === 'Ed25519' ? EDWARDS : undefined;
}

/** Object identifiers in a SubjectPublicKeyInfo, as DER writes them (RFC 3279 §2.3, RFC 5480, RFC 8410). */
const IDENTIFIERS: readonly (readonly [hex: string, algorithms: readonly string[]])[] = [
  ['06092a864886f70d010101', RSA],
  ['06082a8648ce3d030107', ['ES256']],
  ['06052b81040022', ['ES384']],
  ['06052b81040023', ['ES512']],
  ['06032b6570', EDWARDS],
];

function ofPem(text: string): ReadPublicKeys {
  const [, label = '', body = ''] =
    /-----BEGIN ([A-Z ]+)-----([\w+/=\s]*)-----END/.exec(text) ?? [];
  if (label.endsWith('PRIVATE KEY')) return { keys: [], problem: PRIVATE };
  if (label === 'CERTIFICATE') {
    return {
      keys: [],
      problem: say`This is a certificate, which holds more than the key: "openssl x509 -pubkey -noout" writes the key alone.`,
    };
  }
  if (label === 'RSA PUBLIC KEY') {
    return {
      keys: [],
      problem: say`This is an RSA key in an older form (PKCS #1): "openssl rsa -RSAPublicKey_in -pubout" writes it as "BEGIN PUBLIC KEY".`,
    };
  }
  if (label !== 'PUBLIC KEY') return { keys: [], problem: NOTHING };
  const spki = bytesOf(body);
  // The identifier stands at the very beginning; in the key's own numbers the same bytes mean nothing.
  const start = Array.from(spki.slice(0, 32), (byte) => byte.toString(16).padStart(2, '0')).join(
    '',
  );
  const algorithms = IDENTIFIERS.find(([hex]) => start.includes(hex))?.[1];
  return algorithms
    ? { keys: [{ algorithms, material: { spki } }] }
    : { keys: [], problem: say`This PEM holds no key that a browser checks tokens with.` };
}

function bytesOf(base64: string): Uint8Array<ArrayBuffer> {
  try {
    return Uint8Array.from(atob(base64.replaceAll(/\s/g, '')), (one) => one.charCodeAt(0));
  } catch {
    return new Uint8Array(0);
  }
}
