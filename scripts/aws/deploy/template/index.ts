/**
 * The plan of a deployment as a CloudFormation template, for those who would rather have a stack
 * than SDK calls. It has the same resources under the same names; what CloudFormation makes carries
 * one more tag, so that `npm run destroy` leaves it to CloudFormation.
 *
 * Two things can't stand in a template. A function's code is longer than what fits inline, so its
 * zip is fetched from a bucket. And a secret belongs into no file: it is a parameter that
 * CloudFormation neither shows nor stores in the template (`NoEcho`), and which the functions then
 * have in their environment, as after `npm run deploy`. Whoever may read a function's configuration
 * may read it; where that is too many, Secrets Manager is the better place.
 */
import { CLOUDFORMATION_TAG } from '../names.ts';
import type { Package } from '../package.ts';
import type { Plan } from '../plan.ts';
import { CODE_BUCKET, functionResources, secretParameter } from './functions.ts';
import { httpApiResources, HTTP_API } from './http-api.ts';
import { logicalId, sub, type Reference, type Resources } from './reference.ts';
import { restApiResources, REST_API } from './rest-api.ts';

export interface Template {
  readonly AWSTemplateFormatVersion: '2010-09-09';
  readonly Description: string;
  readonly Parameters: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
  readonly Resources: Resources;
  readonly Outputs: Readonly<
    Record<string, { readonly Description: string; readonly Value: Reference }>
  >;
}

/** @param packages every function's code, by the name that the application gives it */
export function templateOf(plan: Plan, packages: ReadonlyMap<string, Package>): Template {
  const tags = { ...plan.tags, [CLOUDFORMATION_TAG.key]: CLOUDFORMATION_TAG.value };
  const { http, rest, permissions } = plan;
  return {
    AWSTemplateFormatVersion: '2010-09-09',
    Description: `JWT workshop: ${plan.prefix}`,
    Parameters: {
      [CODE_BUCKET]: {
        Type: 'String',
        Description: 'An S3 bucket of yours, in this region, that the zips were copied to',
      },
      ...Object.fromEntries(
        Object.entries(plan.secrets).map(([name, { bytes }]) => [
          secretParameter(name),
          {
            Type: 'String',
            NoEcho: true,
            // As many characters as base64url writes so many bytes in.
            MinLength: Math.ceil((bytes * 8) / 6),
            AllowedPattern: '[A-Za-z0-9_-]+',
            Description: `The secret "${name}": ${bytes} random bytes or more, in base64url`,
          },
        ]),
      ),
    },
    Resources: {
      ...functionResources(plan, packages, tags),
      ...(http && httpApiResources(http, permissions, tags)),
      ...(rest && restApiResources(rest, permissions, tags)),
    },
    Outputs: {
      ...(http && {
        HttpApiUrl: {
          Description: 'Where the HTTP API answers',
          Value: sub(`\${${HTTP_API}.ApiEndpoint}`),
        },
      }),
      ...(rest && {
        RestApiUrl: {
          Description: 'Where the REST API answers',
          Value: sub(
            `https://\${${REST_API}}.execute-api.\${AWS::Region}.\${AWS::URLSuffix}/\${${logicalId('Rest', 'Stage')}}`,
          ),
        },
      }),
    },
  };
}
