/** The SDK's clients of all the services that a deployment calls. */
import { APIGatewayClient } from '@aws-sdk/client-api-gateway';
import { ApiGatewayV2Client } from '@aws-sdk/client-apigatewayv2';
import { CloudFormationClient } from '@aws-sdk/client-cloudformation';
import { LambdaClient } from '@aws-sdk/client-lambda';
import { clientOptions, guard } from './guard.ts';

export interface Clients {
  readonly region: string;
  readonly cloudFormation: CloudFormationClient;
  readonly lambda: LambdaClient;
  readonly http: ApiGatewayV2Client;
  readonly rest: APIGatewayClient;
}

/** `AWS_ENDPOINT_URL_…` in the environment leads the clients elsewhere, as any of AWS's tools. */
export function makeClients(region: string): Clients {
  const options = clientOptions(region);
  return {
    region,
    cloudFormation: guard(new CloudFormationClient(options)),
    lambda: guard(new LambdaClient(options)),
    http: guard(new ApiGatewayV2Client(options)),
    rest: guard(new APIGatewayClient(options)),
  };
}

export function closeClients({ cloudFormation, lambda, http, rest }: Clients): void {
  for (const client of [cloudFormation, lambda, http, rest]) client.destroy();
}
