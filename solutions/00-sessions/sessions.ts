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
import { GetItemCommand, PutItemCommand } from '@aws-sdk/client-dynamodb';
import { randomBytes } from 'node:crypto';
import {
  SESSION_COOKIE,
  SESSION_SECONDS,
  type Session,
  type SessionTable,
  type Strategy,
} from './strategy.ts';

/**
 * The session lies in the memory of the server that the login reached; the browser gets an id that
 * nobody can guess, and nothing else (slides 4–6).
 */
export function inMemory(): Strategy {
  return {
    server() {
      // Made as the server starts: every other server has a Map of its own.
      const sessions = new Map<string, Session>();
      return {
        // The id is always a new one: an id that came with the login is one that somebody else knows.
        begin(session) {
          const id = newSessionId();
          sessions.set(id, session);
          return cookie(SESSION_COOKIE, id);
        },
        find: (cookies) => sessions.get(cookies.get(SESSION_COOKIE) ?? ''),
      };
    },
  };
}

/** 16 bytes of chance, as 22 characters that a cookie may hold. */
function newSessionId(): string {
  return randomBytes(16).toString('base64url');
}

/** HttpOnly: for no script to read. SameSite: not for other sites' forms. Path: for every page. */
function cookie(name: string, value: string): string {
  return `${name}=${value}; Path=/; HttpOnly; SameSite=Lax`;
}

/**
 * As `inMemory`, and the load balancer sends a browser to the same server every time, by a cookie of
 * its own, for as long as that server is in service (slides 7–8).
 */
export function sticky(): Strategy {
  return {
    ...inMemory(),
    balancer: () => ({
      choose(cookies, { inService, next }) {
        const kept = cookies.get(STICKY_COOKIE);
        // The server may be gone, and the cookie may be anybody's invention.
        if (kept !== undefined && inService.includes(kept)) return { server: kept };
        return { server: next, setCookie: cookie(STICKY_COOKIE, next) };
      },
    }),
  };
}

const STICKY_COOKIE = 'sticky';

/**
 * The session lies in a table beside the servers, under an id as that of `inMemory`, until
 * SESSION_SECONDS after the login (slides 10–11). One request to the table for each `find`.
 */
export function sharedStore({ client, tableName }: SessionTable): Strategy {
  return {
    server: () => ({
      async begin(session) {
        const id = newSessionId();
        const expiresAt = Math.floor(Date.now() / 1000) + SESSION_SECONDS;
        await client.send(
          new PutItemCommand({
            TableName: tableName,
            Item: {
              id: { S: id },
              expiresAt: { N: String(expiresAt) },
              session: { S: JSON.stringify(session) },
            },
          }),
        );
        return cookie(SESSION_COOKIE, id);
      },
      async find(cookies) {
        const id = cookies.get(SESSION_COOKIE) ?? '';
        // DynamoDB throws at a key that is empty or too long, and anybody can send one.
        if (!/^[\w-]{22}$/.test(id)) return undefined;
        const { Item } = await client.send(
          new GetItemCommand({
            TableName: tableName,
            Key: { id: { S: id } },
            // Without this the answer may be older than the login.
            ConsistentRead: true,
          }),
        );
        // DynamoDB deletes what has expired within days, not at once.
        const expiresAt = Number(Item?.['expiresAt']?.N ?? 0);
        return Date.now() / 1000 < expiresAt ? readSession(Item?.['session']?.S) : undefined;
      },
    }),
  };
}

/**
 * The session lies in the cookie itself, as JSON in base64url, and nowhere else (slides 12–13). It
 * is not signed: who sends the cookie says who he is.
 */
export function clientHeld(): Strategy {
  return {
    server: () => ({
      begin: (session) =>
        cookie(SESSION_COOKIE, Buffer.from(JSON.stringify(session)).toString('base64url')),
      find: (cookies) =>
        readSession(Buffer.from(cookies.get(SESSION_COOKIE) ?? '', 'base64url').toString()),
    }),
  };
}

/** The session that a text holds as JSON: its five members, all of them texts, and no others. */
function readSession(json = ''): Session | undefined {
  try {
    const { sub, email, nickname, rank, name } = JSON.parse(json) as Record<string, unknown>;
    const session = { sub, email, nickname, rank, name };
    const isWhole = Object.values(session).every((member) => typeof member === 'string');
    return isWhole ? (session as Session) : undefined;
  } catch {
    // No JSON, or null: a stranger's cookie, and no reason to fail.
    return undefined;
  }
}
