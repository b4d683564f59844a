/** What went wrong on the way to AWS or at AWS, in a line; a bug of ours stays an error. */
import { codeOf } from '../checks/outcome.ts';
import { BundleError, type Redact } from '../local-aws/index.ts';
import { say, verbatim, type Message } from '../text/message.ts';
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
    return say`There are no AWS credentials here. Log in as for the AWS CLI, for example: aws sso login`;
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
  if (typeof code === 'string' && /^E[A-Z]+$/.test(code)) {
    return say`AWS can not be reached: ${code}.`;
  }
  if (name === 'TimeoutError') return say`AWS did not answer in time.`;
  return statusOf(error) === undefined ? undefined : say`AWS says no: ${name}: ${message}`;
}

/** The action that is missing; AWS names it, with who asked, which is nobody's business. */
function denied(message: string): Message {
  const [, action, resource] =
    /not authorized to perform: (\S+?)(?: on resource: (\S+))?(?=[\s.]|$)/.exec(message) ?? [];
  if (action === undefined) return say`AWS does not allow it: ${verbatim(message)}`;
  return resource === undefined
    ? say`AWS does not allow you ${action}: the README lists what is needed.`
    : say`AWS does not allow you ${action} on ${resource}: the README lists what is needed.`;
}
