/** What the pages of a review may read and keep, and who may not. */
import { expect, onTestFinished, test } from 'vitest';
import { NOT_REVIEWED } from '#course/review/round.ts';
import { Progress } from '#runner/progress.ts';
import { CourseCopy } from '#testing/course-copy.ts';
import { tinyLab } from '#testing/tiny-lab.ts';
import { ReviewStore } from './review-store.ts';
import { serveSite } from './site-server.ts';

const STATE = { before: [7], after: [], missed: ['mistakes/alg-none'] };
const JSON_TYPE = { 'content-type': 'application/json' };

async function start() {
  const course = CourseCopy.of(tinyLab(1));
  onTestFinished(() => course.remove());
  const reviews = new ReviewStore(course.root);
  const server = await serveSite({ files: () => new Map(), reviews });
  onTestFinished(() => server.close());
  const address = `${server.url}/review/01-rank`;
  const post = (body: string, headers: Record<string, string> = {}) =>
    fetch(address, {
      method: 'POST',
      body,
      headers: { ...JSON_TYPE, origin: server.url, ...headers },
    });
  const kept = () => new Progress(course.root).review(course.labs()[0] as never);
  return { url: server.url, address, post, kept };
}

test('a page reads a review and keeps one', async () => {
  const { address, post, kept } = await start();
  expect(await (await fetch(address)).json()).toEqual({ state: NOT_REVIEWED });
  expect((await post(JSON.stringify(STATE))).status).toBe(204);
  expect(kept()).toEqual(STATE);
  expect(await (await fetch(address)).json()).toEqual({ state: STATE });
});

test.each([
  ['a page from elsewhere', JSON.stringify(STATE), { origin: 'https://example.com' }, 403],
  ['a page that a browser says is from elsewhere', '{}', { 'sec-fetch-site': 'cross-site' }, 403],
  ['a form', JSON.stringify(STATE), { 'content-type': 'text/plain' }, 415],
  ['no JSON', '{"before":', {}, 400],
  ['another shape', JSON.stringify({ ...STATE, before: ['seven'] }), {}, 400],
  ['too much', JSON.stringify({ ...STATE, missed: ['x'.repeat(200_000)] }), {}, 413],
])('nothing is kept of %s', async (_, body, headers, status) => {
  const { post, kept } = await start();
  expect((await post(body, headers)).status).toBe(status);
  expect(kept()).toEqual(NOT_REVIEWED);
});

test('a lab that is not there has no review', async () => {
  const { url } = await start();
  expect((await fetch(`${url}/review/..%2f99-x`)).status).toBe(404);
});
