/** Who may send what: a page of this site alone, and requests of the closed set alone. */
import { resolve } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { serveSite, type SiteServer } from '../live/site-server.ts';
import { Follow, type FollowAnswer } from './follow.ts';

const ROOT = resolve(import.meta.dirname, '..', '..', '..');

let follow: Follow;
let server: SiteServer;
beforeAll(async () => {
  follow = new Follow(ROOT);
  server = await serveSite({ files: () => new Map(), follow });
});
afterAll(async () => {
  follow.close();
  await server.close();
});

const QUESTION = {
  lab: 3,
  code: 'reference',
  isFresh: true,
  asks: ['http POST /login spark +0'],
};

/** As a page of the site asks, but for what a test changes. */
function post(body: unknown, headers: Readonly<Record<string, string>> = {}) {
  return fetch(`${server.url}/follow`, {
    method: 'POST',
    headers: { origin: server.url, 'content-type': 'application/json', ...headers },
    body: typeof body === 'string' ? body : JSON.stringify(body),
  });
}

test('a page of the site gets the way that the request took', async () => {
  const response = await post(QUESTION, { 'sec-fetch-site': 'same-origin' });
  expect(response.status).toBe(200);
  const answer = (await response.json()) as FollowAnswer;
  if ('problem' in answer) throw new Error(answer.problem.en);
  expect(answer.ways.map(({ status, lines }) => [status, lines[0]?.en])).toEqual([
    [200, 'POST /login -> issuer -> 200'],
  ]);
  expect(JSON.stringify(answer)).not.toContain('light-the-spark');
});

test.each<[string, Record<string, string>, number]>([
  ['of another site', { origin: 'http://evil.example' }, 403],
  ['of another port', { origin: 'http://127.0.0.1:1' }, 403],
  ['without an origin that can be told', { origin: 'null' }, 403],
  ['that the browser calls foreign', { 'sec-fetch-site': 'cross-site' }, 403],
  ['as a form sends it', { 'content-type': 'text/plain' }, 415],
])('a request %s is refused', async (_, headers, status) => {
  expect((await post(QUESTION, headers)).status).toBe(status);
});

test.each<[string, unknown]>([
  ['no JSON', '{'],
  ['null', null],
  ['a lab without functions', { ...QUESTION, lab: 1 }],
  ['a lab that does not exist', { ...QUESTION, lab: 99 }],
  ['no number', { ...QUESTION, lab: '3' }],
  ["somebody else's code", { ...QUESTION, code: '../../' }],
  ['a request of another lab', { ...QUESTION, asks: ['rest GET /vip spark +0'] }],
  ['a time of its own', { ...QUESTION, asks: ['http POST /login spark +7'] }],
  ['a token of its own', { ...QUESTION, asks: ['http POST /login eyJhbGciOiJIUzI1NiJ9.e30.x +0'] }],
  [
    'requests without end',
    { ...QUESTION, asks: Array.from({ length: 41 }, () => QUESTION.asks[0]) },
  ],
])('what is not in the closed set is refused: %s', async (_, body) => {
  expect((await post(body)).status).toBe(400);
});

test('a long text is not read to its end', async () => {
  expect((await post(JSON.stringify({ ...QUESTION, asks: ['x'.repeat(70_000)] }))).status).toBe(
    413,
  );
});

test('it is sent, and never fetched', async () => {
  expect((await fetch(`${server.url}/follow`)).status).toBe(404);
});
