/** How a stack is created and changed: by a change set, which says beforehand what it will do. */
import {
  CreateChangeSetCommand,
  DeleteChangeSetCommand,
  ExecuteChangeSetCommand,
  paginateDescribeChangeSet,
  type Change,
  type StackStatus,
} from '@aws-sdk/client-cloudformation';
import { randomUUID } from 'node:crypto';
import { ExplainedError } from '#terminal/errors.ts';
import { say, verbatim, type Message } from '#text/message.ts';
import type { Secret } from '../application.ts';
import { makeSecret } from '../secrets.ts';
import { withoutSecrets } from './explain.ts';
import { TAG_KEY } from './names.ts';
import type { Phase, Plan } from './plan.ts';
import { findStack, follow, newestEvent, type Stack, type Verb, type Work } from './stack.ts';
import { secretParameter } from './template/functions.ts';
import { templateOf, wordsOf, type Template } from './template/index.ts';
import { readableId } from './template/resource.ts';

/**
 * Creates the stack, or makes the one that there is have what the plan says. Returns it as it is then.
 *
 * @param stack the stack, in a state that takes a change; undefined where it is to be created
 * @throws ExplainedError where AWS refuses the change, or takes it back
 */
export async function changeStack(
  work: Work,
  plan: Plan,
  phase: Phase,
  stack: Stack | undefined,
): Promise<Stack> {
  const template = templateOf(plan, phase);
  const { id, stackId, changes } =
    stack && isUnchanged(stack, template)
      ? { id: '', stackId: stack.id, changes: [] }
      : await propose(work, plan, template, stack);
  const { cloudFormation, region } = work.clients;
  const account = stackId.split(':')[4] ?? '';
  const what = say`account ${account}, region ${region}, stack ${plan.prefix}`;
  work.report({ verb: 'place', what });
  if (stack && changes.length === 0) {
    work.report({ verb: 'same', what: say`the stack: nothing to change` });
    return stack;
  }
  const words = wordsOf(plan);
  for (const change of changes) announce(work, change, words);
  const since = await newestEvent(work, stackId);
  await cloudFormation.send(
    new ExecuteChangeSetCommand({ ChangeSetName: id, ClientRequestToken: randomUUID() }),
  );
  work.report({ verb: 'begun', what: say`AWS begins, and goes on by itself from here.` });
  const failure = failureOf(await follow(work, stackId, since, words));
  if (failure) throw new ExplainedError(failure);
  const changed = await findStack(cloudFormation, plan.prefix);
  if (!changed) throw new ExplainedError(failureOf('DELETE_COMPLETE') as Message);
  return changed;
}

/**
 * A change of code alone leaves the template as it is, and the stack is not touched. After a change
 * that was taken back AWS is asked, as the stack may tell of the template that failed.
 */
function isUnchanged({ status, description }: Stack, template: Template): boolean {
  return (
    (status === 'CREATE_COMPLETE' || status === 'UPDATE_COMPLETE') &&
    description === template.Description
  );
}

interface ChangeSet {
  readonly id: string;
  readonly stackId: string;
  readonly changes: readonly Change[];
}

/** Seconds from one look at a change set to the next: it takes AWS a few to compare. */
const LOOK_SECONDS = 1;

/** Has AWS work out what the template would change; nothing is changed yet. */
async function propose(
  work: Work,
  { prefix, application: { secrets = {} } }: Plan,
  template: Template,
  stack: Stack | undefined,
): Promise<ChangeSet> {
  const { cloudFormation: client } = work.clients;
  const name = `deploy-${randomUUID()}`;
  const { Id: id, StackId: stackId = '' } = await client.send(
    new CreateChangeSetCommand({
      StackName: prefix,
      ChangeSetName: name,
      ClientToken: name,
      ChangeSetType: stack ? 'UPDATE' : 'CREATE',
      TemplateBody: JSON.stringify(template),
      Parameters: Object.entries(secrets).map(([secretName, secret]) =>
        parameterFor(secretParameter(secretName), secret, stack),
      ),
      Tags: [{ Key: TAG_KEY, Value: prefix }],
      Capabilities: ['CAPABILITY_NAMED_IAM'],
    }),
  );
  const input = { ChangeSetName: id };
  for (;;) {
    const changes: Change[] = [];
    let status: string | undefined;
    let reason = '';
    for await (const page of paginateDescribeChangeSet({ client }, input)) {
      changes.push(...(page.Changes ?? []));
      ({ Status: status, StatusReason: reason = '' } = page);
    }
    if (status === 'CREATE_COMPLETE') return { id: String(id), stackId, changes };
    if (status === 'FAILED') {
      await client.send(new DeleteChangeSetCommand(input));
      if (/didn't contain changes|No updates are to be performed/.test(reason)) {
        return { id: String(id), stackId, changes: [] };
      }
      throw new ExplainedError(say`AWS can not make this change: ${withoutSecrets(reason)}`);
    }
    await work.sleep(LOOK_SECONDS);
  }
}

/**
 * A secret is made when the stack first gets it. From then on AWS keeps it, and nobody
 * here sees it again: tokens in use stay good.
 */
function parameterFor(ParameterKey: string, secret: Secret, stack: Stack | undefined) {
  return stack?.parameters.has(ParameterKey)
    ? { ParameterKey, UsePreviousValue: true }
    : { ParameterKey, ParameterValue: makeSecret(secret) };
}

function announce({ report }: Work, change: Change, words: ReadonlyMap<string, Message>): void {
  const { Action, Replacement, LogicalResourceId: id = '' } = change.ResourceChange ?? {};
  report({ verb: verbFor(Action, Replacement), what: words.get(id) ?? verbatim(readableId(id)) });
}

function verbFor(action: string | undefined, replacement: string | undefined): Verb {
  if (action === 'Add') return 'to make';
  if (action === 'Remove') return 'to remove';
  return replacement === 'True' ? 'to replace' : 'to change';
}

/** What a state means in which a change has ended; undefined where it is done. */
function failureOf(status: StackStatus): Message | undefined {
  if (/^(CREATE|UPDATE)_COMPLETE$/.test(status)) return undefined;
  if (status === 'ROLLBACK_COMPLETE') {
    return say`AWS could not make the stack, and has taken back what it had made: what failed stands above.`;
  }
  if (status === 'UPDATE_ROLLBACK_COMPLETE') {
    return say`AWS could not make the change, and has put back what was before: what failed stands above.`;
  }
  if (/^(CREATE|ROLLBACK|UPDATE|UPDATE_ROLLBACK)_FAILED$/.test(status)) {
    return say`AWS could not make the change, nor take it back to the end (${status}): what failed stands above.`;
  }
  return status.startsWith('DELETE_')
    ? say`Somebody removed the stack meanwhile (${status}).`
    : say`Somebody else changed the stack meanwhile (${status}).`;
}
