/**
 * https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/
 *
 * Made before the functions: Lambda would else make them at the first line that is logged, without
 * a tag and without an end to what is kept.
 */
import {
  CreateLogGroupCommand,
  DescribeLogGroupsCommand,
  ListTagsForResourceCommand,
  PutRetentionPolicyCommand,
  type LogGroup,
} from '@aws-sdk/client-cloudwatch-logs';
import { say } from '#text/message.ts';
import type { Clients } from '../clients.ts';
import { isOurs, type Tags } from '../names.ts';
import { LOG_RETENTION_DAYS, type Plan, type PlannedFunction } from '../plan.ts';
import { WORDS } from '../words.ts';
import { allOf, NotOursError, persist, type Work } from '../work.ts';

/** @throws NotOursError */
export function ensureLogGroup(
  work: Work,
  { prefix, tags }: Plan,
  { name, logGroup }: PlannedFunction,
): Promise<void> {
  const { logs } = work.clients;
  return persist(work, async () => {
    const groups = await findLogGroups(work.clients, logGroup);
    const found = groups.find(({ logGroupName }) => logGroupName === logGroup);
    if (!found) {
      await logs.send(new CreateLogGroupCommand({ logGroupName: logGroup, tags: { ...tags } }));
      work.tell('make', WORDS.logGroup(name));
    } else if (!isOurs(await tagsOfLogGroup(work.clients, found), prefix)) {
      throw new NotOursError(say`the log group ${logGroup}`);
    }
    if (found?.retentionInDays === LOG_RETENTION_DAYS) {
      work.tell('same', WORDS.logGroup(name));
      return;
    }
    const retention = { logGroupName: logGroup, retentionInDays: LOG_RETENTION_DAYS };
    await logs.send(new PutRetentionPolicyCommand(retention));
    work.tell(found ? 'change' : 'make', WORDS.retention());
  });
}

/** All log groups whose names begin so. */
export function findLogGroups({ logs }: Clients, start: string): Promise<LogGroup[]> {
  return allOf(
    (nextToken) =>
      logs.send(new DescribeLogGroupsCommand({ logGroupNamePrefix: start, nextToken })),
    ({ logGroups }) => logGroups,
    ({ nextToken }) => nextToken,
  );
}

export async function tagsOfLogGroup({ logs }: Clients, group: LogGroup): Promise<Tags> {
  // What the streams inside have is the same ARN with ":*" behind it.
  const resourceArn = group.logGroupArn ?? group.arn?.replace(/:\*$/, '');
  const { tags } = await logs.send(new ListTagsForResourceCommand({ resourceArn }));
  return tags ?? {};
}
