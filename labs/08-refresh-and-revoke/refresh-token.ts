/* Given: how the text of a refresh token is read, and what the table remembers of it. */
import { createHash } from 'node:crypto';

/**
 * The family in a refresh token, `<family>.<secret>`: 22 and 43 characters of base64url, which are 16
 * and 32 bytes. Undefined where the text is no refresh token of ours, whatever else it may be.
 */
export function familyIn(refreshToken: string): string | undefined {
  return /^([\w-]{22})\.[\w-]{43}$/.exec(refreshToken)?.[1];
}

/** SHA-256, in base64url: enough to know the token again, and of no use to whoever steals the table. */
export function hashOf(refreshToken: string): string {
  return createHash('sha256').update(refreshToken).digest('base64url');
}
