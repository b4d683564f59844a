/*
 * Given: the two secrets of this lab, from the environment. They are read when they are first
 * needed and then kept: application.ts imports the authorizer for its ttlSeconds, where there is no
 * environment yet.
 */
import { createSecretKey, type KeyObject } from 'node:crypto';

const keys = new Map<string, KeyObject>();

/** Signs and checks access tokens. */
export function signingKey(): KeyObject {
  return keyIn('JWT_SECRET');
}

/** Makes the successor of a refresh token. It stands in no table, so a stolen table makes none. */
export function pepper(): KeyObject {
  return keyIn('REFRESH_PEPPER');
}

function keyIn(name: string): KeyObject {
  const known = keys.get(name);
  if (known) return known;
  const value = process.env[name] ?? '';
  if (Buffer.byteLength(value) < 32) throw new Error(`${name} needs at least 32 bytes`);
  const key = createSecretKey(value, 'utf8');
  keys.set(name, key);
  return key;
}
