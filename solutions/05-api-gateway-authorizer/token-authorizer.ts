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
import { verifyToken, type Claims } from './verify-token.ts';

/**
 * Says what the bearer of a token may do.
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-lambda-authorizer-output.html
 *
 * @throws Error "Unauthorized", exactly, for a token that does not hold: the client gets a 401
 */
export async function handler(event: TokenAuthorizerEvent): Promise<TokenAuthorizerResult> {
  const { sub, email, nickname, rank, name } = claimsOrUnauthorized(event.authorizationToken);
  const doors = Object.keys(LEAST_RANK).filter((route) => mayEnter(rank, route));
  return {
    principalId: sub,
    policyDocument: {
      Version: '2012-10-17',
      Statement: [
        {
          Effect: 'Allow',
          Action: 'execute-api:Invoke',
          // Every door that is open to this rank, whichever of them was knocked at: the policy is
          // kept, and read again for the next route.
          Resource: doors.map((route) => resourceOf(route, event.methodArn)),
        },
      ],
    },
    // Texts only: a REST API answers 500 to a list or an object in here.
    context: { sub, email, nickname, rank, name },
  };
}

function claimsOrUnauthorized(authorization: string): Claims {
  try {
    return verifyToken(authorization);
  } catch {
    // The message is the status code: to the letter, or the client gets a 500.
    throw new Error('Unauthorized');
  }
}

/** `GET /lounge` as a policy names it, in the API and stage of `methodArn`. */
function resourceOf(route: string, methodArn: string): string {
  const [api, stage] = methodArn.split('/');
  return `${api}/${stage}/${route.replace(' ', '')}`;
}

/** Whether a rank, as it stands in the token, opens a route of routes.ts. */
function mayEnter(rank: string | undefined, route: string): boolean {
  // As texts, "9" is more than "10". And what is no number at all must not open a door.
  const number = /^\d+$/.test(rank ?? '') ? Number(rank) : 0;
  return number >= (LEAST_RANK[route] ?? Infinity);
}
