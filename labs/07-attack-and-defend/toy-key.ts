/*
 * Lab 7 · Attack and defend: keys for the checks and the demo
 *
 * Given. An RSA key is a product of two primes that nobody can find again. These are products of 79
 * small ones, which anybody can find: worthless as keys, and to every verifier good RSA keys of 2048
 * bits. They sign in a fraction of a real key's time, and are the same in every run.
 */
import { createHash } from 'node:crypto';
import type { Jwk } from './evidence.ts';

const COUNT = 79;
const E = 65_537;

export interface ToyKey {
  /** The public key. */
  readonly jwk: Jwk;
  /** The RS256 signature of a text, in base64url (RFC 8017 §8.2.1). */
  readonly sign: (text: string) => string;
}

/** A key pair. Another `start` makes another one. */
export function makeToyKey(kid: string, start = 0): ToyKey {
  const primes = primesBelow(2 ** (2048 / COUNT) - start);
  const n = primes.reduce((product, prime) => product * BigInt(prime), 1n);
  const factors = primes.map((prime) => {
    const rest = n / BigInt(prime);
    // Of the Chinese remainder theorem: 1 modulo this prime, and 0 modulo all others.
    const share = rest * BigInt(inverse(Number(rest % BigInt(prime)), prime));
    return { prime, exponent: inverse(E, prime - 1), share };
  });
  const sign = (text: string): string => {
    const message = BigInt(`0x${padded(text)}`);
    const total = factors.reduce((sum, { prime, exponent, share }) => {
      const base = Number(message % BigInt(prime));
      return sum + share * BigInt(power(base, exponent, prime));
    }, 0n);
    return bytesOf(total % n).toString('base64url');
  };
  const jwk = {
    kty: 'RSA',
    n: bytesOf(n).toString('base64url'),
    e: 'AQAB',
    kid,
    use: 'sig',
    alg: 'RS256',
  };
  return { jwk, sign };
}

/** The largest primes below `limit`, as many as a key needs; E has an inverse modulo each less one. */
function primesBelow(limit: number): number[] {
  const primes: number[] = [];
  let candidate = Math.floor(limit);
  if (candidate % 2 === 0) candidate -= 1;
  for (; primes.length < COUNT; candidate -= 2) {
    if (isPrime(candidate) && (candidate - 1) % E !== 0) primes.push(candidate);
  }
  return primes;
}

function isPrime(odd: number): boolean {
  for (let divisor = 3; divisor * divisor <= odd; divisor += 2) {
    if (odd % divisor === 0) return false;
  }
  return true;
}

/** Exact, for the factors stay below 2^26 and their products below 2^53. */
function power(base: number, exponent: number, modulus: number): number {
  let result = 1;
  for (let square = base, left = exponent; left > 0; left = Math.floor(left / 2)) {
    if (left % 2 === 1) result = (result * square) % modulus;
    square = (square * square) % modulus;
  }
  return result;
}

function inverse(value: number, modulus: number): number {
  let [a, b, x, y] = [value % modulus, modulus, 1, 0];
  while (a > 1) {
    const quotient = Math.floor(b / a);
    [a, b, x, y] = [b - quotient * a, a, y - quotient * x, x];
  }
  return x < 0 ? x + modulus : x;
}

/** What RS256 signs, in hexadecimal: padding, the name of the hash, the hash (RFC 8017 §9.2). */
function padded(text: string): string {
  const hash = `3031300d060960864801650304020105000420${createHash('sha256').update(text).digest('hex')}`;
  return `0001${'ff'.repeat(256 - 3 - hash.length / 2)}00${hash}`;
}

function bytesOf(value: bigint): Buffer {
  return Buffer.from(value.toString(16).padStart(512, '0'), 'hex');
}
