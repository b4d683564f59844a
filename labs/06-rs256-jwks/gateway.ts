/*
 * Lab 6 · Publish a key, and let the gateway check: what the gateway is told
 *
 * An HTTP API checks tokens itself, if it is told three things. application.ts puts them into the
 * declaration, and `npm run deploy` into AWS.
 */
import type { JwtAuthorizer } from '#local-aws';

/** Whose tokens are welcome: what `iss` must be, to the letter. */
// TODO 5: name the issuer; it is this application's own HTTP API, wherever that runs.
// 할 일 5: 발급자를 정하세요. 어디에서 실행되든 이 애플리케이션 자신의 HTTP API입니다.
export const issuer: JwtAuthorizer['issuer'] = 'TODO 5: name the issuer';

/** For whom a token must be meant: one of these must be in `aud`. */
// TODO 5: name the audience that the issuer writes.
// 할 일 5: 발급자가 적는 audience를 정하세요.
export const audience: readonly string[] = [];

/** One of these words must be in a token's `scope`, by route. A route without an entry asks for none. */
// TODO 5: ask for a word at each of the three doors; /lobby asks for none.
// 할 일 5: 세 문마다 요구할 단어를 정하세요. /lobby는 아무 단어도 요구하지 않습니다.
export const scopes: Readonly<Record<string, readonly string[]>> = {};
