/** The kit as files that a process loads ahead: the same kit, and nothing of a run begins with it. */
import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { CONTRACT_ROOT } from '#aws/contract/application.ts';
import { vitePath } from '#course/files.ts';
import { stateFolder } from '#course/stage.ts';
import { LOG_VARIABLE, readLog } from '#kit/event-log.ts';
import { REPOSITORY } from '#testing/course-copy.ts';
import { KIT_FILE, kitBundle, urlsAhead, type KitBundle } from './kit-bundle.ts';

// Inside the repository: its packages are found from there.
const folder = join(stateFolder(REPOSITORY), 'test');
let kits: string;
let kit: KitBundle;
beforeAll(async () => {
  mkdirSync(folder, { recursive: true });
  kits = mkdtempSync(join(folder, 'kit-'));
  kit = (await kitBundle(kits)) as KitBundle;
});
afterAll(() => rmSync(kits, { recursive: true }));

test('what lies beside its sources is found from the bundle', async () => {
  const url = pathToFileURL(kit.files['#local-aws'] ?? '').href;
  const { startLocalAws } = (await import(url)) as typeof import('#aws/local/index.ts');
  const application = { name: 'toy', functions: { echo: { entry: 'echo.ts' } } };
  const local = await startLocalAws(application, { root: CONTRACT_ROOT });
  try {
    const { payload } = await local.invoke('echo', { nickname: 'spark' });
    expect(JSON.parse(payload)).toMatchObject({ event: { nickname: 'spark' } });
  } finally {
    await local.stop();
  }
});

test('the event log begins with #checks, and not with what is loaded ahead of it', () => {
  const log = join(kits, 'events.jsonl');
  const typesIn = (urls: readonly string[]) => {
    writeFileSync(log, '');
    const imports = urls.map((url) => `--import=${url}`);
    execFileSync(process.execPath, [...imports, '--eval', ''], {
      env: { ...process.env, [LOG_VARIABLE]: log },
    });
    return readLog(log).map(({ event }) => event.type);
  };
  const ahead = urlsAhead('#checks', kit);
  expect(ahead).not.toEqual([]);
  expect(typesIn([...ahead, ...urlsAhead('#checks-aws', kit)])).toEqual([]);
  expect(typesIn([...ahead, pathToFileURL(kit.files['#checks'] ?? '').href])).toEqual(['loading']);
});

test('is made once, and one of a week ago goes when another is made', async () => {
  const old = join(kits, '0123456789abcdef');
  mkdirSync(old);
  const weekAgo = Date.now() / 1000 - 8 * 24 * 3600;
  utimesSync(old, weekAgo, weekAgo);
  expect(await kitBundle(kits)).toEqual(kit);
  expect(readdirSync(kits)).toContain('0123456789abcdef');
  rmSync(dirname(kit.files['#checks'] ?? ''), { recursive: true });
  expect(await kitBundle(kits)).toEqual(kit);
  expect(readdirSync(kits).filter((name) => !name.endsWith('.jsonl'))).toHaveLength(1);
});

test('where it cannot be written there is none, and nothing of it is loaded ahead', async () => {
  const file = join(kits, 'events.jsonl');
  expect(await kitBundle(file)).toBeUndefined();
  expect(urlsAhead('#checks', undefined)).toEqual([]);
  expect(urlsAhead('#checks-aws', undefined)).toEqual([]);
});

test('its files are known by their path, as vite spells it', async () => {
  const own = (await kitBundle()) as KitBundle;
  for (const file of Object.values(own.files)) expect(vitePath(file)).toMatch(KIT_FILE);
  expect(vitePath(join(REPOSITORY, 'labs/01-base64url/jwt.ts'))).not.toMatch(KIT_FILE);
});
