/* Slides 4 to 13 on your own code: the same traffic for each strategy, and what became of it. */
import { demo, print, say, verbatim, type Message } from '#demo';
import { ACCOUNTS } from './accounts.ts';
import { Browser, readSetCookie } from './browser.ts';
import { startCluster, type Cluster } from './cluster.ts';
import { openTable, type OpenTable } from './session-table.ts';
import { clientHeld, inMemory, sharedStore, sticky } from './sessions.ts';
import { SESSION_COOKIE, type Session, type Strategy } from './strategy.ts';

/** How many requests each client sends in each part. */
const REQUESTS = 10;

/** In columns. A Korean letter takes two, so a translated cell brings its own spaces. */
const COLUMN = 8;
const YES = say`     YES`;
const NO = say`      no`;

/** What was measured of one strategy; counted in requests. */
interface Measured {
  /** The head of its column. */
  readonly name: Message;
  readonly roundRobin: number;
  readonly oneStopped: number;
  readonly allReplaced: number;
  readonly extraHops: number;
  readonly isForgedBelieved: boolean;
}

await demo(async () => {
  const table = await openTable();
  try {
    const { measured, todo } = await measureAll(table);
    if (measured.length > 0) tell(measured);
    if (todo !== undefined) throw todo;
  } finally {
    await table.close();
  }
});

/** Measures the strategies one after the other, up to the first that is not written yet. */
async function measureAll(table: OpenTable) {
  const strategies: readonly (readonly [name: Message, make: () => Strategy])[] = [
    [say`  memory`, inMemory],
    [say`  sticky`, sticky],
    [say`   store`, () => sharedStore(table)],
    [say`  client`, clientHeld],
  ];
  const measured: Measured[] = [];
  for (const [name, make] of strategies) {
    try {
      measured.push({ name, ...(await measure(make(), table)) });
    } catch (error) {
      return { measured, todo: error };
    }
  }
  return { measured, todo: undefined };
}

async function measure(strategy: Strategy, table: OpenTable): Promise<Omit<Measured, 'name'>> {
  const cluster = await startCluster(strategy);
  try {
    const browsers = await logInAll(cluster);
    const before = table.requests;
    const roundRobin = await countLoggedIn(browsers);
    const extraHops = (table.requests - before) / (browsers.length * REQUESTS);
    const isForgedBelieved = await believesForgery(cluster);

    await cluster.stopServer('server-1');
    const oneStopped = await countLoggedIn(browsers);
    await cluster.replaceServers();
    const allReplaced = await countLoggedIn(browsers);
    const [bug] = cluster.errors;
    if (bug !== undefined) throw bug;
    return { roundRobin, oneStopped, allReplaced, extraHops, isForgedBelieved };
  } finally {
    await cluster.close();
  }
}

/** Every user logs in, each in a browser of their own. */
async function logInAll(cluster: Cluster): Promise<Browser[]> {
  const browsers: Browser[] = [];
  for (const { email } of ACCOUNTS) {
    const browser = new Browser(cluster.url);
    await browser.logIn(email);
    browsers.push(browser);
  }
  return browsers;
}

/** How many of the browsers' requests were answered as those of a user who is logged in. */
async function countLoggedIn(browsers: readonly Browser[]): Promise<number> {
  let count = 0;
  for (const browser of browsers) {
    for (let sent = 0; sent < REQUESTS; sent += 1) {
      const { status } = await browser.get('/me');
      if (status === 200) count += 1;
    }
  }
  return count;
}

/** spark writes rank "99" over his "15", in whatever way the cookie allows: is it believed? */
async function believesForgery(cluster: Cluster): Promise<boolean> {
  const browser = new Browser(cluster.url);
  const [spark] = ACCOUNTS;
  const { setCookies } = await browser.logIn(spark?.email ?? '');
  // The server's own comes before the load balancer's.
  const { name } = readSetCookie(setCookies[0] ?? SESSION_COOKIE);
  const kept = browser.cookies.get(name);
  const forged = { ...spark, ...readable(kept?.value ?? ''), rank: '99' };
  const value = Buffer.from(JSON.stringify(forged)).toString('base64url');
  browser.cookies.set(name, { value, path: '/' });
  const { status, body } = await browser.get('/me');
  return status === 200 && (JSON.parse(body) as Session).rank === '99';
}

/** What a client can read in its cookie; nothing, where it is only an id. */
function readable(value: string): object {
  try {
    return Object(JSON.parse(Buffer.from(value, 'base64url').toString())) as object;
  } catch {
    return {};
  }
}

function tell(measured: readonly Measured[]): void {
  const all = ACCOUNTS.length * REQUESTS;
  const row = (cell: (one: Measured) => Message): Message => joined(measured.map(cell));
  const share = (count: number): Message => verbatim(`${count}/${all}`.padStart(COLUMN));
  print(say`3 servers, 3 users, ${REQUESTS} requests each`);
  print(say`Still logged in with   ${row(({ name }) => name)}`);
  print(say`  round robin          ${row(({ roundRobin }) => share(roundRobin))}`);
  print(say`  one server stopped   ${row(({ oneStopped }) => share(oneStopped))}`);
  print(say`  all servers replaced ${row(({ allReplaced }) => share(allReplaced))}`);
  print(say`Extra hops per request ${row(({ extraHops }) => decimal(extraHops))}`);
  print(say`Rank "99" believed?    ${row((one) => (one.isForgedBelieved ? YES : NO))}`);
  if (measured.some(({ isForgedBelieved }) => isForgedBelieved)) {
    print(say`The client carries the session now: no store, no`);
    print(say`stickiness. But who stops spark from changing it?`);
  }
}

function decimal(number: number): Message {
  return verbatim(String(Number(number.toFixed(1))).padStart(COLUMN));
}

/** The messages, one right behind the other. */
function joined(messages: readonly Message[]): Message {
  return { text: messages.map((_, index) => `{${index}}`).join(''), values: messages };
}
