/*
 * Lab 5 · Check once, at the door: the function behind it
 *
 * Whoever gets here has been checked. The gateway hands over what the authorizer found out, and
 * this function believes the gateway: it has no secret, and no reason to look at the token.
 */
import type { RouteEvent, RouteResult } from './api-gateway.ts';

/** Answers with who is asking: sub, email, nickname, rank and name, as JSON. */
export async function handler(event: RouteEvent): Promise<RouteResult> {
  // TODO 4: answer with what the gateway hands over, and leave the token alone.
  // 할 일 4: 게이트웨이가 전달한 값으로 응답하고, 토큰은 읽지 마세요.
  throw new Error('TODO 4: answer with what the gateway hands over');
}
