/** The SDK's clients, set up so that nothing is sent twice behind our back. */
import { APIGatewayClient } from '@aws-sdk/client-api-gateway';
import { ApiGatewayV2Client } from '@aws-sdk/client-apigatewayv2';
import { CloudWatchLogsClient } from '@aws-sdk/client-cloudwatch-logs';
import { IAMClient } from '@aws-sdk/client-iam';
import { LambdaClient } from '@aws-sdk/client-lambda';

export interface Clients {
  readonly region: string;
  readonly lambda: LambdaClient;
  readonly iam: IAMClient;
  readonly logs: CloudWatchLogsClient;
  readonly http: ApiGatewayV2Client;
  readonly rest: APIGatewayClient;
}

/** Where the services are, and who calls them. */
export interface Overrides {
  readonly endpoint?: string;
  readonly credentials?: { readonly accessKeyId: string; readonly secretAccessKey: string };
  /** So long an answer may take, in milliseconds. */
  readonly requestTimeout?: number;
}

/**
 * One attempt a call: an answer that got lost may have been a yes, so whoever tries again must look
 * first (work.ts). `AWS_ENDPOINT_URL_…` in the environment leads the clients elsewhere.
 *
 * @param overrides what a test has in place of the environment
 */
export function makeClients(
  region: string,
  { requestTimeout = 60_000, ...overrides }: Overrides = {},
): Clients {
  process.env['AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED'] = 'true';
  const options = {
    region,
    maxAttempts: 1,
    ...overrides,
    // Without the last, the client would only warn of an answer that never comes, and wait on.
    requestHandler: { connectionTimeout: 10_000, requestTimeout, throwOnRequestTimeout: true },
  };
  return {
    region,
    lambda: new LambdaClient(options),
    iam: new IAMClient(options),
    logs: new CloudWatchLogsClient(options),
    http: new ApiGatewayV2Client(options),
    rest: new APIGatewayClient(options),
  };
}

export function closeClients({ lambda, iam, logs, http, rest }: Clients): void {
  for (const client of [lambda, iam, logs, http, rest]) client.destroy();
}
