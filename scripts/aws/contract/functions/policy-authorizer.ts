/**
 * A REST API's TOKEN authorizer that does what its token says:
 * `allow-route-…` and `deny-route-…` speak of this route alone, `allow-all-…` of every route,
 * `silent-…` of another API; `throw:<message>` and `json:<answer>` as they say.
 */
export async function handler(
  event: { methodArn: string; authorizationToken: string },
  context: { awsRequestId: string },
): Promise<unknown> {
  const { methodArn: arn, authorizationToken: token } = event;
  if (token.startsWith('throw:')) throw new Error(token.slice('throw:'.length));
  if (token.startsWith('json:')) return JSON.parse(token.slice('json:'.length));
  return {
    principalId: 'spark',
    policyDocument: {
      Version: '2012-10-17',
      Statement: [
        {
          Action: 'execute-api:Invoke',
          Effect: token.startsWith('deny') ? 'Deny' : 'Allow',
          Resource: resource(token, arn),
        },
      ],
    },
    context: {
      nonce: context.awsRequestId,
      members: Object.keys(event).toSorted().join(),
      rank: 15,
      member: true,
    },
  };
}

function resource(token: string, arn: string): string {
  if (token.includes('-all')) return `${arn.split('/').slice(0, 2).join('/')}/*`;
  return token.startsWith('silent') ? arn.replace('/GET/', '/DELETE/') : arn;
}
