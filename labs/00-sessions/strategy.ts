/*
 * Given: what a way to keep sessions consists of, and who asks it for what.
 *
 *     browser --> load balancer --> server
 *                 balancer()        server()
 */
import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';

/** Who is logged in: what slide 19's token says of spark. */
export interface Session {
  readonly sub: string;
  readonly email: string;
  readonly nickname: string;
  /** A text of digits, as in the deck's token. */
  readonly rank: string;
  readonly name: string;
}

/** The cookies of one request, by name. What they hold is the sender's choice. */
export type Cookies = ReadonlyMap<string, string>;

/** A way to keep sessions: its part in each server, and its part in the load balancer. */
export interface Strategy {
  /**
   * Every server calls this once, as it starts. What is made in here lies in the memory of that one
   * server, and is gone when the server stops.
   */
  server(): Sessions;
  /**
   * Each load balancer calls this once, as it starts, and none of them has what another keeps. Left
   * out, they go round robin.
   */
  balancer?(): Routing;
}

/** The sessions, as one server knows them. */
export interface Sessions {
  /**
   * Somebody has just logged in. Answers the text of the `Set-Cookie` header that the browser is to
   * get (RFC 6265 §4.1).
   *
   * @param cookies what came with the login, from a client that was still a stranger
   */
  begin(session: Session, cookies: Cookies): string | Promise<string>;
  /**
   * Who sent these cookies; undefined where nobody is logged in by them. Whatever they hold, that is
   * no reason to throw. An error is for what the client can't help, and becomes a 500.
   */
  find(cookies: Cookies): Session | undefined | Promise<Session | undefined>;
}

/** How the load balancer chooses a server for each request. */
export interface Routing {
  choose(cookies: Cookies, servers: Servers): Choice;
}

/** The servers as the load balancer sees them at this moment. */
export interface Servers {
  /** The names of all that are in service: "server-1", "server-3". Never empty. */
  readonly inService: readonly string[];
  /** Whose turn it is by round robin: one of them. */
  readonly next: string;
}

export interface Choice {
  /** One of the names in `inService`; any other makes the balancer answer 502. */
  readonly server: string;
  /** The text of a `Set-Cookie` header that the balancer adds to the response. */
  readonly setCookie?: string;
}

/**
 * A table in DynamoDB for the sessions of all servers. Its key is `id`, a text; its time to live is
 * `expiresAt`, a number of seconds since 1970. An item may have any other attributes besides.
 */
export interface SessionTable {
  readonly client: DynamoDBClient;
  readonly tableName: string;
}

/** The name of the cookie that the servers set. */
export const SESSION_COOKIE = 'session';

/** How long a session in the table lasts, counted from the login, in seconds. */
export const SESSION_SECONDS = 3600;
