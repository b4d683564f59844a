import { request } from 'node:http';
import { expect, onTestFinished, test, vi } from 'vitest';
import { sendRaw } from '#testing/local-aws.ts';
import { serveSite } from './site-server.ts';

const FILES = new Map<string, string | Uint8Array>([
  ['en/index.html', '<!doctype html><title>JWT workshop</title>'],
  [
    'ko/index.html',
    '<!doctype html><title>JWT 워크숍</title><link rel="stylesheet" href="../assets/site.css">',
  ],
  ['en/labs/02-hs256/index.html', '<!doctype html><title>Lab 2</title>'],
  ['assets/site.css', 'body {}'],
  ['assets/font.woff2', new Uint8Array([0x77, 0x4f, 0x46, 0x32])],
]);

async function start() {
  const server = await serveSite({ files: () => FILES });
  onTestFinished(() => server.close());
  return server;
}

/** A request as a browser sends it, without following where it leads. */
function get(url: string, headers: Record<string, string> = {}, method = 'GET') {
  return fetch(url, { headers, method, redirect: 'manual' });
}

test('serves what is in the map, with its type', async () => {
  const { url } = await start();
  const page = await get(`${url}/ko/index.html`);
  expect(page.status).toBe(200);
  expect(page.headers.get('content-type')).toBe('text/html; charset=utf-8');
  expect(await page.text()).toContain('JWT 워크숍');
  // The one font is asked for before the styles name it, so that nothing jumps.
  expect(page.headers.get('link')).toMatch(/^<\.\.\/assets\/[\w-]+\.woff2>; rel=preload; as=font/);
  const font = await get(`${url}/assets/font.woff2`);
  expect(font.headers.get('content-type')).toBe('font/woff2');
  expect([...new Uint8Array(await font.arrayBuffer())]).toEqual([0x77, 0x4f, 0x46, 0x32]);
});

test('a folder is its page, and its address ends in a slash, for its links are relative', async () => {
  const { url } = await start();
  expect((await get(`${url}/en/labs/02-hs256/`)).status).toBe(200);
  const bare = await get(`${url}/en/labs/02-hs256`);
  expect([bare.status, bare.headers.get('location')]).toEqual([301, '/en/labs/02-hs256/']);
});

test.each([
  ['ko-KR,ko;q=0.9,en;q=0.8', '/ko/index.html'],
  ['en-GB,ko;q=0.8', '/en/index.html'],
  ['', '/en/index.html'],
])('for a browser that asks for "%s" the site begins at %s', async (language, begin) => {
  const { url } = await start();
  const answer = await get(`${url}/`, { 'accept-language': language });
  expect([answer.status, answer.headers.get('location')]).toEqual([302, begin]);
});

test.each([
  '/../package.json',
  '/en/../../package.json',
  '/%2e%2e/package.json',
  '/..%2fpackage.json',
  '/en/%2e%2e%5c%2e%2e%5cpackage.json',
  '//etc/passwd',
  '/en/index.html%00.txt',
  '/%zz',
  '/__proto__',
])('no path leads out of the site: %s', async (path) => {
  const { url } = await start();
  const { port } = new URL(url);
  // As it stands: fetch would tidy the path up before it is sent.
  const answer = await sendRaw(
    url,
    `GET ${path} HTTP/1.1\r\nHost: 127.0.0.1:${port}\r\nConnection: close\r\n\r\n`,
  );
  expect(answer).toMatch(/^HTTP\/1\.1 404 /);
});

test('every answer keeps other origins and inline scripts out', async () => {
  const { url } = await start();
  for (const path of ['/en/index.html', '/nowhere', '/']) {
    const { headers } = await get(url + path);
    const policy = headers.get('content-security-policy') ?? '';
    expect(policy).toContain("default-src 'none'");
    expect(policy).toContain("script-src 'self';");
    expect(policy).not.toContain('unsafe');
    expect(headers.get('x-content-type-options')).toBe('nosniff');
  }
});

test('a name that is not its own is turned away (DNS rebinding)', async () => {
  const { url } = await start();
  const { port } = new URL(url);
  const statuses = await Promise.all(
    ['evil.example', `evil.example:${port}`, `127.0.0.1:${Number(port) + 1}`].map((host) =>
      ask(port, host),
    ),
  );
  expect(statuses).toEqual([421, 421, 421]);
  expect(await ask(port, `localhost:${port}`)).toBe(200);
});

test('whoever comes by a forwarded port reads why, even with the header that asks who is there', async () => {
  const { url } = await start();
  const { port } = new URL(url);
  const answer = await sendRaw(
    url,
    'GET / HTTP/1.1\r\nHost: 127.0.0.1:1\r\nx-local-aws: ?\r\nConnection: close\r\n\r\n',
  );
  expect(answer).toMatch(/^HTTP\/1\.1 421 /);
  expect(answer).not.toContain('jwt-workshop');
  expect(answer).toContain(`ssh -L ${port}:127.0.0.1:${port}`);
});

test('what is not there has a page, where the site brings one', async () => {
  const files = new Map([['404.html', '<!doctype html><title>No such page</title>']]);
  const server = await serveSite({ files: () => files });
  onTestFinished(() => server.close());
  const page = await get(`${server.url}/en/nowhere.html`);
  expect([page.status, page.headers.get('content-type')]).toEqual([
    404,
    'text/html; charset=utf-8',
  ]);
  expect(await page.text()).toContain('No such page');
});

test('why the files could not be built is seen by who started the server', async () => {
  const seen = vi.spyOn(console, 'error').mockReturnValue();
  const problem = new Error('labs/02-hs256/README.md:17: no such link');
  const server = await serveSite({ files: () => Promise.reject(problem) });
  onTestFinished(() => server.close());
  expect((await get(`${server.url}/en/index.html`)).status).toBe(500);
  expect(String(seen.mock.lastCall)).toContain('README.md:17: no such link');
});

test('it is for reading: other methods are refused, HEAD has no body', async () => {
  const { url } = await start();
  const post = await get(`${url}/en/index.html`, {}, 'POST');
  expect([post.status, post.headers.get('allow')]).toEqual([405, 'GET, HEAD']);
  const head = await get(`${url}/en/index.html`, {}, 'HEAD');
  expect(head.status).toBe(200);
  expect(await head.text()).toBe('');
});

function ask(port: string, host: string): Promise<number | undefined> {
  return new Promise((resolve, reject) => {
    request({ host: '127.0.0.1', port, path: '/en/index.html', headers: { host } }, (answer) => {
      answer.resume();
      resolve(answer.statusCode);
    })
      .on('error', reject)
      .end();
  });
}
