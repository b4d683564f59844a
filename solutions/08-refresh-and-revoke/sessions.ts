/*
 * Lab 8 · Take it back: sessions that live on
 *
 * An access token can't be taken back, so it lives for five minutes only. And nobody wants to log in
 * every five minutes, so there is a second token: the refresh token is shown to /auth alone, and gets
 * the page a new access token. It is no JWT. It says nothing, it only has to be found again:
 *
 *     <family>.<secret>      family: the session, for as long as it lives
 *                            secret: another one after every use
 *
 * Behind it stands one item of the table for each family. The refresh token that was used is replaced,
 * so that of a thief and an owner one comes too late, and is seen.
 *
 * Work through the TODOs in order: `npm run lab:8` says after each what is right and what is not.
 */
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

/** How long a session lives, however often it is refreshed: 30 days. */
export const SESSION_SECONDS = 30 * 24 * 3600;

/** How long the token before the current one is answered once more. */
export const GRACE_SECONDS = 10;

/** Why there is no new token. The client never hears which of the four it was. */
export type SessionErrorCode = 'unknown' | 'expired' | 'revoked' | 'reused';

export class SessionError extends Error {
  readonly code: SessionErrorCode;

  constructor(code: SessionErrorCode, message: string) {
    super(message);
    this.name = 'SessionError';
    this.code = code;
  }
}

/** What a client gets after a login, and after each refresh. */
export interface Tokens {
  /** For the body: the page's own code sends it along. */
  readonly accessToken: string;
  /** For the cookie, and for nothing else. */
  readonly refreshToken: string;
  /** When the session ends, in seconds since 1970: the same after every refresh. */
  readonly endsAt: number;
}

/**
 * Begins a session: a family with its first refresh token.
 *
 * @param now in seconds since 1970
 */
export async function start(user: User, now: number): Promise<Tokens> {
  const family = randomBytes(16).toString('base64url');
  const refreshToken = `${family}.${randomBytes(32).toString('base64url')}`;
  const endsAt = Math.floor(now) + SESSION_SECONDS;
  const gen = await generationOf(user.id);
  await client.send(
    new PutItemCommand({
      TableName: tableName,
      Item: {
        ...keyOf.family(family),
        sub: { S: user.id },
        // Of the login, and never read anew: "out everywhere" counts up, and these tokens stay behind.
        gen: { N: String(gen) },
        // Whoever reads the table finds nothing there that opens a session.
        currentHash: { S: hashOf(refreshToken) },
        expiresAt: { N: String(endsAt) },
      },
      ConditionExpression: 'attribute_not_exists(id)',
    }),
  );
  return {
    accessToken: issueAccessToken({ sub: user.id, sid: family, gen }, now),
    refreshToken,
    endsAt,
  };
}

/**
 * The `Set-Cookie` header that hands a refresh token to the browser, or takes it away with 0 seconds.
 * https://www.rfc-editor.org/rfc/rfc6265
 */
export function setCookie(refreshToken: string, maxAgeSeconds: number): string {
  // No Domain: with one, every other host below it would get the cookie too.
  return `__Secure-refresh=${refreshToken}; Max-Age=${maxAgeSeconds}; Path=/auth; HttpOnly; Secure; SameSite=Strict`;
}

/**
 * Replaces a refresh token by its successor (RFC 9700 §4.14.2).
 *
 * @param now in seconds since 1970
 * @throws SessionError where the token gets nobody in
 */
export async function rotate(refreshToken: string, now: number): Promise<Tokens> {
  const { family, item } = await find(refreshToken, now);
  if (item['currentHash']?.S !== hashOf(refreshToken)) {
    return replayed(refreshToken, family, item, now);
  }
  const next = successorOf(refreshToken);
  try {
    await client.send(
      new UpdateItemCommand({
        TableName: tableName,
        Key: keyOf.family(family),
        UpdateExpression: 'SET currentHash = :next, previousHash = :presented, rotatedAt = :now',
        // Read a moment ago is not now: of many who come at once, the table lets one through.
        ConditionExpression: 'currentHash = :presented AND attribute_not_exists(revokedAt)',
        ExpressionAttributeValues: {
          ':next': { S: hashOf(next) },
          ':presented': { S: hashOf(refreshToken) },
          ':now': { N: String(now) },
        },
      }),
    );
  } catch (error) {
    if (!(error instanceof ConditionalCheckFailedException)) throw error;
    // Somebody was faster, by rotating or by revoking. What the table says now decides.
    return rotate(refreshToken, now);
  }
  return tokensOf(family, item, next, now);
}

/**
 * A token that is not the current one: the successor once more, or the end of the family.
 *
 * @throws SessionError "reused"
 */
async function replayed(
  refreshToken: string,
  family: string,
  item: Item,
  now: number,
): Promise<Tokens> {
  const isLatest = item['previousHash']?.S === hashOf(refreshToken);
  if (isLatest && now < Number(item['rotatedAt']?.N) + GRACE_SECONDS) {
    // A second tab, or an answer that was lost. Nothing is written, or the ten seconds never end.
    return tokensOf(family, item, successorOf(refreshToken), now);
  }
  // Two have had this token, and who of them is the thief can't be told.
  await revoke(family, now);
  throw new SessionError('reused', 'the token was used before');
}

type Item = Readonly<Record<string, AttributeValue>>;

/** The family's item, as long as it is a living session. */
async function find(refreshToken: string, now: number) {
  const family = familyIn(refreshToken);
  const item = family === undefined ? undefined : await read(keyOf.family(family));
  if (family === undefined || !item) throw new SessionError('unknown', 'there is no such session');
  // DynamoDB deletes what has expired within days, and not at once.
  if (now >= Number(item['expiresAt']?.N)) throw new SessionError('expired', 'the session is over');
  if (item['revokedAt'] || Number(item['gen']?.N) < (await generationOf(item['sub']?.S ?? ''))) {
    throw new SessionError('revoked', 'the session was taken back');
  }
  return { family, item };
}

/** The same for whoever asks with the same token, and for nobody who has not the pepper. */
function successorOf(refreshToken: string): string {
  const secret = createHmac('sha256', pepper()).update(refreshToken).digest('base64url');
  return `${familyIn(refreshToken)}.${secret}`;
}

function tokensOf(sid: string, item: Item, refreshToken: string, now: number): Tokens {
  const [sub, gen] = [item['sub']?.S ?? '', Number(item['gen']?.N)];
  return {
    accessToken: issueAccessToken({ sub, sid, gen }, now),
    refreshToken,
    endsAt: Number(item['expiresAt']?.N),
  };
}

/** Ends a session for everybody who has a token of it. */
async function revoke(family: string, now: number): Promise<void> {
  await client.send(
    new UpdateItemCommand({
      TableName: tableName,
      Key: keyOf.family(family),
      UpdateExpression: 'SET revokedAt = :now',
      ExpressionAttributeValues: { ':now': { N: String(now) } },
    }),
  );
}

/** How often a user has logged out everywhere. */
async function generationOf(sub: string): Promise<number> {
  const item = await read(keyOf.user(sub));
  return Number(item?.['gen']?.N ?? 0);
}

async function read(Key: Record<string, AttributeValue>): Promise<Item | undefined> {
  // Without ConsistentRead the answer may be older than the last write.
  const { Item } = await client.send(
    new GetItemCommand({ TableName: tableName, Key, ConsistentRead: true }),
  );
  return Item;
}
