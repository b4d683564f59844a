/**
 * AWS fails, is in a hurry, loses an answer or says no, at each call in turn; a resource can not be
 * made, changed, removed or taken back; a stack is in any state that there is. Whatever it was: a run
 * that gets through, at the first try or at the next, ends as an undisturbed one, and nothing is left
 * after a destroy.
 */
import { StackStatus } from '@aws-sdk/client-cloudformation';
import { beforeEach, describe, expect, test } from 'vitest';
import { english, type Message } from '#text/message.ts';
import type { Application } from '../application.ts';
import { BeyondRepairError, explain } from './explain.ts';
import { readyStack } from './stack.ts';
import type { Deed } from '#testing/fake-aws/cloud-formation.ts';
import type { Fault } from '#testing/fake-aws/index.ts';
import { PREFIX, REGION, SMALL, TestBed, TINY } from '#testing/cloud.ts';

let bed: TestBed;
beforeEach(async () => {
  bed = await TestBed.start();
});

/** SMALL with a function more, a setting changed and an API less. */
const CHANGED: Application = {
  ...SMALL,
  functions: {
    ...SMALL.functions,
    profile: { entry: './profile.ts', timeoutSeconds: 9 },
    echo: { entry: './echo.ts' },
  },
  restApi: undefined!,
};

/** What is done to functions fails, or to the stack as a whole. */
function fail(reason: string, ...deeds: Deed[]): void {
  bed.aws.cloudFormation.failing = (deed, type) =>
    deeds.includes(deed) && /Function$|Stack$/.test(type) ? reason : undefined;
}

/** What the run's failure is in a line. */
async function lineOf(run: Promise<unknown>): Promise<string> {
  const error = await run.then(
    () => new Error('it got through'),
    (reason: unknown) => reason,
  );
  return english(
    explain(error, REGION) ?? ({ text: `bug: ${String(error)}`, values: [] } as Message),
  );
}

/** What is there after an undisturbed run; the bed is as new afterwards. */
async function undisturbed(application: Application): Promise<unknown> {
  await bed.deploy(application);
  const { snapshot } = bed;
  await bed.destroy();
  bed.forget();
  return snapshot;
}

test.each<Fault>(['error', 'throttle', 'lost answer'])(
  'every call once: %s; a deployment, a change and a destroy get over it by themselves',
  async (fault) => {
    const expected = [await undisturbed(SMALL), await undisturbed(CHANGED)];
    // The first of each call and the one that follows on it.
    bed.aws.fault = (_, index) => (index % 2 === 0 ? fault : undefined);
    await bed.deploy(SMALL);
    expect(bed.snapshot).toEqual(expected[0]);
    await bed.deploy(CHANGED);
    expect(bed.snapshot).toEqual(expected[1]);
    await bed.destroy();
    expect(bed.stack).toBeUndefined();
    expect(bed.aws.functions.size).toBe(0);
    const { calls } = bed.aws;
    expect(calls.length).toBeGreaterThan(60);
    expect(calls.filter((call, index) => call !== calls[index - (index % 2)])).toEqual([]);
  },
);

test('a deployment that ends at any call goes on when it is run again', async () => {
  const expected = await undisturbed(SMALL);
  await bed.deploy(SMALL);
  const { length } = bed.aws.calls;
  await bed.destroy();
  for (let end = 0; end < length; end += 1) {
    bed.forget();
    bed.aws.fault = (_, index) => (index === end ? 'denied' : undefined);
    expect(await lineOf(bed.deploy(SMALL))).toMatch(/^AWS does not allow you \w+:\w+ on arn:/);
    bed.aws.fault = () => undefined;
    await bed.deploy(SMALL);
    expect({ end, snapshot: bed.snapshot }).toEqual({ end, snapshot: expected });
    await bed.destroy();
  }
});

describe('a resource', () => {
  const DENIED =
    'Resource handler returned message: "User: arn:aws:iam::123456789012:user/spark is not authorized to perform: lambda:CreateFunction on resource: arn:aws:lambda:x because no identity-based policy allows the lambda:CreateFunction action (Service: Lambda, Status Code: 403)" (RequestToken: x, HandlerErrorCode: AccessDenied)';

  test.each<[string, Deed[], string, string]>([
    ['can not be made', ['create'], 'ROLLBACK_COMPLETE', 'could not make the stack, and has taken'],
    ['nor taken back', ['create', 'undo'], 'ROLLBACK_FAILED', 'nor take it back to the end'],
  ])('%s: what is left is removed by the next run', async (_, deeds, status, line) => {
    const expected = await undisturbed(SMALL);
    fail(DENIED, ...deeds);
    expect(await lineOf(bed.deploy(SMALL))).toContain(line);
    expect(bed.stack?.status).toBe(status);
    expect(bed.reported.find(({ verb }) => verb === 'failed')).toEqual({
      verb: 'failed',
      what: 'function issuer: nodejs24.x',
      reason: DENIED,
      meaning:
        'AWS does not allow you lambda:CreateFunction on arn:aws:lambda:x: AWS.md lists what is needed.',
    });
    bed.aws.cloudFormation.failing = () => undefined;
    await bed.deploy(SMALL);
    expect(bed.snapshot).toEqual(expected);
  });

  test.each<[string, Deed[], string, string]>([
    ['can not be changed', ['update'], 'UPDATE_ROLLBACK_COMPLETE', 'put back what was before'],
    ['nor taken back', ['update', 'undo'], 'UPDATE_ROLLBACK_FAILED', 'nor take it back to the end'],
  ])('%s: the next run goes on from there', async (_, deeds, status, line) => {
    const expected = await undisturbed(CHANGED);
    await bed.deploy(SMALL);
    const [secret] = bed.secrets;
    fail('It broke', ...deeds);
    expect(await lineOf(bed.deploy(CHANGED))).toContain(line);
    expect(bed.stack?.status).toBe(status);
    bed.aws.cloudFormation.failing = () => undefined;
    await bed.deploy(CHANGED);
    expect(bed.snapshot).toEqual(expected);
    expect(bed.secrets).toEqual([secret]);
  });

  test('can not be taken back at the second try, either: destroy is left', async () => {
    await bed.deploy(SMALL);
    fail('It broke', 'update', 'undo');
    await lineOf(bed.deploy(CHANGED));
    await expect(bed.deploy(CHANGED)).rejects.toThrow(BeyondRepairError);
    expect(bed.stack?.status).toBe('UPDATE_ROLLBACK_FAILED');
    bed.aws.cloudFormation.failing = () => undefined;
    expect(await bed.destroy()).toBe(true);
    expect(bed.aws.functions.size).toBe(0);
  });

  test('can not be removed: destroy says which, and the next one removes it', async () => {
    await bed.deploy(SMALL);
    fail('It is in use', 'delete');
    expect(await lineOf(bed.destroy())).toContain('could not remove everything');
    expect(bed.stack?.status).toBe('DELETE_FAILED');
    expect(bed.reported).toContainEqual({
      verb: 'failed',
      what: 'FunctionIssuer',
      reason: 'It is in use',
    });
    bed.aws.cloudFormation.failing = () => undefined;
    expect(await bed.destroy()).toBe(true);
    expect(bed.stack).toBeUndefined();
  });

  test.each([
    ['x already exists in stack y', 'Something has this name that is not of this stack'],
    ['(HandlerErrorCode: AlreadyExists)', 'Something has this name that is not of this stack'],
    ['(HandlerErrorCode: ServiceLimitExceeded)', 'The account has as many'],
    ['(HandlerErrorCode: NotStabilized)', 'It did not get ready in time'],
    ['is not authorized to perform: iam:PassRole with an explicit deny', 'a policy of the account'],
  ])('fails because %j, and that means something', async (reason, meaning) => {
    fail(reason, 'create');
    await lineOf(bed.deploy(TINY));
    const failed = bed.reported.find(({ verb }) => verb === 'failed');
    expect(failed).toMatchObject({ reason, meaning: expect.stringContaining(meaning) });
  });

  test('that is stopped as another one failed is no failure of its own', async () => {
    fail('Resource creation cancelled', 'create');
    await lineOf(bed.deploy(TINY));
    expect(bed.lines('stopped')).toEqual(['function issuer: nodejs24.x']);
    expect(bed.lines('failed')).toEqual([]);
  });
});

describe('a stack', () => {
  /** What a deployment does first, and the states in which the stack may be then; `explained` is all that it does. */
  const FIRST: Readonly<Record<string, string>> = {
    'goes on':
      'CREATE_COMPLETE UPDATE_COMPLETE UPDATE_ROLLBACK_COMPLETE IMPORT_COMPLETE IMPORT_ROLLBACK_COMPLETE',
    creates: 'REVIEW_IN_PROGRESS DELETE_COMPLETE',
    DeleteStack: 'CREATE_FAILED ROLLBACK_COMPLETE ROLLBACK_FAILED DELETE_FAILED',
    ContinueUpdateRollback: 'UPDATE_ROLLBACK_FAILED',
    explained: 'UPDATE_FAILED IMPORT_ROLLBACK_FAILED',
    waits:
      'CREATE_IN_PROGRESS ROLLBACK_IN_PROGRESS DELETE_IN_PROGRESS UPDATE_IN_PROGRESS UPDATE_COMPLETE_CLEANUP_IN_PROGRESS UPDATE_ROLLBACK_IN_PROGRESS UPDATE_ROLLBACK_COMPLETE_CLEANUP_IN_PROGRESS IMPORT_IN_PROGRESS IMPORT_ROLLBACK_IN_PROGRESS',
  };

  test.each(Object.values(StackStatus))('in state %s', async (status) => {
    await bed.deploy(TINY);
    bed.aws.cloudFormation.enter(bed.stack!, status);
    bed.forget();
    // Whoever is at work with it ends while it is waited for.
    bed.onSleep = () => bed.aws.cloudFormation.enter(bed.stack!, 'UPDATE_COMPLETE');
    const line = await lineOf(readyStack(bed.work, PREFIX));
    const seen = bed.aws.calls.find((call) => !call.startsWith('Describe'));
    const waited = bed.lines('wait').some((one) => one.includes('under way'));
    const isThere = bed.stack !== undefined && !/^(REVIEW|DELETE)/.test(bed.stack.status);
    const isExplained = line.endsWith(`(${status})`);
    const quiet = isExplained ? 'explained' : isThere ? 'goes on' : 'creates';
    const did = waited ? 'waits' : (seen ?? quiet);
    expect(FIRST[did]?.split(' ')).toContain(status);
  });

  test('that fails as a whole says why', async () => {
    await bed.deploy(TINY);
    bed.aws.cloudFormation.enter(bed.stack!, 'UPDATE_IN_PROGRESS');
    const why = 'Internal Failure (HandlerErrorCode: InternalFailure)';
    bed.onSleep = () => bed.aws.cloudFormation.enter(bed.stack!, 'UPDATE_ROLLBACK_COMPLETE', why);
    await bed.deploy(TINY);
    expect(bed.reported).toContainEqual({
      verb: 'failed',
      what: 'the stack',
      reason: why,
      meaning: 'AWS had an error of its own: run it again.',
    });
  });

  test('in a state that AWS has made since is explained, or waited for', async () => {
    await bed.deploy(TINY);
    bed.aws.cloudFormation.enter(bed.stack!, 'HELD_COMPLETE' as StackStatus);
    expect(await lineOf(bed.deploy(TINY))).toContain('(HELD_COMPLETE)');
    bed.aws.cloudFormation.enter(bed.stack!, 'HELD_IN_PROGRESS' as StackStatus);
    bed.onSleep = () => bed.aws.cloudFormation.enter(bed.stack!, 'UPDATE_COMPLETE');
    await bed.deploy(TINY);
  });

  test('of somebody else is neither changed nor removed', async () => {
    await bed.deploy(TINY);
    bed.stack!.tags = { 'jwt-workshop': 'jwt-workshop-of-another' };
    const line = `There is a stack ${PREFIX} already, and it is not of this workshop`;
    expect(await lineOf(bed.deploy(SMALL))).toContain(line);
    expect(await lineOf(bed.destroy())).toContain(line);
    expect(bed.stack?.status).toBe('CREATE_COMPLETE');
  });

  test('that is only announced is removed without a wait', async () => {
    bed.aws.fault = (call) => (call === 'ExecuteChangeSet' ? 'denied' : undefined);
    await lineOf(bed.deploy(TINY));
    expect(bed.stack?.status).toBe('REVIEW_IN_PROGRESS');
    expect(await bed.destroy()).toBe(true);
    expect(bed.stack).toBeUndefined();
    expect(await bed.destroy()).toBe(false);
  });
});

describe('two at once', () => {
  test('the second waits for what the first began, then does its own', async () => {
    const expected = await undisturbed(CHANGED);
    bed.aws.cloudFormation.stepsPerLook = 1;
    let second: Promise<unknown> | undefined;
    bed.onSleep = () => {
      if (bed.stack?.status === 'CREATE_IN_PROGRESS') second ??= bed.deploy(CHANGED);
    };
    await bed.deploy(SMALL);
    await second;
    expect(bed.lines('wait').join()).toContain('is under way (CREATE_IN_PROGRESS): it goes first.');
    expect(bed.snapshot).toEqual(expected);
  });

  test('the second is refused where the first began after it had looked', async () => {
    let first: Promise<unknown> | undefined;
    bed.aws.fault = async (call) => {
      if (call !== 'ExecuteChangeSet' || first) return undefined;
      first = bed.deploy(SMALL);
      await first;
      return undefined;
    };
    expect(await lineOf(bed.deploy(CHANGED))).toBe(
      'Another run, or another person, began a change of this stack meanwhile.',
    );
    expect(bed.stack?.status).toBe('CREATE_COMPLETE');
    expect(bed.aws.functions.size).toBe(3);
  });

  test('nor does one upload code while Lambda takes that of the other', async () => {
    await bed.deploy(TINY);
    bed.aws.fault = (call) => {
      const issuer = bed.aws.functions.get(`${PREFIX}-issuer`)!;
      if (call === 'UpdateFunctionCode') issuer.busyLooks = 3;
      return undefined;
    };
    expect(await lineOf(bed.deploy(TINY, 'export const handler = 1;\n'))).toContain('Another run');
  });

  test('a destroy waits for a deployment, and removes it all', async () => {
    bed.aws.cloudFormation.stepsPerLook = 1;
    let second: Promise<boolean> | undefined;
    bed.onSleep = () => {
      if (bed.stack?.status === 'CREATE_IN_PROGRESS') second ??= bed.destroy();
    };
    await lineOf(bed.deploy(SMALL));
    expect(await second).toBe(true);
    expect(bed.stack).toBeUndefined();
    expect(bed.aws.functions.size).toBe(0);
  });
});
