/** What is to be deployed: the application that a lab declares, with the learner's functions. */
import { userInfo } from 'node:os';
import { resolve } from 'node:path';
import { ExplainedError } from '#terminal/errors.ts';
import { Stage } from '#course/stage.ts';
import type { Application } from '#aws/application.ts';
import { BundleError } from '#aws/local/index.ts';
import { CONTRACT_APPLICATION, CONTRACT_ROOT } from '#aws/contract/index.ts';
import { say } from '#text/message.ts';
import { defaultPrefix } from '#aws/deploy/names.ts';
import { packageFunction, type Package } from '#aws/deploy/package.ts';
import { planOf, type Plan } from '#aws/deploy/plan.ts';
import { applicationOf, labWithFunctions } from '../choose-lab.ts';

export interface SourceOptions {
  /** The lab's number, or the application of the contract cases. */
  readonly lab: number | 'contract';
  /** The reference solution's functions in place of the learner's. */
  readonly solution: boolean;
  /** Chosen from the lab and the user's name where it is left out. */
  readonly prefix: string | undefined;
}

export interface Source {
  readonly plan: Plan;
  /** Every function's code, by the name that the application gives it. */
  readonly packages: ReadonlyMap<string, Package>;
}

/**
 * Reads, lays out and packages what the request asks for.
 *
 * @param root the repository's root
 * @throws UsageError where the lab has no application
 * @throws ExplainedError where a function does not compile, or a name gets too long
 */
export async function readSource(
  root: string,
  { lab, solution, prefix }: SourceOptions,
): Promise<Source> {
  if (lab === 'contract') return layOut(CONTRACT_APPLICATION, CONTRACT_ROOT, prefix);
  const chosen = labWithFunctions(root, lab);
  const stage = new Stage(root);
  try {
    const { application, folder } = await applicationOf(chosen, stage, { solution });
    return await layOut(application, folder, prefix);
  } finally {
    stage.remove();
  }
}

async function layOut(
  application: Application,
  folder: string,
  prefix = defaultPrefix(application.name, user()),
): Promise<Source> {
  const plan = planOf(application, prefix);
  const packages = new Map<string, Package>();
  try {
    for (const [name, { entry }] of Object.entries(application.functions)) {
      packages.set(name, await packageFunction(resolve(folder, entry)));
    }
  } catch (error) {
    if (!(error instanceof BundleError)) throw error;
    throw new ExplainedError(say`A function's file does not compile: ${error.message}`);
  }
  return { plan, packages };
}

/**
 * In a codespace and in a container everybody is called "node", and would share one stack in a
 * shared account; a codespace tells who it belongs to. Some systems have no name for who is there.
 */
export function user(environment = process.env): string {
  try {
    return environment['GITHUB_USER'] ?? userInfo().username;
  } catch {
    return '';
  }
}
