/* Classes, a UUID for an id, a map attribute in the table, and a Strict cookie. */
import { GetItemCommand, PutItemCommand, type AttributeValue } from '@aws-sdk/client-dynamodb';
import { randomUUID } from 'node:crypto';
import {
  SESSION_COOKIE,
  SESSION_SECONDS,
  type Choice,
  type Cookies,
  type Routing,
  type Servers,
  type Session,
  type Sessions,
  type SessionTable,
  type Strategy,
} from './strategy.ts';

const MEMBERS = ['sub', 'email', 'nickname', 'rank', 'name'] as const;
const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

export function inMemory(): Strategy {
  return { server: () => new MemorySessions() };
}

export function sticky(): Strategy {
  return { server: () => new MemorySessions(), balancer: () => new StickyRouting() };
}

export function sharedStore(table: SessionTable): Strategy {
  const sessions = new TableSessions(table);
  return { server: () => sessions };
}

export function clientHeld(): Strategy {
  return { server: () => new ClientSessions() };
}

class MemorySessions implements Sessions {
  private readonly byId: Map<string, Session> = new Map();

  begin(session: Session): string {
    const id = randomUUID();
    this.byId.set(id, { ...session });
    return setCookie(SESSION_COOKIE, id);
  }

  find(cookies: Cookies): Session | undefined {
    const id = cookies.get(SESSION_COOKIE);
    return id === undefined ? undefined : this.byId.get(id);
  }
}

class StickyRouting implements Routing {
  choose(cookies: Cookies, { inService, next }: Servers): Choice {
    const server = inService.find((name) => name === cookies.get('server')) ?? next;
    return { server, setCookie: setCookie('server', server) };
  }
}

class TableSessions implements Sessions {
  private readonly table: SessionTable;

  constructor(table: SessionTable) {
    this.table = table;
  }

  async begin(session: Session): Promise<string> {
    const id = randomUUID();
    const { client, tableName: TableName } = this.table;
    const M = Object.fromEntries(MEMBERS.map((name) => [name, { S: session[name] }]));
    const N = `${Math.ceil(Date.now() / 1000) + SESSION_SECONDS}`;
    await client.send(
      new PutItemCommand({ TableName, Item: { id: { S: id }, expiresAt: { N }, data: { M } } }),
    );
    return setCookie(SESSION_COOKIE, id);
  }

  async find(cookies: Cookies): Promise<Session | undefined> {
    const id = cookies.get(SESSION_COOKIE);
    if (id === undefined || !UUID.test(id)) return undefined;
    const { client, tableName: TableName } = this.table;
    const { Item } = await client.send(
      new GetItemCommand({ TableName, Key: { id: { S: id } }, ConsistentRead: true }),
    );
    if (Item === undefined || this.hasExpired(Item)) return undefined;
    const texts = MEMBERS.map((name) => [name, Item['data']?.M?.[name]?.S]);
    return Object.fromEntries(texts) as Session;
  }

  private hasExpired({ expiresAt }: Record<string, AttributeValue>): boolean {
    return Number(expiresAt?.N) * 1000 <= Date.now();
  }
}

class ClientSessions implements Sessions {
  begin(session: Session): string {
    const bytes = new TextEncoder().encode(JSON.stringify(session));
    return setCookie(SESSION_COOKIE, Buffer.from(bytes).toString('base64url'));
  }

  find(cookies: Cookies): Session | undefined {
    const bytes = Buffer.from(cookies.get(SESSION_COOKIE) ?? '', 'base64url');
    let value: unknown;
    try {
      value = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes));
    } catch {
      return undefined;
    }
    if (!isSession(value)) return undefined;
    return Object.fromEntries(MEMBERS.map((name) => [name, value[name]])) as unknown as Session;
  }
}

function isSession(value: unknown): value is Session {
  if (typeof value !== 'object' || value === null) return false;
  return MEMBERS.every((name) => typeof Reflect.get(value, name) === 'string');
}

function setCookie(name: string, value: string): string {
  return [`${name}=${value}`, 'path=/', 'httponly', 'samesite=strict'].join('; ');
}
