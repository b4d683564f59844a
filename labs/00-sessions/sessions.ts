/*
 * Lab 0 · Where does the session live?
 *
 * spark logs in. From then on rubywave.io wants to know, at every request, that it is he who asks,
 * and HTTP alone does not say: each request stands for itself. So the server remembers him, in a
 * session, and his browser brings back a cookie:
 *
 *     browser                load balancer          server-1  server-2  server-3
 *        | POST /account/login     |                    |
 *        |------------------------>|------------------->|  begin(): a session
 *        |<------------------------|<-------------------|
 *        |   Set-Cookie: session=… |                              |
 *        | GET /me                 |                              |
 *        |------------------------>|----------------------------->|  find(): ?
 *        |   Cookie: session=…     |                              |
 *
 * Where the session lives decides what happens next. You write four answers, in the order in which
 * the web found them.
 *
 * Work through the TODOs in order: `npm run lab:0` says after each what is right and what is not.
 */
import type { SessionTable, Strategy } from './strategy.ts';

/**
 * The session lies in the memory of the server that the login reached; the browser gets an id that
 * nobody can guess, and nothing else (slides 4–6).
 */
export function inMemory(): Strategy {
  // TODO 1: keep each server's sessions in its own memory, and hand out an id in a cookie.
  // 할 일 1: 세션을 서버마다 자기 메모리에 보관하고, 쿠키로는 ID만 주세요.
  throw new Error('TODO 1: keep the session in the memory of one server');
}

/**
 * As `inMemory`, and the load balancer sends a browser to the same server every time, by a cookie of
 * its own, for as long as that server is in service (slides 7–8).
 */
export function sticky(): Strategy {
  // TODO 2: do as inMemory does, and let the balancer send a browser back to its server.
  // 할 일 2: inMemory처럼 하되, 로드 밸런서가 브라우저를 늘 같은 서버로 보내게 하세요.
  throw new Error('TODO 2: keep a browser on its server');
}

/**
 * The session lies in a table beside the servers, under an id as that of `inMemory`, until
 * SESSION_SECONDS after the login (slides 10–11). One request to the table for each `find`.
 */
export function sharedStore({ client, tableName }: SessionTable): Strategy {
  // TODO 3: keep the sessions in the table, and let none live longer than SESSION_SECONDS.
  // 할 일 3: 세션을 테이블에 보관하고, SESSION_SECONDS가 지나면 유효하지 않게 하세요.
  throw new Error('TODO 3: keep the session in a table beside the servers');
}

/**
 * The session lies in the cookie itself, as JSON in base64url, and nowhere else (slides 12–13). It
 * is not signed: who sends the cookie says who he is.
 */
export function clientHeld(): Strategy {
  // TODO 4: write the session into the cookie, and read it from there, whatever comes.
  // 할 일 4: 세션을 쿠키에 쓰고, 어떤 쿠키가 오든 거기에서 읽으세요.
  throw new Error('TODO 4: let the client hold the session');
}
