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
import { verifyToken } from './verify-token.ts';

/**
 * Says whether the bearer of a token may have the route.
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-lambda-authorizer.html
 */
export async function handler(event: RequestAuthorizerEvent): Promise<RequestAuthorizerResult> {
  // TODO 2: verify the token, and answer with isAuthorized and a context.
  // 할 일 2: 토큰을 검증하고, isAuthorized와 context로 응답하세요.
  throw new Error('TODO 2: answer yes or no');
}

/** Whether a rank, as it stands in the token, opens a route of routes.ts. */
function mayEnter(rank: string | undefined, route: string): boolean {
  // TODO 3: compare the rank with the route's, and let isAuthorized depend on it.
  // 할 일 3: rank를 경로의 최소 rank와 비교하고, 그 결과로 isAuthorized를 정하세요.
  throw new Error('TODO 3: tell whether a rank opens the door');
}
