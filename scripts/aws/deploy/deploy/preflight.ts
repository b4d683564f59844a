/** https://docs.aws.amazon.com/apigateway/latest/developerguide/how-to-cors.html */
import type { RestCors } from '../../local/index.ts';

/** What a mock integration is told to answer. */
export const MOCK_TEMPLATES = { 'application/json': '{"statusCode": 200}' } as const;

/** The headers of a REST API's answer to OPTIONS. */
export function preflightHeaders(cors: RestCors): Record<string, string> {
  const { allowOrigin, allowMethods = [], allowHeaders = [] } = cors;
  return {
    'Access-Control-Allow-Origin': allowOrigin,
    ...(allowMethods.length > 0 ? { 'Access-Control-Allow-Methods': allowMethods.join(',') } : {}),
    ...(allowHeaders.length > 0 ? { 'Access-Control-Allow-Headers': allowHeaders.join(',') } : {}),
  };
}
