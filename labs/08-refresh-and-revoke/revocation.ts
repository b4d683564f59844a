/*
 * Lab 8 · Take it back: the list that everybody asks
 *
 * An access token is good for up to five minutes, whatever happens meanwhile. Whoever wants to take it
 * back earlier has to write that down, and whoever lets people in has to read it: a store again, as
 * in lab 0. It is a small one. What is in it is out of date after five minutes.
 */
import type { Claims } from './access-token.ts';

/**
 * Logs one session out: its family gives no more tokens, and the access token that came along is
 * refused until it expires by itself. Nothing that a client may send makes it fail (RFC 7009 §2.2).
 *
 * @param refreshToken as it came; '' where none did
 * @param claims of the access token that came along; undefined where none did, or it was not good
 * @param now in seconds since 1970
 */
export async function logout(
  refreshToken: string,
  claims: Claims | undefined,
  now: number,
): Promise<void> {
  // TODO 4: revoke the family of the refresh token, and put the access token on the denylist.
  // 할 일 4: 리프레시 토큰의 패밀리를 무효화하고, 액세스 토큰을 거부 목록에 올리세요.
  throw new Error('TODO 4: log one session out');
}

/** Logs a user out of every session there is at this moment; a login right after it is not one. */
export async function logoutEverywhere(sub: string, now: number): Promise<void> {
  // TODO 4: count the user's generation up, in the table itself.
  // 할 일 4: 사용자의 세대(gen)를 테이블 안에서 하나 올리세요.
  throw new Error('TODO 4: log a user out everywhere');
}

/**
 * Whether a genuine access token was taken back: it stands on the denylist, its user has logged out
 * everywhere since, or its session was revoked.
 *
 * @throws Error where the table does not answer: nobody knows then
 */
export async function isRevoked(claims: Claims, now: number): Promise<boolean> {
  // TODO 4: ask the table for the token, its user and its family.
  // 할 일 4: 토큰, 사용자, 패밀리를 테이블에서 확인하세요.
  throw new Error('TODO 4: tell whether a token was taken back');
}
