/* Writes first and reads only where the write was refused; small functions, no class but the error. */
import {
  ConditionalCheckFailedException,
  GetItemCommand,
  PutItemCommand,
  UpdateItemCommand,
  type AttributeValue,
} from '@aws-sdk/client-dynamodb';
import { createHmac, randomBytes } from 'node:crypto';
import { issueAccessToken } from './access-token.ts';
import { familyIn, hashOf } from './refresh-token.ts';
import { pepper } from './secrets.ts';
import { client, keyOf, tableName } from './table.ts';
import type { User } from './users.ts';

export const SESSION_SECONDS = 2_592_000;
export const GRACE_SECONDS = 10;

export type SessionErrorCode = 'unknown' | 'expired' | 'revoked' | 'reused';

export class SessionError extends Error {
  readonly code: SessionErrorCode;

  constructor(code: SessionErrorCode, message: string = code) {
    super(message);
    this.code = code;
  }
}

export interface Tokens {
  readonly accessToken: string;
  readonly refreshToken: string;
  readonly endsAt: number;
}

type Item = Record<string, AttributeValue>;

const text = (value: string) => ({ S: value });
const number = (value: number) => ({ N: `${value}` });
const random = (bytes: number) => randomBytes(bytes).toString('base64url');
const successor = (family: string, token: string) =>
  `${family}.${createHmac('sha256', pepper()).update(token, 'utf8').digest('base64url')}`;

const lookUp = async (Key: Item) =>
  (await client.send(new GetItemCommand({ TableName: tableName, Key, ConsistentRead: true }))).Item;

const tokens = (sid: string, item: Item, refreshToken: string, now: number): Tokens => ({
  accessToken: issueAccessToken(
    { sub: item['sub']?.S ?? '', sid, gen: Number(item['gen']?.N) },
    now,
  ),
  refreshToken,
  endsAt: Number(item['expiresAt']?.N),
});

export async function start(user: User, now: number): Promise<Tokens> {
  const family = random(16);
  const refreshToken = `${family}.${random(32)}`;
  const item: Item = {
    ...keyOf.family(family),
    sub: text(user.id),
    gen: number(Number((await lookUp(keyOf.user(user.id)))?.['gen']?.N ?? 0)),
    hash: text(hashOf(refreshToken)),
    expiresAt: number(Math.trunc(now) + SESSION_SECONDS),
  };
  await client.send(new PutItemCommand({ TableName: tableName, Item: item }));
  return tokens(family, item, refreshToken, now);
}

export const setCookie = (refreshToken: string, maxAgeSeconds: number): string =>
  [
    `__Secure-refresh=${refreshToken}`,
    'Secure',
    'HttpOnly',
    'SameSite=Strict',
    'Path=/auth',
    `Max-Age=${maxAgeSeconds}`,
  ].join('; ');

export async function rotate(refreshToken: string, now: number): Promise<Tokens> {
  const family = familyIn(refreshToken);
  if (!family) throw new SessionError('unknown');
  const next = successor(family, refreshToken);
  const item = await move(family, refreshToken, next, now);
  return item ? tokens(family, item, next, now) : refused(family, refreshToken, now);
}

/** The item after the write; undefined where the condition did not hold. */
async function move(family: string, presented: string, next: string, now: number) {
  try {
    const { Attributes } = await client.send(
      new UpdateItemCommand({
        TableName: tableName,
        Key: keyOf.family(family),
        UpdateExpression: 'SET #hash = :next, formerHash = :presented, usedAt = :now',
        ConditionExpression:
          '#hash = :presented AND expiresAt > :now AND attribute_not_exists(revoked)',
        ExpressionAttributeNames: { '#hash': 'hash' },
        ExpressionAttributeValues: {
          ':next': text(hashOf(next)),
          ':presented': text(hashOf(presented)),
          ':now': number(now),
        },
        ReturnValues: 'ALL_NEW',
      }),
    );
    return Attributes;
  } catch (error) {
    if (error instanceof ConditionalCheckFailedException) return undefined;
    throw error;
  }
}

async function refused(family: string, presented: string, now: number): Promise<Tokens> {
  const item = await lookUp(keyOf.family(family));
  if (!item) throw new SessionError('unknown');
  if (Number(item['expiresAt']?.N) <= now) throw new SessionError('expired');
  if (item['revoked']) throw new SessionError('revoked');
  if (item['hash']?.S === hashOf(presented)) throw new Error('the table contradicts itself');
  if (
    item['formerHash']?.S === hashOf(presented) &&
    now - Number(item['usedAt']?.N) <= GRACE_SECONDS
  ) {
    return tokens(family, item, successor(family, presented), now);
  }
  await client.send(
    new UpdateItemCommand({
      TableName: tableName,
      Key: keyOf.family(family),
      UpdateExpression: 'SET revoked = :yes',
      ExpressionAttributeValues: { ':yes': { BOOL: true } },
    }),
  );
  throw new SessionError('reused');
}
