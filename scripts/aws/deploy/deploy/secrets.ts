/**
 * The values of an application's secrets. They are random, made at the first deployment, and kept
 * where they are used: in the functions' own configuration, which AWS encrypts at rest. From there
 * the next deployment reads them back, so that tokens in use stay good and nothing of them is ever
 * on this machine's disk.
 */
import { randomBytes } from 'node:crypto';
import { isOurs } from '../names.ts';
import type { Plan } from '../plan.ts';
import { say } from '#text/message.ts';
import { NotReadyError, persist, type Work } from '../work.ts';
import { findFunction } from './functions.ts';

export type Secrets = Readonly<Record<string, string>>;

export async function readOrMakeSecrets(work: Work, plan: Plan): Promise<Secrets> {
  const values: Record<string, string> = {};
  for (const [secret, { bytes }] of Object.entries(plan.secrets)) {
    values[secret] =
      (await readSecret(work, plan, secret, bytes)) ?? randomBytes(bytes).toString('base64url');
  }
  return values;
}

/**
 * The value that a function has; undefined where none has one, or one that is too short.
 *
 * @throws NotReadyError where it has one that is not shown
 */
async function readSecret(
  work: Work,
  { prefix, functions }: Plan,
  secret: string,
  bytes: number,
): Promise<string | undefined> {
  for (const { deployedName, environment } of functions) {
    const [variable] =
      Object.entries(environment).find(
        ([, value]) => typeof value === 'object' && value.secret === secret,
      ) ?? [];
    if (variable === undefined) continue;
    const found = await persist(work, () => findFunction(work.clients, deployedName));
    if (!isOurs(found?.Tags, prefix)) continue;
    const { Variables: variables, Error: hidden } = found?.Configuration?.Environment ?? {};
    // Not to know the secret is no reason to make another: tokens in use would be worth nothing.
    if (hidden) {
      throw new NotReadyError(
        say`AWS does not show the environment of ${deployedName}, where the secret is: ${hidden.ErrorCode ?? ''}`,
      );
    }
    const value = variables?.[variable];
    if (value === undefined) continue;
    if (Buffer.byteLength(value) >= bytes) return value;
  }
  return undefined;
}
