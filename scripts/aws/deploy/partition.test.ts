import { describe, expect, test } from 'vitest';
import { closeClients, makeClients } from './clients.ts';
import { restUrl } from './deploy/rest-api.ts';
import { partitionOf } from './partition.ts';
import { roleBoundary } from './plan.ts';

describe.each(['ap-northeast-2', 'us-gov-west-1', 'cn-north-1', 'eusc-de-east-1'])(
  'in %s',
  (region) => {
    test('APIs answer under the domain that the SDK has for the region', () => {
      const clients = makeClients(region);
      const { hostname } = clients.lambda.config.endpointProvider({ Region: region }).url;
      closeClients(clients);
      expect(hostname).toBe(`lambda.${region}.${partitionOf(region).domain}`);
      expect(restUrl({ region }, 'abc', 'dev')).toBe(
        `https://abc.execute-api.${hostname.replace('lambda.', '')}/dev`,
      );
    });
  },
);

test.each([
  ['ap-northeast-2', 'aws'],
  ['us-gov-west-1', 'aws-us-gov'],
  ['cn-north-1', 'aws-cn'],
  ['eusc-de-east-1', 'aws-eusc'],
])('in %s an ARN begins with arn:%s', (region, partition) => {
  expect(partitionOf(region).name).toBe(partition);
  expect(roleBoundary(partition)).toBe(
    `arn:${partition}:iam::aws:policy/service-role/AWSLambdaBasicExecutionRole`,
  );
});
