/** What went wrong on the way to AWS or at AWS, in a line; a bug of ours stays an error. */
import { codeOf } from '#terminal/error-code.ts';
import { BundleError, type Redact } from '../local/index.ts';
import { say, verbatim, type Message } from '#text/message.ts';
import { PlanError } from './plan.ts';
import { NotOursError, NotReadyError, statusOf } from './work.ts';

/**
 * @param redact takes secrets out of what AWS says: it may repeat what it was sent
 * @returns undefined for what is no such thing
 */
export function explain(error: unknown, region: string, redact: Redact): Message | undefined {
  if (!(error instanceof Error)) return undefined;
  if (error instanceof NotOursError) {
    return say`There is ${error.text} already, and it is not of this stack: it lacks its tag. Choose another --prefix.`;
  }
  if (error instanceof NotReadyError || error instanceof PlanError) return error.text;
  if (error instanceof BundleError) {
    return say`A function's file does not compile: ${error.message}`;
  }
  const { name } = error;
  if (name === 'CredentialsProviderError' || name === 'TokenProviderError') {
    return noCredentials(process.env['AWS_PROFILE']);
  }
  if (
    /^(ExpiredToken|InvalidClientTokenId|UnrecognizedClient|InvalidSignature|SignatureDoesNotMatch|AuthFailure)/.test(
      name,
    )
  ) {
    return say`AWS does not accept these credentials in ${region}: ${name}. They may have expired, or the region may not be enabled for the account.`;
  }
  const message = String(redact(error.message));
  if (
    /^(AccessDenied|UnauthorizedException|UnauthorizedOperation)/.test(name) ||
    statusOf(error) === 403
  ) {
    return denied(message);
  }
  const code = codeOf(error);
  if (code === 'ENOTFOUND') return say`There is no region ${region}, or no network.`;
  if (typeof code === 'string') {
    const { path } = error as NodeJS.ErrnoException;
    if (path !== undefined) return say`The file ${path} can not be opened: ${code}.`;
    if (UNTRUSTED.test(code)) {
      return say`What answers in AWS's place is not trusted: ${code}. Behind a proxy that reads along, name its certificate in NODE_EXTRA_CA_CERTS.`;
    }
    if (/^E[A-Z]+(_[A-Z]+)*$/.test(code) && !code.startsWith('ERR_')) {
      return say`AWS can not be reached: ${code}.`;
    }
  }
  if (name === 'TimeoutError') return say`AWS did not answer in time.`;
  return statusOf(error) === undefined ? undefined : say`AWS says no: ${name}: ${message}`;
}

/** Node's codes for certificates: https://nodejs.org/api/tls.html#x509-certificate-error-codes */
const UNTRUSTED = /CERT|^UNABLE_TO_|^HOSTNAME_MISMATCH$|^INVALID_CA$/;

/** The same error for none at all, for a login that has run out, and for a profile misspelt. */
function noCredentials(profile: string | undefined): Message {
  return profile === undefined
    ? say`There are no AWS credentials here, or they have expired. Log in as for the AWS CLI, for example: aws sso login`
    : say`The profile ${profile} (AWS_PROFILE) gives no AWS credentials, or they have expired. Log in as for the AWS CLI, for example: aws sso login --profile ${profile}`;
}

/** The action that is missing; AWS names it, with who asked, which is nobody's business. */
function denied(message: string): Message {
  const [, action, resource] =
    /not authorized to perform: (\S+?)(?: on resource: (\S+))?(?=[\s.]|$)/.exec(message) ?? [];
  // What a policy of the organisation forbids, no list of ours can allow.
  if (action !== undefined && message.includes('explicit deny')) {
    return say`AWS does not allow you ${action}: a policy of the account or of its organization denies it.`;
  }
  if (action === undefined) return say`AWS does not allow it: ${verbatim(message)}`;
  return resource === undefined
    ? say`AWS does not allow you ${action}: the README lists what is needed.`
    : say`AWS does not allow you ${action} on ${resource}: the README lists what is needed.`;
}
