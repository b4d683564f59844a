/*
 * Given: opens the table that the sessions are kept in. Without any setting that is a DynamoDB in
 * this very process (dynalite); where AWS_ENDPOINT_URL_DYNAMODB says otherwise, it is the one that
 * answers there, AWS's own included. The code that uses the table is the same.
 */
import { CreateTableCommand, DynamoDBClient } from '@aws-sdk/client-dynamodb';
import dynalite from 'dynalite';
import { once } from 'node:events';
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { LOOPBACK } from './listener.ts';
import type { SessionTable } from './strategy.ts';

export interface OpenTable extends SessionTable {
  /** How many requests were sent to it until now. */
  readonly requests: number;
  close(): Promise<void>;
}

/**
 * Opens the table. In DynamoDB itself it has to be there already (the lesson says how to make it),
 * under the name in SESSIONS_TABLE or else "jwt-workshop-sessions".
 */
export function openTable(environment: NodeJS.ProcessEnv = process.env): Promise<OpenTable> {
  // The SDK's note about Node 20 would stand in the middle of the demo.
  process.env['AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED'] = 'true';
  const tableName = environment['SESSIONS_TABLE'] ?? 'jwt-workshop-sessions';
  // The SDK reads the variable by itself, as it does region and credentials.
  return environment['AWS_ENDPOINT_URL_DYNAMODB']
    ? Promise.resolve(opened(new DynamoDBClient(PATIENCE), tableName))
    : openEmbedded(tableName);
}

/** Whoever waits for a page does not wait for a third try. */
const PATIENCE = { maxAttempts: 2 } as const;

async function openEmbedded(tableName: string): Promise<OpenTable> {
  const server = dynalite({ createTableMs: 0 });
  server.listen(0, LOOPBACK);
  await once(server, 'listening');
  const client = new DynamoDBClient({
    ...PATIENCE,
    endpoint: `http://${LOOPBACK}:${(server.address() as AddressInfo).port}`,
    region: 'ap-northeast-2',
    credentials: { accessKeyId: 'local', secretAccessKey: 'local' },
    // The machine's settings may ask for these, which no address of our own has.
    useFipsEndpoint: false,
    useDualstackEndpoint: false,
  });
  client.middlewareStack.add(
    (next, { commandName }) =>
      async (command) => {
        try {
          return await next(command);
        } catch (error) {
          // dynalite says "UnknownError", and not of what.
          if (!(error instanceof Error && error.name === 'UnknownOperationException')) throw error;
          const message = `dynalite, the DynamoDB in this process, has no ${String(commandName)}`;
          throw new Error(message, { cause: error });
        }
      },
    { step: 'initialize', name: 'unknown-operation' },
  );
  await client.send(
    new CreateTableCommand({
      TableName: tableName,
      AttributeDefinitions: [{ AttributeName: 'id', AttributeType: 'S' }],
      KeySchema: [{ AttributeName: 'id', KeyType: 'HASH' }],
      BillingMode: 'PAY_PER_REQUEST',
    }),
  );
  return opened(client, tableName, server);
}

function opened(client: DynamoDBClient, tableName: string, server?: Server): OpenTable {
  let requests = 0;
  client.middlewareStack.add(
    (next) => (request) => {
      requests += 1;
      return next(request);
    },
    // Behind the retries: each try is a request.
    { step: 'finalizeRequest', priority: 'low', name: 'count' },
  );
  return {
    client,
    tableName,
    get requests() {
      return requests;
    },
    async close() {
      client.destroy();
      if (!server) return;
      await new Promise<void>((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      });
    },
  };
}
