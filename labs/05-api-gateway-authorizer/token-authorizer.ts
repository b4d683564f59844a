/*
 * Lab 5 · Check once, at the door: the REST API's TOKEN authorizer
 *
 * API Gateway calls this function before it calls the route's own, and hands over the Authorization
 * header. It wants to hear one of two things: a policy that says what this caller may do, or an
 * error with the message "Unauthorized". Anything else is a 500.
 *
 * It keeps the policy for five minutes and does not ask again for the same token, whatever route is
 * called in the meantime. So the policy has to be right for all of them.
 */
import type { TokenAuthorizerEvent, TokenAuthorizerResult } from './api-gateway.ts';
import { LEAST_RANK } from './routes.ts';
import { verifyToken } from './verify-token.ts';

/**
 * Says what the bearer of a token may do.
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-lambda-authorizer-output.html
 *
 * @throws Error "Unauthorized", exactly, for a token that does not hold: the client gets a 401
 */
export async function handler(event: TokenAuthorizerEvent): Promise<TokenAuthorizerResult> {
  // TODO 1: verify the token, and answer with a policy that is right for every route of the stage.
  // 할 일 1: 토큰을 검증하고, 스테이지의 모든 경로에 맞는 정책으로 응답하세요.
  throw new Error('TODO 1: answer with a policy, or throw "Unauthorized"');
}

/** Whether a rank, as it stands in the token, opens a route of routes.ts. */
function mayEnter(rank: string | undefined, route: string): boolean {
  // TODO 3: compare the rank with the route's, and let the policy name only the doors it opens.
  // 할 일 3: rank를 경로의 최소 rank와 비교하고, 들어갈 수 있는 경로만 정책에 담으세요.
  throw new Error('TODO 3: tell which doors a rank opens');
}
