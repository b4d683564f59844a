import type { InvokeCase } from './case.ts';

const INVOKE = 'https://docs.aws.amazon.com/lambda/latest/api/API_Invoke.html';
const ERRORS = 'https://docs.aws.amazon.com/lambda/latest/dg/nodejs-exceptions.html';
const LOGS = 'https://docs.aws.amazon.com/lambda/latest/dg/nodejs-logging.html';
const LIMITS = 'https://docs.aws.amazon.com/lambda/latest/dg/gettingstarted-limits.html';

/** AWS's own runtime client: what it does where the pages are silent was seen by running 4.0.2. */
const CLIENT = 'https://github.com/aws/aws-lambda-nodejs-runtime-interface-client/tree/v4.0.2';

const EXIT_1 = { errorType: 'Runtime.ExitError' };

/** What Lambda's Invoke operation answers. */
export const INVOKE_CASES: readonly InvokeCase[] = [
  {
    id: 'invoke-result',
    rule: "returns the handler's result as JSON",
    function: 'behave',
    payload: '{"value":{"nickname":"spark","한글":"이름"}}',
    expected: { status: 200, payload: '{"nickname":"spark","한글":"이름"}' },
    source: INVOKE,
  },
  {
    id: 'invoke-undefined',
    rule: 'returns null for undefined',
    function: 'behave',
    payload: '{}',
    expected: { status: 200, payload: 'null' },
    source: INVOKE,
  },
  {
    id: 'invoke-no-payload',
    rule: 'gives the handler an empty object when there is no payload',
    function: 'echo',
    expected: { status: 200, json: { event: {} } },
    source: INVOKE,
  },
  {
    id: 'invoke-error-name',
    rule: 'reports the name and the message of the error that was thrown',
    function: 'behave',
    payload: '{"throw":"jwt expired","name":"TokenExpiredError"}',
    expected: {
      status: 200,
      functionError: 'Unhandled',
      json: { errorType: 'TokenExpiredError', errorMessage: 'jwt expired' },
    },
    source: ERRORS,
  },
  {
    id: 'invoke-throw-text',
    rule: 'takes a thrown text for an error, too',
    function: 'behave',
    payload: '{"throwText":"no"}',
    expected: {
      status: 200,
      functionError: 'Unhandled',
      json: { errorType: 'string', errorMessage: 'no', trace: [] },
    },
    source: ERRORS,
  },
  {
    id: 'invoke-exit',
    rule: 'calls a process that ends Runtime.ExitError, with its status',
    function: 'behave',
    payload: '{"exit":3}',
    expected: {
      status: 200,
      functionError: 'Unhandled',
      json: { errorType: 'Runtime.ExitError' },
      log: 'Status: error\\tError Type: Runtime.ExitError',
    },
    source: ERRORS,
  },
  {
    id: 'invoke-unhandled-rejection',
    rule: 'ends an environment in which a promise is rejected that nobody awaits',
    function: 'behave',
    payload: '{"reject":"nobody listens","hang":true}',
    expected: { status: 200, functionError: 'Unhandled', json: EXIT_1, log: 'nobody listens' },
    source: CLIENT,
  },
  {
    id: 'invoke-forgotten-await',
    rule: 'fails a call that returned while a promise was rejected that nobody awaits',
    function: 'behave',
    payload: '{"reject":"nobody listens","value":"ok"}',
    expected: { status: 200, functionError: 'Unhandled', json: EXIT_1 },
    source: CLIENT,
  },
  {
    id: 'invoke-uncaught',
    rule: 'ends an environment in which an error is thrown that nobody can catch',
    function: 'behave',
    payload: '{"throwLater":"nobody catches","hang":true}',
    expected: { status: 200, functionError: 'Unhandled', json: EXIT_1, log: 'nobody catches' },
    source: CLIENT,
  },
  {
    id: 'invoke-unserialisable',
    rule: 'fails for a result that JSON has no text for',
    function: 'behave',
    payload: '{"circular":true}',
    expected: {
      status: 200,
      functionError: 'Unhandled',
      json: {
        errorType: 'Runtime.JSONStringifyError',
        errorMessage: 'Unable to stringify response body',
      },
    },
    source: CLIENT,
  },
  {
    id: 'invoke-missing-package',
    rule: "reports a missing import by the loader's own error",
    function: 'missing-package',
    payload: '{}',
    expected: { status: 200, functionError: 'Unhandled', json: { errorType: 'Error' } },
    source: CLIENT,
  },
  {
    id: 'invoke-tail',
    rule: 'returns the log with START, the lines of the handler, END and REPORT',
    function: 'behave',
    payload: '{"log":"hello spark"}',
    expected: {
      status: 200,
      log: 'START RequestId: [\\w-]{36} Version: \\$LATEST\\n\\S+Z\\t[\\w-]{36}\\tINFO\\thello spark\\nEND RequestId: [\\w-]{36}\\nREPORT RequestId: [\\w-]{36}\\tDuration: [\\d.]+ ms\\tBilled Duration: \\d+ ms\\tMemory Size: 128 MB\\tMax Memory Used: \\d+ MB\\t',
    },
    source: LOGS,
  },
  {
    id: 'invoke-unknown-function',
    rule: 'answers ResourceNotFoundException for a function that does not exist',
    function: 'nobody',
    payload: '{}',
    expected: {
      status: 404,
      error: 'ResourceNotFoundException',
      message: 'Function not found: arn:aws:lambda:.*:function:.*nobody:\\$LATEST$',
    },
    source: INVOKE,
  },
  {
    id: 'invoke-malformed',
    rule: 'answers InvalidRequestContentException to a payload that is no JSON',
    function: 'echo',
    payload: '{"nickname":',
    expected: { status: 400, error: 'InvalidRequestContentException' },
    source: INVOKE,
  },
  {
    id: 'invoke-large-result',
    rule: 'fails for a result of more than 6 MB',
    function: 'behave',
    payload: '{"bytes":6291555}',
    expected: {
      status: 200,
      functionError: 'Unhandled',
      json: {
        errorType: 'Function.ResponseSizeTooLarge',
        errorMessage:
          'Response payload size exceeded maximum allowed payload size (6291556 bytes).',
      },
    },
    source: LIMITS,
  },
];
