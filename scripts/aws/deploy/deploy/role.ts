/** https://docs.aws.amazon.com/IAM/latest/APIReference/ */
import {
  CreateRoleCommand,
  GetRoleCommand,
  GetRolePolicyCommand,
  PutRolePermissionsBoundaryCommand,
  PutRolePolicyCommand,
  UpdateAssumeRolePolicyCommand,
  type Role,
} from '@aws-sdk/client-iam';
import { isDeepStrictEqual } from 'node:util';
import { say } from '#text/message.ts';
import { isOurs, type Tags } from '../names.ts';
import { partitionOf } from '../partition.ts';
import {
  logPolicy,
  plannedRoleName,
  ROLE_POLICY,
  roleBoundary,
  TRUST_POLICY,
  type Plan,
} from '../plan.ts';
import { WORDS } from '../words.ts';
import { NotOursError, persist, unlessAbsent, type Work } from '../work.ts';

/** Where the stack is, as ARNs tell it: no other call need be allowed to find that out. */
export interface Account {
  /** `aws`; `aws-cn` and `aws-us-gov` have names of their own. */
  readonly partition: string;
  readonly region: string;
  readonly accountId: string;
}

export interface EnsuredRole {
  readonly arn: string;
  readonly createdAt: Date | undefined;
  readonly account: Account;
}

/** @throws NotOursError */
export function ensureRole(work: Work, plan: Plan): Promise<EnsuredRole> {
  const { iam, region } = work.clients;
  const RoleName = plannedRoleName(plan, region);
  return persist(work, async () => {
    const role = await ensureItself(work, plan, RoleName);
    const arn = String(role.Arn);
    const [, partition = '', , , accountId = ''] = arn.split(':');
    const account = { partition, region, accountId };
    const wanted = logPolicy(
      plan.functions.map(({ logGroup }) => logStreamsArn(account, logGroup)),
    );
    const policy = { RoleName, PolicyName: ROLE_POLICY };
    const found = await unlessAbsent(iam.send(new GetRolePolicyCommand(policy)));
    if (found && isDeepStrictEqual(documentIn(found.PolicyDocument), wanted)) {
      work.tell('same', say`  its policy`);
    } else {
      const PolicyDocument = JSON.stringify(wanted);
      await iam.send(new PutRolePolicyCommand({ ...policy, PolicyDocument }));
      work.tell(found ? 'change' : 'make', WORDS.rolePolicy());
    }
    return { arn, createdAt: role.CreateDate, account };
  });
}

async function ensureItself(work: Work, plan: Plan, RoleName: string): Promise<Role> {
  const { iam, region } = work.clients;
  const PermissionsBoundary = roleBoundary(partitionOf(region).name);
  const AssumeRolePolicyDocument = JSON.stringify(TRUST_POLICY);
  const found = await findRole(work, RoleName);
  if (!found) {
    const Tags = Object.entries(plan.tags).map(([Key, Value]) => ({ Key, Value }));
    const settings = { RoleName, AssumeRolePolicyDocument, PermissionsBoundary, Tags };
    const { Role: role } = await iam.send(new CreateRoleCommand(settings));
    work.tell('make', WORDS.role());
    return role as Role;
  }
  if (!isOurs(tagsOfRole(found), plan.prefix)) throw new NotOursError(say`the role ${RoleName}`);
  const isTrusted = isDeepStrictEqual(documentIn(found.AssumeRolePolicyDocument), TRUST_POLICY);
  const isBounded = found.PermissionsBoundary?.PermissionsBoundaryArn === PermissionsBoundary;
  if (isTrusted && isBounded) work.tell('same', WORDS.role());
  if (!isBounded) {
    await iam.send(new PutRolePermissionsBoundaryCommand({ RoleName, PermissionsBoundary }));
    work.tell('change', say`the role of the functions: can do no more than write logs`);
  }
  if (!isTrusted) {
    await iam.send(
      new UpdateAssumeRolePolicyCommand({ RoleName, PolicyDocument: AssumeRolePolicyDocument }),
    );
    work.tell('change', say`the role of the functions: Lambda alone may take it on`);
  }
  return found;
}

export async function findRole({ clients }: Pick<Work, 'clients'>, RoleName: string) {
  const found = await unlessAbsent(clients.iam.send(new GetRoleCommand({ RoleName })));
  return found?.Role;
}

export function tagsOfRole({ Tags: tags = [] }: Role): Tags {
  return Object.fromEntries(tags.map(({ Key, Value }) => [String(Key), String(Value)]));
}

/** Everything in a log group: what a function writes to are the streams inside it. */
function logStreamsArn({ partition, region, accountId }: Account, logGroup: string): string {
  return `arn:${partition}:logs:${region}:${accountId}:log-group:${logGroup}:*`;
}

/** IAM hands documents out encoded as in a URL. */
function documentIn(text: string | undefined): unknown {
  try {
    return JSON.parse(decodeURIComponent(text ?? ''));
  } catch {
    return undefined;
  }
}
