/*
 * Lab 8 · Take it back: the list that everybody asks
 *
 * An access token is good for up to five minutes, whatever happens meanwhile. Whoever wants to take it
 * back earlier has to write that down, and whoever lets people in has to read it: a store again, as
 * in lab 0. It is a small one. What is in it is out of date after five minutes.
 */
import {
  BatchGetItemCommand,
  ConditionalCheckFailedException,
  PutItemCommand,
  UpdateItemCommand,
  type AttributeValue,
} from '@aws-sdk/client-dynamodb';
import type { Claims } from './access-token.ts';
import { familyIn, hashOf } from './refresh-token.ts';
import { client, keyOf, tableName } from './table.ts';

/**
 * Logs one session out: its family gives no more tokens, and the access token that came along is
 * refused until it expires by itself. Nothing that a client may send makes it fail (RFC 7009 §2.2).
 *
 * @param refreshToken as it came; '' where none did
 * @param claims of the access token that came along; undefined where none did, or it was not good
 * @param now in seconds since 1970
 */
export async function logout(
  refreshToken: string,
  claims: Claims | undefined,
  now: number,
): Promise<void> {
  await revokeFamilyOf(refreshToken, now);
  // What has expired is refused anyway.
  if (claims === undefined || claims.exp <= now) return;
  await client.send(
    new PutItemCommand({
      TableName: tableName,
      // By its name and not by its text: the same token can be written in several ways.
      Item: { ...keyOf.denied(claims.iss, claims.jti), expiresAt: { N: String(claims.exp) } },
    }),
  );
}

/** Ends the session of whoever holds this refresh token; of any other text nothing comes. */
async function revokeFamilyOf(refreshToken: string, now: number): Promise<void> {
  const family = familyIn(refreshToken);
  if (family === undefined) return;
  try {
    await client.send(
      new UpdateItemCommand({
        TableName: tableName,
        Key: keyOf.family(family),
        UpdateExpression: 'SET revokedAt = :now',
        // The family's name stands in every access token. To know it is not to hold the session. And
        // where there is no item, an update would make one.
        ConditionExpression: 'currentHash = :hash OR previousHash = :hash',
        ExpressionAttributeValues: {
          ':now': { N: String(now) },
          ':hash': { S: hashOf(refreshToken) },
        },
      }),
    );
  } catch (error) {
    if (!(error instanceof ConditionalCheckFailedException)) throw error;
  }
}

/** Logs a user out of every session there is at this moment; a login right after it is not one. */
export async function logoutEverywhere(sub: string, now: number): Promise<void> {
  await client.send(
    new UpdateItemCommand({
      TableName: tableName,
      Key: keyOf.user(sub),
      // ADD counts in the table: two who read 3 and write 4 would have counted one. The time is for
      // whoever asks when that was.
      UpdateExpression: 'ADD gen :one SET lastAt = :now',
      ExpressionAttributeValues: { ':one': { N: '1' }, ':now': { N: String(now) } },
    }),
  );
}

/**
 * Whether a genuine access token was taken back: it stands on the denylist, its user has logged out
 * everywhere since, or its session was revoked.
 *
 * @throws Error where the table does not answer: nobody knows then
 */
export async function isRevoked(claims: Claims, now: number): Promise<boolean> {
  const keys = [
    keyOf.denied(claims.iss, claims.jti),
    keyOf.user(claims.sub),
    keyOf.family(claims.sid),
  ] as const;
  const [denied, user, family] = await readAll(keys);
  return (
    // What is over may still be in the table.
    now < Number(denied?.['expiresAt']?.N ?? 0) ||
    claims.gen < Number(user?.['gen']?.N ?? 0) ||
    family?.['revokedAt'] !== undefined
  );
}

type Item = Readonly<Record<string, AttributeValue>>;

/** The items under these keys, in their order, with one request. */
async function readAll(keys: readonly Record<string, AttributeValue>[]) {
  const { Responses, UnprocessedKeys } = await client.send(
    new BatchGetItemCommand({
      RequestItems: {
        // Without ConsistentRead a token that was just taken back may be missing in the answer.
        [tableName]: { Keys: [...keys], ConsistentRead: true },
      },
    }),
  );
  // Part of an answer is no answer: what is not in it may be what matters.
  if (Object.keys(UnprocessedKeys ?? {}).length > 0) throw new Error('the table is too busy');
  const items: readonly Item[] = Responses?.[tableName] ?? [];
  return keys.map((key) => items.find(({ id }) => id?.S === key['id']?.S));
}
