/*
 * Given: what this lab runs, and what would be deployed. Three doors that the gateway guards by
 * itself, one that asks for no word, and one more that a function of yours has to guard.
 */
import type { Application, Route } from '#local-aws';
import { audience, issuer, scopes } from './gateway.ts';

/** The routes that need a token and no code. Until step 5 is written there are none. */
const guarded: Route[] = ['GET /lobby', 'GET /me', 'GET /lounge', 'GET /vip'].map((route) => {
  const { [route]: words = [] } = scopes;
  return {
    route,
    function: 'profile',
    authorizer: 'jwt',
    ...(words.length > 0 && { scopes: words }),
  };
});
const isWritten = !(typeof issuer === 'string' && issuer.startsWith('TODO'));

/** The application is its own issuer: who issues is where its HTTP API answers. */
const known = {
  JWT_ISSUER: { address: 'httpApi' },
  JWT_AUDIENCE: 'https://api.rubywave.io',
} as const;

export const application: Application = {
  name: 'jwt-workshop-lab6',
  // A new private key for every run and every deployment: it stands in no file.
  secrets: { 'signing-key': { rsa: 2048 } },
  functions: {
    issuer: {
      entry: './issuer.ts',
      environment: {
        ...known,
        JWT_PRIVATE_KEY: { secret: 'signing-key' },
        JWT_CLIENT_ID: 'rubywave-web',
        TOKEN_TTL_SECONDS: '3600',
      },
    },
    // No key here: what this function is told, the gateway has checked.
    profile: { entry: './profile.ts' },
    // No private key either: who checks need not be able to sign.
    'verify-token': { entry: './verify-token.ts', environment: known },
    club: { entry: './club.ts' },
  },
  httpApi: {
    authorizers: {
      ...(isWritten && {
        jwt: {
          type: 'JWT',
          identitySource: '$request.header.Authorization',
          issuer,
          audience,
        },
      }),
      // What the gateway can't check: a number that is big enough, and what kind of token it is.
      'rank-10': {
        type: 'REQUEST',
        function: 'verify-token',
        payloadFormat: '2.0',
        simpleResponses: true,
        identitySources: ['$request.header.Authorization'],
      },
    },
    routes: [
      { route: 'GET /.well-known/openid-configuration', function: 'issuer' },
      { route: 'GET /.well-known/jwks.json', function: 'issuer' },
      { route: 'POST /login', function: 'issuer' },
      ...(isWritten ? guarded : []),
      { route: 'GET /club', function: 'club', authorizer: 'rank-10' },
    ],
  },
};
