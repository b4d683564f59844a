/** What a visit reports is what local AWS did: lab 5's reference, its cache and its clock; labs 4, 6 and 8. */
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import type { Application } from '#aws/local/index.ts';
import { Stage } from '#course/stage.ts';
import { asksOf, idOf, presetsOf } from './ask.ts';
import { labsToFollow, referenceOptions } from './follow.ts';
import { visitTo } from './host.ts';
import type { Way } from './way.ts';

const ROOT = resolve(import.meta.dirname, '..', '..', '..');

let stage: Stage;
beforeAll(() => {
  stage = new Stage(ROOT);
});
afterAll(() => stage.remove());

async function begin(number: number) {
  const lab = labsToFollow(ROOT).find((one) => one.number === number);
  if (!lab) throw new Error(`no lab ${number}`);
  const { application, visit } = await visitTo(referenceOptions(stage, lab));
  const send = (id: string): Promise<Way> => visit.send(askOf(application, id));
  return { application, visit, send };
}

/** A visit for one test. */
async function sendTo(number: number) {
  const { visit, send } = await begin(number);
  onTestFinished(() => visit.stop());
  return send;
}

function askOf(application: Application, id: string) {
  const ask = asksOf(application).find((one) => idOf(one) === id);
  if (!ask) throw new Error(`not in the set: ${id}`);
  return ask;
}

function stopsOf({ hops }: Way): string[] {
  return hops.map((hop) => hop.to);
}

function told({ lines }: Way): string {
  return lines.map(({ en }) => en).join('\n');
}

describe('lab 5', () => {
  let lab: Awaited<ReturnType<typeof begin>>;
  beforeAll(async () => {
    lab = await begin(5);
  });
  afterAll(() => lab.visit.stop());

  test('the cache answers a second before its time is over, and not a second after', async () => {
    expect(told(await lab.send('rest GET /me spark +0'))).toBe(
      'GET /me -> token-authorizer: yes -> profile -> 200',
    );
    const kept = await lab.send('rest GET /vip spark +299');
    expect(told(kept)).toMatch(/^GET \/vip -> cache: no -> 403\n/);
    expect(kept.asked).toBe('cache');
    expect(kept.policy).toEqual([
      { route: 'GET /me', isOpen: true },
      { route: 'GET /lounge', isOpen: true },
      { route: 'GET /vip', isOpen: false },
    ]);
    expect(kept.shelf).toMatchObject([
      { since: 0, ttlSeconds: 300, key: [{ en: 'Bearer (spark)' }] },
    ]);
    expect(kept.hops[1]?.notes[0]?.en).toContain('Kept 299 s ago, for 300 s.');
    const asked = await lab.send('rest GET /me spark +301');
    expect(asked.asked).toBe('function');
    expect(asked.shelf).toMatchObject([{ since: 301 }]);
    expect(told(await lab.send('rest GET /me spark +exp'))).toBe(
      'GET /me -> token-authorizer: "Unauthorized" -> 401',
    );
  });

  test('an earlier time begins another day, where nothing is kept', async () => {
    await lab.send('http GET /lounge spark +299');
    const { isFresh, at, asked, shelf } = await lab.send('http GET /lounge spark +0');
    expect({ isFresh, at, asked, kept: shelf.length }).toEqual({
      isFresh: true,
      at: 0,
      asked: 'function',
      kept: 1,
    });
    expect((await lab.send('http GET /lounge spark +0')).asked).toBe('cache');
    expect((await lab.send('http GET /me spark +0')).asked).toBe('function');
  });

  test.each(['changed', 'rank-99', 'alg-none', 'expired', 'other-key'])(
    'no damaged token gets in, and the line that threw is named: %s',
    async (who) => {
      const way = await lab.send(`rest GET /me ${who} +0`);
      expect({ asked: way.asked, status: way.status }).toEqual({ asked: 'function', status: 401 });
      const place = { file: 'solutions/05-api-gateway-authorizer/token-authorizer.ts', line: 48 };
      expect(way.hops.at(-1)?.place).toEqual(place);
    },
  );

  test('without a token the gateway refuses by itself, and nobody is asked', async () => {
    const { asked, status, hops } = await lab.send('rest GET /me nobody +0');
    expect({ asked, status }).toEqual({ asked: 'nobody', status: 401 });
    expect(hops[0]?.token).toBeUndefined();
    expect(hops.map(({ from, to }) => `${from} ${to}`)).toEqual([
      'client door:rest',
      'door:rest door:rest',
      'door:rest client',
    ]);
    expect(hops.at(-1)?.place?.file).toBe('labs/05-api-gateway-authorizer/application.ts');
  });

  test('a token and a password stand nowhere but where the token is meant to be shown', async () => {
    const login = await lab.send('http POST /login haneul +0');
    const handedOut = login.hops.at(-1)?.token ?? '';
    expect(handedOut).toMatch(/^eyJ/);
    const way = await lab.send('http GET /vip haneul +0');
    expect(way.hops[0]?.token).toBe(handedOut);
    const others = JSON.stringify([
      { ...way, hops: way.hops.map((hop) => ({ ...hop, token: '' })) },
      login.hops.slice(0, -1),
    ]);
    expect(others).not.toContain(handedOut);
    expect(others).not.toContain(handedOut.split('.')[2]);
    expect(others).not.toContain('하늘은');
  });
});

test('lab 4: Lambda itself runs a function, and a function makes the 401', async () => {
  const send = await sendTo(4);
  const way = await send('lambda GET /me changed +0');
  expect(told(way)).toBe('invoke verifier -> 200');
  expect(way.status).toBe(401);
  expect(stopsOf(way)).toEqual(['door:lambda', 'function:verifier', 'door:lambda', 'client']);
});

test('lab 6: the gateway fetches the keys once, and asks no function', async () => {
  const send = await sendTo(6);
  const first = await send('http GET /vip haneul +0');
  expect(stopsOf(first)).toEqual([
    'door:http',
    'function:issuer',
    'function:issuer',
    'keys:http',
    'function:profile',
    'door:http',
    'client',
  ]);
  expect(first.asked).toBe('gateway');
  expect(stopsOf(await send('http GET /lobby other-key +0'))).toEqual([
    'door:http',
    'keys:http',
    'client',
  ]);
});

test('lab 8: logged out everywhere, the cache still lets in where answers are kept', async () => {
  const send = await sendTo(8);
  for (const id of ['rest GET /me spark +0', 'http POST /auth/logout-everywhere spark +0'])
    await send(id);
  expect((await send('rest GET /vip spark +0')).status).toBe(401);
  const kept = await send('rest GET /me spark +0');
  expect({ asked: kept.asked, status: kept.status }).toEqual({ asked: 'cache', status: 200 });
  expect((await send('http POST /auth/refresh neon +0')).hops.at(-1)?.token).toMatch(/^eyJ/);
});

test('the keys 1 to 9 send requests of the set, in every lab', async () => {
  for (const { folder } of labsToFollow(ROOT)) {
    const { application } = (await import(pathToFileURL(join(folder, 'application.ts')).href)) as {
      application: Application;
    };
    const all = asksOf(application).map(idOf);
    expect(new Set(all).size).toBe(all.length);
    const presets = presetsOf(application).map(idOf);
    expect(presets.length).toBeGreaterThan(0);
    expect(presets.length).toBeLessThanOrEqual(9);
    for (const preset of presets) expect(all).toContain(preset);
  }
});
