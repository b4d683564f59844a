/**
 * Lambda and API Gateway on this machine: a declaration of an application is started on loopback
 * and behaves, as far as these files know, as it would on AWS. What was not seen on live AWS is
 * marked `unconfirmed:` where it stands.
 *
 *     const local = await startLocalAws(application, { root: 'labs/05-api-gateway-authorizer' });
 *     local.onTrace((record) => { … });
 *     Object.assign(process.env, local.lambda.environment); // now any LambdaClient calls it
 *     await fetch(`${local.httpApi?.url}/me`, { headers: { authorization: `Bearer ${token}` } });
 *     await local.stop();
 */
export type {
  Application,
  EnvironmentValue,
  JwtAuthorizer,
  LambdaFunction,
  Route,
} from '../application.ts';
export { DEFAULT_REST_STAGE } from '../application.ts';
export { bundleFunction, BUNDLE_FILE, BundleError } from './bundle.ts';
export { PortInUseError } from '#terminal/loopback.ts';
export { LOOPBACK_CLIENT } from './lambda/variables.ts';
export { spellings } from './redact.ts';
export { startLocalAws, type LocalAws, type StartOptions } from './start.ts';
export type { GatewayRecord, InvokeRecord, TraceCall, TraceRecord } from './trace.ts';
export type { Authorization, CacheUse } from './gateway/authorizer.ts';
export { ApplicationError, validateApplication } from '../validate.ts';
