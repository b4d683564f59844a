/*
 * Lab 8 · Take it back: the door
 *
 * The REST API's TOKEN authorizer of lab 5, with one question more: was this token taken back? It is
 * the question that a JWT was meant to save, so it is asked as rarely as possible: never for a
 * forgery, and not again for as long as the gateway keeps the answer.
 */
import type { TokenAuthorizerEvent, TokenAuthorizerResult } from './policy.ts';

/**
 * How long API Gateway keeps an answer, in seconds, from 0 to 3600: for GET /vip, and for the other
 * doors. Whoever was thrown out is refused at /vip at once, and elsewhere within 60 seconds.
 */
export const ttlSeconds = {
  vip: 300,
  others: 300,
};

/**
 * Lets in whoever has a genuine access token that was not taken back.
 *
 * @throws Error "Unauthorized", exactly, for any other token: the client gets a 401; any other error
 *   is a 500
 */
export async function handler(event: TokenAuthorizerEvent): Promise<TokenAuthorizerResult> {
  // TODO 5: verify the token, ask whether it was taken back, and choose ttlSeconds.
  // 할 일 5: 토큰을 검증하고, 무효화되었는지 확인하고, ttlSeconds를 정하세요.
  throw new Error('TODO 5: let in who was not thrown out');
}
