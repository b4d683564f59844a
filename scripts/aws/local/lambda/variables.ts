import {
  DEFAULT_RUNTIME,
  FUNCTION_DEFAULTS,
  type Application,
  type LambdaFunction,
  type OwnAddress,
} from '../../application.ts';
import { REGION } from '../place.ts';

/** What stands in no declaration: the values of secrets, and where the APIs answer. */
export interface Known {
  readonly secrets: Readonly<Record<string, string>>;
  readonly addresses: Readonly<Record<OwnAddress['address'], string>>;
  /** Where the tables answer; undefined where there is none. */
  readonly tablesUrl: string | undefined;
}

/**
 * Everything that a function's process gets as its environment: the variables that Lambda sets and
 * the function's own. Nothing of the machine's, so no handler can read or log what is not its own.
 * https://docs.aws.amazon.com/lambda/latest/dg/configuration-envvars.html
 *
 * @param tablesUrl where the application's tables answer; undefined where it has none
 * @throws RangeError for a secret without a value
 */
export function functionVariables(
  name: string,
  definition: LambdaFunction,
  application: Application,
  { secrets, addresses, tablesUrl }: Known,
): Record<string, string> {
  const own = Object.entries(definition.environment ?? {}).map(([key, value]): [string, string] => {
    if (typeof value === 'string') return [key, value];
    if ('table' in value) return [key, value.table];
    if ('address' in value) return [key, addresses[value.address]];
    const secret = secrets[value.secret];
    if (secret === undefined) throw new RangeError(`The secret "${value.secret}" has no value`);
    return [key, secret];
  });
  return {
    ...Object.fromEntries(own),
    TZ: ':UTC',
    LANG: 'en_US.UTF-8',
    PATH: '/usr/local/bin:/usr/bin/:/bin:/opt/bin',
    AWS_REGION: REGION,
    AWS_DEFAULT_REGION: REGION,
    // Without them an SDK in the function would look for the machine's own credentials.
    ...PLACEHOLDER_CREDENTIALS,
    ...(tablesUrl !== undefined && {
      // The SDK in a function reads it by itself. On AWS it is not set, and not needed.
      AWS_ENDPOINT_URL_DYNAMODB: tablesUrl,
    }),
    AWS_EXECUTION_ENV: `AWS_Lambda_${application.runtime ?? DEFAULT_RUNTIME}`,
    AWS_LAMBDA_FUNCTION_NAME: name,
    AWS_LAMBDA_FUNCTION_VERSION: '$LATEST',
    AWS_LAMBDA_FUNCTION_MEMORY_SIZE: String(definition.memoryMB ?? FUNCTION_DEFAULTS.memoryMB),
    AWS_LAMBDA_INITIALIZATION_TYPE: 'on-demand',
    AWS_LAMBDA_LOG_GROUP_NAME: `/aws/lambda/${name}`,
    AWS_LAMBDA_LOG_STREAM_NAME: `${new Date().toISOString().slice(0, 10).replaceAll('-', '/')}/[$LATEST]local`,
  };
}

/** Signs requests to the local Lambda, which looks at no signature, and is worth nothing on AWS. */
const PLACEHOLDER_CREDENTIALS = {
  AWS_ACCESS_KEY_ID: 'LOCALLOCALLOCALLOCAL',
  AWS_SECRET_ACCESS_KEY: 'not-a-secret-the-local-lambda-checks-no-signature',
  AWS_SESSION_TOKEN: 'local',
} as const;

/**
 * What makes an AWS SDK talk to loopback, beside the address. The machine's settings may ask for FIPS
 * or dual-stack endpoints, and an SDK refuses those together with an address of our own.
 * https://docs.aws.amazon.com/sdkref/latest/guide/feature-endpoints.html
 */
export const LOOPBACK_ENVIRONMENT = {
  AWS_REGION: REGION,
  AWS_USE_FIPS_ENDPOINT: 'false',
  AWS_USE_DUALSTACK_ENDPOINT: 'false',
  ...PLACEHOLDER_CREDENTIALS,
} as const;

/** What every client on loopback is made with, beside its endpoint: nothing of the machine's. */
export const LOOPBACK_CLIENT = {
  region: REGION,
  credentials: { accessKeyId: 'local', secretAccessKey: 'local' },
  useFipsEndpoint: false,
  useDualstackEndpoint: false,
} as const;
