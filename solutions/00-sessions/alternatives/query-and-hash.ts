/*
 * A balancer whose cookie is a hash of the server's name, a Query, items that
 * hold each member as an attribute, and ids in hexadecimal.
 */
import { PutItemCommand, QueryCommand } from '@aws-sdk/client-dynamodb';
import { createHash, randomBytes } from 'node:crypto';
import { SESSION_COOKIE, SESSION_SECONDS } from './strategy.ts';
import type { Cookies, Session, SessionTable, Strategy } from './strategy.ts';

const chance = (): string => randomBytes(32).toString('hex');
const attributes = '; Secure; HttpOnly; SameSite=Lax; Path=/; Max-Age=86400';

const hashOf = (server: string): string => createHash('sha256').update(server).digest('hex');
const seconds = (): number => Math.trunc(Date.now() / 1000);

export const inMemory = (): Strategy => ({
  server: () => {
    const entries = Object.create(null) as Record<string, string>;
    return {
      begin: async (session) => {
        const id = chance();
        entries[id] = JSON.stringify(session);
        return `${SESSION_COOKIE}=${id}${attributes}`;
      },
      find: async (cookies) => {
        const kept = entries[cookies.get(SESSION_COOKIE) ?? ''];
        return kept === undefined ? undefined : (JSON.parse(kept) as Session);
      },
    };
  },
});

export const sticky = (): Strategy => {
  return {
    server: () => inMemory().server(),
    balancer: () => ({
      choose: (cookies, { inService, next }) => {
        const server = inService.find((name) => hashOf(name) === cookies.get('browser'));
        return server
          ? { server }
          : { server: next, setCookie: `browser=${hashOf(next)}${attributes}` };
      },
    }),
  };
};

export const sharedStore = ({ client, tableName: TableName }: SessionTable): Strategy => {
  const begin = async ({ sub, email, nickname, rank, name }: Session): Promise<string> => {
    const id = chance();
    const Item = {
      id: { S: id },
      sub: { S: sub },
      email: { S: email },
      nickname: { S: nickname },
      rank: { S: rank },
      fullName: { S: name },
      expiresAt: { N: (seconds() + SESSION_SECONDS).toString() },
    };
    await client.send(new PutItemCommand({ TableName, Item }));
    return `${SESSION_COOKIE}=${id}${attributes}`;
  };
  const find = async (cookies: Cookies): Promise<Session | undefined> => {
    const id = cookies.get(SESSION_COOKIE) ?? '';
    if (id.length !== 64) return undefined;
    const { Items = [] } = await client.send(
      new QueryCommand({
        TableName,
        KeyConditionExpression: 'id = :id',
        FilterExpression: 'expiresAt > :now',
        ExpressionAttributeValues: { ':id': { S: id }, ':now': { N: `${seconds()}` } },
        ConsistentRead: true,
      }),
    );
    const [item] = Items;
    if (!item) return undefined;
    const member = (attribute: string): string => item[attribute]?.S ?? '';
    return {
      sub: member('sub'),
      email: member('email'),
      nickname: member('nickname'),
      rank: member('rank'),
      name: member('fullName'),
    };
  };
  return { server: () => ({ begin, find }) };
};

export const clientHeld = (): Strategy => ({
  server: () => ({
    begin: (session) => {
      const text = JSON.stringify(session);
      return `${SESSION_COOKIE}=${Buffer.from(text, 'utf8').toString('base64url')}${attributes}`;
    },
    find: (cookies) => {
      const text = Buffer.from(cookies.get(SESSION_COOKIE) ?? '', 'base64url').toString('utf8');
      let parsed: Partial<Record<keyof Session, unknown>> | null;
      try {
        parsed = JSON.parse(text) as typeof parsed;
      } catch {
        parsed = null;
      }
      const { sub, email, nickname, rank, name } = parsed ?? {};
      if (typeof sub !== 'string' || typeof email !== 'string') return undefined;
      if (typeof nickname !== 'string' || typeof rank !== 'string') return undefined;
      return typeof name === 'string' ? { sub, email, nickname, rank, name } : undefined;
    },
  }),
});
