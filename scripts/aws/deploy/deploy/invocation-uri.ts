import type { Account } from './role.ts';

/**
 * What API Gateway calls when it invokes a function.
 * https://docs.aws.amazon.com/apigateway/latest/api/API_PutIntegration.html
 */
export function invocationUri({ partition, region }: Account, functionArn: string): string {
  const path = `path/2015-03-31/functions/${functionArn}/invocations`;
  return `arn:${partition}:apigateway:${region}:lambda:${path}`;
}
