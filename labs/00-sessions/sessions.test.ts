/**
 * The checks of lab 0: what four ways to keep a session owe to those who log in, and to the servers
 * and the load balancer that they run on.
 *
 * Nearly all of it is seen from outside, by HTTP, in a browser that keeps cookies as RFC 6265 has it.
 */
import {
  check,
  CheckFailure,
  codeOf,
  same,
  say,
  show,
  step,
  verbatim,
  type Message,
} from '#checks';
import { BatchWriteItemCommand, ScanCommand, type AttributeValue } from '@aws-sdk/client-dynamodb';
import { setImmediate } from 'node:timers/promises';
import { afterAll, afterEach, vi } from 'vitest';
import { ACCOUNTS } from './accounts.ts';
import { Browser, fetchPage, readSetCookie, type Page } from './browser.ts';
import { startCluster, type Cluster } from './cluster.ts';
import { openTable, type OpenTable } from './session-table.ts';
import { clientHeld, inMemory, sharedStore, sticky } from './sessions.ts';
import {
  SESSION_COOKIE,
  SESSION_SECONDS,
  type Choice,
  type Cookies,
  type Session,
  type Strategy,
} from './strategy.ts';

const [SPARK, NEON, HANEUL] = ACCOUNTS as readonly [Session, Session, Session];

/** In milliseconds: 14 November 2026, 12:00:00 UTC, a whole second. */
const NOON = Date.UTC(2026, 10, 14, 12);

afterEach(() => {
  vi.useRealTimers();
  vi.restoreAllMocks();
});

let opened: Promise<OpenTable> | undefined;

/** The table of all checks, an embedded one whatever the environment says; its name is its own. */
function table(): Promise<OpenTable> {
  opened ??= openTable({ SESSIONS_TABLE: 'sessions-of-the-checks' }).then((made) => {
    made.client.middlewareStack.add(
      (send) => (command) => {
        if (longestKeyIn(command.input) <= 2048) return send(command);
        const message = 'Size of hashkey has exceeded the maximum size limit of 2048 bytes';
        throw Object.assign(new Error(message), { name: 'ValidationException' });
      },
      { step: 'initialize', name: 'key-in-bytes' },
    );
    return made;
  });
  return opened;
}

/** In bytes of UTF-8, as DynamoDB measures a key; dynalite counts characters. */
function longestKeyIn(input: object): number {
  if ('Item' in input) return 0;
  const texts = [...JSON.stringify(input).matchAll(/"S":"((?:[^"\\]|\\.)*)"/g)];
  return Math.max(0, ...texts.map(([, text = '']) => Buffer.byteLength(text)));
}

afterAll(async () => {
  await (await opened)?.close();
});

step(1, { inMemory }, () => {
  const subject = 'inMemory';

  check('memory-remembers', say`knows at the next request who logged in`, () =>
    withCluster(
      inMemory(),
      async (cluster) => {
        const browser = new Browser(cluster.url);
        const loggedIn = await logIn(subject, cluster, browser, SPARK);
        isCookie(subject, loggedIn);
        for (let times = 0; times < 3; times += 1) {
          isUser(subject, await me(cluster, browser), SPARK, () =>
            browser.cookies.size === 0
              ? say`The browser has no cookie to bring back: begin() answers the text of a Set-Cookie header, "session=...".`
              : say`The browser brought back the cookie that begin() gave it. find() has to find by it what begin() kept.`,
          );
        }
      },
      1,
    ),
  );

  check('memory-id-only', say`gives the browser an id, and nothing of the session`, () =>
    holdsNothing(
      subject,
      inMemory(),
      say`The session belongs in the server's memory. What is in the cookie can be read by everybody who gets hold of it, encoded or not, and is the client's to change.`,
    ),
  );

  check('memory-unguessable-id', say`makes ids that nobody can guess`, () =>
    isUnguessable(subject, (file) => file.inMemory()),
  );

  check('memory-cookie-attributes', say`sets HttpOnly, SameSite and Path on its cookie`, () =>
    withCluster(
      inMemory(),
      async (cluster) => {
        hasAttributes(
          subject,
          await logIn(subject, cluster, new Browser(cluster.url), SPARK),
          'session',
        );
      },
      1,
    ),
  );

  check('memory-fixation', say`makes a new id at every login, whatever came with it`, () =>
    isNotFixed(subject, inMemory()),
  );

  check('memory-odd-cookies', say`takes any other cookie for nobody's`, async () => {
    await survivesOddCookies(subject, inMemory());
    await refusesNearIds(subject, inMemory());
  });

  check('memory-apart', say`keeps the sessions of several browsers apart`, () =>
    withCluster(
      inMemory(),
      async (cluster) => {
        const cause = say`Several browsers are logged in at the same time, two of them as the same user. Each has a session of its own, found by its own id.`;
        const browsers = [SPARK, NEON, HANEUL, SPARK].map((user) => ({
          user,
          browser: new Browser(cluster.url),
        }));
        for (const { user, browser } of browsers) await logIn(subject, cluster, browser, user);
        for (const { user, browser } of browsers) {
          isUser(subject, await me(cluster, browser), user, cause);
        }
        isNobody(
          subject,
          await me(cluster, new Browser(cluster.url)),
          say`This browser never logged in and has no cookie, and was taken for a user who did.`,
        );
      },
      1,
    ),
  );

  check('memory-own-memory', say`keeps each server's sessions in that server's memory`, () =>
    withCluster(inMemory(), async (cluster) => {
      const browser = new Browser(cluster.url);
      const { page } = await logIn(subject, cluster, browser, SPARK);
      for (const server of cluster.servers) {
        const asked = await me(cluster, browser, server);
        if (server.name === page.server) {
          isUser(
            subject,
            asked,
            SPARK,
            say`This is the server that the login went to: begin() and find() of one server() work on the same Map.`,
          );
        } else {
          isNobody(
            subject,
            asked,
            say`The login went to ${page.server}, and this server knows of it too. That works only as long as all of them are one process: on three machines a variable outside server() is three variables. Make the Map inside server().`,
          );
        }
      }
      await cluster.replaceServers();
      isNobody(
        subject,
        await me(cluster, browser),
        say`Every server was replaced, and the session is still there. Memory ends with its server: make the Map inside server().`,
      );
    }),
  );
});

step(2, { sticky }, () => {
  const subject = 'sticky';

  check('sticky-stays', say`brings a browser back to its server every time`, () =>
    withCluster(sticky(), async (cluster) => {
      for (const user of ACCOUNTS) {
        const browser = new Browser(cluster.url);
        // The first request may be any page, or the login itself.
        if (user !== HANEUL) await served(subject, cluster, browser);
        const { page } = await logIn(subject, cluster, browser, user);
        for (let times = 0; times < 7; times += 1) {
          const asked = await me(cluster, browser);
          isUser(subject, asked, user, () => {
            if (browser.cookies.size < 2) {
              return say`The browser needs two cookies, the server's with the id and one of the load balancer's own by another name, and has ${browser.cookies.size}. choose() answers the text of the second as setCookie.`;
            }
            return asked.page.server === page.server
              ? say`The request did come to ${page.server}, where the login was, and the session is not there.`
              : say`The login went to ${page.server}, and this request to ${asked.page.server}: choose() has to read the cookie that it has set, and send the browser where it says.`;
          });
        }
      }
    }),
  );

  check('sticky-own-memory', say`still keeps the sessions in one server's memory`, () =>
    withCluster(sticky(), async (cluster) => {
      const browser = new Browser(cluster.url);
      const { page } = await logIn(subject, cluster, browser, SPARK);
      const elsewhere = cluster.servers.find(({ name }) => name !== page.server);
      isNobody(
        subject,
        await me(cluster, browser, elsewhere),
        say`The login went to ${page.server}, and another server knows of it too. Stickiness changes only what the load balancer does: what the servers do is as in step 1.`,
      );
    }),
  );

  check('sticky-spreads', say`spreads new browsers over all servers`, () => {
    const balancer = sticky().balancer?.();
    const inService = ['server-1', 'server-2', 'server-3'];
    const chosen = Array.from({ length: 60 }, (_, count) => {
      const next = inService[count % inService.length] ?? '';
      return balancer?.choose(new Map(), { inService, next }).server ?? next;
    });
    for (const name of inService) {
      const count = chosen.filter((one) => one === name).length;
      if (count >= 5) continue;
      fail(subject, {
        expected: say`60 new browsers spread over all three servers`,
        actual: say`${name} got ${count} of them`,
        cause: say`Whoever has no cookie yet may go anywhere: that is when the load is shared out, and for a sticky browser it is the only time. servers.next says whose turn it is.`,
      });
    }
  });

  check(
    'sticky-cookie-attributes',
    say`sets HttpOnly, SameSite and Path on the balancer's cookie`,
    () =>
      withCluster(sticky(), async (cluster) => {
        const asked = await logIn(subject, cluster, new Browser(cluster.url), SPARK);
        same(
          say`how many cookies a first login sets`,
          new Set(asked.page.setCookies.map((header) => readSetCookie(header).name)).size,
          2,
          say`One is the server's, with the session's id, and one the load balancer's, for stickiness. They need different names, or the second takes the place of the first.`,
        );
        hasAttributes(subject, asked, 'sticky');
      }),
  );

  check('sticky-server-gone', say`lets go of a server that has stopped`, () =>
    withCluster(sticky(), async (cluster) => {
      const browser = new Browser(cluster.url);
      const { page } = await logIn(subject, cluster, browser, SPARK);
      await cluster.stopServer(page.server);
      const asked = await me(cluster, browser);
      isNobody(
        subject,
        asked,
        asked.page.status === 502
          ? say`The browser's server is gone, and the balancer still sends it there: 502, until the cookie is deleted. Follow the cookie only to a server that is in inService.`
          : say`The server with the session is gone, and the session with it: another server answers, and has to ask for a new login.`,
      );
      const again = await logIn(subject, cluster, browser, SPARK);
      for (let times = 0; times < 5; times += 1) {
        isUser(subject, await me(cluster, browser), SPARK, (later) =>
          later.page.server === again.page.server
            ? undefined
            : say`After the new login on ${again.page.server} the browser came to ${later.page.server}. Its old cookie still names the server that is gone: whenever you choose anew, set the cookie anew.`,
        );
      }
    }),
  );

  check('sticky-others-stay', say`leaves everybody else where they are`, () =>
    withCluster(sticky(), async (cluster) => {
      const browsers = [];
      for (let count = 0; count < 15; count += 1) {
        const browser = new Browser(cluster.url);
        const { page } = await logIn(subject, cluster, browser, SPARK);
        browsers.push({ browser, server: page.server });
      }
      const gone = browsers[0]?.server ?? '';
      await cluster.stopServer(gone);
      for (const { browser, server } of browsers.filter((one) => one.server !== gone)) {
        isUser(subject, await me(cluster, browser), SPARK, (asked) =>
          asked.page.server === server
            ? undefined
            : say`${gone} has stopped, and this browser, which was on ${server}, was sent to ${asked.page.server}. A number modulo how many servers there are, or a place in their list, means another server as soon as one is missing. Go by the name.`,
        );
      }
    }),
  );

  check('sticky-odd-cookies', say`sends whoever brings an odd cookie to any server`, () =>
    withCluster(sticky(), async (cluster) => {
      const asked = await served(subject, cluster, new Browser(cluster.url));
      const [header] = asked.page.setCookies;
      if (header === undefined) {
        fail(subject, {
          expected: say`GET / sets the load balancer's cookie`,
          actual: say`it set none`,
          cause: say`The first request of a browser is the one to be remembered: choose() answers the cookie's text as setCookie.`,
        });
      }
      const { name } = readSetCookie(header);
      for (const value of [...ODD_VALUES, 'server-99', 'server-', '127.0.0.1:22', 'server-1 ']) {
        const cookie = `${name}=${value}`;
        const page = await fetchPage(cluster.url, { method: 'GET', path: '/', cookie });
        isServed(
          subject,
          seen(cluster, say`GET / with Cookie: ${show(cookie)}`, page),
          say`The balancer's cookie came back with something else in it, and was followed: 502. Only a name that is in inService is a server.`,
          () =>
            say`Anybody can send any cookie. What names no server is no reason to fail: send the request where round robin would.`,
        );
      }
    }),
  );

  check(
    'sticky-whole-name',
    say`knows a server by its whole name, and goes to next without it`,
    () => {
      const balancer = sticky().balancer?.();
      const choose = (cookies: Cookies, inService: readonly string[], next: string): Choice =>
        balancer?.choose(cookies, { inService, next }) ?? { server: next };
      const cookieOf = (server: string): Cookies => {
        const { name, value } = readSetCookie(choose(new Map(), [server], server).setCookie ?? '');
        return new Map([[name, value]]);
      };
      for (const [kept, inService, next, expected, cause] of [
        [
          'server-1',
          ['server-10', 'server-11', 'server-1'],
          'server-11',
          'server-1',
          say`"server-10" begins with "server-1", and is another server. Compare whole names.`,
        ],
        [
          'server-10',
          ['server-2', 'server-1'],
          'server-2',
          'server-2',
          say`server-10 is gone. "server-1" is the beginning of its name, and another server: compare whole names.`,
        ],
        [
          'server-9',
          ['server-1', 'server-2', 'server-3', 'server-4'],
          'server-3',
          'server-3',
          say`The browser's server is gone, so it goes where round robin sends a new one: to next. A place of your own choice, the first in the list perhaps, gets all of them at once when a server stops.`,
        ],
      ] as const) {
        const chosen = choose(cookieOf(kept), inService, next);
        if (chosen.server !== expected) {
          fail(subject, {
            expected: say`the cookie of ${kept}, in service ${inService.join(', ')}, next ${next}: ${expected}`,
            actual: verbatim(show(chosen.server)),
            cause,
          });
        }
      }
    },
  );

  check('sticky-balancer-replaced', say`works with a new load balancer too`, () =>
    withCluster(sticky(), async (cluster) => {
      const browsers = [];
      for (const user of [...ACCOUNTS, ...ACCOUNTS]) {
        const browser = new Browser(cluster.url);
        await logIn(subject, cluster, browser, user);
        browsers.push({ browser, user });
      }
      await cluster.replaceBalancer();
      // The other way round, or round robin might do the same once more by accident.
      for (const { browser, user } of browsers.toReversed()) {
        browser.origin = cluster.url;
        for (let times = 0; times < 4; times += 1) {
          isUser(
            subject,
            await me(cluster, browser),
            user,
            say`The load balancer was exchanged for a new one, and with the old one went all that it had made or kept: who belongs where, or a key of its own. A balancer of AWS is several machines that come and go: let the cookie itself say which server it is, to any of them.`,
          );
        }
      }
      const inService = cluster.servers.map(({ name }) => name);
      const elsewhere = (await onAnotherMachine()).sticky().balancer?.();
      for (const { browser, user } of browsers) {
        const { page } = await me(cluster, browser);
        const cookies = new Map([...browser.cookies].map(([name, { value }]) => [name, value]));
        const next = inService.find((name) => name !== page.server) ?? '';
        const chosen = elsewhere?.choose(cookies, { inService, next }).server;
        if (chosen === page.server) continue;
        fail(subject, {
          expected: say`a load balancer on another machine sends ${user.nickname} to ${page.server} too`,
          actual: verbatim(show(chosen)),
          cause: say`What it takes to read the cookie is in one machine's memory: a Map, or a key that it made up. Outside balancer() it is shared only as long as all of them are one process; another machine has the cookie and inService, and nothing else.`,
        });
      }
    }),
  );

  check('sticky-unguessable-id', say`makes ids that nobody can guess`, () =>
    isUnguessable(subject, (file) => file.sticky()),
  );
});

step(3, { sharedStore }, () => {
  const subject = 'sharedStore';

  check('store-every-server', say`finds the session from every server`, () =>
    withStore(async (cluster) => {
      for (const user of [SPARK, HANEUL]) {
        const browser = new Browser(cluster.url);
        isCookie(subject, await logIn(subject, cluster, browser, user));
        for (const server of cluster.servers) {
          const asked = await me(cluster, browser, server);
          if (asked.page.status === 401) {
            // By a clock that counts seconds it would be found?
            setClock(Date.now() / 1000);
            const { page } = await me(cluster, browser, server);
            vi.useRealTimers();
            if (page.status === 200) isUser(subject, asked, user, likeWithLike(0));
          }
          isUser(subject, asked, user, ({ page }) =>
            page.status !== 200 ||
            Object.keys(Object(jsonOf(page.body)) as object).every((name) => name in SPARK)
              ? say`What one server put into the table every server can read there, by the id in the cookie: PutItemCommand in begin(), GetItemCommand in find(). All five members come back as they were.`
              : say`More came back than the session: the item in the table has members of its own, such as id and expiresAt. find() returns the five of the session, and no others.`,
          );
        }
      }
    }),
  );

  check('store-survives', say`survives the replacement of every server`, () =>
    withStore(async (cluster) => {
      const browser = new Browser(cluster.url);
      await logIn(subject, cluster, browser, SPARK);
      await cluster.replaceServers();
      for (let times = 0; times < 3; times += 1) {
        isUser(
          subject,
          await me(cluster, browser),
          SPARK,
          say`All servers are new, and the session was lost with the old ones: some of it was in their memory. Whatever find() needs comes from the cookie and from the table.`,
        );
      }
    }),
  );

  check('store-id-only', say`gives the browser an id, and nothing of the session`, async () =>
    holdsNothing(
      subject,
      sharedStore(await table()),
      say`The session belongs in the table. What is in the cookie can be read by everybody who gets hold of it, encoded or not, and is the client's to change.`,
    ),
  );

  check('store-unguessable-id', say`makes ids that nobody can guess`, () =>
    isUnguessable(subject, async (file) => file.sharedStore(await table())),
  );

  check('store-fixation', say`makes a new id at every login, whatever came with it`, async () =>
    isNotFixed(subject, sharedStore(await table())),
  );

  check('store-cookie-attributes', say`sets HttpOnly, SameSite and Path on its cookie`, () =>
    withStore(async (cluster) => {
      hasAttributes(
        subject,
        await logIn(subject, cluster, new Browser(cluster.url), SPARK),
        'session',
      );
    }),
  );

  check('store-odd-cookies', say`takes any other cookie for nobody's`, async () => {
    const strategy = sharedStore(await table());
    await survivesOddCookies(subject, strategy);
    await refusesNearIds(subject, strategy);
  });

  check('store-expires-at', say`says in expiresAt when the session ends, in seconds`, () =>
    withStore(async (cluster) => {
      setClock(NOON);
      await logIn(subject, cluster, new Browser(cluster.url), SPARK);
      const items = await itemsIn(await table());
      const ends = items.map((item) => item['expiresAt']);
      same(
        say`expiresAt of the sessions in the table, after one login at ${NOON / 1000}`,
        ends,
        [{ N: String(NOON / 1000 + SESSION_SECONDS) }],
        whyNotExpiring(ends[0], items.length),
      );
    }),
  );

  check('store-expired', say`ends a session after its time, even if it is still stored`, () =>
    withStore(async (cluster) => {
      const item = say`The item is still in the table, for DynamoDB deletes what has expired when it finds the time, within a few days. Compare expiresAt with the clock yourself.`;
      const edge = say`A session ends at expiresAt, not after it: in that very second it is over, as a token is at exp.`;
      // Each with a session of its own: whoever finds an old one may delete it.
      for (const [late, cause] of [
        [86_400, item],
        [1, item],
        [0, edge],
      ] as const) {
        const browser = new Browser(cluster.url);
        setClock(NOON);
        await logIn(subject, cluster, browser, SPARK);
        setClock(NOON + (SESSION_SECONDS + late) * 1000);
        isNobody(subject, await me(cluster, browser), cause);
      }
      const browser = new Browser(cluster.url);
      setClock(NOON);
      await logIn(subject, cluster, browser, SPARK);
      setClock(NOON + (SESSION_SECONDS - 1) * 1000);
      isUser(subject, await me(cluster, browser), SPARK, likeWithLike(SESSION_SECONDS - 1));
      setClock(NOON + SESSION_SECONDS * 1000);
      isNobody(
        subject,
        await me(cluster, browser),
        say`Each request made the session last longer: whoever has copied the cookie stays logged in for as long as he keeps asking. Its time counts from the login, so find() only reads.`,
      );
    }),
  );

  check('store-consistent', say`finds a session right after the login`, async () => {
    const { client } = await table();
    await withStore(async (cluster) => {
      const browser = new Browser(cluster.url);
      await logIn(subject, cluster, browser, SPARK);
      // DynamoDB keeps three copies. A read that does not ask for the newest may get an older one.
      client.middlewareStack.add(
        (next) => async (sent) =>
          /"ConsistentRead":false|^(?!.*"ConsistentRead")/.test(JSON.stringify(sent.input)) &&
          isRead(sent.input)
            ? { output: { $metadata: {}, Items: [], Count: 0 } as never, response: undefined }
            : next(sent),
        { step: 'initialize', name: 'older-copy' },
      );
      try {
        isUser(
          subject,
          await me(cluster, browser),
          SPARK,
          say`DynamoDB keeps several copies, and unless told otherwise a read may get one that has not heard of the login yet: spark is thrown out now and then, and nobody can say why. Ask for a consistent read.`,
        );
      } finally {
        client.middlewareStack.remove('older-copy');
      }
    });
  });

  check('store-one-request', say`asks the table once for each request, by the id`, () =>
    withStore(async (cluster) => {
      const browser = new Browser(cluster.url);
      await logIn(subject, cluster, browser, SPARK);
      const sent = await listening(await table(), () => me(cluster, browser));
      const scan = sent.find((name) => name === 'ScanCommand');
      if (sent.length === 1 && scan === undefined) return;
      fail(subject, {
        expected: say`GET /me makes one request to the table, by its key`,
        actual: sent.length === 0 ? say`it made none` : say`it made ${sent.join(', ')}`,
        cause: scan
          ? say`A Scan reads the whole table, everybody's sessions, and is paid for by what it reads. The id is the table's key: GetItemCommand goes straight to it.`
          : say`Each request waits for the table, so one question is enough: what find() needs to know stands in one item. A session's time counts from the login, so nothing has to be written.`,
      });
    }),
  );

  check('store-only-reads', say`writes nothing when it looks a session up`, () =>
    withStore(async (cluster) => {
      setClock(NOON);
      const browser = new Browser(cluster.url);
      await logIn(subject, cluster, browser, SPARK);
      const unknown = new Browser(cluster.url);
      unknown.cookies.set(SESSION_COOKIE, { value: 'A'.repeat(22), path: '/' });
      const store = await table();
      const before = show(await itemsIn(store));
      for (const [what, late, asking] of [
        [say`of a session in the middle of its time`, SESSION_SECONDS / 2, browser],
        [say`of an id that nobody was given`, 0, unknown],
        [say`of a session that is over`, SESSION_SECONDS + 60, browser],
      ] as const) {
        setClock(NOON + late * 1000);
        const sent = await listening(store, () => me(cluster, asking));
        const isOneRead = sent.every((name) => READS.test(name)) && sent.length <= 1;
        if (isOneRead && show(await itemsIn(store)) === before) continue;
        fail(subject, {
          expected: say`one read of the table, ${what}`,
          actual: say`it made ${sent.join(', ')}`,
          cause: sent.some((name) => !READS.test(name))
            ? say`find() has written into the table. It only reads: a session's time counts from the login, so nobody prolongs it, and DynamoDB deletes by itself what has expired.`
            : say`find() asked more than once. One read tells all: no item, or one that has expired, is nobody.`,
        });
      }
    }),
  );

  check('store-asked-every-time', say`forgets a session as soon as the table does`, () =>
    withStore(async (cluster) => {
      const browser = new Browser(cluster.url);
      await logIn(subject, cluster, browser, SPARK);
      for (const server of cluster.servers) {
        isUser(subject, await me(cluster, browser, server), SPARK);
      }
      await empty(await table());
      for (const server of cluster.servers) {
        isNobody(
          subject,
          await me(cluster, browser, server),
          say`The session was deleted from the table, as it is when spark logs out or is locked out, and this server still knows him: it kept a copy. Then every server has its own truth again, and the table is only one more.`,
        );
      }
    }),
  );

  check('store-login-waits', say`logs nobody in before the table has the session`, async () => {
    const { client } = await table();
    await withStore(async (cluster) => {
      const login = { isAnswered: false, isWritten: false, wasEarly: false };
      // The table takes its time: turns of the event loop, in which an answer would get through.
      client.middlewareStack.add(
        (next) => async (command) => {
          for (let turn = 0; turn < 200; turn += 1) await setImmediate();
          login.isWritten = true;
          login.wasEarly ||= login.isAnswered;
          return next(command);
        },
        { step: 'initialize', name: 'slow' },
      );
      try {
        const asked = await logIn(subject, cluster, new Browser(cluster.url), SPARK);
        login.isAnswered = true;
        isCookie(subject, asked);
        for (let turn = 0; !login.isWritten && turn < 300; turn += 1) await setImmediate();
      } finally {
        client.middlewareStack.remove('slow');
      }
      if (!login.isWritten || login.wasEarly) {
        fail(subject, {
          expected: say`the login is answered once the session is in the table`,
          actual: login.wasEarly ? say`it was answered before` : say`nothing was sent to the table`,
          cause: say`begin() did not wait for the table: the browser's next request may come before its session is there, and if it can't be written, nobody hears of it. Write "await client.send(...)".`,
        });
      }
      client.middlewareStack.add(() => () => Promise.reject(new Error('connect ECONNREFUSED')), {
        step: 'initialize',
        name: 'down',
      });
      try {
        const { status } = await new Browser(cluster.url).logIn(SPARK.email);
        if (status >= 500) return;
        fail(subject, {
          expected: say`a login: 500, while the table can't be reached`,
          actual: verbatim(String(status)),
          cause: say`The session could not be written, and the browser got a cookie for it all the same: spark is told that he is logged in, and at the next request he is not. Let the error through.`,
        });
      } finally {
        client.middlewareStack.remove('down');
      }
    });
  });

  check('store-down', say`does not log anybody out when the table is down`, async () => {
    const own = await openTable({});
    await withCluster(sharedStore(own), async (cluster) => {
      const browser = new Browser(cluster.url);
      await logIn(subject, cluster, browser, SPARK);
      for (const server of cluster.servers) {
        isUser(subject, await me(cluster, browser, server), SPARK);
      }
      await own.close();
      const asked = await me(cluster, browser);
      if (asked.page.status >= 500) return;
      fail(subject, {
        expected: say`${asked.call}: 500, while the table can't be reached`,
        actual: verbatim(String(asked.page.status)),
        cause:
          asked.page.status === 200
            ? say`The server answered out of a copy of its own, while nobody can know whether the session is still in the table: it may have been deleted there a moment ago. Let the error through; the server makes a 500 of it.`
            : say`"I can't find out" was answered as "you are not logged in": at the table's first hiccup everybody is sent to the login page, all at once. Let the error through; the server makes a 500 of it.`,
      });
    });
  });
});

step(4, { clientHeld }, () => {
  const subject = 'clientHeld';

  check('client-in-the-cookie', say`puts the session into the cookie, as JSON in base64url`, () =>
    withCluster(
      clientHeld(),
      async (cluster) => {
        for (const user of [SPARK, HANEUL]) {
          const browser = new Browser(cluster.url);
          const asked = await logIn(subject, cluster, browser, user, (error) =>
            codeOf(error) === 'ERR_INVALID_CHAR' ? NOT_ASCII : undefined,
          );
          const { value } = isCookie(subject, asked);
          if (!/^[\w-]+$/.test(value)) {
            fail(subject, {
              expected: say`a cookie's value in base64url: letters, digits, "-" and "_"`,
              actual: say`it is ${show(value)}`,
              cause: whyNotBase64url(value),
            });
          }
          const difference = differenceOf(jsonIn(value), user);
          if (difference) {
            fail(subject, {
              expected: say`the cookie says in base64url: ${difference.expected}`,
              actual: verbatim(difference.came),
              cause: THE_SESSION,
            });
          }
        }
      },
      1,
    ),
  );

  check('client-every-server', say`reads the session on every server`, () =>
    withCluster(clientHeld(), async (cluster) => {
      for (const user of ACCOUNTS) {
        const browser = new Browser(cluster.url);
        await logIn(subject, cluster, browser, user);
        for (const server of cluster.servers) {
          isUser(
            subject,
            await me(cluster, browser, server),
            user,
            say`Everything that find() needs is in the cookie: decode it, parse it, and return all five members as they were. Text in JSON is UTF-8.`,
          );
        }
      }
    }),
  );

  check('client-survives', say`survives the replacement of every server`, () =>
    withCluster(clientHeld(), async (cluster) => {
      const browser = new Browser(cluster.url);
      await logIn(subject, cluster, browser, SPARK);
      await cluster.replaceServers();
      isUser(
        subject,
        await me(cluster, browser),
        SPARK,
        say`All servers are new, and the session was lost with the old ones: some of it was in their memory. A function of Lambda has none to rely on. Whatever find() needs comes from the cookie.`,
      );
    }),
  );

  check('client-believed', say`takes the cookie at its word, for now`, () =>
    withCluster(clientHeld(), async (cluster) => {
      const { name } = isCookie(
        subject,
        await logIn(subject, cluster, new Browser(cluster.url), SPARK),
      );
      const promoted = { ...SPARK, rank: '99' };
      const mikoto = { ...SPARK, sub: '42', email: 'mikoto@rubywave.io', nickname: 'mikoto' };
      for (const [written, cause] of [
        [
          // In another order than ours: nobody can have handed out just this text.
          Object.fromEntries(Object.entries(NEON).toReversed()) as unknown as Session,
          say`neon logged in elsewhere, before any of these servers was there. A server that believes only what itself has handed out has a memory again: the cookie is all there is.`,
        ],
        [
          mikoto,
          say`The table of accounts was asked again: that is the hop which the cookie was to save. What find() knows is in the cookie.`,
        ],
        [
          promoted,
          say`Rank "99" is a lie, and you noticed. But nothing in the cookie gives it away, and the next lie is rank "16". That is the question this lab ends with; a signature, in lab 2, is the answer.`,
        ],
      ] as const) {
        const cookie = `${name}=${encoded(written)}`;
        const page = await fetchPage(cluster.url, { method: 'GET', path: '/me', cookie });
        const call = say`GET /me with a cookie written by hand, rank ${show(written.rank)} for ${written.nickname}`;
        isUser(subject, seen(cluster, call, page), written, cause);
      }
    }),
  );

  check('client-odd-cookies', say`takes any other cookie for nobody's`, () =>
    survivesOddCookies(
      subject,
      clientHeld(),
      say`There is no session in this cookie, and it was taken for one. Numbers, texts, lists and null are JSON too: what has not all five members is nobody's.`,
      ['null', 'true', '15', '"spark"', '[]', '{}', '{', '[{}]', '', ' ', '\u00ff'].map((text) =>
        Buffer.from(text, 'latin1').toString('base64url'),
      ),
    ),
  );

  check('client-whole-session', say`refuses a session whose members are not all texts`, () =>
    withCluster(
      clientHeld(),
      async (cluster) => {
        const { name } = isCookie(
          subject,
          await logIn(subject, cluster, new Browser(cluster.url), SPARK),
        );
        const cause = say`It is JSON, and no session: a member is missing, or no text. TypeScript's "as Session" checks nothing: look at each of the five, or the next function trips over what is not there.`;
        for (const [what, value] of NOT_WHOLE) {
          const cookie = `${name}=${encoded(value)}`;
          const page = await fetchPage(cluster.url, { method: 'GET', path: '/me', cookie });
          const call = say`GET /me with spark's session in the cookie, but ${what}`;
          isNobody(subject, seen(cluster, call, page), cause, () => cause);
        }
      },
      1,
    ),
  );

  check('client-no-more', say`takes over the five members, and no others`, () =>
    withCluster(
      clientHeld(),
      async (cluster) => {
        const { name } = isCookie(
          subject,
          await logIn(subject, cluster, new Browser(cluster.url), SPARK),
        );
        const cookie = `${name}=${encoded({ ...SPARK, isAdmin: true, id: 1 })}`;
        const page = await fetchPage(cluster.url, { method: 'GET', path: '/me', cookie });
        isUser(
          subject,
          seen(cluster, say`GET /me with a cookie that says "isAdmin": true as well`, page),
          SPARK,
          page.body.includes('isAdmin')
            ? say`The client made up a member, and now it is in the session. Somebody will write "if (session.isAdmin)" one day: copy the five that you know, by name.`
            : say`Members that you do not know are left out. They are no reason to refuse the rest: a newer version of the site may have written them.`,
        );
      },
      1,
    ),
  );

  check('client-cookie-attributes', say`sets HttpOnly, SameSite and Path on its cookie`, () =>
    withCluster(
      clientHeld(),
      async (cluster) => {
        hasAttributes(
          subject,
          await logIn(subject, cluster, new Browser(cluster.url), SPARK),
          'session',
        );
      },
      1,
    ),
  );
});

const ELSEWHERE = say`A cookie without Path=/ belongs to the folder that it was set in: the login is in /account, and with GET /me it does not come back (RFC 6265 §5.1.4).`;

const NOT_ASCII = say`A header takes no Korean, and a cookie no spaces, quotes, commas or semicolons (RFC 6265 §4.1.1). Encode the JSON: base64url is made for that.`;

const THE_SESSION = say`The cookie is the session: JSON.stringify(session), as UTF-8, as base64url, and nothing besides.`;

const SIGNED = say`Something else is in the cookie, a signature perhaps. You are ahead of the course: in this lab the session stays unsigned, so that the demo can show what happens then.`;

/** What is wrong with it, in JavaScript, and a session in which just that is so. */
const NOT_WHOLE: readonly (readonly [what: string, value: object])[] = [
  ...Object.keys(SPARK).map((name) => {
    const others = Object.entries(SPARK).filter(([key]) => key !== name);
    return [`${name}: undefined`, Object.fromEntries(others)] as const;
  }),
  ...[{ rank: 99 }, { rank: ['99'] }, { sub: 1234567890 }, { name: null }, { nickname: true }].map(
    (wrong) => {
      const [[name, value]] = Object.entries(wrong) as [[string, unknown]];
      return [`${name}: ${JSON.stringify(value)}`, { ...SPARK, ...wrong }] as const;
    },
  ),
  ['{ session: ... }', { session: SPARK }],
];

function whyNotBase64url(value: string): Message {
  if (value.includes('{')) return NOT_ASCII;
  if (/%[0-9A-F]{2}/i.test(value)) {
    return say`That is percent-encoding, as encodeURIComponent() writes it. It would do for a cookie; here the JSON is written as a token's is, in base64url.`;
  }
  if (/[+/=]/.test(value)) {
    return say`That is base64. A "=" or "/" in a cookie is read in more than one way; base64url has neither, and is what a token is written in.`;
  }
  return value.includes('.') ? SIGNED : THE_SESSION;
}

function likeWithLike(age: number): Message {
  return say`The login was ${age} seconds ago, and a session lasts ${SESSION_SECONDS}. Compare like with like: expiresAt is in seconds, Date.now() in milliseconds.`;
}

function whyNotExpiring(ends: AttributeValue | undefined, count: number): Message {
  if (count === 0)
    return say`After a login there is nothing in the table: begin() has to put the session there, and wait for it.`;
  if (ends === undefined)
    return say`The item does not say when it ends, so DynamoDB never deletes it: the table only grows. Its time to live is the attribute expiresAt.`;
  if (ends.N === undefined)
    return say`DynamoDB's time to live is a number, { N: "..." }. An expiresAt of any other type is ignored, and the item stays for ever.`;
  if (Number(ends.N) > NOON / 10)
    return say`Those are milliseconds. DynamoDB counts seconds, as a token's exp does: this session would be deleted in some fifty thousand years.`;
  return say`expiresAt is the time of the login plus SESSION_SECONDS, in whole seconds since 1970.`;
}

const NOT_HIS = say`That is no cookie of spark's, and what came is spark's page: only a part of the id was looked at, or whoever is not found gets somebody else's session.`;

const ODD_COOKIE = say`Anybody can send any cookie, and a page that fails at it fails for them only, but it fills your logs and wakes somebody up. What can't be an id of yours is nobody's: look at it before you use it, and catch what decoding or parsing throws.`;

const BORN_WITH = say`Nobody was given this cookie, and it was taken for a session. An object has members that it was born with, "constructor" and "__proto__" for one, and an array has numbers: a Map has only what was put there.`;

/** Values that no cookie of ours has, though anybody may send them. */
const ODD_VALUES = [
  '',
  '0',
  '1',
  '-1',
  'null',
  'undefined',
  '__proto__',
  'constructor',
  'toString',
  'hasOwnProperty',
  '%',
  '%E0%A4%A',
  '"',
  '=',
  'A'.repeat(22),
  'A'.repeat(36),
  'A'.repeat(3000),
  // 1,500 characters, and 3,000 bytes of UTF-8: too long for a key of DynamoDB's.
  '\u00ed'.repeat(1500),
  '\u00ed\u0095\u009c',
  '../../etc/passwd',
];

/** What came of one request. */
interface Asked {
  /** What was asked for, and of whom. */
  readonly call: Message;
  readonly page: Page;
  readonly cluster: Cluster;
  /** The browser has a cookie that it did not bring, for its path is another. */
  readonly isHeldBack?: boolean;
  /** What the learner's code threw, where the answer is 500. */
  readonly error?: unknown;
}

/** The likely cause, or a function that tells it from what came. */
type Likely = Message | ((asked: Asked) => Message | undefined);

/** The likely cause of an error that the learner's code threw; undefined where it has its own. */
type OnError = (error: unknown) => Message | undefined;

/** Who answered where no server did. */
const BALANCER = 'load-balancer';

/** Runs a check on a cluster of its own. */
async function withCluster(
  strategy: Strategy,
  run: (cluster: Cluster) => Promise<void>,
  size = 3,
): Promise<void> {
  const cluster = await startCluster(strategy, size);
  // Before a single server no balancer has a choice, and each request would be two.
  const [only] = size === 1 ? cluster.servers : [];
  try {
    await run(only ? { ...cluster, url: only.url } : cluster);
  } finally {
    await cluster.close();
  }
}

/** Runs a check of step 3 on a cluster of its own, and a table that is empty. */
async function withStore(run: (cluster: Cluster) => Promise<void>): Promise<void> {
  const store = await table();
  await empty(store);
  await withCluster(sharedStore(store), run);
}

async function logIn(
  subject: string,
  cluster: Cluster,
  browser: Browser,
  { email, nickname }: Session,
  onError?: OnError,
): Promise<Asked> {
  const page = await browser.logIn(email);
  return isServed(
    subject,
    seen(cluster, say`${nickname} logs in, on ${page.server || '-'}`, page),
    undefined,
    onError,
  );
}

/** `GET /me` with the browser's cookies, through the balancer or straight to one server. */
async function me(
  cluster: Cluster,
  browser: Browser,
  server?: { readonly url: string },
): Promise<Asked> {
  const there = new Browser(server?.url ?? browser.origin);
  for (const [name, cookie] of browser.cookies) there.cookies.set(name, cookie);
  const isHeldBack = [...browser.cookies.values()].some(({ path }) => !['/', '/me'].includes(path));
  const page = await there.get('/me');
  // What the answer set is for the browser to keep, wherever it came from.
  for (const [name, cookie] of there.cookies) browser.cookies.set(name, cookie);
  return { ...seen(cluster, say`GET /me on ${page.server || BALANCER}`, page), isHeldBack };
}

/** `GET /`, which is for everybody. */
async function served(subject: string, cluster: Cluster, browser: Browser): Promise<Asked> {
  const page = await browser.get('/');
  return isServed(subject, seen(cluster, say`GET / on ${page.server || BALANCER}`, page));
}

function seen(cluster: Cluster, call: Message, page: Page): Asked {
  const error = page.status === 500 ? cluster.errors.at(-1) : undefined;
  return { call, page, cluster, ...(error !== undefined && { error }) };
}

/** It was answered with 200. */
function isServed(subject: string, asked: Asked, cause?: Likely, onError?: OnError): Asked {
  if (asked.page.status !== 200) failWith(subject, asked, '200', cause, onError);
  return asked;
}

/** It was answered as this user's. */
function isUser(subject: string, asked: Asked, user: Session, cause?: Likely): void {
  const { page } = asked;
  if (page.status !== 200) {
    failWith(subject, asked, `200, ${user.nickname}`, asked.isHeldBack ? ELSEWHERE : cause);
  }
  const difference = differenceOf(jsonOf(page.body), user);
  if (difference)
    failWith(subject, asked, `200, ${difference.expected}`, cause, undefined, difference.came);
}

/** It was answered as nobody's: 401. */
function isNobody(subject: string, asked: Asked, cause?: Likely, onError?: OnError): void {
  if (asked.page.status !== 401) failWith(subject, asked, '401', cause, onError);
}

function failWith(
  subject: string,
  asked: Asked,
  answer: string,
  cause?: Likely,
  onError?: OnError,
  came = whoIn(asked.page),
): never {
  const { call, page, error } = asked;
  // What a check says of a wrong answer does not explain an error that the learner never meant:
  // such an error stands for itself, with its line.
  const likely =
    error !== undefined ? onError?.(error) : typeof cause === 'function' ? cause(asked) : cause;
  if (error !== undefined && !likely) throw error;
  fail(subject, {
    expected: say`${call}: ${answer}`,
    actual:
      error instanceof Error
        ? say`500, for it threw ${error.name}: ${error.message.slice(0, 120)}`
        : verbatim(`${page.status}${came === '' ? '' : `, ${came}`}`),
    ...(likely && { cause: likely }),
    ...(error instanceof Error && error.stack !== undefined && { stack: error.stack }),
  });
}

/** Who was taken to be asking, in short. */
function whoIn({ status, body }: Page): string {
  if (status !== 200) return '';
  const nickname = jsonOf(body)?.['nickname'];
  return typeof nickname === 'string' ? nickname : show(jsonOf(body));
}

/** The first member in which a session is not the user's: it differs, is missing, or is too many. */
function differenceOf(
  read: Readonly<Record<string, unknown>> | undefined,
  user: Session,
): { readonly expected: string; readonly came: string } | undefined {
  // Any JSON may have come; a text has members by these names too, and they are functions.
  if (typeof read !== 'object' || read === null) {
    return { expected: user.nickname, came: show(read) };
  }
  const wanted = new Map<string, unknown>(Object.entries(user));
  const name = [...wanted.keys(), ...Object.keys(read)].find(
    (one) => read[one] !== wanted.get(one),
  );
  if (name === undefined) return undefined;
  return {
    expected: `${name}: ${show(wanted.get(name))}`,
    came: `${name}: ${show(read[name])}`,
  };
}

function fail(
  subject: string,
  said: {
    readonly expected: Message;
    readonly actual: Message;
    readonly cause?: Message;
    readonly stack?: string;
  },
): never {
  throw new CheckFailure({
    kind: said.stack === undefined ? 'wrong' : 'threw',
    subject,
    ...said,
  });
}

/** A token, as RFC 6265 §4.1.1 wants it: no spaces, no colon. */
const COOKIE_NAME = /^[\w!#$%&'*+.^`|~-]+$/;

/** The cookie that a login set; the server's own, which is the last that it can be told by. */
function isCookie(subject: string, { page }: Asked): { readonly name: string; value: string } {
  const [header] = page.setCookies;
  const cookie = header === undefined ? undefined : readSetCookie(header);
  const isOver = Number(cookie?.attributes.get('max-age') ?? 1) <= 0;
  const hasCommas = /, *(?:path|httponly|samesite|secure|max-age|expires)\b/i.test(
    cookie?.value ?? '',
  );
  const isWhole = cookie?.name === SESSION_COOKIE && cookie.value !== '' && !isOver && !hasCommas;
  if (isWhole) return cookie;
  fail(subject, {
    expected: say`a login sets a cookie, "session=..."`,
    actual: header === undefined ? say`it set none` : say`it set ${show(header)}`,
    cause: hasCommas
      ? say`A cookie's attributes are parted by semicolons. Behind a comma they are still a part of its value, and the browser takes the cookie for one that has none (RFC 6265 §4.1.1).`
      : isOver
        ? say`Max-Age of 0 or less tells the browser to delete the cookie, and that is what it did: nothing comes back (RFC 6265 §4.1.2.2).`
        : cookie && COOKIE_NAME.test(cookie.name) && cookie.value !== ''
          ? say`The cookie's name is another one. It is "session", SESSION_COOKIE in strategy.ts: find() is handed it under that name, and the balancer's has to have another.`
          : say`begin() answers the text of a Set-Cookie header: name, "=", value, and the attributes behind semicolons (RFC 6265 §4.1).`,
  });
}

/** Nothing that the session says can be read in the cookie, encoded or not. */
async function holdsNothing(subject: string, strategy: Strategy, cause: Message): Promise<void> {
  await withCluster(
    strategy,
    async (cluster) => {
      for (const user of [SPARK, HANEUL]) {
        const asked = await logIn(subject, cluster, new Browser(cluster.url), user);
        isCookie(subject, asked);
        const [header = ''] = asked.page.setCookies;
        const texts = [header, ...header.split(/[;=.]/).flatMap(decodings)];
        const said = Object.entries(user).find(([, value]) =>
          // A rank of two digits stands in many an id.
          texts.some((text) => value.length > 4 && text.includes(value)),
        );
        if (!said) continue;
        fail(subject, {
          expected: say`a cookie that holds an id, and nothing of ${user.nickname}'s session`,
          actual: say`it holds the ${said[0]}: ${show(header)}`,
          cause,
        });
      }
      const beside: string[] = [];
      for (const [user, time] of [
        [SPARK, NOON],
        [HANEUL, NOON + 86_400_000],
      ] as const) {
        setClock(time);
        const values = [];
        for (let count = 0; count < 12; count += 1) {
          const asked = await logIn(subject, cluster, new Browser(cluster.url), user);
          values.push(isCookie(subject, asked).value);
        }
        // The same id for every login: nothing stands beside it, and isUnguessable() says what it is.
        if (new Set(values).size < values.length) return;
        beside.push(whatStaysIn(values));
      }
      vi.useRealTimers();
      if (beside[0] !== beside[1]) {
        fail(subject, {
          expected: say`a cookie that holds an id, and nothing beside it`,
          actual: say`beside the id, ${show(beside[0])} for spark and ${show(beside[1])} for haneul, who came a day later`,
          cause: say`Something stands beside the id that depends on who logged in, or when: that is a second fact, readable by everybody and the client's to change. What the server has to know it keeps under the id.`,
        });
      }
    },
    1,
  );
}

/** What several values begin and end with alike. */
function whatStaysIn(values: readonly string[]): string {
  const [first = '', ...others] = values;
  const length = (agrees: (count: number) => boolean): number => {
    let count = 0;
    while (count < first.length && agrees(count + 1)) count += 1;
    return count;
  };
  const begin = length((count) => others.every((one) => one.startsWith(first.slice(0, count))));
  const end = length((count) => others.every((one) => one.endsWith(first.slice(-count))));
  return `${first.slice(0, begin)}...${end === 0 ? '' : first.slice(-end)}`;
}

function decodings(text: string): string[] {
  const percent = text.replaceAll(/%([0-9a-f]{2})/gi, (_all, hex: string) =>
    String.fromCharCode(Number.parseInt(hex, 16)),
  );
  return [
    percent,
    ...(['base64', 'hex'] as const).map((name) => Buffer.from(text.trim(), name).toString()),
  ];
}

/** In bits, by what 32 ids show of it: 16 random bytes show 95 and more, 8 bytes some 60. */
const ENOUGH_BITS = 65;

/** The learner's file. */
type File = Pick<typeof import('./sessions.ts'), 'inMemory' | 'sticky' | 'sharedStore'>;

/** The learner's file as another machine has it: what it keeps at its top begins anew. */
function onAnotherMachine(): Promise<File> {
  vi.resetModules();
  return import('./sessions.ts');
}

/** Ids are made of chance, and enough of it: not of the clock, a counter, the user. */
async function isUnguessable(
  subject: string,
  strategyOf: (file: File) => Strategy | Promise<Strategy>,
): Promise<void> {
  // Whatever can be known of a moment is the same for every login.
  vi.useFakeTimers({ toFake: ['Date', 'hrtime', 'performance'], now: NOON });
  vi.spyOn(Math, 'random').mockReturnValue(0.15);
  const idsOf = async (file: File, size: number): Promise<string[]> => {
    const sessions = (await strategyOf(file)).server();
    const made: string[] = [];
    for (let count = 0; count < size; count += 1) {
      made.push(readSetCookie(await sessions.begin(SPARK, new Map())).value);
    }
    return made;
  };
  const elsewhere = await idsOf(await onAnotherMachine(), 4);
  const ids = await idsOf({ inMemory, sticky, sharedStore }, 32);
  const expected = say`an id with 16 random bytes, new at every login`;
  const isComputed = ids.some((id) => elsewhere.includes(id));
  if (new Set(ids).size < ids.length) {
    fail(subject, {
      expected,
      actual: say`the same id twice, for two logins at the same moment: ${show(ids[0])}`,
      cause: !isComputed
        ? say`There is chance in the id, but it is made once and used for every login of a user: whoever has seen it is logged in again with him, each time. A login makes a new id, always.`
        : say`The id comes from the clock, from Math.random() or from the user's data. All of that can be guessed, Math.random() from a few of its own numbers, and who guesses an id is logged in. randomBytes() of node:crypto can't be.`,
    });
  }
  const bits = bitsShownBy(ids);
  if (bits >= ENOUGH_BITS) {
    if (!isComputed) return;
    fail(subject, {
      expected,
      actual: say`the same id from two servers that were started alike: ${show(elsewhere[0])}`,
      cause: say`The id looks random and is computed, from a counter perhaps: a hash is no secret if what goes in can be guessed, for anybody can hash it too. Take 16 bytes of randomBytes() for each.`,
    });
  }
  fail(subject, {
    expected,
    actual: say`two ids: ${show(ids[0])} and ${show(ids[1])}`,
    cause: say`Ids so alike, or so short, are tried out in no time: whoever hits one is logged in as somebody. Take 16 bytes of randomBytes() for each.`,
  });
}

/** How much the ids differ: the bits of each position, by how many characters were seen there. */
function bitsShownBy(ids: readonly string[]): number {
  const longest = Math.max(...ids.map(({ length }) => length));
  return Array.from({ length: longest }, (_value, at) =>
    Math.log2(new Set(ids.map((id) => id[at])).size),
  ).reduce((sum, bits) => sum + bits, 0);
}

/** An id that somebody else has chosen does not become the id of a session (session fixation). */
async function isNotFixed(subject: string, strategy: Strategy): Promise<void> {
  await withCluster(
    strategy,
    async (cluster) => {
      const first = isCookie(
        subject,
        await logIn(subject, cluster, new Browser(cluster.url), SPARK),
      );
      const cause = say`The id came along with the login, so it may be one that an attacker has planted in neon's browser: now the attacker is logged in as neon (session fixation). A login makes a new id, always.`;
      for (const planted of ['chosen-by-the-attacker', 'A'.repeat(22), first.value]) {
        const browser = new Browser(cluster.url);
        browser.cookies.set(first.name, { value: planted, path: '/' });
        const asked = await logIn(subject, cluster, browser, NEON);
        const attacker = new Browser(cluster.url);
        attacker.cookies.set(first.name, { value: planted, path: '/' });
        const { page } = await me(cluster, attacker);
        const isTaken = browser.cookies.get(first.name)?.value === planted;
        if (!isTaken && jsonOf(page.body)?.['sub'] !== NEON.sub) continue;
        fail(subject, {
          expected: say`neon logs in with the cookie ${show(planted)}, and gets another`,
          actual:
            asked.page.setCookies.length === 0
              ? say`no new cookie came`
              : isTaken
                ? say`the session has the id that came with the login`
                : say`whoever sends that cookie is now taken for neon`,
          cause,
        });
      }
    },
    1,
  );
}

/** Somebody is logged in, and cookies come that nobody was given: 401, never 200 and never 500. */
async function survivesOddCookies(
  subject: string,
  strategy: Strategy,
  taken = BORN_WITH,
  more: readonly string[] = [],
): Promise<void> {
  await withCluster(
    strategy,
    async (cluster) => {
      const { name } = isCookie(
        subject,
        await logIn(subject, cluster, new Browser(cluster.url), SPARK),
      );
      const ours = [...ODD_VALUES, ...more].map((value) => `${name}=${value}`);
      for (const cookie of [...ours, '', name, ';;=;', 'other=15']) {
        const page = await fetchPage(cluster.url, { method: 'GET', path: '/me', cookie });
        const call = say`GET /me with Cookie: ${show(cookie)}`;
        const isSpark = jsonOf(page.body)?.['sub'] === SPARK.sub;
        isNobody(subject, seen(cluster, call, page), isSpark ? NOT_HIS : taken, () => ODD_COOKIE);
      }
    },
    1,
  );
}

/** An id is one as a whole: neither a part of it nor one that is nearly the same will do. */
async function refusesNearIds(subject: string, strategy: Strategy): Promise<void> {
  await withCluster(
    strategy,
    async (cluster) => {
      const { name, value: id } = isCookie(
        subject,
        await logIn(subject, cluster, new Browser(cluster.url), SPARK),
      );
      const half = Math.floor(id.length / 2);
      const other = id[half] === 'a' ? 'b' : 'a';
      const [upper, lower] = [id.toUpperCase(), id.toLowerCase()];
      const part = say`That is nearly spark's cookie, and was taken for his. Only a part of it was looked at, and a part is sooner guessed than the whole.`;
      const letterCase = say`That is spark's cookie in other letters, upper or lower case, and was taken for his. In base64url "a" and "A" are two values: who ignores the case throws away a part of every character.`;
      for (const [near, cause] of [
        [id.slice(0, half), part],
        [`${id.slice(0, half)}${other}${id.slice(half + 1)}`, part],
        ...[upper, lower].filter((text) => text !== id).map((text) => [text, letterCase] as const),
      ] as const) {
        const cookie = `${name}=${near}`;
        const page = await fetchPage(cluster.url, { method: 'GET', path: '/me', cookie });
        isNobody(
          subject,
          seen(cluster, say`GET /me with Cookie: ${show(cookie)}`, page),
          cause,
          () => ODD_COOKIE,
        );
      }
    },
    1,
  );
}

/** Every cookie that was set is out of reach for scripts and other sites, and good for every page. */
function hasAttributes(subject: string, { page }: Asked, whose: 'session' | 'sticky'): void {
  for (const header of page.setCookies) {
    const { attributes } = readSetCookie(header);
    const sameSite = attributes.get('samesite')?.toLowerCase();
    const lacking: readonly (readonly [holds: boolean, expected: Message, cause: Message])[] = [
      [
        attributes.has('httponly'),
        verbatim('HttpOnly'),
        say`Without HttpOnly any script in the page can read the cookie, also one that somebody else has smuggled in, and send it away. No script of yours needs it.`,
      ],
      [
        sameSite === 'lax' || sameSite === 'strict',
        say`SameSite=Lax, or Strict`,
        say`Without SameSite, or with None, the cookie also comes along when a page of another site sends a form to yours, in spark's name (CSRF). Not every browser takes Lax for granted.`,
      ],
      [attributes.get('path') === '/', verbatim('Path=/'), ELSEWHERE],
    ];
    const missing = lacking.find(([holds]) => !holds);
    if (!missing) continue;
    const [, expected, cause] = missing;
    fail(subject, {
      expected:
        whose === 'session'
          ? say`a session cookie with ${expected}`
          : say`both cookies with ${expected}`,
      actual: say`it is ${show(header)}`,
      cause,
    });
  }
}

function setClock(milliseconds: number): void {
  vi.useFakeTimers({ toFake: ['Date'], now: milliseconds });
}

/** Every item in the table. */
async function itemsIn({
  client,
  tableName,
}: OpenTable): Promise<Record<string, AttributeValue>[]> {
  const { Items = [] } = await client.send(
    new ScanCommand({ TableName: tableName, ConsistentRead: true }),
  );
  return Items;
}

async function empty(store: OpenTable): Promise<void> {
  const items = await itemsIn(store);
  const requests = items.flatMap(({ id }) => (id ? [{ DeleteRequest: { Key: { id } } }] : []));
  // So many fit into one.
  while (requests.length > 0) {
    const RequestItems = { [store.tableName]: requests.splice(0, 25) };
    await store.client.send(new BatchWriteItemCommand({ RequestItems }));
  }
}

/** The commands that were sent to the table meanwhile. */
async function listening(store: OpenTable, run: () => Promise<unknown>): Promise<string[]> {
  const sent: string[] = [];
  store.client.middlewareStack.add(
    (next, context) => (command) => {
      sent.push(String(context['commandName']));
      return next(command);
    },
    { step: 'initialize', name: 'listening' },
  );
  try {
    await run();
  } finally {
    store.client.middlewareStack.remove('listening');
  }
  return sent;
}

/** The commands of DynamoDB that change nothing. */
const READS = /^(?:Get|Query|BatchGet|Scan)/;

/** Whether a command's input asks for items and brings none. */
function isRead(input: object): boolean {
  return !['Item', 'UpdateExpression', 'AttributeUpdates'].some((name) => name in input);
}

function encoded(value: object): string {
  return Buffer.from(JSON.stringify(value)).toString('base64url');
}

function jsonIn(base64url: string): ReturnType<typeof jsonOf> {
  return jsonOf(Buffer.from(base64url, 'base64url').toString());
}

function jsonOf(text: string): Readonly<Record<string, unknown>> | undefined {
  try {
    return JSON.parse(text) as Record<string, unknown>;
  } catch {
    return undefined;
  }
}
