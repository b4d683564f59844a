/*
 * Given: what API Gateway hands to the functions of this lab, and what it takes from them. There
 * is more in the real events; these are the members that matter here.
 */

/**
 * What a TOKEN authorizer of a REST API is given, and nothing more.
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-lambda-authorizer-input.html
 */
export interface TokenAuthorizerEvent {
  readonly type: 'TOKEN';
  /** The identity source, here the whole Authorization header: `Bearer eyJ…`. */
  readonly authorizationToken: string;
  /** The route that somebody asks for: `arn:aws:execute-api:<region>:<account>:<api>/<stage>/GET/me`. */
  readonly methodArn: string;
}

/**
 * What it answers with.
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-lambda-authorizer-output.html
 */
export interface TokenAuthorizerResult {
  /** Who is asking. */
  readonly principalId: string;
  readonly policyDocument: {
    readonly Version: '2012-10-17';
    readonly Statement: readonly PolicyStatement[];
  };
  /** For the route's function, which gets every value as text. */
  readonly context: Readonly<Record<string, string | number | boolean | undefined>>;
}

/** https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-control-access-using-iam-policies-to-invoke-api.html */
export interface PolicyStatement {
  readonly Effect: 'Allow' | 'Deny';
  readonly Action: 'execute-api:Invoke';
  /** Routes, written like `methodArn`; `*` stands for any text, also for one with slashes in it. */
  readonly Resource: string | readonly string[];
}

/**
 * What a REQUEST authorizer of an HTTP API is given in payload format 2.0.
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-lambda-authorizer.html
 */
export interface RequestAuthorizerEvent {
  readonly version: '2.0';
  readonly type: 'REQUEST';
  /** The values of the identity sources, in their order. */
  readonly identitySource: readonly string[];
  /** The route as it is declared: `GET /me`. */
  readonly routeKey: string;
  /** Names in lower case, however the client wrote them. */
  readonly headers: Readonly<Record<string, string | undefined>>;
}

/** What it answers with where simple responses are switched on. */
export interface RequestAuthorizerResult {
  readonly isAuthorized: boolean;
  /** For the route's function. */
  readonly context?: Readonly<Record<string, string | number | boolean | undefined>>;
}

/** What either API hands to the route's function. */
export interface RouteEvent {
  readonly headers: Readonly<Record<string, string | undefined>> | null;
  readonly requestContext: {
    /** The authorizer's context: a REST API puts it here, an HTTP API one floor down. */
    readonly authorizer: Person | { readonly lambda: Person };
  };
}

/** What our authorizers say of the caller. Whatever it was, it arrives as text. */
export interface Person {
  readonly sub?: string;
  readonly email?: string;
  readonly nickname?: string;
  readonly rank?: string;
  readonly name?: string;
}

/** What both APIs take from a route's function. */
export interface RouteResult {
  readonly statusCode: number;
  readonly headers?: Readonly<Record<string, string>>;
  /** Text, and nothing else: a REST API answers 502 to an object. */
  readonly body: string;
}
