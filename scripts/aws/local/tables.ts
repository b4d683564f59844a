/** DynamoDB on this machine: dynalite in this process, in memory, with an application's tables. */
import {
  CreateTableCommand,
  DynamoDBClient,
  type CreateTableCommandInput,
} from '@aws-sdk/client-dynamodb';
import { once } from 'node:events';
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { LOOPBACK } from '#terminal/loopback.ts';
import type { Table } from '../application.ts';
import { mendIn } from './dynalite-in.ts';
import { LOOPBACK_CLIENT, LOOPBACK_ENVIRONMENT } from './lambda/variables.ts';

export interface LocalTables {
  /** Where they answer. */
  readonly url: string;
  /** What makes an AWS SDK talk to them: for `process.env`. */
  readonly environment: Readonly<Record<string, string>>;
  /** A client of these tables, made as every client on loopback; `stop` closes it too. */
  readonly client: DynamoDBClient;
  stop(): Promise<void>;
}

/** Starts an application's tables on loopback, under the names that it gives them. */
export async function startTables(tables: Readonly<Record<string, Table>>): Promise<LocalTables> {
  // The SDK's note about Node 20 would stand among the lines of whoever starts them.
  process.env['AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED'] = 'true';
  const server = await startDynalite();
  const url = `http://${LOOPBACK}:${(server.address() as AddressInfo).port}`;
  const client = new DynamoDBClient({ ...LOOPBACK_CLIENT, endpoint: url, maxAttempts: 1 });
  await Promise.all(
    Object.entries(tables).map(([name, table]) =>
      client.send(new CreateTableCommand(tableInput(name, table))),
    ),
  );
  return {
    url,
    environment: { AWS_ENDPOINT_URL_DYNAMODB: url, ...LOOPBACK_ENVIRONMENT },
    client,
    async stop() {
      client.destroy();
      await new Promise<void>((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      });
    },
  };
}

/** dynalite knows no time to live: what has expired stays, as on AWS for days. */
export function tableInput(name: string, { key }: Table): CreateTableCommandInput {
  return {
    TableName: name,
    AttributeDefinitions: [{ AttributeName: key, AttributeType: 'S' }],
    KeySchema: [{ AttributeName: key, KeyType: 'HASH' }],
    BillingMode: 'PAY_PER_REQUEST',
  };
}

async function startDynalite(): Promise<Server> {
  // It weighs, and most applications have no table; it brings no types, either.
  const name: string = 'dynalite';
  const { default: dynalite } = (await import(name)) as {
    readonly default: (options: { readonly createTableMs: number }) => Server;
  };
  mendIn();
  const server = dynalite({ createTableMs: 0 });
  server.listen(0, LOOPBACK);
  await once(server, 'listening');
  return server;
}
