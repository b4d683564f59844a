/**
 * One CloudFormation stack: looked up, brought to where it takes a change, changed, and followed
 * until AWS is done with it.
 */
import {
  ContinueUpdateRollbackCommand,
  DeleteStackCommand,
  DescribeStacksCommand,
  paginateDescribeStackEvents,
  type CloudFormationClient,
  type StackEvent,
  type StackStatus,
} from '@aws-sdk/client-cloudformation';
import { randomUUID } from 'node:crypto';
import { ExplainedError } from '#terminal/errors.ts';
import { say, verbatim, type Message } from '#text/message.ts';
import type { Clients } from './clients.ts';
import { BeyondRepairError, meaningOf, withoutSecrets } from './explain.ts';
import { TAG_KEY } from './names.ts';
import { readableId } from './template/resource.ts';

/** What every step works with. */
export interface Work {
  readonly clients: Clients;
  readonly report: (progress: Progress) => void;
  /** Waits so many seconds; a test does not. */
  readonly sleep: (seconds: number) => Promise<void>;
}

/** Something that will happen, has happened, or failed. */
export interface Progress {
  readonly verb: Verb;
  readonly what: Message;
  /** What AWS says, where it failed; without secrets. */
  readonly reason?: string | undefined;
  /** What that means. */
  readonly meaning?: Message | undefined;
}

export type Verb =
  | 'place'
  /** From here on AWS changes things, whether anybody waits for it or not. */
  | 'begun'
  /** What a change set announces. */
  | 'to make'
  | 'to change'
  | 'to replace'
  | 'to remove'
  /** What AWS has done. */
  | 'made'
  | 'changed'
  | 'removed'
  | 'same'
  | 'failed'
  /** Not done, as another resource failed. */
  | 'stopped'
  | 'wait';

export interface Stack {
  /** The ARN: a name may be a later stack's, too. */
  readonly id: string;
  readonly status: StackStatus;
  readonly description: string | undefined;
  /** The names of its parameters. */
  readonly parameters: ReadonlySet<string>;
  readonly outputs: Readonly<Record<string, string>>;
}

/**
 * The stack of this prefix; undefined where there is none.
 *
 * @throws ExplainedError where there is one that lacks our tag
 */
export async function findStack(
  client: CloudFormationClient,
  prefix: string,
): Promise<Stack | undefined> {
  const stack = await describe(client, prefix);
  if (!stack?.StackId || !stack.StackStatus) return undefined;
  const { StackId: id, StackStatus: status, Tags = [], Parameters = [], Outputs = [] } = stack;
  const isOurs = Tags.some(({ Key, Value }) => Key === TAG_KEY && Value === prefix);
  // unconfirmed: whether a stack in review, in which nothing has been made yet, shows its tags.
  if (!isOurs && status !== 'REVIEW_IN_PROGRESS') {
    throw new ExplainedError(
      say`There is a stack ${prefix} already, and it is not of this workshop: it lacks the tag ${TAG_KEY}. Choose another --prefix.`,
    );
  }
  return {
    id,
    status,
    description: stack.Description,
    parameters: new Set(Parameters.map(({ ParameterKey = '' }) => ParameterKey)),
    outputs: Object.fromEntries(
      Outputs.map(({ OutputKey = '', OutputValue = '' }) => [OutputKey, OutputValue]),
    ),
  };
}

async function describe(client: CloudFormationClient, StackName: string) {
  try {
    const { Stacks: [stack] = [] } = await client.send(new DescribeStacksCommand({ StackName }));
    return stack;
  } catch (error) {
    const { name, message } = error as Error;
    if (name === 'ValidationError' && message.includes('does not exist')) return undefined;
    throw error;
  }
}

/** What a state asks for before a change; a Message says why none of ours is made. */
type Remedy =
  | 'none'
  /** It is only announced: nothing has been made, and it can still be created. */
  | 'create'
  | 'wait'
  /** It was never whole: what is left of it goes first. */
  | 'remove'
  /** A change was taken back, but not to the end. */
  | 'continue'
  | Message;

/** The first that fits counts: AWS may introduce states. */
const REMEDIES: readonly (readonly [status: RegExp, remedy: Remedy])[] = [
  [/^(CREATE|UPDATE|UPDATE_ROLLBACK|IMPORT|IMPORT_ROLLBACK)_COMPLETE$/, 'none'],
  [/^(REVIEW_IN_PROGRESS|DELETE_COMPLETE)$/, 'create'],
  [/_IN_PROGRESS$/, 'wait'],
  [/^(ROLLBACK_COMPLETE|(CREATE|ROLLBACK|DELETE)_FAILED)$/, 'remove'],
  [/^UPDATE_ROLLBACK_FAILED$/, 'continue'],
  [
    /^UPDATE_FAILED$/,
    say`A change of the stack failed and was left as it was, by somebody who asked for that.`,
  ],
  [
    /^IMPORT_ROLLBACK_FAILED$/,
    say`Somebody imported something into the stack, and AWS could not take that back.`,
  ],
  [/./, say`The stack is in a state that this workshop does not know.`],
];

/**
 * Brings the stack to where it takes a change: waits until another change has ended, and clears away
 * what a failed one has left. Returns undefined where the stack is to be created.
 *
 * @throws ExplainedError where it can not be brought there
 */
export async function readyStack(work: Work, prefix: string): Promise<Stack | undefined> {
  for (;;) {
    const stack = await findStack(work.clients.cloudFormation, prefix);
    if (!stack) return undefined;
    const [, remedy] = REMEDIES.find(([status]) => status.test(stack.status))!;
    if (remedy === 'none') return stack;
    if (remedy === 'create') return undefined;
    if (remedy === 'wait') await awaitOthers(work, stack);
    else if (remedy === 'remove') {
      work.report({
        verb: 'wait',
        what: say`The stack was never whole (${stack.status}): what is left of it is removed first.`,
      });
      await removeStack(work, stack);
    } else if (remedy === 'continue') await continueRollback(work, stack);
    else throw new BeyondRepairError(say`${remedy} (${stack.status})`);
  }
}

/** Follows a change that another run or another person began, until it has ended. */
export async function awaitOthers(work: Work, { id, status }: Stack): Promise<void> {
  work.report({
    verb: 'wait',
    what: say`Another change of this stack is under way (${status}): it goes first.`,
  });
  await follow(work, id);
}

async function continueRollback(work: Work, { id, status }: Stack): Promise<void> {
  const { cloudFormation } = work.clients;
  work.report({
    verb: 'wait',
    what: say`An earlier change failed and was not taken back to the end (${status}): AWS tries that again.`,
  });
  const since = await newestEvent(work, id);
  await cloudFormation.send(
    new ContinueUpdateRollbackCommand({ StackName: id, ClientRequestToken: randomUUID() }),
  );
  if ((await follow(work, id, since)) !== 'UPDATE_ROLLBACK_COMPLETE') {
    throw new BeyondRepairError(say`AWS could not take the earlier change back this time, either.`);
  }
}

/**
 * Removes the stack with all that it made.
 *
 * @throws ExplainedError where something is left
 */
export async function removeStack(work: Work, { id, status }: Stack): Promise<void> {
  const { cloudFormation } = work.clients;
  const since = await newestEvent(work, id);
  await cloudFormation.send(
    new DeleteStackCommand({ StackName: id, ClientRequestToken: randomUUID() }),
  );
  // Nothing has been made in it, so there is nothing to follow.
  if (status === 'REVIEW_IN_PROGRESS') return;
  if ((await follow(work, id, since)) !== 'DELETE_COMPLETE') {
    throw new ExplainedError(say`AWS could not remove everything: what failed stands above.`);
  }
}

/** Seconds from one look at the events to the next. */
const LOOK_SECONDS = 3;

/** The id of the stack's latest event, from which on `follow` is to report. */
export async function newestEvent(work: Work, stackId: string): Promise<string> {
  for await (const { StackEvents: [newest] = [] } of eventPages(work, stackId)) {
    if (newest?.EventId) return newest.EventId;
  }
  return '';
}

/**
 * Reports what becomes of each resource until AWS is done with the stack; returns the state in which
 * it then is. The events tell that, and not a look at the stack, which may lag behind a change that
 * has just been asked for.
 *
 * @param since the event after which it begins; without one, where the change now under way does
 * @param words what the resources are, by logical id
 */
export async function follow(
  work: Work,
  stackId: string,
  since?: string,
  words: ReadonlyMap<string, Message> = new Map(),
): Promise<StackStatus> {
  for (let last = since; ; await work.sleep(LOOK_SECONDS)) {
    for (const event of await eventsAfter(work, stackId, last)) {
      last = event.EventId;
      const { ResourceStatus: status = '' } = event;
      if (!isOfStack(event)) reportEvent(work, event, words);
      else {
        reportReason(work, event);
        if (!status.endsWith('_IN_PROGRESS')) return status as StackStatus;
      }
    }
  }
}

/** Oldest first. Without `last`, from the latest event of the stack itself on. */
async function eventsAfter(
  work: Work,
  stackId: string,
  last: string | undefined,
): Promise<StackEvent[]> {
  const events: StackEvent[] = [];
  for await (const { StackEvents: page = [] } of eventPages(work, stackId)) {
    for (const event of page) {
      if (event.EventId === last) return events.toReversed();
      events.push(event);
      if (last === undefined && isOfStack(event)) return events.toReversed();
    }
  }
  return events.toReversed();
}

function eventPages({ clients: { cloudFormation: client } }: Work, StackName: string) {
  return paginateDescribeStackEvents({ client }, { StackName });
}

function isOfStack({ PhysicalResourceId, StackId }: StackEvent): boolean {
  return PhysicalResourceId === StackId;
}

function reportEvent(
  { report }: Work,
  event: StackEvent,
  words: ReadonlyMap<string, Message>,
): void {
  const { LogicalResourceId: id = '', ResourceStatus = '', ResourceStatusReason = '' } = event;
  const what = words.get(id) ?? verbatim(readableId(id));
  const verb = DONE[ResourceStatus];
  if (verb) report({ verb, what });
  if (!ResourceStatus.endsWith('_FAILED')) return;
  if (/cancelled/i.test(ResourceStatusReason)) return void report({ verb: 'stopped', what });
  const reason = withoutSecrets(ResourceStatusReason);
  report({ verb: 'failed', what, reason, meaning: meaningOf(reason) });
}

/** Why the stack failed as a whole; where a resource did, its own event has said it. */
function reportReason({ report }: Work, { ResourceStatusReason = '' }: StackEvent): void {
  if (/^$|^User Initiated$|^The following resource/i.test(ResourceStatusReason)) return;
  const reason = withoutSecrets(ResourceStatusReason);
  report({ verb: 'failed', what: say`the stack`, reason, meaning: meaningOf(reason) });
}

const DONE: Readonly<Record<string, Verb>> = {
  CREATE_COMPLETE: 'made',
  UPDATE_COMPLETE: 'changed',
  DELETE_COMPLETE: 'removed',
};
