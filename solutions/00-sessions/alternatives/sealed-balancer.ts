/*
 * A balancer whose cookie does not say in clear which server it means, as that of AWS does not; ids
 * checked by their bytes; and a cookie that is read piece by piece.
 */
import { DynamoDBClient, GetItemCommand, PutItemCommand } from '@aws-sdk/client-dynamodb';
import { createHmac, getRandomValues } from 'node:crypto';
import { SESSION_COOKIE, SESSION_SECONDS, type Session, type SessionTable } from './strategy.ts';
import type { Cookies, Routing, Sessions, Strategy } from './strategy.ts';

/** The same in every balancer: in earnest it would come from a secret of the deployment. */
const SEAL = 'balancers of rubywave.io';

export function inMemory() {
  return { server: memory } satisfies Strategy;
}

export function sticky() {
  return { server: memory, balancer } satisfies Strategy;
}

export function sharedStore({ client, tableName }: SessionTable) {
  return {
    server(): Sessions {
      return {
        begin: (session) => put(client, tableName, session),
        find: (cookies) => get(client, tableName, cookies.get(SESSION_COOKIE)),
      };
    },
  } satisfies Strategy;
}

export function clientHeld() {
  return {
    server(): Sessions {
      return {
        begin(session) {
          return keep(SESSION_COOKIE, Buffer.from(JSON.stringify(session)).toString('base64url'));
        },
        find(cookies) {
          return parse(Buffer.from(cookies.get(SESSION_COOKIE) ?? '', 'base64url').toString());
        },
      };
    },
  } satisfies Strategy;
}

function memory(): Sessions {
  const list: { id: string; session: Session }[] = [];
  return {
    begin(session) {
      const id = newId();
      list.push({ id, session });
      return keep(SESSION_COOKIE, id);
    },
    find(cookies) {
      const wanted = cookies.get(SESSION_COOKIE);
      return list.find(({ id }) => id === wanted)?.session;
    },
  };
}

function balancer(): Routing {
  return {
    choose(cookies: Cookies, { inService, next }) {
      const wanted = cookies.get('AWSALB');
      const known = inService.find((name) => sealed(name) === wanted);
      return known === undefined
        ? { server: next, setCookie: keep('AWSALB', sealed(next)) }
        : { server: known };
    },
  };
}

function sealed(name: string): string {
  return createHmac('sha256', SEAL).update(name).digest('base64url');
}

async function put(client: DynamoDBClient, table: string, session: Session): Promise<string> {
  const id = newId();
  const end = Math.round(Date.now() / 1000) + SESSION_SECONDS;
  const item = { ...session, end };
  await client.send(
    new PutItemCommand({
      TableName: table,
      Item: { id: { S: id }, expiresAt: { N: `${end}` }, json: { S: JSON.stringify(item) } },
    }),
  );
  return keep(SESSION_COOKIE, id);
}

async function get(client: DynamoDBClient, table: string, id = ''): Promise<Session | undefined> {
  if (Buffer.from(id, 'base64').length !== 24) return undefined;
  const answer = await client.send(
    new GetItemCommand({ TableName: table, Key: { id: { S: id } }, ConsistentRead: true }),
  );
  const json = answer.Item?.['json']?.S;
  if (json === undefined) return undefined;
  const { end } = JSON.parse(json) as { readonly end: number };
  return end <= Math.floor(Date.now() / 1000) ? undefined : parse(json);
}

function parse(json: string): Session | undefined {
  let value: unknown;
  try {
    value = JSON.parse(json);
  } catch {
    value = undefined;
  }
  const members = new Map(Object.entries(Object(value) as object));
  const session: Record<string, string> = {};
  for (const name of ['sub', 'email', 'nickname', 'rank', 'name']) {
    const member: unknown = members.get(name);
    if (typeof member !== 'string') return undefined;
    session[name] = member;
  }
  return session as unknown as Session;
}

function newId(): string {
  return Buffer.from(getRandomValues(new Uint8Array(24))).toString('base64url');
}

function keep(name: string, value: string): string {
  return `${name}=${value}; SameSite=Lax; HttpOnly; Path=/`;
}
