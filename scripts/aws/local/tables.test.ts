/** The tables of an application: made empty, for its functions to find, and gone with it. */
import {
  ConditionalCheckFailedException,
  DynamoDBClient,
  GetItemCommand,
  UpdateItemCommand,
} from '@aws-sdk/client-dynamodb';
import { expect, onTestFinished, test } from 'vitest';
import { makeSources, startForTest } from '#testing/local-aws.ts';
import type { Application } from './index.ts';
import { LOOPBACK_CLIENT } from './lambda/variables.ts';

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
