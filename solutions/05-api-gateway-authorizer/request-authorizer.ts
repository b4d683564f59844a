/*
 * Lab 5 · Check once, at the door: the HTTP API's REQUEST authorizer
 *
 * The same question, asked by the other kind of API. It takes a simple response for an answer: may
 * this caller have this route, yes or no? With a no, the client gets a 403.
 *
 * This answer is kept for five minutes too. A yes does not say for which route it was meant, so
 * application.ts makes the route a part of the cache's key.
 */
import type { RequestAuthorizerEvent, RequestAuthorizerResult } from './api-gateway.ts';
import { LEAST_RANK } from './routes.ts';
import { verifyToken, type Claims } from './verify-token.ts';

/**
 * Says whether the bearer of a token may have the route.
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-lambda-authorizer.html
 */
export async function handler(event: RequestAuthorizerEvent): Promise<RequestAuthorizerResult> {
  const claims = claimsOf(event);
  // Bad tokens are everyday business: an answer, not an error.
  if (!claims) return { isAuthorized: false };
  const { sub, email, nickname, rank, name } = claims;
  return {
    isAuthorized: mayEnter(rank, event.routeKey),
    context: { sub, email, nickname, rank, name },
  };
}

function claimsOf({ headers }: RequestAuthorizerEvent): Claims | undefined {
  try {
    // In lower case, however the client wrote it: an HTTP API sees to that.
    return verifyToken(headers['authorization']);
  } catch {
    return undefined;
  }
}

/** Whether a rank, as it stands in the token, opens a route of routes.ts. */
function mayEnter(rank: string | undefined, route: string): boolean {
  // As texts, "9" is more than "10". And what is no number at all must not open a door.
  const number = /^\d+$/.test(rank ?? '') ? Number(rank) : 0;
  return number >= (LEAST_RANK[route] ?? Infinity);
}
