/** What the events of both kinds of API say of a request. */
import { ACCOUNT_ID, REGION } from '../place.ts';
import type { ApiCall } from './api.ts';

/** The ARN of the route, with the request's own path: what a policy must allow. */
export function arnOf({ request, api, path }: ApiCall): string {
  return `arn:aws:execute-api:${REGION}:${ACCOUNT_ID}:${api.apiId}/${api.stage}/${request.method}${path}`;
}

/** The members that `requestContext` has in either format. */
export function sharedContext({ request, api }: ApiCall, authorizer: object | undefined) {
  return {
    accountId: ACCOUNT_ID,
    apiId: api.apiId,
    ...(authorizer === undefined ? {} : { authorizer }),
    domainName: `${api.apiId}.execute-api.${REGION}.amazonaws.com`,
    domainPrefix: api.apiId,
    requestId: request.id,
    stage: api.stage,
  };
}
