/**
 * The declaration of an application: which functions there are, which APIs stand before them and
 * who guards the routes. It is data only, so that the local servers and a deployment to AWS read
 * the same object.
 */

/** One application: its functions, its secrets and the APIs in front of them. */
export interface Application {
  /** Prefix of everything that is made for it: letters, digits and hyphens. */
  readonly name: string;
  /** The managed runtime to deploy to; local functions run on the Node that runs the workshop. */
  readonly runtime?: Runtime;
  /** Secrets by name. Their values are made by whoever runs the application, never written here. */
  readonly secrets?: Readonly<Record<string, Secret>>;
  /** Tables by name. Each is new and empty for every run and every deployment, and gone after it. */
  readonly tables?: Readonly<Record<string, Table>>;
  /** Functions by name, as Lambda names them. */
  readonly functions: Readonly<Record<string, LambdaFunction>>;
  readonly httpApi?: HttpApi;
  readonly restApi?: RestApi;
}

/** https://docs.aws.amazon.com/lambda/latest/dg/lambda-runtimes.html */
export type Runtime = 'nodejs22.x' | 'nodejs24.x';

/**
 * A value that is new for every run and every deployment: at least 32 random bytes, which arrive in
 * the function as base64url text, or a private RSA key, as PEM (PKCS #8) of 1,704 bytes.
 */
export type Secret = { readonly bytes: number } | { readonly rsa: 2048 };

/**
 * A DynamoDB table, on demand. A function that has its name in the environment may get, put and
 * update its items, also several at once, and nothing else.
 * https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/HowItWorks.CoreComponents.html
 */
export interface Table {
  /** The attribute that an item is found by, a text. */
  readonly key: string;
  /**
   * The attribute that says when an item may be deleted, a number of seconds since 1970. AWS does
   * so within days, a local table never: whoever reads an item compares the time.
   */
  readonly ttl: string;
}

/** https://docs.aws.amazon.com/lambda/latest/api/API_CreateFunction.html */
export interface LambdaFunction {
  /** The source file, absolute or relative to the `root` given at the start. */
  readonly entry: string;
  /** The export that is called; the default is `handler`. */
  readonly handler?: string;
  readonly environment?: Readonly<Record<string, EnvironmentValue>>;
  /** 1 to 900 seconds; the default is 3. */
  readonly timeoutSeconds?: number;
  /** 128 to 10240 MB; the default is 128. Sets the size of the heap, as the managed runtime does. */
  readonly memoryMB?: number;
}

/**
 * A text, the secret of that name, what DynamoDB calls the table of that name, or where the
 * application itself answers.
 */
export type EnvironmentValue =
  string | { readonly secret: string } | { readonly table: string } | OwnAddress;

/**
 * Where the application's own HTTP API answers, without a slash at the end. It is known once the
 * application runs: a port on loopback here, `https://<id>.execute-api.<region>.amazonaws.com` there.
 */
export interface OwnAddress {
  readonly address: 'httpApi';
}

/** https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api.html */
export interface HttpApi {
  readonly routes: readonly Route[];
  readonly authorizers?: Readonly<Record<string, HttpAuthorizer>>;
}

/** https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-rest-api.html */
export interface RestApi {
  /** The first part of every path; the default is `dev`. */
  readonly stage?: string;
  readonly routes: readonly Route[];
  readonly authorizers?: Readonly<Record<string, RestAuthorizer>>;
}

export interface Route {
  /** Method and path: `GET /me`; `ANY /me` takes every method that has no route of its own. */
  readonly route: string;
  /** The function that answers. */
  readonly function: string;
  /** The authorizer that is asked first; none means that the route is open to all. */
  readonly authorizer?: string;
  /** Behind a JWT authorizer: the token must have one of these in `scope` or `scp`; 1 to 10. */
  readonly scopes?: readonly string[];
}

export type HttpAuthorizer = RequestAuthorizer | JwtAuthorizer;

/** https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-lambda-authorizer.html */
export interface RequestAuthorizer {
  readonly type: 'REQUEST';
  readonly function: string;
  /** At least one, of `$request.header.<name>` and `$context.routeKey`. */
  readonly identitySources: readonly string[];
  /** 0 to 3600 seconds; the default is 0, which is no cache. */
  readonly ttlSeconds?: number;
  readonly payloadFormat: '2.0';
  /** `{ isAuthorized, context }` in place of a policy. */
  readonly simpleResponses: true;
}

/**
 * The gateway checks tokens itself, with the keys that their issuer publishes; no function is asked.
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-jwt-authorizer.html
 */
export interface JwtAuthorizer {
  readonly type: 'JWT';
  /** `$request.header.Authorization`: the token with or without "Bearer" in front. */
  readonly identitySource: string;
  /**
   * What `iss` must be, to the letter; its keys are found through
   * `<issuer>/.well-known/openid-configuration`. AWS reads https only, the local gateway loopback only.
   */
  readonly issuer: string | OwnAddress;
  /** 1 to 50; one of them must be in `aud`, or be `client_id` where a token has no `aud`. */
  readonly audience: readonly string[];
}

/** https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-use-lambda-authorizer.html */
export interface RestAuthorizer {
  readonly type: 'TOKEN';
  readonly function: string;
  /** One header: `method.request.header.Authorization`. */
  readonly identitySource: string;
  /** 0 to 3600 seconds; the default is 300. */
  readonly ttlSeconds?: number;
}

/** What a function gets where its declaration is silent. */
export const FUNCTION_DEFAULTS = { handler: 'handler', timeoutSeconds: 3, memoryMB: 128 } as const;

/** The runtime of an application that names none. */
export const DEFAULT_RUNTIME: Runtime = 'nodejs24.x';

/** The stage of a REST API that names none. */
export const DEFAULT_REST_STAGE = 'dev';

/** Seconds that a REST authorizer's answer is kept where its declaration is silent. */
export const DEFAULT_REST_TTL_SECONDS = 300;

/** The only stage of an HTTP API: it answers at the root, without a stage's name in the path. */
export const HTTP_STAGE = '$default';
