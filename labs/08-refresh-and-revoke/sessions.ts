/*
 * Lab 8 · Take it back: sessions that live on
 *
 * An access token can't be taken back, so it lives for five minutes only. And nobody wants to log in
 * every five minutes, so there is a second token: the refresh token is shown to /auth alone, and gets
 * the page a new access token. It is no JWT. It says nothing, it only has to be found again:
 *
 *     <family>.<secret>      family: the session, for as long as it lives
 *                            secret: another one after every use
 *
 * Behind it stands one item of the table for each family. The refresh token that was used is replaced,
 * so that of a thief and an owner one comes too late, and is seen.
 *
 * Work through the TODOs in order: `npm run lab:8` says after each what is right and what is not.
 */
import type { User } from './users.ts';

/** How long a session lives, however often it is refreshed: 30 days. */
export const SESSION_SECONDS = 30 * 24 * 3600;

/** How long the token before the current one is answered once more. */
export const GRACE_SECONDS = 10;

/** Why there is no new token. The client never hears which of the four it was. */
export type SessionErrorCode = 'unknown' | 'expired' | 'revoked' | 'reused';

export class SessionError extends Error {
  readonly code: SessionErrorCode;

  constructor(code: SessionErrorCode, message: string) {
    super(message);
    this.name = 'SessionError';
    this.code = code;
  }
}

/** What a client gets after a login, and after each refresh. */
export interface Tokens {
  /** For the body: the page's own code sends it along. */
  readonly accessToken: string;
  /** For the cookie, and for nothing else. */
  readonly refreshToken: string;
  /** When the session ends, in seconds since 1970: the same after every refresh. */
  readonly endsAt: number;
}

/**
 * Begins a session: a family with its first refresh token.
 *
 * @param now in seconds since 1970
 */
export async function start(user: User, now: number): Promise<Tokens> {
  // TODO 1: make family and secret from chance, and put one item for the family into the table.
  // 할 일 1: 패밀리와 시크릿을 난수로 만들고, 패밀리의 항목 하나를 테이블에 쓰세요.
  throw new Error('TODO 1: begin a session');
}

/**
 * The `Set-Cookie` header that hands a refresh token to the browser, or takes it away with 0 seconds.
 * https://www.rfc-editor.org/rfc/rfc6265
 */
export function setCookie(refreshToken: string, maxAgeSeconds: number): string {
  // TODO 1: write the cookie that only /auth gets to see, and no script.
  // 할 일 1: /auth에만 전송되고 스크립트는 읽을 수 없는 쿠키를 쓰세요.
  throw new Error('TODO 1: write the cookie');
}

/**
 * Replaces a refresh token by its successor (RFC 9700 §4.14.2).
 *
 * @param now in seconds since 1970
 * @throws SessionError where the token gets nobody in
 */
export async function rotate(refreshToken: string, now: number): Promise<Tokens> {
  // TODO 2: replace the token by its successor, with one conditional write.
  // 할 일 2: 조건부 쓰기 한 번으로 토큰을 다음 토큰으로 교체하세요.
  throw new Error('TODO 2: replace the token by its successor');
}

/**
 * A token that is not the current one: its successor once more, or the end of the family. What it has
 * to know is yours to hand over.
 *
 * @throws SessionError "reused"
 */
async function replayed(refreshToken: string, now: number): Promise<Tokens> {
  // TODO 3: answer the token before the current one for 10 seconds, and revoke the family for others.
  // 할 일 3: 바로 앞 토큰에는 10초 동안 같은 토큰을 주고, 그 밖에는 패밀리를 무효화하세요.
  throw new Error('TODO 3: tell a second tab from a thief');
}
