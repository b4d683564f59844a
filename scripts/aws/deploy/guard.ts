/** How the SDK's clients are set up: a call that gets no answer of AWS's ends, and soon. */
import { ExplainedError } from '#terminal/errors.ts';
import { say } from '#text/message.ts';

/**
 * Six attempts: AWS answers "Throttling" to a class that follows its stacks in one account, and the
 * SDK waits longer from one attempt to the next, 15 seconds at most in all.
 */
export function clientOptions(region: string) {
  process.env['AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED'] = 'true';
  return { region, maxAttempts: 6, requestHandler: { connectionTimeout: 10_000 } };
}

/** Seconds that a call may take, with all its attempts; a test sets fewer. */
export function callSeconds(environment = process.env): number {
  return Number(environment['WORKSHOP_AWS_SECONDS'] ?? 30);
}

/** What the SDK's clients have in common, as far as it is used here. */
interface Guarded {
  readonly middlewareStack: {
    add(middleware: unknown, options: Readonly<Record<string, unknown>>): void;
  };
}

type Next = (input: unknown) => Promise<{ readonly response?: unknown }>;

/** Gives the client the limits of this file; returns it. */
export function guard<Client extends object>(client: Client): Client {
  const { middlewareStack } = client as unknown as Guarded;
  middlewareStack.add((next: Next) => (input: unknown) => withinLimit(next(input)), {
    name: 'endWithoutAnswer',
    step: 'initialize',
    priority: 'high',
  });
  middlewareStack.add(
    (next: Next) => async (input: unknown) => {
      const result = await next(input);
      refusePage(result.response);
      return result;
    },
    { name: 'refusePage', step: 'deserialize', priority: 'low' },
  );
  return client;
}

/**
 * The SDK's own timeouts are per attempt and it tries again after each, so none of them bounds a call.
 *
 * @throws ExplainedError when time is up
 */
export async function withinLimit<Answer>(call: Promise<Answer>): Promise<Answer> {
  const seconds = callSeconds();
  let timer: NodeJS.Timeout | undefined;
  const limit = new Promise<never>((_, reject) => {
    timer = setTimeout(
      () => reject(new ExplainedError(say`AWS did not answer within ${seconds} seconds.`)),
      seconds * 1000,
    );
  });
  try {
    return await Promise.race([call, limit]);
  } finally {
    clearTimeout(timer);
  }
}

/** AWS answers in XML or JSON: a page is a proxy's, or that of a network one has to log in to. */
function refusePage(response: unknown): void {
  const { headers } = response as { readonly headers: Readonly<Record<string, string>> };
  if (headers['content-type']?.includes('html')) {
    throw new ExplainedError(
      say`A web page came in place of AWS's answer: a proxy stands in between, or a network that you have to log in to first.`,
    );
  }
}
