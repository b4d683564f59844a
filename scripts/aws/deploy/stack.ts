/** What there is of a stack on AWS, found by its names and its tag, and how each piece is removed. */
import { DeleteApiCommand } from '@aws-sdk/client-apigatewayv2';
import { DeleteRestApiCommand } from '@aws-sdk/client-api-gateway';
import { DeleteLogGroupCommand } from '@aws-sdk/client-cloudwatch-logs';
import { DeleteRoleCommand, DeleteRolePolicyCommand } from '@aws-sdk/client-iam';
import {
  DeleteFunctionCommand,
  ListFunctionsCommand,
  type FunctionConfiguration,
} from '@aws-sdk/client-lambda';
import { say, type Message } from '#text/message.ts';
import { findFunction } from './deploy/functions.ts';
import { findHttpApis } from './deploy/http-api.ts';
import { findLogGroups, tagsOfLogGroup } from './deploy/log-groups.ts';
import { findRestApis } from './deploy/rest-api.ts';
import { findRole, tagsOfRole } from './deploy/role.ts';
import {
  apiName,
  functionNameStart,
  isOurs,
  isTagged,
  LOG_GROUP_START,
  roleName,
  TAG_KEY,
  type Tags,
} from './names.ts';
import { plannedRoleName, ROLE_POLICY, type Plan } from './plan.ts';
import { allOf, persist, unlessAbsent, type Work } from './work.ts';

/** Something on AWS that carries the stack's name. */
export interface Piece {
  readonly kind: 'http' | 'rest' | 'function' | 'role' | 'log-group';
  /** As AWS knows it. */
  readonly name: string;
  readonly words: Message;
  /** `ours`: made by `deploy`. `cloudformation`: made from our template. `untagged`: who knows. */
  readonly owner: 'ours' | 'cloudformation' | 'untagged';
  readonly remove: () => Promise<void>;
}

/**
 * Everything under this prefix, in the order in which it can be removed: what calls before what is
 * called, and log groups last, as a function may log until its end. What another prefix's tag marks
 * is not told of.
 */
export async function findStack(work: Work, prefix: string): Promise<Piece[]> {
  return [
    ...(await httpApis(work, prefix)),
    ...(await restApis(work, prefix)),
    ...(await functions(work, prefix)),
    ...(await role(work, prefix)),
    ...(await logGroups(work, prefix)),
  ];
}

/** Removes what an earlier deployment made and this plan no longer has. */
export async function removeUnplanned(work: Work, plan: Plan): Promise<void> {
  const planned = new Set([
    ...(plan.http ? [`http ${plan.http.name}`] : []),
    ...(plan.rest ? [`rest ${plan.rest.name}`] : []),
    ...plan.functions.flatMap(({ deployedName, logGroup }) => [
      `function ${deployedName}`,
      `log-group ${logGroup}`,
    ]),
    `role ${plannedRoleName(plan, work.clients.region)}`,
  ]);
  for (const piece of await persist(work, () => findStack(work, plan.prefix))) {
    if (piece.owner !== 'ours' || planned.has(`${piece.kind} ${piece.name}`)) continue;
    await persist(work, piece.remove);
    work.tell('remove', piece.words);
  }
}

async function httpApis(work: Work, prefix: string): Promise<Piece[]> {
  const { http } = work.clients;
  const apis = await findHttpApis(work.clients, apiName(prefix, 'http'), isWithin(prefix));
  return apis.map(({ ApiId, Name = '', Tags: tags }) => ({
    kind: 'http',
    name: Name,
    words: say`HTTP API ${Name}`,
    owner: ownerIn(tags, prefix),
    remove: () => removed(http.send(new DeleteApiCommand({ ApiId }))),
  }));
}

async function restApis(work: Work, prefix: string): Promise<Piece[]> {
  const { rest } = work.clients;
  const apis = await findRestApis(work.clients, apiName(prefix, 'rest'), isWithin(prefix));
  return apis.map(({ id: restApiId, name = '', tags }) => ({
    kind: 'rest',
    name,
    words: say`REST API ${name}`,
    owner: ownerIn(tags, prefix),
    remove: () => removed(rest.send(new DeleteRestApiCommand({ restApiId }))),
  }));
}

async function functions(work: Work, prefix: string): Promise<Piece[]> {
  const { lambda } = work.clients;
  const all = await allOf(
    (Marker) => lambda.send(new ListFunctionsCommand({ Marker })),
    ({ Functions }) => Functions as FunctionConfiguration[] | undefined,
    ({ NextMarker }) => NextMarker,
  );
  const pieces: Piece[] = [];
  for (const { FunctionName: name = '' } of all) {
    if (!name.startsWith(functionNameStart(prefix))) continue;
    const found = await findFunction(work.clients, name);
    if (!found || !isWithin(prefix)(found.Tags)) continue;
    pieces.push({
      kind: 'function',
      name,
      words: say`function ${name}`,
      owner: ownerIn(found.Tags, prefix),
      remove: () => removed(lambda.send(new DeleteFunctionCommand({ FunctionName: name }))),
    });
  }
  return pieces;
}

async function role(work: Work, prefix: string): Promise<Piece[]> {
  const { iam, region } = work.clients;
  const RoleName = roleName(prefix, region);
  const found = await findRole(work, RoleName);
  if (!found || !isWithin(prefix)(tagsOfRole(found))) return [];
  const remove = async () => {
    await removed(iam.send(new DeleteRolePolicyCommand({ RoleName, PolicyName: ROLE_POLICY })));
    await removed(iam.send(new DeleteRoleCommand({ RoleName })));
  };
  const owner = ownerIn(tagsOfRole(found), prefix);
  return [{ kind: 'role', name: RoleName, words: say`role ${RoleName}`, owner, remove }];
}

async function logGroups(work: Work, prefix: string): Promise<Piece[]> {
  const { logs } = work.clients;
  const start = LOG_GROUP_START + functionNameStart(prefix);
  const pieces: Piece[] = [];
  for (const group of await findLogGroups(work.clients, start)) {
    const { logGroupName = '' } = group;
    const tags = await unlessAbsent(tagsOfLogGroup(work.clients, group));
    if (!tags || !isWithin(prefix)(tags)) continue;
    pieces.push({
      kind: 'log-group',
      name: logGroupName,
      words: say`log group ${logGroupName}`,
      owner: ownerIn(tags, prefix),
      remove: () => removed(logs.send(new DeleteLogGroupCommand({ logGroupName }))),
    });
  }
  return pieces;
}

/** A tag of ours with another prefix says whose it is. */
function isWithin(prefix: string): (tags: Tags | undefined) => boolean {
  return (tags) => isTagged(tags, prefix) || tags?.[TAG_KEY] === undefined;
}

function ownerIn(tags: Tags | undefined, prefix: string): Piece['owner'] {
  if (isOurs(tags, prefix)) return 'ours';
  return isTagged(tags, prefix) ? 'cloudformation' : 'untagged';
}

/** What is not there any more is removed. */
async function removed(remove: Promise<unknown>): Promise<void> {
  await unlessAbsent(remove);
}
