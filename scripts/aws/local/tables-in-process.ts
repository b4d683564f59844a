/**
 * DynamoDB without a network, imported by a lab's checks as `#local-tables`: dynalite's own actions,
 * asked directly. A command costs a tenth of what it costs over HTTP, where the SDK signs it and both
 * sides write and read it, so many checks fit into a second. The same data lead to the same answers.
 */
import * as dynamoDb from '@aws-sdk/client-dynamodb';
import { createRequire } from 'node:module';
import type { Table } from '../application.ts';
import { mendIn } from './dynalite-in.ts';
import { tableInput } from './tables.ts';

/** A command of the SDK, as far as it matters here. */
interface Command {
  readonly constructor: { readonly name: string };
  readonly input: object;
}

export interface TablesInProcess {
  /**
   * What the command comes to, as `client.send(command)` would.
   *
   * @throws the SDK's exceptions
   */
  run<Output>(command: object): Promise<Output>;
}

/** The part of dynalite that is used: an action is called back with an error or an answer. */
type Action = (
  store: object,
  input: object,
  done: (error: DynaliteError | null, output?: object) => void,
) => void;

interface DynaliteError {
  readonly body: Readonly<Record<'__type' | 'message' | 'Message', string | undefined>>;
}

/** Makes an application's tables, empty, under the names that it gives them. */
export async function makeTables(
  tables: Readonly<Record<string, Table>>,
): Promise<TablesInProcess> {
  mendIn();
  const load = createRequire(import.meta.url);
  const { checkTypes, checkValidations } = load('dynalite/validations') as {
    checkTypes(input: object, types: object): object;
    checkValidations(input: object, types: object, custom: unknown, store: object): void;
  };
  const store = (load('dynalite/db') as { create(options: object): object }).create({
    createTableMs: 0,
  });

  function act(operation: string, given: object): Promise<object> {
    const name = operation.charAt(0).toLowerCase() + operation.slice(1);
    const action = load(`dynalite/actions/${name}`) as Action;
    const { types, custom } = load(`dynalite/validations/${name}`) as {
      readonly types: object;
      readonly custom: unknown;
    };
    const input = checkTypes(given, types);
    checkValidations(input, types, custom, store);
    return new Promise((resolve, reject) => {
      action(store, input, (error, output) => (error ? reject(error) : resolve(output ?? {})));
    });
  }

  async function run<Output>(command: object): Promise<Output> {
    const { constructor, input } = command as Command;
    const operation = constructor.name.replace(/Command$/, '');
    try {
      return fromJson(await act(operation, toJson(input))) as Output;
    } catch (error) {
      throw exceptionOf(error);
    }
  }

  for (const [name, table] of Object.entries(tables)) {
    await act('CreateTable', tableInput(name, table));
    // It becomes active in a later turn.
    while (!(await isActive(name))) await new Promise((resolve) => setImmediate(resolve));
  }

  async function isActive(TableName: string): Promise<boolean> {
    const { Table } = (await act('DescribeTable', { TableName })) as {
      readonly Table: { readonly TableStatus: string };
    };
    return Table.TableStatus === 'ACTIVE';
  }

  return { run };
}

/** As it travels: bytes in base64, and no member that is undefined. */
function toJson(input: object): object {
  const text = JSON.stringify(input, function encode(this: Record<string, unknown>, name, value) {
    const own = this[name];
    return own instanceof Uint8Array ? Buffer.from(own).toString('base64') : (value as unknown);
  });
  return JSON.parse(text) as object;
}

function fromJson(output: object): object {
  return JSON.parse(JSON.stringify(output), (name, value: unknown) =>
    name === 'B' && typeof value === 'string'
      ? new Uint8Array(Buffer.from(value, 'base64'))
      : value,
  ) as object;
}

/** dynalite's error as the SDK's: of its own class where it has one. */
function exceptionOf(error: unknown): unknown {
  const { body } = Object(error) as Partial<DynaliteError>;
  if (!body) return error;
  const name = body['__type']?.split('#').at(-1) ?? '';
  const message = body.message ?? body.Message ?? '';
  const options = { $metadata: {}, message };
  const known = (dynamoDb as unknown as Record<string, unknown>)[name] as
    (new (given: typeof options) => Error) | undefined;
  if (known) return new known(options);
  return new dynamoDb.DynamoDBServiceException({ ...options, name, $fault: 'client' });
}
