/*
 * Lab 8 · Take it back: the door
 *
 * The REST API's TOKEN authorizer of lab 5, with one question more: was this token taken back? It is
 * the question that a JWT was meant to save, so it is asked as rarely as possible: never for a
 * forgery, and not again for as long as the gateway keeps the answer.
 */
import { verifyAccessToken, type Claims } from './access-token.ts';
import { letIn, type TokenAuthorizerEvent, type TokenAuthorizerResult } from './policy.ts';
import { isRevoked } from './revocation.ts';

/**
 * How long API Gateway keeps an answer, in seconds, from 0 to 3600: for GET /vip, and for the other
 * doors. Whoever was thrown out is refused at /vip at once, and elsewhere within 60 seconds.
 */
export const ttlSeconds = {
  // An answer that is kept is one that can't be taken back.
  vip: 0,
  others: 60,
};

/**
 * Lets in whoever has a genuine access token that was not taken back.
 *
 * @throws Error "Unauthorized", exactly, for any other token: the client gets a 401; any other error
 *   is a 500
 */
export async function handler(event: TokenAuthorizerEvent): Promise<TokenAuthorizerResult> {
  const now = Date.now() / 1000;
  const claims = claimsOrUnauthorized(event.authorizationToken, now);
  // Outside of any try: where the table does not answer, nobody knows, and nobody is let in.
  if (await isRevoked(claims, now)) throw new Error('Unauthorized');
  return letIn(claims, event.methodArn);
}

function claimsOrUnauthorized(authorization: string, now: number): Claims {
  try {
    return verifyAccessToken(authorization, now);
  } catch {
    throw new Error('Unauthorized');
  }
}
