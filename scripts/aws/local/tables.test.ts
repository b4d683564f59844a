/** The tables of an application: made empty, for its functions to find, and gone with it. */
import {
  BatchGetItemCommand,
  ConditionalCheckFailedException,
  DynamoDBClient,
  GetItemCommand,
  PutItemCommand,
  ScanCommand,
  UpdateItemCommand,
} from '@aws-sdk/client-dynamodb';
import { expect, onTestFinished, test } from 'vitest';
import { makeSources, startForTest } from '#testing/local-aws.ts';
import type { Application } from './index.ts';
import { LOOPBACK_CLIENT } from './lambda/variables.ts';
import { makeTables } from './tables-in-process.ts';
import { startTables } from './tables.ts';

const APPLICATION: Application = {
  name: 'test',
  tables: { sessions: { key: 'id', ttl: 'expiresAt' } },
  functions: {
    issuer: { entry: 'issuer.ts', environment: { SESSIONS_TABLE: { table: 'sessions' } } },
  },
};

async function start(application: Application) {
  const { root } = await makeSources({
    'issuer.ts': 'export const handler = () => process.env;',
  });
  return startForTest(application, { root, environments: 'threads' });
}

async function startWithTable() {
  const { invoke, local } = await start(APPLICATION);
  const { payload } = await invoke('issuer');
  const client = new DynamoDBClient({
    ...LOOPBACK_CLIENT,
    endpoint: payload.AWS_ENDPOINT_URL_DYNAMODB,
    maxAttempts: 1,
  });
  onTestFinished(() => client.destroy());
  const Key = { id: { S: 'spark' } };
  const read = () =>
    client.send(
      new GetItemCommand({ TableName: payload.SESSIONS_TABLE, Key, ConsistentRead: true }),
    );
  return { local, client, payload, Key, read };
}

test('a function finds the table by its variables, empty', async () => {
  const { payload, local, read } = await startWithTable();
  expect(payload.SESSIONS_TABLE).toBe('sessions');
  expect(payload.AWS_ENDPOINT_URL_DYNAMODB).toBe(local.dynamoDb?.url);
  expect((await read()).Item).toBeUndefined();
});

test('of many conditional writes at once one is made', async () => {
  const { client, payload, Key, read } = await startWithTable();
  const writes = await Promise.allSettled(
    [1, 2, 3, 4, 5].map((value) =>
      client.send(
        new UpdateItemCommand({
          TableName: payload.SESSIONS_TABLE,
          Key,
          ConditionExpression: 'attribute_not_exists(id)',
          UpdateExpression: 'SET gen = :value',
          ExpressionAttributeValues: { ':value': { N: String(value) } },
        }),
      ),
    ),
  );
  const refused = writes.flatMap((write) => (write.status === 'rejected' ? [write.reason] : []));
  expect(refused).toHaveLength(4);
  for (const reason of refused) expect(reason).toBeInstanceOf(ConditionalCheckFailedException);
  const winner = writes.findIndex(({ status }) => status === 'fulfilled') + 1;
  expect((await read()).Item?.['gen']).toEqual({ N: String(winner) });
});

test('they are gone with the application', async () => {
  const { local, read } = await startWithTable();
  await local.stop();
  await expect(read()).rejects.toMatchObject({ code: 'ECONNREFUSED' });
});

test('where there is none, no function hears of DynamoDB', async () => {
  const { tables: _, ...rest } = APPLICATION;
  const { invoke, local } = await start({ ...rest, functions: { issuer: { entry: 'issuer.ts' } } });
  expect(local.dynamoDb).toBeUndefined();
  expect((await invoke('issuer')).payload).not.toHaveProperty('AWS_ENDPOINT_URL_DYNAMODB');
});

test('without a network between, the same commands come to the same', async () => {
  const tables = { sessions: { key: 'id', ttl: 'expiresAt' } };
  const [http, here] = await Promise.all([startTables(tables), makeTables(tables)]);
  onTestFinished(() => http.stop());
  const TableName = 'sessions';
  const Key = { id: { S: 'family#spark' } };
  const commands = [
    new PutItemCommand({
      TableName,
      Item: {
        ...Key,
        hash: { B: Buffer.from([0, 250, 255]) },
        gen: { N: '15' },
        open: { BOOL: true },
      },
      ConditionExpression: undefined,
    }),
    new PutItemCommand({
      TableName,
      Item: Key,
      ConditionExpression: 'attribute_not_exists(id)',
    }),
    new UpdateItemCommand({
      TableName,
      Key,
      UpdateExpression: 'SET rotatedAt = :now ADD gen :one',
      ConditionExpression: '#hash = :hash AND attribute_not_exists(revokedAt)',
      ExpressionAttributeNames: { '#hash': 'hash' },
      ExpressionAttributeValues: {
        ':now': { N: '1800000000.5' },
        ':one': { N: '1' },
        ':hash': { B: Uint8Array.of(0, 250, 255) },
      },
      ReturnValues: 'ALL_NEW',
    }),
    new UpdateItemCommand({ TableName, Key, UpdateExpression: 'SET last = :now' }),
    new GetItemCommand({ TableName, Key, ConsistentRead: true }),
    new GetItemCommand({ TableName, Key: { id: { S: '' } } }),
    new GetItemCommand({ TableName, Key: { id: { S: 'A'.repeat(3000) } } }),
    new GetItemCommand({ TableName: 'another', Key }),
    new BatchGetItemCommand({
      RequestItems: { [TableName]: { Keys: [Key, { id: { S: 'nobody' } }], ConsistentRead: true } },
    }),
    new ScanCommand({ TableName, ConsistentRead: true }),
  ];
  for (const command of commands) {
    const expected = await cameTo(http.client.send(command as GetItemCommand));
    expect(await cameTo(here.run(command))).toEqual(expected);
  }
});

test('a condition with IN takes what is missing for unequal', async () => {
  const tables = { sessions: { key: 'id', ttl: 'expiresAt' } };
  const [http, here] = await Promise.all([startTables(tables), makeTables(tables)]);
  onTestFinished(() => http.stop());
  const [TableName, Key] = ['sessions', { id: { S: 'spark' } }];
  const put = new PutItemCommand({ TableName, Item: { ...Key, gen: { N: '15' } } });
  const sends = [
    (command: object) => http.client.send(command as PutItemCommand),
    (command: object) => here.run<object>(command),
  ];
  for (const send of sends) {
    await send(put);
    const came = [];
    // dynalite by itself does not answer the last of these, nor anything after it.
    for (const names of ['gen', 'gen, previousHash', 'previousHash, usedAt']) {
      const condition = {
        ConditionExpression: `attribute_exists(id) AND :gen IN (${names})`,
        ExpressionAttributeValues: { ':gen': { N: '15' } },
      };
      came.push(
        await send(
          new UpdateItemCommand({
            TableName,
            Key,
            UpdateExpression: 'SET seen = :gen',
            ...condition,
          }),
        ).then(
          () => 'made',
          (error: Error) => error.name,
        ),
      );
    }
    expect(came).toEqual(['made', 'made', 'ConditionalCheckFailedException']);
  }
});

/** The answer, or the error in its parts. */
async function cameTo(sent: Promise<object>): Promise<object> {
  try {
    const { $metadata: _, ...answer } = (await sent) as { readonly $metadata?: unknown };
    return answer;
  } catch (error) {
    const { name, message, constructor } = error as Error;
    return { name, message, class: constructor.name };
  }
}
