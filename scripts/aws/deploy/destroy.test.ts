import { afterEach, beforeEach, expect, test } from 'vitest';
import { CLOUDFORMATION_TAG } from './names.ts';
import { PREFIX, SMALL, TestBed, TINY } from '#testing/cloud.ts';

let bed: TestBed;
beforeEach(async () => {
  bed = await TestBed.start({ busyLooks: 1 });
});
afterEach(() => bed.stop());

test('removes what deploy made, and a second time nothing', async () => {
  const before = bed.picture;
  await bed.deploy(SMALL);
  expect(await bed.destroy()).toEqual({ left: [], untouched: [], failures: [] });
  expect(bed.picture).toEqual(before);
  bed.forgetCalls();
  expect(await bed.destroy()).toEqual({ left: [], untouched: [], failures: [] });
  expect(bed.changes).toEqual([]);
});

test('leaves alone what another prefix has, even where the names begin alike', async () => {
  await bed.deploy(TINY, `${PREFIX}-2`);
  const before = bed.picture;
  await bed.deploy(SMALL);
  expect(await bed.destroy()).toEqual({ left: [], untouched: [], failures: [] });
  expect(bed.picture).toEqual(before);
});

test('names what has our name and no tag of ours, and does not touch it', async () => {
  await bed.deploy(SMALL);
  for (const [name, { tags }] of bed.standIn.account.functions) {
    if (name.endsWith('-issuer')) delete tags['jwt-workshop'];
  }
  const { left, untouched } = await bed.destroy();
  expect(left).toEqual([]);
  expect(untouched).toMatchObject([{ name: `${PREFIX}-issuer`, owner: 'untagged' }]);
  expect([...bed.standIn.account.functions.keys()]).toEqual([`${PREFIX}-issuer`]);
});

test('leaves to CloudFormation what CloudFormation made', async () => {
  await bed.deploy(TINY);
  for (const { tags } of bed.standIn.account.roles.values()) {
    tags[CLOUDFORMATION_TAG.key] = CLOUDFORMATION_TAG.value;
  }
  expect((await bed.destroy()).untouched).toMatchObject([
    { kind: 'role', owner: 'cloudformation' },
  ]);
  expect(bed.standIn.account.roles.size).toBe(1);
});

test('removes all else where one thing can not be removed, and says what is left and why', async () => {
  await bed.deploy(SMALL);
  for (const role of bed.standIn.account.roles.values()) role.policies.set('by-hand', '{}');
  const { left, failures } = await bed.destroy();
  expect(left).toMatchObject([{ kind: 'role', name: `${PREFIX}-ap-northeast-2` }]);
  expect(failures).toMatchObject([{ name: 'DeleteConflictException' }]);
  expect(bed.picture).toMatchObject({ functions: [], httpApis: [], logGroups: [], restApis: [] });
});

test('removes a function that Lambda is still busy with', async () => {
  await bed.deploy(TINY);
  for (const one of bed.standIn.account.functions.values()) one.busyLooks = 9;
  expect(await bed.destroy()).toEqual({ left: [], untouched: [], failures: [] });
});
