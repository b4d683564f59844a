/*
 * Lab 5 · Check once, at the door: the function behind it
 *
 * Whoever gets here has been checked. The gateway hands over what the authorizer found out, and
 * this function believes the gateway: it has no secret, and no reason to look at the token.
 */
import type { RouteEvent, RouteResult } from './api-gateway.ts';

/** Answers with who is asking: sub, email, nickname, rank and name, as JSON. */
export async function handler(event: RouteEvent): Promise<RouteResult> {
  const { authorizer } = event.requestContext;
  // An HTTP API puts what its authorizer said one floor down. And where no authorizer was asked at
  // all, this line throws: a door that nobody guards must not stand open.
  const person = 'lambda' in authorizer ? authorizer.lambda : authorizer;
  const { sub, email, nickname, rank, name } = person;
  return {
    statusCode: 200,
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify({ sub, email, nickname, rank, name }),
  };
}
