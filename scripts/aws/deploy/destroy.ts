/** Removes the stack of a prefix, and with it everything that it made. */
import { paginateListStackResources } from '@aws-sdk/client-cloudformation';
import { awaitOthers, findStack, removeStack, type Work } from './stack.ts';
import { readableId } from './template/resource.ts';

/**
 * Returns whether there was anything.
 *
 * @throws ExplainedError where something is left, or where the stack is not ours
 */
export async function destroy(work: Work, prefix: string): Promise<boolean> {
  for (let found = false; ; found = true) {
    const stack = await findStack(work.clients.cloudFormation, prefix);
    if (!stack || stack.status === 'DELETE_COMPLETE') return found;
    const isBusy = stack.status.endsWith('_IN_PROGRESS') && stack.status !== 'REVIEW_IN_PROGRESS';
    if (isBusy) await awaitOthers(work, stack);
    else {
      await removeStack(work, stack);
      return true;
    }
  }
}

/** What `destroy` would remove: its id in the template, and its name on AWS; none without a stack. */
export async function listStack(
  { clients: { cloudFormation: client } }: Work,
  prefix: string,
): Promise<(readonly [id: string, name: string])[]> {
  const stack = await findStack(client, prefix);
  if (!stack) return [];
  const listed: (readonly [string, string])[] = [];
  for await (const page of paginateListStackResources({ client }, { StackName: stack.id })) {
    for (const {
      LogicalResourceId: id = '',
      ResourceStatus,
      ...one
    } of page.StackResourceSummaries ?? []) {
      if (ResourceStatus !== 'DELETE_COMPLETE') {
        listed.push([readableId(id), one.PhysicalResourceId ?? '']);
      }
    }
  }
  return listed;
}
