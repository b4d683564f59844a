/**
 * Loaded by a process that waits for the checks of a lab that has servers and a table of its own: it makes
 * requests of the same kinds meanwhile, so that the code of Node, the SDK and dynalite is warm when the
 * checks come. JavaScript for the reason of ahead.mjs.
 */
import {
  BatchWriteItemCommand,
  CreateTableCommand,
  DynamoDBClient,
  GetItemCommand,
  PutItemCommand,
  ScanCommand,
} from '@aws-sdk/client-dynamodb';
import dynalite from 'dynalite';
import { once } from 'node:events';
import { Agent, createServer, request } from 'node:http';
import { text } from 'node:stream/consumers';

/** More make nothing faster. */
const ROUNDS = 40;
const LOOPBACK = '127.0.0.1';

// A save that comes before its end does not wait for it, and does well without.
warmUp().catch(() => undefined);

async function warmUp() {
  process.env['AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED'] = 'true';
  const agent = new Agent({ keepAlive: true });
  const server = await listen(createServer(answer));
  const balancer = await listen(
    createServer((incoming, outgoing) => {
      const { method, url, headers } = incoming;
      const passedOn = request(
        { ...server.place, agent, method, path: url, headers },
        (response) => {
          outgoing.writeHead(response.statusCode, { ...response.headers });
          response.pipe(outgoing);
        },
      );
      incoming.pipe(passedOn);
    }),
  );
  const table = await listen(dynalite({ createTableMs: 0 }));
  const client = new DynamoDBClient({
    endpoint: `http://${LOOPBACK}:${table.place.port}`,
    region: 'ap-northeast-2',
    credentials: { accessKeyId: 'local', secretAccessKey: 'local' },
    useFipsEndpoint: false,
    useDualstackEndpoint: false,
  });
  const TableName = 'ahead';
  await client.send(
    new CreateTableCommand({
      TableName,
      AttributeDefinitions: [{ AttributeName: 'id', AttributeType: 'S' }],
      KeySchema: [{ AttributeName: 'id', KeyType: 'HASH' }],
      BillingMode: 'PAY_PER_REQUEST',
    }),
  );
  for (let round = 0; round < ROUNDS; round += 1) {
    await ask({ ...balancer.place, agent, method: 'POST', path: '/' }, '{"nickname":"spark"}');
    await ask({ ...balancer.place, agent, method: 'GET', path: '/', headers: { cookie: 'a=b' } });
    const id = { S: String(round) };
    await client.send(new PutItemCommand({ TableName, Item: { id, session: { S: '{}' } } }));
    await client.send(new GetItemCommand({ TableName, Key: { id }, ConsistentRead: true }));
    if (round % 10 === 0) {
      await client.send(new ScanCommand({ TableName, ConsistentRead: true }));
      const RequestItems = { [TableName]: [{ DeleteRequest: { Key: { id } } }] };
      await client.send(new BatchWriteItemCommand({ RequestItems }));
    }
  }
  client.destroy();
  agent.destroy();
  for (const one of [server, balancer, table]) one.close();
}

async function answer(incoming, outgoing) {
  await text(incoming);
  outgoing.setHeader('set-cookie', 'session=spark; Path=/');
  outgoing.writeHead(200, { 'content-type': 'application/json; charset=utf-8' });
  outgoing.end('{}');
}

async function listen(server) {
  server.listen(0, LOOPBACK);
  await once(server, 'listening');
  return {
    place: { host: LOOPBACK, port: server.address().port },
    close() {
      server.close();
      server.closeAllConnections();
    },
  };
}

async function ask(options, body) {
  const outgoing = request(options);
  outgoing.end(body);
  const [response] = await once(outgoing, 'response');
  return text(response);
}
