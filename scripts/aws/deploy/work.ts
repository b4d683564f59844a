/** What every step of a deployment works with, and how it goes on after AWS was not ready for it. */
import { codeOf } from '#terminal/error-code.ts';
import { say, type Message } from '#text/message.ts';
import type { Clients } from './clients.ts';

export interface Work {
  readonly clients: Clients;
  /** Told of every change when AWS has made it, and of every wait before it begins. */
  readonly tell: Tell;
  /** Waits so many seconds; a test does not. */
  readonly sleep: (seconds: number) => Promise<void>;
}

export type Verb = 'make' | 'change' | 'same' | 'remove' | 'wait';
export type Tell = (verb: Verb, what: Message) => void;

/** Something carries a name that we need, and is not ours. */
export class NotOursError extends Error {
  readonly text: Message;

  constructor(text: Message) {
    super(text.text);
    this.name = 'NotOursError';
    this.text = text;
  }
}

/** AWS took a step back: what we made does not get ready. */
export class NotReadyError extends Error {
  readonly text: Message;

  constructor(text: Message) {
    super(text.text);
    this.name = 'NotReadyError';
    this.text = text;
  }
}

/**
 * Does a step until it is done: where AWS is not ready for it, after a wait once more. So a step
 * must look first and then do what is missing: what failed may have been done all the same, where
 * only the answer got lost.
 *
 * @throws what the step throws, at once if waiting does not help, else when patience is at its end
 */
export async function persist<Result>(work: Work, step: () => Promise<Result>): Promise<Result> {
  let waited = 0;
  for (let attempt = 0; ; attempt += 1) {
    try {
      return await step();
    } catch (error) {
      const obstacle = obstacleIn(error);
      const seconds = Math.min(2 ** attempt, LONGEST_WAIT_SECONDS);
      if (!obstacle || waited + seconds > obstacle.patienceSeconds) throw error;
      work.tell('wait', say`${seconds} s: ${obstacle.why}`);
      await work.sleep(seconds);
      waited += seconds;
    }
  }
}

const LONGEST_WAIT_SECONDS = 30;

/** What passes by itself. */
interface Obstacle {
  readonly why: Message;
  /** Waits of so many seconds in all are worth it. */
  readonly patienceSeconds: number;
}

/**
 * DeleteRestApi is taken once in 30 seconds for a whole account:
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/limits.html
 */
const THROTTLED: Obstacle = { why: say`AWS asks for less haste`, patienceSeconds: 150 };
const CONFLICT: Obstacle = { why: say`another change is under way`, patienceSeconds: 31 };
const FAILURE: Obstacle = { why: say`AWS had an error of its own`, patienceSeconds: 31 };
const BROKEN: Obstacle = { why: say`the connection broke`, patienceSeconds: 31 };
/** IAM tells the other services within seconds, mostly. unconfirmed: that a minute is enough. */
const ROLE: Obstacle = { why: say`Lambda does not know the role yet`, patienceSeconds: 61 };
/** The client goes by AWS's clock from then on, but leaves it to us to send once more. */
const CLOCK: Obstacle = {
  why: say`the clock here is wrong; going by that of AWS`,
  patienceSeconds: 3,
};
/** What was made a moment ago is not known everywhere at once. unconfirmed: for how long. */
const ABSENT: Obstacle = { why: say`what was just made is not found yet`, patienceSeconds: 15 };

const OBSTACLES: Readonly<Record<string, Obstacle>> = {
  TooManyRequestsException: THROTTLED,
  ThrottlingException: THROTTLED,
  Throttling: THROTTLED,
  RequestLimitExceeded: THROTTLED,
  // What we looked for in vain is there after all, or something else is changing it: look again.
  ConflictException: CONFLICT,
  ResourceConflictException: CONFLICT,
  ResourceAlreadyExistsException: CONFLICT,
  OperationAbortedException: CONFLICT,
  EntityAlreadyExistsException: CONFLICT,
  ConcurrentModificationException: CONFLICT,
  DeleteConflictException: { ...CONFLICT, patienceSeconds: 7 },
  NotFoundException: ABSENT,
  ResourceNotFoundException: ABSENT,
  NoSuchEntityException: ABSENT,
  TimeoutError: BROKEN,
};

/**
 * Lambda says it in one of two ways, as the role is first asked for by Lambda itself, then by the
 * key that the environment is encrypted with: "The role defined for the function cannot be assumed
 * by Lambda", "the KMS key is invalid for CreateGrant ... ARN does not refer to a valid principal".
 * unconfirmed: the second is from https://github.com/hashicorp/terraform-provider-aws/issues/4633
 */
const UNKNOWN_ROLE = /role .*cannot be assumed|invalid for CreateGrant/is;

const BROKEN_CODES = new Set(['ECONNRESET', 'EPIPE', 'ETIMEDOUT', 'EAI_AGAIN', 'ECONNABORTED']);

function obstacleIn(error: unknown): Obstacle | undefined {
  if (!(error instanceof Error)) return undefined;
  if (error.name === 'InvalidParameterValueException') {
    return UNKNOWN_ROLE.test(error.message) ? ROLE : undefined;
  }
  if (metadataOf(error)?.clockSkewCorrected) return CLOCK;
  const known = OBSTACLES[error.name];
  if (known) return known;
  if (BROKEN_CODES.has(String(codeOf(error)))) return BROKEN;
  const status = statusOf(error);
  if (status === 429) return THROTTLED;
  return status !== undefined && status >= 500 ? FAILURE : undefined;
}

/** The HTTP status of an answer that the SDK made an error of. */
export function statusOf(error: Error): number | undefined {
  return metadataOf(error)?.httpStatusCode;
}

interface Metadata {
  readonly httpStatusCode?: number;
  /** Set by the client where the signature was refused for its time. */
  readonly clockSkewCorrected?: boolean;
}

function metadataOf(error: Error): Metadata | undefined {
  return (error as { readonly $metadata?: Metadata }).$metadata;
}

const ABSENCES = new Set([
  'NotFoundException',
  'ResourceNotFoundException',
  'NoSuchEntityException',
]);

/** What `look` finds; undefined where AWS says that there is no such thing. */
export async function unlessAbsent<Found>(look: Promise<Found>): Promise<Found | undefined> {
  try {
    return await look;
  } catch (error) {
    if (error instanceof Error && ABSENCES.has(error.name)) return undefined;
    throw error;
  }
}

/** Everything of a list that AWS hands out page by page. */
export async function allOf<Item, Page>(
  ask: (token: string | undefined) => Promise<Page>,
  itemsOf: (page: Page) => readonly Item[] | undefined,
  nextOf: (page: Page) => string | undefined,
): Promise<Item[]> {
  const items: Item[] = [];
  let token: string | undefined;
  do {
    const page = await ask(token);
    items.push(...(itemsOf(page) ?? []));
    token = nextOf(page);
  } while (token);
  return items;
}
