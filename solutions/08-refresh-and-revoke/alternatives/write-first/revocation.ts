/* Three reads at once, each for itself. */
import { GetItemCommand, PutItemCommand, UpdateItemCommand } from '@aws-sdk/client-dynamodb';
import type { Claims } from './access-token.ts';
import { familyIn, hashOf } from './refresh-token.ts';
import { client, keyOf, tableName, type Key } from './table.ts';

const TableName = tableName;

export const logout = async (
  refreshToken: string,
  claims: Claims | undefined,
  now: number,
): Promise<void> => {
  await Promise.all([revoke(refreshToken), claims && claims.exp > now ? deny(claims) : undefined]);
};

const revoke = async (refreshToken: string): Promise<void> => {
  const family = familyIn(refreshToken);
  if (!family) return;
  const Key = keyOf.family(family);
  const { Item } = await client.send(new GetItemCommand({ TableName, Key, ConsistentRead: true }));
  const known = [Item?.['hash']?.S, Item?.['formerHash']?.S];
  if (!Item || !known.includes(hashOf(refreshToken))) return;
  await client.send(
    new UpdateItemCommand({
      TableName,
      Key,
      UpdateExpression: 'SET revoked = :yes',
      ExpressionAttributeValues: { ':yes': { BOOL: true } },
    }),
  );
};

const deny = ({ iss, jti, exp }: Claims) =>
  client.send(
    new PutItemCommand({
      TableName,
      Item: { ...keyOf.denied(iss, jti), expiresAt: { N: `${exp}` } },
    }),
  );

export const logoutEverywhere = async (sub: string, _now: number): Promise<void> => {
  await client.send(
    new UpdateItemCommand({
      TableName,
      Key: keyOf.user(sub),
      UpdateExpression: 'SET gen = if_not_exists(gen, :zero) + :one',
      ExpressionAttributeValues: { ':zero': { N: '0' }, ':one': { N: '1' } },
    }),
  );
};

const read = async (Key: Key) =>
  (await client.send(new GetItemCommand({ TableName, Key, ConsistentRead: true }))).Item;

export const isRevoked = async (
  { iss, jti, sub, sid, gen }: Claims,
  _now: number,
): Promise<boolean> => {
  const [denied, user, family] = await Promise.all([
    read(keyOf.denied(iss, jti)),
    read(keyOf.user(sub)),
    read(keyOf.family(sid)),
  ]);
  return Boolean(denied) || Number(user?.['gen']?.N ?? 0) > gen || Boolean(family?.['revoked']);
};
