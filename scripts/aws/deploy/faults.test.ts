/**
 * AWS fails, is in a hurry, loses an answer or says no, at each call in turn. Whatever it was: a
 * run that gets through, at the first try or at the next, ends as an undisturbed one, with nothing
 * made twice; and nothing is left after a destroy that gets through.
 */
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import type { Fault } from '#testing/fake-aws/server.ts';
import { SMALL, TestBed } from '#testing/cloud.ts';

// Each test deploys a hundred times or more: on a busy machine that takes minutes, and it may.
vi.setConfig({ testTimeout: 1_200_000 });

const EMPTY = { functions: [], httpApis: [], logGroups: [], restApis: [], roles: [] };

let undisturbed: unknown;
/** How many calls a first deployment takes, and a destroy. */
let lengths: { readonly deploy: number; readonly destroy: number };
/** Those of a first deployment that change something: between them, nothing does. */
let changing: readonly number[];

beforeAll(async () => {
  const bed = await TestBed.start();
  await bed.deploy(SMALL);
  undisturbed = bed.picture;
  const { length } = bed.standIn.calls;
  changing = bed.standIn.calls.flatMap(({ changes }, index) => (changes ? index : []));
  bed.forgetCalls();
  await bed.destroy();
  lengths = { deploy: length, destroy: bed.standIn.calls.length };
  await bed.stop();
});

describe.each<Fault>(['error', 'throttle', 'lost answer'])('once: %s', (fault) => {
  let bed: TestBed;
  beforeAll(async () => {
    bed = await TestBed.start();
  });
  afterAll(() => bed.stop());

  test('a deployment gets over it by itself, at any call', async () => {
    for (let index = 0; index < lengths.deploy; index += 1) {
      bed.forgetCalls();
      bed.standIn.fault = (_, now) => (now === index ? fault : undefined);
      await bed.deploy(SMALL);
      expect(bed.standIn.calls[index]?.answer).toBe(fault);
      expect({ index, picture: bed.picture }).toEqual({ index, picture: undisturbed });
      bed.standIn.account.clear();
    }
  });

  test('so does a destroy', async () => {
    bed.standIn.fault = () => undefined;
    for (let index = 0; index < lengths.destroy; index += 1) {
      await bed.deploy(SMALL);
      bed.forgetCalls();
      bed.standIn.fault = (_, now) => (now === index ? fault : undefined);
      const { left, failures } = await bed.destroy();
      bed.standIn.fault = () => undefined;
      expect({ index, left, failures, picture: bed.picture }).toEqual({
        index,
        left: [],
        failures: [],
        picture: EMPTY,
      });
    }
  });
});

describe('for good', () => {
  let bed: TestBed;
  beforeAll(async () => {
    bed = await TestBed.start();
  });
  afterAll(() => bed.stop());

  test('a deployment that was stopped at any change goes on when it is run again', async () => {
    for (const index of changing) {
      bed.forgetCalls();
      bed.standIn.fault = (_, now) => (now >= index ? 'denied' : undefined);
      await expect(bed.deploy(SMALL)).rejects.toMatchObject({ name: 'AccessDeniedException' });
      bed.standIn.fault = () => undefined;
      await bed.deploy(SMALL);
      expect({ index, picture: bed.picture }).toEqual({ index, picture: undisturbed });
      bed.standIn.account.clear();
    }
  });

  test('what was stopped at any change can be removed whole', async () => {
    for (const index of changing) {
      bed.forgetCalls();
      bed.standIn.fault = (_, now) => (now >= index ? 'denied' : undefined);
      await expect(bed.deploy(SMALL)).rejects.toThrow('is not authorized to perform');
      bed.standIn.fault = () => undefined;
      expect(await bed.destroy()).toEqual({ left: [], untouched: [], failures: [] });
      expect({ index, picture: bed.picture }).toEqual({ index, picture: EMPTY });
    }
  });

  test('a destroy that was stopped at any call is finished by the next', async () => {
    for (let index = 0; index < lengths.destroy; index += 1) {
      await bed.deploy(SMALL);
      bed.forgetCalls();
      bed.standIn.fault = (_, now) => (now >= index ? 'denied' : undefined);
      await expect(bed.destroy()).rejects.toThrow('is not authorized to perform');
      bed.standIn.fault = () => undefined;
      expect(await bed.destroy()).toEqual({ left: [], untouched: [], failures: [] });
      expect({ index, picture: bed.picture }).toEqual({ index, picture: EMPTY });
    }
  });

  test('an answer that gets lost every time leaves nothing twice', async () => {
    bed.forgetCalls();
    const seen = new Set<string>();
    bed.standIn.fault = ({ name, changes }) => {
      if (!changes || seen.has(name)) return undefined;
      seen.add(name);
      return 'lost answer';
    };
    await bed.deploy(SMALL);
    expect(bed.picture).toEqual(undisturbed);
    bed.standIn.fault = () => undefined;
    await bed.destroy();
  });

  test('AWS in a hurry for longer than we wait ends it, after two minutes and a half', async () => {
    bed.waited = 0;
    bed.standIn.fault = ({ name }) => (name === 'CreateRestApi' ? 'throttle' : undefined);
    await expect(bed.deploy(SMALL)).rejects.toMatchObject({ name: 'TooManyRequestsException' });
    expect(bed.waited).toBeGreaterThan(100);
    expect(bed.waited).toBeLessThanOrEqual(150);
    bed.standIn.fault = () => undefined;
    await bed.destroy();
  });
});

describe('two of one name, which an answer that came too late leaves', () => {
  test('a deployment removes the younger one', async () => {
    const bed = await TestBed.start();
    await bed.deploy(SMALL);
    const { httpApis, restApis } = bed.standIn.account;
    for (const apis of [httpApis, restApis]) {
      const [id, api] = [...apis][0]!;
      apis.set(`${id}x`, { ...api, id: `${id}x`, createdAt: api.createdAt + 1 } as never);
    }
    await bed.deploy(SMALL);
    expect(bed.picture).toEqual(undisturbed);
    await bed.stop();
  });

  test('a destroy removes both', async () => {
    const bed = await TestBed.start();
    await bed.deploy(SMALL);
    const { httpApis } = bed.standIn.account;
    const [id, api] = [...httpApis][0]!;
    httpApis.set(`${id}x`, { ...api, id: `${id}x` });
    await bed.destroy();
    expect(bed.picture).toEqual(EMPTY);
    await bed.stop();
  });
});
