/** Where the APIs of a deployed stack answer: found by their names and tags, as they were made. */
import {
  APIGatewayClient,
  GetRestApisCommand,
  GetStagesCommand,
} from '@aws-sdk/client-api-gateway';
import { ApiGatewayV2Client, GetApisCommand } from '@aws-sdk/client-apigatewayv2';
import { apiName, isTagged, type ApiKind } from '#aws/deploy/names.ts';

/** Where `npm run deploy` has put the application. */
export interface Stack {
  readonly region: string;
  readonly prefix: string;
}

/** The address without a slash at the end; undefined where the stack has no such API. */
export function deployedApi(kind: ApiKind, stack: Stack): Promise<string | undefined> {
  return kind === 'http' ? httpApi(stack) : restApi(stack);
}

async function httpApi({ region, prefix }: Stack): Promise<string | undefined> {
  const client = new ApiGatewayV2Client({ region });
  let token: string | undefined;
  do {
    const page = await client.send(
      new GetApisCommand({ MaxResults: '100', ...(token !== undefined && { NextToken: token }) }),
    );
    const api = page.Items?.find(
      ({ Name, Tags }) => Name === apiName(prefix, 'http') && isTagged(Tags, prefix),
    );
    if (api) return api.ApiEndpoint;
    token = page.NextToken;
  } while (token !== undefined);
  return undefined;
}

/** A REST API's address has its stage in it, and an API of ours has one stage. */
async function restApi({ region, prefix }: Stack): Promise<string | undefined> {
  const client = new APIGatewayClient({ region });
  let position: string | undefined;
  do {
    const page = await client.send(
      new GetRestApisCommand({ limit: 500, ...(position !== undefined && { position }) }),
    );
    const api = page.items?.find(
      ({ name, tags }) => name === apiName(prefix, 'rest') && isTagged(tags, prefix),
    );
    if (api?.id !== undefined) {
      const { item = [] } = await client.send(new GetStagesCommand({ restApiId: api.id }));
      const stage = item[0]?.stageName;
      return stage && `https://${api.id}.execute-api.${region}.amazonaws.com/${stage}`;
    }
    position = page.position;
  } while (position !== undefined);
  return undefined;
}
