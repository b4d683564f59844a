/* One class asks and answers for the whole table. */
import { GetItemCommand, PutItemCommand, UpdateItemCommand } from '@aws-sdk/client-dynamodb';
import type { Claims } from './access-token.ts';
import { revokeSession } from './sessions.ts';
import { client, keyOf, tableName, type Key } from './table.ts';

class Revocations {
  async deny({ iss, jti, exp }: Claims): Promise<void> {
    const Item = { ...keyOf.denied(iss, jti), expiresAt: { N: exp.toFixed(0) } };
    await client.send(new PutItemCommand({ TableName: tableName, Item }));
  }

  async nextGeneration(sub: string): Promise<void> {
    await client.send(
      new UpdateItemCommand({
        TableName: tableName,
        Key: keyOf.user(sub),
        UpdateExpression: 'ADD gen :one',
        ExpressionAttributeValues: { ':one': { N: '1' } },
      }),
    );
  }

  async has({ iss, jti, sub, sid, gen }: Claims): Promise<boolean> {
    // One after the other: most are not asked to the end.
    if (await this.read(keyOf.denied(iss, jti))) return true;
    const user = await this.read(keyOf.user(sub));
    if (gen < Number(user?.['gen']?.N ?? 0)) return true;
    const family = await this.read(keyOf.family(sid));
    return family?.['revoked']?.BOOL === true;
  }

  private async read(Key: Key) {
    const command = new GetItemCommand({ TableName: tableName, Key, ConsistentRead: true });
    return (await client.send(command)).Item;
  }
}

const revocations = new Revocations();

export async function logout(
  refreshToken: string,
  claims: Claims | undefined,
  now: number,
): Promise<void> {
  await revokeSession(refreshToken);
  if (claims !== undefined && now < claims.exp) await revocations.deny(claims);
}

export async function logoutEverywhere(sub: string, _now: number): Promise<void> {
  await revocations.nextGeneration(sub);
}

export function isRevoked(claims: Claims, _now: number): Promise<boolean> {
  return revocations.has(claims);
}
