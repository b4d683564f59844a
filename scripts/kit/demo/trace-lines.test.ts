import { assert, constantFrom, property, record as recordOf, string } from '#testing/fast-check.ts';
import { expect, test } from 'vitest';
import type { GatewayRecord, InvokeRecord, TraceCall } from '#aws/local/index.ts';
import toolsCatalog from '#text/ko.json' with { type: 'json' };
import { bilingual, english } from '#text/message.ts';
import { traceLines } from './trace-lines.ts';

type Door = GatewayRecord['authorization'];

const YES: Door = {
  authorizer: 'token',
  function: 'token-authorizer',
  verdict: 'allowed',
  asked: 'function',
  reason: 'policy-allows',
};
const FROM_CACHE = { ...YES, asked: 'cache' } as const;

const JWT: Door = {
  authorizer: 'jwt',
  verdict: 'allowed',
  asked: 'gateway',
  reason: 'token-valid',
};

function call(role: TraceCall['role'], name: string, result: unknown = {}): TraceCall {
  return {
    role,
    function: name,
    event: {},
    outcome: 'result',
    result,
    coldStart: false,
    initMilliseconds: undefined,
    milliseconds: 1,
    log: '',
  };
}

function failing(role: TraceCall['role'], name: string, errorMessage: string): TraceCall {
  return { ...call(role, name, { errorType: 'TypeError', errorMessage }), outcome: 'error' };
}

const AUTHORIZER = call('authorizer', 'token-authorizer');
const PROFILE = call('integration', 'profile');

function gateway(
  status: number,
  authorization: Door,
  calls: readonly TraceCall[],
  route: string | undefined = 'GET /me',
): GatewayRecord {
  return {
    api: 'rest',
    at: '2026-11-23T09:00:00.000Z',
    request: { method: 'GET', path: '/dev/nowhere', query: '', headers: {}, body: '' },
    route,
    authorization,
    calls,
    response: { status, headers: {}, body: '' },
    milliseconds: 2,
  };
}

function invoke(status: number, calls: readonly TraceCall[], more: Partial<InvokeRecord> = {}) {
  return {
    api: 'lambda',
    at: '2026-11-23T09:00:00.000Z',
    function: 'verifier',
    status,
    errorType: undefined,
    calls,
    milliseconds: 2,
    ...more,
  } satisfies InvokeRecord;
}

const CASES = {
  'no token': gateway(
    401,
    {
      ...YES,
      verdict: 'unauthorized',
      asked: 'nobody',
      reason: 'no-identity',
    },
    [],
  ),
  'a good token': gateway(200, YES, [AUTHORIZER, PROFILE]),
  'a second route from the cache': gateway(200, FROM_CACHE, [PROFILE], 'GET /lounge'),
  'too low a rank, from the cache': gateway(
    403,
    { ...FROM_CACHE, verdict: 'denied', reason: 'policy-silent' },
    [],
    'GET /vip',
  ),
  'too low a rank, at an HTTP API': gateway(
    403,
    { ...YES, function: 'request-authorizer', verdict: 'denied', reason: 'is-authorized-false' },
    [call('authorizer', 'request-authorizer')],
    'GET /vip',
  ),
  'a bad token': gateway(401, { ...YES, verdict: 'unauthorized', reason: 'threw-unauthorized' }, [
    failing('authorizer', 'token-authorizer', 'Unauthorized'),
  ]),
  'an authorizer that throws': gateway(500, { ...YES, verdict: 'failed', reason: 'threw' }, [
    failing(
      'authorizer',
      'token-authorizer',
      'invalid token eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0.x',
    ),
  ]),
  'an authorizer that says nothing readable': gateway(
    500,
    { ...YES, verdict: 'failed', reason: 'context-member', detail: 'roles' },
    [AUTHORIZER],
  ),
  'a function that throws': gateway(502, YES, [
    AUTHORIZER,
    failing('integration', 'profile', "Cannot read properties of undefined (reading 'sub')"),
  ]),
  'a function that takes too long': gateway(504, YES, [
    AUTHORIZER,
    { ...PROFILE, outcome: 'timeout' },
  ]),
  'a route that nobody guards': gateway(
    200,
    undefined,
    [call('integration', 'issuer')],
    'POST /login',
  ),
  'a token that the gateway checks itself': gateway(200, JWT, [PROFILE]),
  'a token that the gateway refuses': gateway(
    401,
    {
      ...JWT,
      verdict: 'unauthorized',
      reason: 'token-refused',
      detail: 'signing method HS256 is invalid',
    },
    [],
  ),
  'a scope that is missing': gateway(
    403,
    { ...JWT, verdict: 'denied', reason: 'scope-missing' },
    [],
    'GET /vip',
  ),
  'no such route': { ...gateway(403, undefined, []), route: undefined },
  'names that are long': gateway(
    200,
    { ...YES, function: 'an-authorizer-whose-name-is-as-long-as-lambda-lets-it-be' },
    [call('integration', 'a-function-whose-name-is-as-long-as-lambda-lets-it-be')],
    'GET /users/{id}/orders/{order}',
  ),
  'an invocation': invoke(200, [call('invoke', 'verifier')]),
  'an invocation that fails': invoke(200, [failing('invoke', 'verifier', 'jwt malformed')]),
  'a function that does not exist': invoke(404, [], { errorType: 'ResourceNotFoundException' }),
};

test.each(['en', 'ko'] as const)('a trace reads like this (%s)', async (language) => {
  const text = Object.entries(CASES).map(([what, record]) =>
    [
      `# ${what}`,
      ...traceLines(record).map((line) => bilingual(line, toolsCatalog)[language]),
    ].join('\n'),
  );
  await expect(`${text.join('\n\n')}\n`).toMatchFileSnapshot(
    `./__golden__/trace-lines.${language}.txt`,
  );
});

test('whatever the names and messages are, a line is one line of at most 54 columns', () => {
  const strange = recordOf({
    route: string({ maxLength: 80 }),
    name: string({ maxLength: 80 }),
    message: string({
      maxLength: 200,
      unit: constantFrom('e', 'y', 'J', '.', '\n', '\u001b', ' '),
    }),
    asked: constantFrom(
      'function' as const,
      'cache' as const,
      'gateway' as const,
      'nobody' as const,
    ),
    verdict: constantFrom('allowed' as const, 'denied' as const, 'failed' as const),
    reason: constantFrom(
      'policy-silent' as const,
      'context-member' as const,
      'policy-malformed' as const,
      'token-refused' as const,
    ),
  });
  assert(
    property(strange, ({ route, name, message, asked, verdict, reason }) => {
      const calls = [failing('authorizer', name, message), failing('integration', name, message)];
      const door = { ...YES, function: name, asked, verdict, reason, detail: message };
      for (const line of traceLines(gateway(500, door, calls, route)).map(english)) {
        expect(line.length).toBeLessThanOrEqual(54);
        // oxlint-disable-next-line no-control-regex -- none of these may be left
        expect(line).not.toMatch(/[\u0000-\u001f\u007f-\u009f]/);
      }
    }),
  );
});

test('no token gets out of an error message', () => {
  const token = 'eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCJ9.eyJzdWIiOiIxMjM0NTY3ODkwIn0.c2lnbmF0dXJl';
  const record = gateway(502, YES, [failing('integration', 'profile', `bad: ${token}`)]);
  expect(traceLines(record).map(english)).toContain('  profile: TypeError: bad: eyJhbGciOi...');
});
