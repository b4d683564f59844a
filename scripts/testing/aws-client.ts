import { LambdaClient } from '@aws-sdk/client-lambda';
import { LOOPBACK_CLIENT, type LocalAws } from '#aws/local/index.ts';

/**
 * For tests: an SDK client of a local Lambda, set up by hand, so that tests that run side by side
 * need not share `process.env`. One attempt: a repeated call would hide what a test is about.
 */
export function clientFor({ lambda }: LocalAws): LambdaClient {
  process.env['AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED'] = 'true';
  return new LambdaClient({ ...LOOPBACK_CLIENT, endpoint: lambda.url, maxAttempts: 1 });
}
