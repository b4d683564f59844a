/** What went wrong on the way to AWS or at AWS, in a line; a bug of ours stays an error. */
import { codeOf } from '#terminal/error-code.ts';
import { ExplainedError } from '#terminal/errors.ts';
import { say, verbatim, type Message } from '#text/message.ts';

/** What running the same again does not mend, and `npm run destroy` does. */
export class BeyondRepairError extends ExplainedError {}

/** @returns undefined for a bug of ours */
export function explain(error: unknown, region: string): Message | undefined {
  if (!(error instanceof Error)) return undefined;
  if (error instanceof ExplainedError) return error.text;
  const { name } = error;
  const message = withoutSecrets(error.message);
  if (name === 'CredentialsProviderError' || name === 'TokenProviderError') {
    return noCredentials(process.env);
  }
  if (REFUSED_CREDENTIALS.test(name)) {
    return say`AWS does not accept these credentials in ${region}: ${name}. They may have expired, or the region may not be enabled for the account.`;
  }
  if (name === 'EndpointError') return say`${variantIn(message)}: ${message}`;
  const status = statusOf(error);
  if (DENIED.test(name) || status === 403) return denied(message);
  if (isBusy(name, message)) {
    return say`Another run, or another person, began a change of this stack meanwhile.`;
  }
  if (/Deserialization error/.test(message)) {
    return say`What came is no answer of AWS's: a proxy may stand in between.`;
  }
  return (
    connectionProblem(error, region) ??
    (status === undefined ? undefined : say`AWS says no: ${name}: ${message}`)
  );
}

const REFUSED_CREDENTIALS =
  /^(ExpiredToken|RequestExpired|InvalidClientTokenId|UnrecognizedClient|InvalidSignature|SignatureDoesNotMatch|AuthFailure|IncompleteSignature)/;

const DENIED = /^(AccessDenied|UnauthorizedException|UnauthorizedOperation)/;

/** Whether a service refuses a change because another one has not ended. */
function isBusy(name: string, message: string): boolean {
  return (
    /^(ResourceConflictException|InvalidChangeSetStatus|ChangeSetNotFound|OperationInProgress)/.test(
      name,
    ) ||
    (name === 'ValidationError' && /_IN_PROGRESS\b|cannot be executed/.test(message))
  );
}

function statusOf(error: Error): number | undefined {
  return (error as { readonly $metadata?: { readonly httpStatusCode?: number } }).$metadata
    ?.httpStatusCode;
}

function connectionProblem(error: Error, region: string): Message | undefined {
  // fetch keeps the reason in the cause.
  const code = codeOf(error) ?? codeOf(error.cause);
  if (typeof code !== 'string') {
    return /^(Timeout|Abort)Error$/.test(error.name) ? say`AWS did not answer in time.` : undefined;
  }
  const { path, hostname = '' } = error as NodeJS.ErrnoException & { readonly hostname?: string };
  if (code === 'ENOTFOUND') {
    return /-fips\.|\.api\.aws$/.test(hostname)
      ? say`${variantIn(hostname)}, and there is no ${hostname}: take the setting away, or choose a region that has it.`
      : say`There is no region ${region}, or no network.`;
  }
  if (path !== undefined) return say`The file ${path} can not be opened: ${code}.`;
  if (UNTRUSTED.test(code)) {
    return say`What answers in AWS's place is not trusted: ${code}. Behind a proxy that reads along, name its certificate in NODE_EXTRA_CA_CERTS.`;
  }
  return /^E[A-Z]+(_[A-Z]+)*$/.test(code) && !code.startsWith('ERR_')
    ? say`AWS can not be reached: ${code}.`
    : undefined;
}

/** Node's codes for certificates: https://nodejs.org/api/tls.html#x509-certificate-error-codes */
const UNTRUSTED = /CERT|^UNABLE_TO_|^HOSTNAME_MISMATCH$|^INVALID_CA$/;

/** The setting that sends calls to another kind of endpoint; a profile can have it, too. */
function variantIn(text: string): Message {
  return /fips/i.test(text)
    ? say`This machine asks for FIPS endpoints (AWS_USE_FIPS_ENDPOINT)`
    : say`This machine asks for dual-stack endpoints (AWS_USE_DUALSTACK_ENDPOINT)`;
}

/** The same error for none at all, for a login that has run out, and for a profile misspelt. */
function noCredentials(environment: NodeJS.ProcessEnv): Message {
  const { AWS_PROFILE: profile } = environment;
  const [missing, given] = ['AWS_ACCESS_KEY_ID', 'AWS_SECRET_ACCESS_KEY'].toSorted(
    (a, b) => Number(Boolean(environment[a])) - Number(Boolean(environment[b])),
  );
  if (missing && given && environment[given] && !environment[missing]) {
    return say`There are only half of the AWS credentials here: ${given} is set, and ${missing} is not.`;
  }
  return profile === undefined
    ? say`There are no AWS credentials here, or they have expired. Log in as for the AWS CLI, for example: aws sso login`
    : say`The profile ${profile} (AWS_PROFILE) is not there, or gives no AWS credentials, or they have expired. Log in as for the AWS CLI, for example: aws sso login --profile ${profile}`;
}

/**
 * What the reason means that a stack's event gives for a failure; undefined where it says it all.
 *
 * @param reason as AWS words it, for example "Resource handler returned message: \"…\" (RequestToken: …, HandlerErrorCode: AlreadyExists)"
 */
export function meaningOf(reason: string): Message | undefined {
  if (reason.includes('not authorized to perform')) return denied(reason);
  const [, code = ''] = /HandlerErrorCode: (\w+)/.exec(reason) ?? [];
  if (code === 'AlreadyExists' || /already exists/i.test(reason)) {
    return say`Something has this name that is not of this stack: choose another --prefix, or remove it by hand.`;
  }
  return HANDLER_ERRORS[code];
}

/** https://docs.aws.amazon.com/cloudformation-cli/latest/userguide/resource-type-test-contract-errors.html */
const HANDLER_ERRORS: Readonly<Record<string, Message>> = {
  AccessDenied: say`The account does not allow it: AWS.md lists what is needed.`,
  ServiceLimitExceeded: say`The account has as many of these as AWS allows it: remove some, or ask for more in Service Quotas.`,
  Throttling: say`AWS asks for less haste: run it again in a minute.`,
  NotStabilized: say`It did not get ready in time: run it again.`,
  ServiceInternalError: say`AWS had an error of its own: run it again.`,
  InternalFailure: say`AWS had an error of its own: run it again.`,
  NetworkFailure: say`AWS had an error of its own: run it again.`,
  ResourceConflict: say`Something else changed it at the same time: run it again.`,
  NotFound: say`It is not there any more: somebody removed it by hand.`,
};

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
    ? say`AWS does not allow you ${action}: AWS.md lists what is needed.`
    : say`AWS does not allow you ${action} on ${resource}: AWS.md lists what is needed.`;
}

/**
 * A text of AWS's, which may repeat what it was sent, without what looks like a secret of ours: a
 * private key, or 32 random bytes or more in base64url. No name that we choose is that long and has all kinds of letters.
 */
export function withoutSecrets(text: string): string {
  const keyless = text.replaceAll(
    /-----BEGIN [A-Z ]*KEY-----.*?(-----END [A-Z ]*KEY-----|$)/gs,
    '***',
  );
  return keyless.replaceAll(/(?<![\w-])[\w-]{43,}(?![\w-])/g, (run) =>
    /[A-Z]/.test(run) && /[a-z]/.test(run) && /\d/.test(run) ? '***' : run,
  );
}
