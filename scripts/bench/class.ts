/** How soon a room that saves at once stands on the page of its class, in a real browser. */
import { randomUUID } from 'node:crypto';
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { chromium } from 'playwright-core';
import { post } from '#cli/class/send.ts';
import { readClassCourse, type ClassLab } from '#instructor/class/class-course.ts';
import { classFeed } from '#instructor/class/class-feed.ts';
import { ClassStore } from '#instructor/class/class-store.ts';
import { serveCollector } from '#instructor/class/collector.ts';
import type { Snapshot } from '#instructor/class/snapshot.ts';
import { buildSite } from '#site/build/index.ts';
import { classPage } from '#site/class/class-page.ts';
import { serveSite } from '#site/live/site-server.ts';
import { launchChromiumServer } from '#terminal/chromium.ts';
import { REPOSITORY } from '#testing/course-copy.ts';
import { spread } from './interleave.ts';

const LEARNERS = 40;
/** What the class has behind it: so many saves of each learner in each lab. */
const SAVES = 10;
const ROUNDS = 11;

export interface SavesToPage {
  /** The median, in milliseconds, from the first request until the browser has drawn the last. */
  readonly milliseconds: number;
  readonly savesPerSecond: number;
}

export async function savesToPage(): Promise<SavesToPage> {
  const root = mkdtempSync(join(tmpdir(), 'jwt-workshop-bench-'));
  const labs = await readClassCourse(REPOSITORY);
  const store = new ClassStore(root);
  const learners = Array.from({ length: LEARNERS }, () => randomUUID());
  for (const learner of learners) {
    for (const lab of labs) {
      for (let save = 0; save < SAVES; save += 1) {
        const snapshot = snapshotAt(lab, save % lab.steps.length);
        store.add({ learner, name: 'spark', at: save, snapshot: { ...snapshot, at: save } });
      }
    }
  }
  const feed = classFeed(labs, store);
  const onArrival = (): void => feed.changed();
  const collector = await serveCollector({ labs, store, port: 0, onArrival });
  mkdirSync(join(root, 'labs'));
  const files = await buildSite(root, { served: false, written: [classPage] });
  const server = await serveSite({ files: () => files, feed });
  const launched = await launchChromiumServer();
  const browser = await chromium.connect(launched.wsEndpoint());
  try {
    const page = await browser.newPage();
    await page.goto(`${server.url}/en/class/index.html`);
    const address = `127.0.0.1:${collector.port}`;
    const { code } = store.settings;
    const times: number[] = [];
    for (let round = -1; round < ROUNDS; round += 1) {
      // Two labs in turn: what is drawn of one has been taken back when its turn comes again.
      const lab = labs.at(round % 2 === 0 ? -1 : -2);
      if (!lab) break;
      const last = page.locator(`[data-key="lab-${lab.number}"] .class-step:last-child`);
      const all = last.locator(`.class-count b:text-is("${LEARNERS}")`);
      const drawn = all.waitFor({ state: 'attached' });
      const start = performance.now();
      await Promise.all(
        learners.map(async (learner) => {
          const snapshot = snapshotAt(lab, lab.steps.length);
          const refusal = await post({ address, code, learner, name: 'spark' }, snapshot);
          if (refusal !== undefined) throw new Error(`The class refused it: ${refusal}`);
        }),
      );
      await drawn;
      // The first only warms up.
      if (round >= 0) times.push(performance.now() - start);
      for (const learner of learners) {
        const snapshot = { ...snapshotAt(lab, 0), at: Date.now() };
        store.add({ learner, name: 'spark', at: Date.now(), snapshot });
      }
    }
    const { median } = spread(times);
    return { milliseconds: median, savesPerSecond: (1000 * LEARNERS) / median };
  } finally {
    await browser.close();
    await launched.close();
    await server.close();
    await collector.close();
    rmSync(root, { recursive: true, force: true });
  }
}

/** Through so many steps, and held by the first check of the next. */
function snapshotAt({ number, steps }: ClassLab, through: number): Snapshot {
  const ids = steps.map(({ checks }) => checks.map(({ id }) => id));
  const [held, ...rest] = ids[through] ?? [];
  return {
    lab: number,
    at: Date.now(),
    passed: [...ids.slice(0, through).flat(), ...rest],
    failed: held === undefined ? [] : [{ check: held }],
    todo: ids.slice(through + 1).flat(),
  };
}
