/** CloudWatch Logs, as far as a deployment calls it: JSON 1.1. */
import {
  Account,
  ACCOUNT_ID,
  need,
  pageOf,
  Refusal,
  type Json,
  type Operation,
  type ServiceRequest,
} from './account.ts';

export function logs(account: Account, { headers, body }: ServiceRequest): Operation {
  const name = (headers['x-amz-target'] ?? '').replace('Logs_20140328.', '');
  const input = JSON.parse(body || '{}') as Json;
  const groupName = String(input['logGroupName'] ?? '');
  const arnOf = (group: string) =>
    `arn:aws:logs:${account.options.region}:${ACCOUNT_ID}:log-group:${group}`;
  const own = { action: `logs:${name}`, resource: arnOf(groupName) };
  const group = () => need(account.logGroups.get(groupName), absent);

  switch (name) {
    case 'DescribeLogGroups':
      return {
        name,
        actions: [{ ...own, resource: '*' }],
        changes: false,
        run() {
          const start = String(input['logGroupNamePrefix'] ?? '');
          const all = [...account.logGroups].filter(([key]) => key.startsWith(start));
          const { items, next } = pageOf(all, input['nextToken'] as string | undefined);
          return {
            logGroups: items.map(([logGroupName, { arn, retentionInDays }]) => ({
              logGroupName,
              arn: `${arn}:*`,
              logGroupArn: arn,
              retentionInDays,
            })),
            nextToken: next,
          };
        },
      };
    case 'CreateLogGroup':
      return {
        name,
        actions: [own, ...(input['tags'] ? [{ ...own, action: 'logs:TagResource' }] : [])],
        changes: true,
        run() {
          if (account.logGroups.has(groupName)) {
            throw new Refusal(
              400,
              'ResourceAlreadyExistsException',
              'The specified log group already exists',
            );
          }
          if (!/^[\w./#-]{1,512}$/.test(groupName)) throw invalid('logGroupName');
          const tags = { ...(input['tags'] as Record<string, string> | undefined) };
          account.logGroups.set(groupName, {
            arn: arnOf(groupName),
            retentionInDays: undefined,
            tags,
          });
          return {};
        },
      };
    case 'PutRetentionPolicy':
      return {
        name,
        actions: [own],
        changes: true,
        run() {
          const days = Number(input['retentionInDays']);
          if (![1, 3, 5, 7, 14, 30, 60, 90].includes(days)) throw invalid('retentionInDays');
          group().retentionInDays = days;
          return {};
        },
      };
    case 'ListTagsForResource': {
      const arn = String(input['resourceArn']);
      return {
        name,
        actions: [{ ...own, resource: arn }],
        changes: false,
        run() {
          const found = [...account.logGroups.values()].find((candidate) => candidate.arn === arn);
          return { tags: need(found, absent).tags };
        },
      };
    }
    case 'DeleteLogGroup':
      return {
        name,
        actions: [own],
        changes: true,
        run() {
          group();
          account.logGroups.delete(groupName);
          return {};
        },
      };
    default:
      throw new Refusal(400, 'UnknownOperationException', name);
  }
}

function absent(): Refusal {
  return new Refusal(400, 'ResourceNotFoundException', 'The specified log group does not exist.');
}

function invalid(what: string): Refusal {
  return new Refusal(400, 'InvalidParameterException', `1 validation error detected: ${what}`);
}
