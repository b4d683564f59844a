/**
 * The plan of a deployment as a CloudFormation template, plain JSON. `npm run deploy` and
 * `npm run template` both use this one.
 *
 * Two things do not stand in it. A function's code is longer than a template may be, so a placeholder
 * stands in its place, which fails whoever calls it; the code follows by UpdateFunctionCode. And a
 * secret is a parameter that CloudFormation shows to nobody (`NoEcho`); the functions have it in
 * their environment, where whoever may read a function's configuration may read it.
 */
import { createHash } from 'node:crypto';
import type { Message } from '#text/message.ts';
import type { Secret } from '../../application.ts';
import { secretLength } from '../../secrets.ts';
import { isOwnIssuer, publicPart, type Phase, type Plan } from '../plan.ts';
import { functionResources, secretParameter } from './functions.ts';
import { httpApiResources } from './http-api.ts';
import { HTTP_API, OWN_ADDRESS, ref, sub, type Reference, type Resource } from './resource.ts';
import { restApiResources, REST_API, REST_STAGE } from './rest-api.ts';
import { tableResources } from './tables.ts';

export interface Template {
  readonly AWSTemplateFormatVersion: '2010-09-09';
  /** Ends in a hash of the rest: a stack that has the same needs no change. */
  readonly Description: string;
  readonly Parameters: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
  readonly Resources: Readonly<Record<string, TemplateResource>>;
  readonly Outputs: Readonly<Partial<Record<Output, { readonly Value: Reference }>>>;
}

export interface TemplateResource {
  readonly Type: string;
  readonly DependsOn?: readonly string[];
  readonly Properties: Readonly<Record<string, unknown>>;
}

/**
 * What a stack tells of its APIs: where they answer, and their ids. `OwnIssuer` is there once the
 * authorizers are that read the application's own keys.
 */
export type Output = 'HttpApiUrl' | 'HttpApiId' | 'RestApiUrl' | 'RestApiId' | 'OwnIssuer';

/** @param phase `public` leaves out the authorizers and what they guard */
export function templateOf(plan: Plan, phase: Phase = 'whole'): Template {
  const { prefix, application } = plan;
  const shown = phase === 'public' ? publicPart(application) : application;
  const { secrets = {}, httpApi: http, restApi: rest } = shown;
  const parts = {
    Parameters: Object.fromEntries(
      Object.entries(secrets).map(([name, secret]) => [
        secretParameter(name),
        { Type: 'String', NoEcho: true, ...limitsOf(name, secret) },
      ]),
    ),
    Resources: Object.fromEntries(
      resourcesOf({ ...plan, application: shown }).map(({ id, type, dependsOn, properties }) => [
        id,
        { Type: type, ...(dependsOn && { DependsOn: dependsOn }), Properties: properties },
      ]),
    ),
    Outputs: {
      ...(http && {
        HttpApiUrl: { Value: sub(`\${${HTTP_API}.ApiEndpoint}`) },
        HttpApiId: { Value: ref(HTTP_API) },
      }),
      ...(Object.values(http?.authorizers ?? {}).some(isOwnIssuer) && {
        OwnIssuer: { Value: OWN_ADDRESS },
      }),
      ...(rest && {
        RestApiUrl: {
          Value: sub(
            `https://\${${REST_API}}.execute-api.\${AWS::Region}.\${AWS::URLSuffix}/\${${REST_STAGE}}`,
          ),
        },
        RestApiId: { Value: ref(REST_API) },
      }),
    },
  };
  const hash = createHash('sha256').update(JSON.stringify(parts)).digest('hex').slice(0, 12);
  return {
    AWSTemplateFormatVersion: '2010-09-09',
    Description: `JWT workshop: ${prefix} (${hash})`,
    ...parts,
  };
}

/** unconfirmed: that the line ends of a PEM reach the function as they were sent. */
function limitsOf(name: string, secret: Secret) {
  return 'bytes' in secret
    ? {
        MinLength: secretLength(secret),
        AllowedPattern: '[A-Za-z0-9_-]+',
        Description: `The secret "${name}": ${secret.bytes} random bytes or more, in base64url`,
      }
    : {
        MinLength: 1600,
        AllowedPattern:
          '-----BEGIN PRIVATE KEY-----[A-Za-z0-9+/=\\s]+-----END PRIVATE KEY-----\\s*',
        Description: `The secret "${name}": a private RSA key of ${secret.rsa} bits, in PEM (PKCS #8)`,
      };
}

/** What each resource of the plan is, in words, by its logical id. */
export function wordsOf(plan: Plan): ReadonlyMap<string, Message> {
  return new Map(resourcesOf(plan).map(({ id, words }) => [id, words]));
}

function resourcesOf(plan: Plan): Resource[] {
  const { httpApi, restApi } = plan.application;
  return [
    ...tableResources(plan),
    ...functionResources(plan),
    ...(httpApi ? httpApiResources(plan.prefix, httpApi) : []),
    ...(restApi ? restApiResources(plan.prefix, restApi) : []),
  ];
}
