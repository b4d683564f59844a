/** The whole deployment: each step looks first, so it goes on where an earlier run stopped. */
import type { Package } from '../package.ts';
import { sourceOf, type Plan, type PlannedFunction, type PlannedPermission } from '../plan.ts';
import { removeUnplanned } from '../stack.ts';
import { WORDS } from '../words.ts';
import type { Work } from '../work.ts';
import { ensureFunction } from './functions.ts';
import { ensureHttpApi, forgetHttpAnswers, type EnsuredApi } from './http-api.ts';
import { ensureLogGroup } from './log-groups.ts';
import { ensurePermissions, type Grant } from './permissions.ts';
import { ensureRestApi, forgetRestAnswers } from './rest-api.ts';
import { ensureRole, type Account } from './role.ts';
import { readOrMakeSecrets, type Secrets } from './secrets.ts';

export interface Deployment {
  /** Where the APIs answer; undefined where the application has none. */
  readonly httpUrl: string | undefined;
  readonly restUrl: string | undefined;
}

/**
 * Makes AWS have what the plan says, no less and no more: what an earlier deployment under this
 * prefix made and the plan no longer has goes.
 *
 * @param packages every function's code, by the name that the application gives it
 * @param onSecrets told of the secrets before anything is sent, for whoever must keep them out of
 *   what is printed
 * @throws NotOursError where something that is not ours has one of our names
 * @throws NotReadyError where Lambda does not get ready
 */
export async function deploy(
  work: Work,
  plan: Plan,
  packages: ReadonlyMap<string, Package>,
  onSecrets: (secrets: Secrets) => void,
): Promise<Deployment> {
  const secrets = await readOrMakeSecrets(work, plan);
  onSecrets(secrets);
  for (const planned of plan.functions) await ensureLogGroup(work, plan, planned);
  const role = await ensureRole(work, plan);
  const { account } = role;
  const functionArns = new Map<string, string>();
  for (const planned of plan.functions) {
    const code = packages.get(planned.name) as Package;
    const parts = { role, code, secrets };
    functionArns.set(planned.name, await ensureFunction(work, plan, planned, parts));
  }
  const deployed = { account, functionArns };
  const http = plan.http && (await ensureHttpApi(work, plan, plan.http, deployed));
  const rest = plan.rest && (await ensureRestApi(work, plan, plan.rest, deployed));
  for (const planned of plan.functions) {
    await ensurePermissions(work, planned, grantsOf(planned, plan, account, { http, rest }));
  }
  await removeUnplanned(work, plan);
  if (plan.http && http && http.authorizerIds.size > 0) {
    await forgetHttpAnswers(work, plan.http, http.id);
  }
  if (plan.rest && rest && rest.authorizerIds.size > 0) {
    await forgetRestAnswers(work, plan.rest, rest.id);
  }
  return { httpUrl: http?.url, restUrl: rest?.url };
}

function grantsOf(
  { name }: PlannedFunction,
  { permissions, rest }: Plan,
  { partition, region, accountId }: Account,
  apis: Readonly<Record<'http' | 'rest', EnsuredApi | undefined>>,
): Grant[] {
  const own = permissions.filter((permission) => permission.function === name);
  return own.flatMap((permission: PlannedPermission) => {
    const api = apis[permission.api];
    if (!api) return [];
    const authorizerId =
      permission.authorizer === undefined
        ? undefined
        : String(api.authorizerIds.get(permission.authorizer));
    const source = sourceOf(permission, rest?.stage ?? '', authorizerId);
    const sourceArn = `arn:${partition}:execute-api:${region}:${accountId}:${api.id}/${source}`;
    return { sourceArn, words: WORDS.permission(permission) };
  });
}
