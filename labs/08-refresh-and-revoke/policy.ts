/* Given: the answer of a TOKEN authorizer that lets somebody in, as you wrote it in lab 5. */
import type { Claims } from './access-token.ts';

/** What a TOKEN authorizer of a REST API is given, and nothing more. */
export interface TokenAuthorizerEvent {
  readonly type: 'TOKEN';
  /** The whole Authorization header: `Bearer eyJ…`. */
  readonly authorizationToken: string;
  /** The route that somebody asks for: `arn:aws:execute-api:<region>:<account>:<api>/<stage>/GET/me`. */
  readonly methodArn: string;
}

/** https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-lambda-authorizer-output.html */
export interface TokenAuthorizerResult {
  readonly principalId: string;
  readonly policyDocument: {
    readonly Version: '2012-10-17';
    readonly Statement: readonly {
      readonly Effect: 'Allow' | 'Deny';
      readonly Action: 'execute-api:Invoke';
      readonly Resource: readonly string[];
    }[];
  };
  readonly context: Readonly<Record<string, string>>;
}

/** The doors of this lab: whoever is logged in may pass all of them. */
export const DOORS = ['GET /me', 'GET /lounge', 'GET /vip'] as const;

/** A policy that opens the doors in the API and stage of `methodArn`: it is kept, and read for all. */
export function letIn({ sub, sid }: Claims, methodArn: string): TokenAuthorizerResult {
  const [api, stage] = methodArn.split('/');
  return {
    principalId: sub,
    policyDocument: {
      Version: '2012-10-17',
      Statement: [
        {
          Effect: 'Allow',
          Action: 'execute-api:Invoke',
          Resource: DOORS.map((door) => `${api}/${stage}/${door.replace(' ', '')}`),
        },
      ],
    },
    context: { sub, sid },
  };
}
