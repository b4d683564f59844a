/**
 * Takes what learners' machines send, and nothing else: one address, one method. It gives nothing
 * away: whoever has the code can write to the class, and read nothing of it.
 */
import { createHash, timingSafeEqual } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { setTimeout } from 'node:timers/promises';
import {
  ClientGone,
  isFromPage,
  readBody,
  serve,
  type LoopbackServer,
} from '#terminal/loopback.ts';
import type { ClassLab } from './class-course.ts';
import type { ClassStore } from './class-store.ts';
import { readMessage } from './snapshot.ts';

export interface CollectorOptions {
  readonly labs: readonly ClassLab[];
  readonly store: ClassStore;
  /** 0 takes any free port. */
  readonly port: number;
  /** An address of this machine; loopback where it is left out. */
  readonly address?: string | undefined;
  /** Called after each message that counts. */
  readonly onArrival?: () => void;
  /** In milliseconds since the epoch; a test sets it. */
  readonly now?: () => number;
  /** Holds an answer back; a test does not wait. */
  readonly wait?: (milliseconds: number) => Promise<unknown>;
}

/** Where messages are sent to. */
export const MESSAGES = '/results';

/** In bytes: four times the largest lab's snapshot. */
const LARGEST_MESSAGE = 16 * 1024;

/** How many messages a learner may send at once, and how many milliseconds each takes to be allowed again. */
const BURST = 40;
const REFILL_MS = 500;

/** A class is no larger. */
const MOST_LEARNERS = 400;

/** What is older is taken to be as old: no class goes on for longer. */
const OLDEST_MS = 24 * 60 * 60_000;

/** How many false codes an address may try before it waits, and how many it may have waiting. */
const FREE_TRIES = 3;
const MOST_WAITING = 20;
const LONGEST_WAIT_MS = 8_000;
/** After so long an address begins anew. */
const FORGET_MS = 60_000;

/** @throws PortInUseError for a port that is taken */
export function serveCollector({
  labs,
  store,
  port,
  address,
  onArrival = () => undefined,
  now = Date.now,
  wait = (milliseconds) => setTimeout(milliseconds, undefined, { ref: false }),
}: CollectorOptions): Promise<LoopbackServer> {
  const newAllowance = (): Allowance => ({ left: BURST, at: now() });
  /** By learner. */
  const allowances = new Map(store.arrivals.map(({ learner }) => [learner, newAllowance()]));
  /** By address. */
  const falseCodes = new Map<string, FalseCodes>();

  async function handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    try {
      const status = await statusFor(request, response);
      response.writeHead(status, { 'Content-Length': 0, 'Cache-Control': 'no-store' });
      response.end();
    } catch (error) {
      if (error instanceof ClientGone) return;
      // A full disk, say: the learner's machine keeps the result, and the class goes on.
      console.error(error);
      response.writeHead(503, { 'Content-Length': 0 }).end();
    }
  }

  async function statusFor(request: IncomingMessage, response: ServerResponse): Promise<number> {
    // A page in some browser has no business here.
    if (isFromPage(request)) return 403;
    if (request.url !== MESSAGES) return 404;
    if (request.method !== 'POST') {
      response.setHeader('Allow', 'POST');
      return 405;
    }
    const body = await readBody(request, LARGEST_MESSAGE);
    if (!isRightCode(request.headers.authorization)) return refuseCode(request);
    if (body === undefined) return 413;
    const message = readMessage(body.toString('utf8'), labs);
    if (!message) return 400;
    const { learner, name, sent, snapshot } = message;
    if (!isAllowed(learner)) return 429;
    // How long ago it was is known by the learner's clock, and when by ours.
    const at = now() - Math.min(OLDEST_MS, Math.max(0, sent - (snapshot?.at ?? sent)));
    store.add({ learner, name, at, ...(snapshot && { snapshot: { ...snapshot, at } }) });
    onArrival();
    return 204;
  }

  function isRightCode(header = ''): boolean {
    return timingSafeEqual(hash(header), hash(`Bearer ${store.settings.code}`));
  }

  /** Each false code from an address waits twice as long as the one before it; a right one never waits. */
  async function refuseCode({ socket }: IncomingMessage): Promise<number> {
    const { remoteAddress = '' } = socket;
    const time = now();
    for (const [from, { last }] of falseCodes) {
      if (time - last > FORGET_MS) falseCodes.delete(from);
    }
    const known = falseCodes.get(remoteAddress) ?? { tries: 0, waiting: 0, last: time };
    falseCodes.set(remoteAddress, known);
    if (known.waiting >= MOST_WAITING) return 429;
    known.tries += 1;
    known.last = time;
    if (known.tries <= FREE_TRIES) return 401;
    known.waiting += 1;
    await wait(Math.min(LONGEST_WAIT_MS, 250 * 2 ** (known.tries - FREE_TRIES - 1)));
    known.waiting -= 1;
    return 401;
  }

  /** A bucket for each learner: who saves once a second for hours is never refused. */
  function isAllowed(learner: string): boolean {
    const known = allowances.get(learner);
    if (!known && allowances.size >= MOST_LEARNERS) return false;
    const allowance = known ?? newAllowance();
    allowances.set(learner, allowance);
    const time = now();
    allowance.left = Math.min(BURST, allowance.left + (time - allowance.at) / REFILL_MS);
    allowance.at = time;
    if (allowance.left < 1) return false;
    allowance.left -= 1;
    return true;
  }

  return serve((request, response) => void handle(request, response), {
    purpose: 'jwt-workshop class',
    port,
    ...(address !== undefined && { address }),
  });
}

/** Of one length for texts of any, so that the time to compare them says nothing. */
function hash(text: string): Buffer {
  return createHash('sha256').update(text).digest();
}

interface Allowance {
  left: number;
  at: number;
}

interface FalseCodes {
  tries: number;
  waiting: number;
  last: number;
}
