/**
 * The checks of lab 8: sessions that can be taken back, however many ask at once.
 *
 * The learner's files run in this process, with the real client and its commands, and dynalite
 * answers them without a network between the two. Every function is
 * handed the time, so no check waits; and a race is made by holding commands back and judged by what
 * the table was told, never by who was faster.
 */
import {
  check,
  givenAsync,
  given,
  same,
  say,
  secret,
  show,
  step,
  type Cause,
  type Message,
  type Outcome,
} from '#checks';
import { makeTables } from '#local-tables';
import { DynamoDBClient, ScanCommand, type AttributeValue } from '@aws-sdk/client-dynamodb';
import { createHash, createHmac, randomBytes } from 'node:crypto';
import jsonwebtoken from 'jsonwebtoken';
import { beforeEach, vi } from 'vitest';
import { CookieBrowser, readSetCookie, type PageAnswer } from './cookie-browser.ts';
import type { Claims } from './access-token.ts';
import type { Tokens } from './sessions.ts';
import { findUser, type User } from './users.ts';

const TABLE = 'sessions';
const tables = await makeTables({ [TABLE]: { key: 'id', ttl: 'expiresAt' } });

const PEPPER = secret(randomBytes(32).toString('base64url'));
const JWT_SECRET = secret(randomBytes(32).toString('base64url'));
Object.assign(process.env, {
  SESSIONS_TABLE: TABLE,
  REFRESH_PEPPER: PEPPER,
  JWT_SECRET,
});

// Behind the environment: what they make at once, they make of it.
const { start, setCookie, rotate } = await import('./sessions.ts');
const { logout, logoutEverywhere, isRevoked } = await import('./revocation.ts');
const { handler, ttlSeconds } = await import('./authorizer.ts');
const { handler: auth } = await import('./auth.ts');
const { application } = await import('./application.ts');
const { ISSUER, AUDIENCE, verifyAccessToken } = await import('./access-token.ts');

const SPARK = findUser('spark@rubywave.io') as User;
const NEON = findUser('neon@rubywave.io') as User;
const HANEUL = findUser('haneul@rubywave.io') as User;
const PASSWORD = 'light-the-spark-15';

/** In seconds since 1970: the clock is handed over, so it can be any. */
const NOW = 1_800_000_000;
const DAY = 24 * 3600;
const MONTH = 30 * DAY;

// A check that failed half-way may have left something held back, and that is not the next one's fault.
beforeEach(async () => {
  letGo();
  await quiet();
});

step(1, { start, setCookie }, () => {
  check(
    'start-tokens',
    say`begins a session with an access token and a refresh token`,
    async () => {
      const begun = await givenAsync(start, SPARK, NOW);
      begun.satisfies(
        say`an object with accessToken and refreshToken, both texts`,
        isTokens,
        say`The answer is an object { accessToken, refreshToken, endsAt }: a JWT, the text for the cookie, and a number of seconds.`,
      );
      const { accessToken, refreshToken, endsAt } = marked(begun.result());
      const claims = claimsIn(accessToken);
      begun.satisfies(
        say`an access token that access-token.ts has made at this time`,
        () => claims?.iat === NOW && claims.exp === NOW + 300,
        typeof jsonOf(payloadOf(accessToken))['gen'] === 'string'
          ? GEN_IS_TEXT
          : claims === undefined
            ? say`The access token is none that access-token.ts takes: issueAccessToken({ sub, sid, gen }, now) makes it.`
            : say`The access token says iat ${show(claims.iat)}, and the time that was handed over is ${NOW}. Hand "now" on, in seconds: no clock of your own, no milliseconds.`,
      );
      same(
        say`sub of the access token`,
        claims?.sub,
        SPARK.id,
        say`sub names the user, by the id that never changes: user.id.`,
      );
      same(
        say`sid of the access token`,
        claims?.sid,
        familyOf(refreshToken),
        say`sid is the family, the first part of the refresh token: by it a door can find the session. The secret part stays out of it.`,
      );
      same(
        say`${'gen'} of the access token`,
        claims?.gen,
        0,
        say`spark has never logged out everywhere, and has no item of his own: gen is 0 then, and a login writes none.`,
      );
      same(
        say`endsAt`,
        endsAt,
        NOW + MONTH,
        say`The session ends 30 days after the login, in seconds since 1970: now + SESSION_SECONDS.`,
      );
    },
  );

  check('start-format', say`makes refresh tokens of 16 and 32 bytes in base64url`, async () => {
    const begun = await givenAsync(start, SPARK, NOW);
    begun.satisfies(
      say`<family>.<secret>, with 22 and 43 characters of base64url`,
      (tokens) => isTokens(tokens) && isRefreshToken(tokens.refreshToken),
      (outcome) => formatCause(outcome),
    );
  });

  check('start-random', say`takes family and secret from true randomness`, async () => {
    vi.spyOn(Math, 'random').mockReturnValue(0.5);
    try {
      const all: Buffer[] = [];
      for (let times = 0; times < 6; times += 1) {
        // The same user in the same instant: nothing is left to tell two logins apart but chance.
        const begun = await at(NOW, () => givenAsync(start, SPARK, NOW));
        // Where the item is there already, the condition of the write has found it.
        if (wasOvertaken(begun.outcome)) begun.result(() => NOT_RANDOM);
        const parts = marked(begun.result()).refreshToken.split('.');
        const [family = '', secretPart = ''] = parts;
        const derived = new Set([digestOf(family), hmac(PEPPER, family), hmac(JWT_SECRET, family)]);
        begun.satisfies(
          say`a secret that does not follow from the family`,
          () => !derived.has(secretPart),
          say`The secret was computed from the family, which stands in every access token. Only the successors are computed: the first secret is chance, 32 bytes of randomBytes.`,
        );
        all.push(Buffer.concat(parts.map((part) => Buffer.from(part, 'base64url'))));
        // Six times the same byte at one place is no chance any more.
        const isFixed = (_: number, place: number): boolean =>
          all.every((bytes) => bytes[place] === all[0]?.[place]);
        begun.satisfies(
          say`another family and another secret at every login`,
          () =>
            new Set(all.flatMap(halves)).size === 2 * all.length &&
            (times < 5 || ![...(all[0] ?? [])].some(isFixed)),
          NOT_RANDOM,
        );
      }
    } finally {
      vi.mocked(Math.random).mockRestore();
    }
  });

  check('start-item', say`keeps one item for each session`, async () => {
    const first = await givenAsync(start, SPARK, NOW);
    const second = await givenAsync(start, SPARK, NOW);
    for (const begun of [first, second]) {
      const { refreshToken } = marked(begun.result());
      const own = await itemsOf(familyOf(refreshToken));
      begun.satisfies(
        say`one item of the table that names the family`,
        () => own.length === 1,
        own.length === 0
          ? NO_ITEM
          : say`The table has ${own.length} items for one family. One item for its whole life: what is one item can be changed by one write, and only then a condition decides for all of it.`,
      );
      begun.satisfies(
        say`the user's id in the item`,
        () => textOf(own).includes(SPARK.id),
        say`The item does not say whose session it is. Whoever comes with the refresh token brings nothing else along: the user's id has to stand in the item.`,
      );
      begun.satisfies(
        say`nothing of the user but what is needed`,
        () => !textOf(own).includes(SPARK.passwordHash),
        say`The user's password hash was written into the session. One more place to steal it from: the user's id is enough, and all else is found by it.`,
      );
    }
  });

  check('start-hashes', say`writes hashes into the table, and no token`, async () => {
    const begun = await givenAsync(start, SPARK, NOW);
    const { accessToken, refreshToken } = marked(begun.result());
    await holdsOnlyHashes(begun, refreshToken);
    const table = textOf(await scan());
    begun.satisfies(
      say`no access token in the table`,
      () => !table.includes(accessToken) && !/eyJ[\w-]+\.eyJ[\w-]+\./.test(table),
      say`The table holds the access token. Whoever reads the table passes every door with it for five minutes, and nobody needs it there: the client has it.`,
    );
  });

  check('start-consistent', say`reads strongly`, async () => {
    const from = sent.length;
    const begun = await givenAsync(start, SPARK, NOW);
    begun.satisfies(say`an object { accessToken, refreshToken, endsAt }`, isTokens);
    begun.satisfies(say`ConsistentRead: true in every read`, readsStrongly(from), STALE_GEN);
  });

  check('start-end', say`writes an absolute end, as a number of seconds`, async () => {
    const begun = await givenAsync(start, SPARK, NOW);
    const [item] = await itemsOf(familyOf(marked(begun.result()).refreshToken));
    const end = item?.['expiresAt'];
    begun.satisfies(
      say`expiresAt: { N: "${NOW + MONTH}" } in the item`,
      () => end?.N !== undefined && Number(end.N) === NOW + MONTH,
      item === undefined ? NO_ITEM : endCause(end),
    );
  });

  check('start-awaits', say`fails where the table does not answer`, async () => {
    await isWritten(start, 1, SPARK, NOW);
    for (const kind of [isWrite, isAny]) {
      const begun = await withFault(kind, () => givenAsync(start, SPARK, NOW));
      failsLoudly(
        begun,
        say`The table took nothing, and the login went well all the same: in five minutes the client comes with a refresh token that nobody knows. Await every write, and catch no error that is not yours.`,
      );
    }
  });

  check('start-log', say`logs no token`, async () => {
    const { result: begun, log } = await listening(() => givenAsync(start, SPARK, NOW));
    const tokens = marked(begun.result());
    begun.satisfies(say`no token in the log`, () => !showsToken(log, tokens), LOGGED);
  });

  check('start-body', say`hands the refresh token out in the cookie alone`, async () => {
    const page = await logIn(newBrowser());
    const { body, setCookies } = page.result();
    const { value } = readSetCookie(setCookies[0] ?? '');
    secret(value);
    page.satisfies(
      say`200, with a refresh token in a cookie`,
      ({ status }) => status === 200 && isRefreshToken(value),
      say`The answer's Set-Cookie is what setCookie() returned: "__Secure-refresh=<token>; …", with the refresh token that start() returned as refreshToken.`,
    );
    const [, secretPart = ''] = value.split('.');
    const { access_token: jwt = '' } = jsonOf(body);
    page.satisfies(
      say`no secret of the refresh token in the body`,
      () => !`${body} ${payloadOf(String(jwt))}`.includes(secretPart),
      say`The refresh token's secret stands in the body, perhaps inside the access token, where everybody reads it. The page's code gets it, and with it whatever script runs in the page: sid is the family alone.`,
    );
  });

  check('cookie-value', say`names the cookie __Secure-refresh, with the token as it is`, () => {
    const token = fakeToken();
    const { name, value } = readSetCookie(given(setCookie, token, 60).result());
    const made = given(setCookie, token, 60);
    made.satisfies(
      say`a cookie of the name __Secure-refresh`,
      () => name === '__Secure-refresh',
      name.startsWith('__Host-')
        ? say`__Host- asks for Path=/, and this cookie is for /auth alone: a browser drops it in silence. For another path the prefix is __Secure-.`
        : say`The cookie is called __Secure-refresh: with that beginning a browser keeps it only where it came over https and says Secure (RFC 6265bis §4.1.3).`,
    );
    made.satisfies(
      say`the token as the cookie's value`,
      () => value === token,
      say`The value is the token itself, all of it. Dots and base64url need no encoding in a cookie.`,
    );
  });

  check('cookie-attributes', say`sets HttpOnly, Secure, SameSite=Strict and Path=/auth`, () => {
    for (const made of bothCookies()) {
      const { attributes } = readSetCookie(made.result());
      for (const [name, wanted, cause] of ATTRIBUTES) {
        made.satisfies(
          wanted === '' ? say`the attribute ${name}` : say`the attribute ${name}=${wanted}`,
          () =>
            attributes.has(name.toLowerCase()) &&
            (wanted === '' ||
              attributes.get(name.toLowerCase())?.toLowerCase() === wanted.toLowerCase()),
          cause,
        );
      }
    }
  });

  check('cookie-domain', say`sets no Domain`, () => {
    for (const made of bothCookies()) {
      made.satisfies(
        say`a cookie without Domain`,
        (header) => !readSetCookie(header).attributes.has('domain'),
        say`With a Domain the browser sends the cookie to every host below it, also to one that somebody else runs or has taken over. Without, it goes back to this very host alone (RFC 6265 §4.1.2.3).`,
      );
    }
  });

  check('cookie-max-age', say`lets it live as long as it is told, in seconds`, () => {
    for (const seconds of [MONTH, 60, 0]) {
      const made = given(setCookie, seconds === 0 ? '' : fakeToken(), seconds);
      const { attributes } = readSetCookie(made.result());
      made.satisfies(
        say`the attribute ${'Max-Age'}=${seconds}`,
        () => attributes.get('max-age') === String(seconds),
        attributes.has('max-age')
          ? say`Max-Age is in seconds, as it was handed over; 0 takes the cookie away, which is how a logout ends.`
          : say`Without Max-Age the cookie ends with the browser. It is meant to live as long as it is told, and 0 seconds take it away.`,
      );
    }
  });
});

step(2, { rotate }, () => {
  check('rotate-next', say`replaces a refresh token by another of the same family`, async () => {
    await isWritten(rotate, 2, '', NOW);
    let { refreshToken } = await login();
    const seen = new Set([refreshToken]);
    for (const later of [300, 600, 900]) {
      const rotated = await givenAsync(rotate, refreshToken, NOW + later);
      const next = tokensFrom(rotated);
      rotated.satisfies(
        say`a refresh token that was not there before`,
        () => isRefreshToken(next.refreshToken) && !seen.has(next.refreshToken),
        seen.has(next.refreshToken)
          ? say`The same refresh token came back. One that is never replaced serves a thief as long as its owner, and nobody ever notices that there are two.`
          : say`The successor is a refresh token as the first one was: <family>.<secret>, with 22 and 43 characters of base64url.`,
      );
      seen.add(next.refreshToken);
      ({ refreshToken } = next);
    }
  });

  check('rotate-access', say`comes with a new access token of the same session`, async () => {
    await isWritten(rotate, 2, '', NOW);
    const first = await login(HANEUL);
    const rotated = await givenAsync(rotate, first.refreshToken, NOW + 300);
    const next = tokensFrom(rotated);
    const [before, after] = [claimsIn(first.accessToken), claimsIn(next.accessToken)];
    rotated.satisfies(
      say`an access token made now, good for 300 seconds`,
      () => after?.iat === NOW + 300 && after.exp === NOW + 600,
      typeof jsonOf(payloadOf(next.accessToken))['gen'] === 'string'
        ? GEN_IS_TEXT
        : say`The access token has to be a new one, made at the time that was handed over: issueAccessToken({ sub, sid, gen }, now).`,
    );
    for (const name of ['sub', 'sid', 'gen'] as const) {
      same(
        say`${name} of the access token`,
        after?.[name],
        before?.[name],
        say`A refresh continues a session: user, family and generation are those of the login, as the item has them.`,
      );
    }
  });

  check(
    'rotate-successor',
    say`makes the successor by HMAC-SHA256 of the token and the pepper`,
    async () => {
      await isWritten(rotate, 2, '', NOW);
      const { refreshToken } = await login();
      const rotated = await givenAsync(rotate, refreshToken, NOW + 300);
      const next = tokensFrom(rotated);
      rotated.satisfies(
        say`<family>.<HMAC-SHA256(pepper, the token presented), in base64url>`,
        () => next.refreshToken === successorOf(refreshToken),
        successorCause(refreshToken, next.refreshToken),
      );
    },
  );

  check('rotate-stays', say`moves neither the end of the session nor its family`, async () => {
    await isWritten(rotate, 2, '', NOW);
    const first = await login();
    const family = familyOf(first.refreshToken);
    const rotated = await givenAsync(rotate, first.refreshToken, NOW + 5 * DAY);
    const next = tokensFrom(rotated);
    rotated.satisfies(
      say`a refresh token of the same family`,
      () => familyOf(next.refreshToken) === family,
      say`The family is the session's name, for its whole life: in it a stolen token and its owner's are found together. A new family is a new login.`,
    );
    const own = await itemsOf(family);
    rotated.satisfies(
      say`one item of the table that names the family, as before`,
      () => own.length === 1,
      own.length === 0
        ? say`The family's item is gone from the table. Change the one that is there, by UpdateItemCommand.`
        : say`The table has ${own.length} items for the family now. Change the one that is there, by UpdateItemCommand: two items are two truths.`,
    );
    rotated.satisfies(
      say`an end that stays where it was`,
      () => Number(own[0]?.['expiresAt']?.N) === NOW + MONTH,
      SLIDING,
    );
    rotated.satisfies(say`endsAt ${NOW + MONTH}`, ({ endsAt }) => endsAt === NOW + MONTH, SLIDING);
    rotated.satisfies(
      say`the user's id in the item, as before`,
      () => textOf(own).includes(SPARK.id),
      say`The item lost its user. PutItem replaces a whole item; UpdateItem changes what it names, and leaves the rest.`,
    );
    // auth.ts hands over the time with its fraction.
    const between = await login(SPARK, NOW + 0.25);
    (await givenAsync(rotate, between.refreshToken, NOW + 300.5)).satisfies(
      say`endsAt ${show(between.endsAt)}, as at the login`,
      ({ endsAt }) => endsAt === between.endsAt,
      say`The login and the refresh name two ends of one session, for "now" has a fraction here: the one was cut off and the other not. Cut it off once, for the item and for the answer.`,
    );
  });

  check('rotate-hashes', say`writes hashes into the table, and no token`, async () => {
    await isWritten(rotate, 2, '', NOW);
    const { refreshToken } = await login();
    const rotated = await givenAsync(rotate, refreshToken, NOW + 300);
    const next = tokensFrom(rotated);
    await holdsOnlyHashes(rotated, next.refreshToken, refreshToken);
  });

  check('rotate-many', say`moves the item one step, however many come at once`, async () => {
    await isWritten(rotate, 2, '', NOW);
    const { refreshToken } = await login();
    await movesOnce([rotate, rotate, rotate, rotate, rotate], refreshToken, MANY);
  });

  check('rotate-two-functions', say`also where two functions run at once`, async () => {
    await isWritten(rotate, 2, '', NOW);
    const { refreshToken } = await login();
    const other = await anotherEnvironment();
    await movesOnce(
      [rotate, other.rotate, rotate, other.rotate],
      refreshToken,
      say`Two functions, each with a memory of its own, came with one token, and the item moved more than once. A lock, a queue or a Map in your file is inside one of them. Lambda starts as many as there are requests: only the table is common to all, so a ConditionExpression has to decide.`,
    );
  });

  check('rotate-slow', say`never moves the item back`, async () => {
    await isWritten(rotate, 2, '', NOW);
    const { refreshToken: first } = await login();
    const held = holdNextWrite();
    const slow = givenAsync(rotate, first, NOW + 1);
    await Promise.race([held.arrived, slow]);
    // Meanwhile the page goes on, with the same token and then with the next.
    const second = tokensFrom(await givenAsync(rotate, first, NOW + 1)).refreshToken;
    tokensFrom(await givenAsync(rotate, second, NOW + 2));
    held.release();
    const rotated = await slow;
    await quiet();
    must(
      rotated,
      say`a write that comes too late, and changes nothing`,
      () => held.outcome !== 'made',
      say`This call read the item, was held up, and then wrote what it had read about: the family was two tokens further by then, and is back at an old one now. Say in the ConditionExpression which token has to be the current one at the time of the write.`,
    );
  });

  check('rotate-consistent', say`reads strongly`, async () => {
    await isWritten(rotate, 2, '', NOW);
    const { refreshToken } = await login();
    const from = sent.length;
    const rotated = await givenAsync(rotate, refreshToken, NOW + 300);
    tokensFrom(rotated);
    rotated.satisfies(
      say`ConsistentRead: true in every read`,
      readsStrongly(from),
      say`An eventually consistent read may be older than the last refresh: the item still names the token before, spark's good one looks like one that nobody knows, and step 3 would throw spark out for it. ConsistentRead: true.`,
    );
  });

  check('rotate-store-down', say`fails where the table does not answer`, async () => {
    await isWritten(rotate, 2, '', NOW);
    for (const kind of [isRead, isWrite]) {
      const { refreshToken } = await login();
      const from = sent.length;
      const failed = await withFault(kind, () => givenAsync(rotate, refreshToken, NOW + 300));
      // Who writes first need not read.
      if (!failed.outcome.threw && !sent.slice(from).some(kind)) continue;
      failsLoudly(
        failed,
        kind === isRead
          ? say`The table gave no answer, and tokens came all the same. Nobody knows whether this session lives: throw the table's error on.`
          : say`The table took nothing, and the successor was handed out all the same: the next refresh comes with a token that nobody knows. Catch ConditionalCheckFailedException alone, and await the write.`,
      );
      const again = await givenAsync(rotate, refreshToken, NOW + 301);
      again.satisfies(
        say`the same token is good once the table answers again`,
        isTokens,
        say`The table was down for a moment, and the session is lost for it. Nothing was written, so nothing has changed.`,
      );
    }
  });

  check('rotate-throttled', say`fails where the table is too busy, after a few tries`, async () => {
    await isWritten(rotate, 2, '', NOW);
    const { refreshToken } = await login();
    let tries = 0;
    before = async (command) => {
      if (!isWrite(command)) return;
      tries += 1;
      // Who never gives up would be here for ever.
      const name = tries > 20 ? 'InternalServerError' : 'ProvisionedThroughputExceededException';
      throw Object.assign(new Error('The table is too busy'), { name });
    };
    const failed = await givenAsync(rotate, refreshToken, NOW + 300);
    before = async () => {};
    failsLoudly(
      failed,
      say`The table was too busy to take the write, and the successor was handed out all the same: the next refresh comes with a token that nobody knows.`,
    );
    must(
      failed,
      say`the table's error thrown on`,
      () => tries <= 20,
      say`The table was too busy, and the call took that for somebody who was faster: it began anew, and would for as long as the table is busy, which makes it busier. Only ConditionalCheckFailedException says that somebody was faster; the client tries again by itself.`,
      say`more than 20 tries to write`,
    );
  });

  check('rotate-log', say`logs no token`, async () => {
    await isWritten(rotate, 2, '', NOW);
    const first = await login();
    const { result: rotated, log } = await listening(() =>
      givenAsync(rotate, first.refreshToken, NOW + 300),
    );
    const next = tokensFrom(rotated);
    rotated.satisfies(
      say`no token in the log`,
      () => !showsToken(log, first) && !showsToken(log, next),
      LOGGED,
    );
  });
});

step(3, { rotate }, () => {
  check('code-unknown', say`says "unknown" to what is no token of ours`, async () => {
    for (const text of GARBAGE()) {
      const from = sent.length;
      const refused = await givenAsync(rotate, text, NOW);
      hasCode(refused, ['unknown'], unknownCause);
      must(
        refused,
        say`nothing written for it`,
        nothingWritten(from),
        say`Somebody sent a token of no session, and an item was made for it: UpdateItem makes what is not there. Whoever likes can fill your table, and an item that is made so may pass for a session.`,
      );
    }
  });

  check('code-expired', say`says "expired" from the absolute end on`, async () => {
    await isWritten(rotate, 2, '', NOW);
    const { refreshToken } = await login();
    const early = await givenAsync(rotate, refreshToken, NOW + MONTH - 1);
    const next = early.outcome.threw ? early.result(TOO_EARLY) : tokensFrom(early);
    const late = await givenAsync(rotate, next.refreshToken, NOW + MONTH + 1);
    hasCode(late, ['expired'], pastItsEnd);
    // The one before is within its ten seconds, and of the same session.
    hasCode(await givenAsync(rotate, refreshToken, NOW + MONTH + 1), ['expired'], pastItsEnd);
  });

  check(
    'grace-same',
    say`answers the token before the current one with the same successor`,
    async () => {
      await isWritten(rotate, 2, '', NOW);
      const { refreshToken } = await login();
      const next = tokensFrom(await givenAsync(rotate, refreshToken, NOW + 300));
      const from = sent.length;
      for (const later of [300, 305, 309]) {
        const again = await givenAsync(rotate, refreshToken, NOW + later);
        const tokens = again.outcome.threw ? again.result(graceCause) : tokensFrom(again);
        again.satisfies(
          say`the same successor, ${later - 300} s later`,
          () => tokens.refreshToken === next.refreshToken,
          say`Whoever asked again got another token than the first one who asked, and now there are two: the family has forked. The successor follows from the token presented, so the same token always gives the same.`,
        );
        const claims = claimsIn(tokens.accessToken);
        again.satisfies(
          say`a fresh access token of the same session`,
          () => claims?.iat === NOW + later && claims.sid === familyOf(refreshToken),
          say`The second tab wants an access token as well: of the same family, and made now.`,
        );
        again.satisfies(
          say`endsAt ${NOW + MONTH}`,
          ({ endsAt }) => endsAt === NOW + MONTH,
          SLIDING,
        );
      }
      must(
        await givenAsync(rotate, refreshToken, NOW + 309),
        say`nothing written for it`,
        nothingWritten(from),
        say`To answer the same once more, nothing has to be written. What is written here prolongs the ten seconds, or moves the family on by a token that was used before.`,
      );
    },
  );

  check('grace-not-prolonged', say`counts the ten seconds from the first use`, async () => {
    await isWritten(rotate, 2, '', NOW);
    const { refreshToken } = await login();
    tokensFrom(await givenAsync(rotate, refreshToken, NOW + 300));
    tokensFrom(await givenAsync(rotate, refreshToken, NOW + 306), graceCause);
    const late = await givenAsync(rotate, refreshToken, NOW + 312);
    hasCode(
      late,
      ['reused'],
      reusedCause(
        say`The token was used 12 seconds ago, and once more after six. The ten seconds begin with its first use: if every use begins them anew, a thief who asks every nine seconds is never found out.`,
      ),
    );
  });

  check('reused-late', say`says "reused" after ten seconds`, async () => {
    await isWritten(rotate, 2, '', NOW);
    const { refreshToken } = await login();
    tokensFrom(await givenAsync(rotate, refreshToken, NOW + 300));
    const late = await givenAsync(rotate, refreshToken, NOW + 311);
    hasCode(
      late,
      ['reused'],
      reusedCause(
        say`Eleven seconds after its first use the token was answered again. No second tab is so late: somebody has a copy.`,
      ),
    );
  });

  check('reused-older', say`says "reused" to anything older than the token before`, async () => {
    await isWritten(rotate, 2, '', NOW);
    const { refreshToken: first } = await login();
    const { refreshToken: second } = tokensFrom(await givenAsync(rotate, first, NOW + 1));
    const { refreshToken: third } = tokensFrom(await givenAsync(rotate, second, NOW + 2));
    const old = await givenAsync(rotate, first, NOW + 3);
    hasCode(
      old,
      ['reused'],
      reusedCause(
        say`Three seconds are fewer than ten, but this token is two generations old, and was answered. Only the very last one can have been on its way: the client has used a later one since.`,
      ),
    );
    hasCode(await givenAsync(rotate, third, NOW + 4), ['revoked'], REVOKED_FOR_BOTH);
    // Its ten seconds are not over.
    hasCode(await givenAsync(rotate, second, NOW + 5), ['revoked', 'reused'], REVOKED_FOR_BOTH);
  });

  check('reused-revokes', say`revokes the family at once, for thief and owner`, async () => {
    await isWritten(rotate, 2, '', NOW);
    const { refreshToken: first } = await login();
    const { refreshToken: second } = tokensFrom(await givenAsync(rotate, first, NOW + 300));
    const reused = await givenAsync(rotate, first, NOW + 400);
    hasCode(
      reused,
      ['reused'],
      reusedCause(say`A token that was used 100 seconds ago came again, and was answered.`),
    );
    must(
      reused,
      say`no write that is still under way when the answer is there`,
      () => pending === 0,
      say`The answer was out while the revocation was still on its way: nobody awaits it. On Lambda it may never be made, and where it fails nobody hears of it.`,
    );
    hasCode(await givenAsync(rotate, second, NOW + 401), ['revoked'], REVOKED_FOR_BOTH);
    hasCode(await givenAsync(rotate, second, NOW + 5 * DAY), ['revoked'], REVOKED_FOR_BOTH);
  });

  check('reused-others', say`leaves every other session alone`, async () => {
    await isWritten(rotate, 2, '', NOW);
    const { refreshToken: phone } = await login();
    const { refreshToken: neon } = await login(NEON);
    const { refreshToken: laptop } = await login();
    tokensFrom(await givenAsync(rotate, laptop, NOW + 300));
    hasCode(
      await givenAsync(rotate, laptop, NOW + 400),
      ['reused'],
      reusedCause(say`A token that was used 100 seconds ago came again, and was answered.`),
    );
    for (const other of [phone, neon]) {
      (await givenAsync(rotate, other, NOW + 401)).satisfies(
        say`another session goes on`,
        isTokens,
        say`A token of one session came twice, and another session ended with it. It was the laptop's that was stolen: the phone has a family of its own.`,
      );
    }
  });

  check('reused-race', say`stays revoked, whatever was under way`, async () => {
    await isWritten(rotate, 2, '', NOW);
    const { refreshToken: first } = await login();
    const { refreshToken: second } = tokensFrom(await givenAsync(rotate, first, NOW + 300));
    const held = holdNextWrite();
    const slow = givenAsync(rotate, second, NOW + 400);
    await Promise.race([held.arrived, slow]);
    hasCode(
      await givenAsync(rotate, first, NOW + 400),
      ['reused'],
      reusedCause(say`A token that was used 100 seconds ago came again, and was answered.`),
    );
    held.release();
    const rotated = await slow;
    await quiet();
    const last = await givenAsync(rotate, successorOf(second), NOW + 401);
    must(
      last,
      say`no token of the family gets anybody in any more`,
      () => last.outcome.threw,
      say`While one call was about to rotate, another found a thief and revoked the family. Then the first one wrote, and the family lives again. The condition of that write says that nothing was revoked; and UpdateItem leaves in place what it does not name, where PutItem takes it away.`,
    );
    hasCode(
      rotated,
      ['revoked', 'reused', 'unknown'],
      held.outcome === 'made'
        ? say`While one call was about to rotate, another found a thief and revoked the family. Then the first one wrote all the same, for the current token was still the one that it had read, and handed out new tokens. The condition of that write has to say both: this token is the current one, and nothing was revoked.`
        : say`The table refused the write, for the family was revoked meanwhile, and the tokens were handed out all the same. "Somebody was faster" need not have been the second tab: read the item again, and decide by what it says now.`,
    );
  });

  check('reused-store-down', say`fails where the table takes no revocation`, async () => {
    await isWritten(rotate, 2, '', NOW);
    const { refreshToken } = await login();
    tokensFrom(await givenAsync(rotate, refreshToken, NOW + 300));
    failsLoudly(
      await withFault(isWrite, () => givenAsync(rotate, refreshToken, NOW + 400)),
      say`A token came twice, and it was answered.`,
      say`A token came twice, the table did not take the revocation, and "reused" says that all is done: the family lives on, and nobody hears of it. Throw the table's error on.`,
    );
  });

  check('reused-log', say`logs no token, and shows none in an error`, async () => {
    await isWritten(rotate, 2, '', NOW);
    const first = await login();
    const { result: attempts, log } = await listening(async () => {
      // A race, a second tab, a thief, and the owner who is out.
      const two = [0, 1].map(() => () => givenAsync(rotate, first.refreshToken, NOW + 300));
      const race = await lockstep(two);
      const rest = [];
      for (const [token, now] of [
        [first.refreshToken, NOW + 305],
        [first.refreshToken, NOW + 400],
        [successorOf(first.refreshToken), NOW + 401],
      ] as const)
        rest.push(await givenAsync(rotate, token, now));
      return [...race, ...rest];
    });
    const second = { ...first, refreshToken: successorOf(first.refreshToken) };
    const isShown = (text: string): boolean => showsToken(text, first) || showsToken(text, second);
    for (const attempt of attempts) {
      const { outcome } = attempt;
      must(
        attempt,
        say`no token in the error`,
        () => !outcome.threw || !isShown(String(outcome.error)),
        say`A token stands in the error's message. Whoever catches it logs it: the code says enough.`,
      );
      must(attempt, say`no token in the log`, () => !isShown(log), LOGGED);
    }
  });

  check('forged-secret', say`gives nothing for a family with a wrong secret`, async () => {
    await isWritten(rotate, 2, '', NOW);
    const { refreshToken } = await login();
    tokensFrom(await givenAsync(rotate, refreshToken, NOW + 1));
    for (const forged of [
      `${familyOf(refreshToken)}.${randomBytes(32).toString('base64url')}`,
      `${familyOf(refreshToken)}.${'A'.repeat(43)}`,
    ]) {
      const attempt = await givenAsync(rotate, secret(forged), NOW + 2);
      hasCode(
        attempt,
        ['unknown', 'reused', 'revoked'],
        say`The family stands in every access token, for everybody to read. Here somebody put a secret of his own behind it, and was let in: the hash of the whole token has to be the one in the item.`,
      );
    }
  });

  check('tabs', say`keeps two tabs logged in that refresh at once`, async () => {
    await isWritten(rotate, 2, '', NOW);
    const browser = newBrowser();
    await loggedIn(browser);
    // And again: the ten seconds are those of this use, and not of the first one ever.
    for (const now of [NOW + 300, NOW + 600]) {
      await at(now, async () => {
        const from = sent.length;
        const pages = await lockstep([0, 1].map(() => () => refresh(browser)));
        const cause = looksAgain(from) ? TABS : LOSER;
        for (const page of pages)
          page.satisfies(say`200 for each of two tabs`, isStatus(200), cause);
      });
    }
    const later = await at(NOW + 900, () => refresh(browser));
    later.satisfies(say`200 for the next refresh`, isStatus(200), TABS);
  });

  check('lost-answer', say`keeps a browser logged in that never got the answer`, async () => {
    await isWritten(rotate, 2, '', NOW);
    const browser = newBrowser();
    await loggedIn(browser);
    await at(NOW + 300, () => refresh(browser, { lost: true }));
    const again = await at(NOW + 305, () => refresh(browser));
    again.satisfies(
      say`200 for the same cookie, five seconds later`,
      isStatus(200),
      say`The server rotated, and the answer was lost in the train's tunnel. The browser asks again with the cookie that it has, five seconds later: that is no theft.`,
    );
    const later = await at(NOW + 600, () => refresh(browser));
    later.satisfies(say`200 for the next refresh`, isStatus(200), TABS);
  });

  check('lost-write', say`survives a write whose answer was lost`, async () => {
    await isWritten(rotate, 2, '', NOW);
    const { refreshToken } = await login();
    const lost = await withFault(
      isWrite,
      () => givenAsync(rotate, refreshToken, NOW + 300),
      'after',
    );
    failsLoudly(
      lost,
      say`The table's answer to the write was lost, and nobody knows whether it was made: throw the error on.`,
    );
    const again = await givenAsync(rotate, refreshToken, NOW + 302);
    again.satisfies(
      say`the successor, when the client asks again`,
      (tokens) => isTokens(tokens) && tokens.refreshToken === successorOf(refreshToken),
      graceCause,
    );
  });

  check('thief', say`shuts out the thief and the owner, once a copy was used`, async () => {
    await isWritten(rotate, 2, '', NOW);
    const owner = newBrowser();
    await loggedIn(owner);
    const thief = owner.stolen();
    (await at(NOW + 300, () => refresh(owner))).satisfies(
      say`200 for the owner`,
      isStatus(200),
      TABS,
    );
    const stolen = await at(NOW + 360, () => refresh(thief));
    stolen.satisfies(
      say`400 for the thief's copy`,
      isStatus(400),
      say`The copy was used a minute after the owner's, and got in.`,
    );
    const after = await at(NOW + 600, () => refresh(owner));
    after.satisfies(
      say`400 for the owner, who has to log in again`,
      isStatus(400),
      REVOKED_FOR_BOTH,
    );
  });

  check('one-answer', say`lets the client hear one answer for all four`, async () => {
    await isWritten(rotate, 2, '', NOW);
    const reused = newBrowser();
    await loggedIn(reused);
    const copy = reused.stolen();
    await at(NOW + 300, () => refresh(reused));
    const expired = newBrowser();
    await loggedIn(expired);
    const [, kept] = [...expired.jar][0] ?? [];
    if (kept) expired.jar.set('__Secure-refresh', { ...kept, endsAt: undefined });
    const unknown = newBrowser();
    unknown.jar.set('__Secure-refresh', { value: fakeToken(), path: '/auth', endsAt: undefined });
    for (const [browser, now] of [
      [unknown, NOW + 400],
      [copy, NOW + 400],
      [reused, NOW + 401],
      [expired, NOW + MONTH + 1],
    ] as const) {
      const page = await at(now, () => refresh(browser));
      page.satisfies(
        say`400 {"error":"invalid_grant"}`,
        ({ status, body }) => status === 400 && body === '{"error":"invalid_grant"}',
        (outcome) =>
          outcome.threw
            ? say`auth.ts knows a refusal by its code: "unknown", "expired", "revoked" or "reused". Any other error is a fault of yours for it, and the client gets a 500.`
            : undefined,
      );
      page.satisfies(
        say`no cookie set`,
        ({ setCookies }) => setCookies.length === 0,
        say`The one who comes too late must not delete the cookie: another tab may have put a new one there a moment ago.`,
      );
    }
  });
});

step(4, { logout, logoutEverywhere, isRevoked }, () => {
  check('fresh', say`takes nobody's token for revoked who never logged out`, async () => {
    await isWritten(isRevoked, 4, nobody(), NOW);
    const { accessToken, refreshToken } = await login();
    const asked = await givenAsync(isRevoked, claimsOf(accessToken), NOW + 1);
    asked.satisfies(
      say`false for a fresh token`,
      (answer) => answer === false,
      say`Nobody has taken this token back. isRevoked answers false for it, and true for one that was taken back: a boolean, both times.`,
    );
    const next = tokensFrom(await givenAsync(rotate, refreshToken, NOW + 300));
    const later = await givenAsync(isRevoked, claimsOf(next.accessToken), NOW + 301);
    later.satisfies(
      say`false after a refresh`,
      (answer) => answer === false,
      say`The session was refreshed, as it should be, and its token counts as revoked.`,
    );
  });

  check('logout-family', say`revokes the family`, async () => {
    await isWritten(logout, 4, '', undefined, NOW);
    const first = await login();
    const next = tokensFrom(await givenAsync(rotate, first.refreshToken, NOW + 300));
    const other = await login();
    (await givenAsync(logout, next.refreshToken, undefined, NOW + 301)).result();
    hasCode(
      await givenAsync(rotate, next.refreshToken, NOW + 302),
      ['revoked', 'unknown'],
      say`After the logout the refresh token still gets new tokens. Taking the cookie from the browser takes it from nobody who has copied it: the family itself has to end.`,
    );
    for (const accessToken of [first.accessToken, next.accessToken]) {
      const asked = await givenAsync(isRevoked, claimsOf(accessToken), NOW + 302);
      asked.satisfies(
        say`true for every access token of the family`,
        (answer) => answer === true,
        say`The session was logged out, and an access token of it still counts. isRevoked finds the family by claims.sid, and looks whether it was revoked.`,
      );
    }
    const others = await givenAsync(isRevoked, claimsOf(other.accessToken), NOW + 302);
    others.satisfies(
      say`false for another session of the same user`,
      (answer) => answer === false,
      ONE_SESSION,
    );
    (await givenAsync(rotate, other.refreshToken, NOW + 303)).satisfies(
      say`another session of the same user goes on`,
      isTokens,
      ONE_SESSION,
    );
  });

  check(
    'logout-before',
    say`revokes the family for the token before the current one too`,
    async () => {
      await isWritten(logout, 4, '', undefined, NOW);
      const { refreshToken } = await login();
      const next = tokensFrom(await givenAsync(rotate, refreshToken, NOW + 300));
      (await givenAsync(logout, refreshToken, undefined, NOW + 301)).result();
      hasCode(
        await givenAsync(rotate, next.refreshToken, NOW + 302),
        ['revoked', 'unknown'],
        say`The answer to the last refresh was lost, and spark logged out with the cookie that he has. It is the one before the current, and of the same family: the session has to end, or it lives on for whoever got that answer.`,
      );
    },
  );

  check('logout-denies', say`puts the access token on the denylist`, async () => {
    await isWritten(logout, 4, '', undefined, NOW);
    const { accessToken, refreshToken } = await login();
    const other = claimsOf((await login()).accessToken);
    const claims = claimsOf(accessToken);
    // Without the cookie: the family lives on, so nothing but the list can tell.
    (await givenAsync(logout, '', claims, NOW + 1)).result();
    const asked = await givenAsync(isRevoked, claims, NOW + 2);
    asked.satisfies(
      say`true for the token that came along`,
      (answer) => answer === true,
      say`The access token came along with the logout and is good for another 298 seconds. Put it on the denylist, and let isRevoked look there.`,
    );
    const elsewhen = await at(NOW + DAY, () => givenAsync(isRevoked, claims, NOW + 2));
    elsewhen.satisfies(
      say`true for it at the same "now", whatever the machine's clock says`,
      (answer) => answer === true,
      say`By the time that was handed over the token is on the list, and by the machine's clock it is not any more. Go by now, and by no clock of your own.`,
    );
    const sibling = await givenAsync(isRevoked, other, NOW + 2);
    sibling.satisfies(
      say`false for a token of another jti`,
      (answer) => answer === false,
      say`The list names one token, by its jti. Another one of the same user is not on it.`,
    );
    // Whoever ends the session with its token has taken this one back, too.
    const rotated = await givenAsync(rotate, refreshToken, NOW + 2);
    if (!rotated.outcome.threw) {
      const next = claimsOf(tokensFrom(rotated).accessToken);
      (await givenAsync(isRevoked, next, NOW + 2)).satisfies(
        say`false for the next token of the same session`,
        (answer) => answer === false,
        say`One access token was put on the list, and the next one of the same session counts as denied, too, though the session was refreshed: the list goes by jti, which every token has for itself, and sid is the session's.`,
      );
    }
    for (const text of [fakeToken(), 'spark']) {
      const along = claimsOf((await login()).accessToken);
      (await givenAsync(logout, text, along, NOW + 1)).result();
      (await givenAsync(isRevoked, along, NOW + 2)).satisfies(
        say`true for the token that came along`,
        (answer) => answer === true,
        say`The refresh token was of no session, and so the access token that came along was left alone. It is a good one: look at the two apart.`,
      );
    }
  });

  check('logout-issuer', say`denies by iss and jti together`, async () => {
    await isWritten(logout, 4, '', undefined, NOW);
    const claims = claimsOf((await login()).accessToken);
    (await givenAsync(logout, '', claims, NOW + 1)).result();
    const other = claimsOf((await login()).accessToken);
    const foreign = { ...other, jti: claims.jti, iss: 'https://login.example.com' };
    const asked = await givenAsync(isRevoked, foreign, NOW + 2);
    asked.satisfies(
      say`false for the same jti of another issuer`,
      (answer) => answer === false,
      say`A jti is unique with its issuer only (RFC 7519 §4.1.7). Two issuers may hand out the same, and one's logout would end the other's token: keyOf.denied(iss, jti).`,
    );
    const reversed = Object.fromEntries(Object.entries(claims).toReversed()) as unknown as Claims;
    const spelled = await givenAsync(isRevoked, reversed, NOW + 2);
    spelled.satisfies(
      say`true for the same claims in another order`,
      (answer) => answer === true,
      say`The token was logged out, under this iss and this jti, and is not found. What it looks like written out is not its name: one token has many texts.`,
    );
  });

  check('logout-until', say`keeps it on the list until it expires, and no longer`, async () => {
    await isWritten(logout, 4, '', undefined, NOW);
    const claims = claimsOf((await login()).accessToken);
    const before = new Set((await scan()).map(({ id }) => id?.S));
    const out = await givenAsync(logout, '', claims, NOW + 200);
    out.result();
    const added = (await scan()).filter(({ id }) => !before.has(id?.S));
    must(
      out,
      say`an item in the table for it`,
      () => added.length === 1,
      say`The logout of one access token makes one item in the table. A list in the memory of this function is unknown to all the others.`,
    );
    const end = added[0]?.['expiresAt'];
    must(
      out,
      say`expiresAt: { N: "${claims.exp}" } in it`,
      () => end?.N !== undefined && Number(end.N) === claims.exp,
      deniedEndCause(end, claims.exp),
    );
  });

  check('logout-expired', say`writes nothing for a token that has expired`, async () => {
    await isWritten(logout, 4, '', undefined, NOW);
    const { accessToken } = await login();
    const claims = claimsOf(accessToken);
    const before = (await scan()).length;
    for (const [now, cause] of [
      [
        claims.exp + 1,
        say`The token expired a second ago and is refused by everybody. To list it makes the list longer and nobody safer: compare exp with now.`,
      ],
      [
        claims.exp,
        say`At exp itself the token has expired (RFC 7519 §4.1.4): list it where now < exp, and nowhere else.`,
      ],
    ] as const) {
      const out = await givenAsync(logout, '', claims, now);
      out.result();
      const after = (await scan()).length;
      must(out, say`no new item in the table`, () => after === before, cause);
    }
    const { refreshToken } = await login();
    (await givenAsync(logout, refreshToken, claims, claims.exp + 1)).result();
    hasCode(
      await givenAsync(rotate, refreshToken, NOW + 302),
      ['revoked', 'unknown'],
      say`The access token had expired, and so the whole logout was left out: the refresh token still gets new ones. People log out after an hour: look at the two apart.`,
    );
  });

  check('logout-garbage', say`takes whatever comes for a token`, async () => {
    await isWritten(logout, 4, '', undefined, NOW);
    for (const text of ['', ...GARBAGE()]) {
      const from = sent.length;
      const out = await givenAsync(logout, text, undefined, NOW);
      must(
        out,
        say`no error`,
        () => !out.outcome.threw,
        say`Whoever wants to log out with a token that is none has reached the goal: there is nothing to revoke, and the answer is the same 204 (RFC 7009 §2.2).`,
      );
      must(
        out,
        say`nothing written for it`,
        nothingWritten(from),
        say`Somebody sent a token of no session, and an item was made for it: UpdateItem makes what is not there. Say in a condition that it has to be there.`,
      );
    }
  });

  check('logout-twice', say`can be done twice`, async () => {
    await isWritten(logout, 4, '', undefined, NOW);
    const { accessToken, refreshToken } = await login();
    for (const now of [NOW + 1, NOW + 2]) {
      const out = await givenAsync(logout, refreshToken, claimsOf(accessToken), now);
      must(
        out,
        say`no error, the second time either`,
        () => !out.outcome.threw,
        say`An impatient finger presses twice. The second logout finds everything done, and that is what it wanted.`,
      );
    }
    const asked = await givenAsync(isRevoked, claimsOf(accessToken), NOW + 3);
    asked.satisfies(
      say`true for the token`,
      (answer) => answer === true,
      say`After the second logout the token counts again.`,
    );
  });

  check('logout-store-down', say`fails where the table does not answer`, async () => {
    await isWritten(logout, 4, '', undefined, NOW);
    const { accessToken, refreshToken } = await login();
    for (const [token, claims] of [
      [refreshToken, undefined],
      ['', claimsOf(accessToken)],
    ] as const) {
      const out = await withFault(isWrite, () => givenAsync(logout, token, claims, NOW + 1));
      failsLoudly(
        out,
        say`The table took nothing, and the client was told that it is logged out. It is not, and believes it: throw the table's error on. Only what a client sends is no reason to fail.`,
      );
    }
  });

  check('logout-page', say`answers 204 and takes the cookie away`, async () => {
    await isWritten(logout, 4, '', undefined, NOW);
    const browser = newBrowser();
    const accessToken = await loggedIn(browser);
    const thief = browser.stolen();
    const out = await at(NOW + 10, () => post(browser, '/auth/logout', accessToken));
    out.satisfies(say`204`, isStatus(204));
    same(
      say`cookies left`,
      browser.jar.size,
      0,
      say`The cookie is still there: setCookie('', 0) has the same name, path and prefix as the one that was set, and Max-Age=0.`,
    );
    const late = await at(NOW + 20, () => refresh(thief));
    late.satisfies(
      say`400 for a copy of the cookie`,
      isStatus(400),
      say`The cookie was taken from the browser, and a copy of it still works: the family has to be revoked in the table.`,
    );
    const odd = newBrowser();
    odd.jar.set('__Secure-refresh', { value: 'spark', path: '/auth', endsAt: undefined });
    (await at(NOW + 30, () => post(odd, '/auth/logout', 'eyJ'))).satisfies(
      say`204 for garbage`,
      isStatus(204),
    );
  });

  check('everywhere', say`takes back every session of the user, and no later one`, async () => {
    await isWritten(logoutEverywhere, 4, 'nobody', NOW);
    const old = [await login(HANEUL), await login(HANEUL, NOW - DAY)];
    (await givenAsync(logoutEverywhere, HANEUL.id, NOW)).result();
    const fresh = await login(HANEUL);
    for (const { accessToken } of old) {
      const asked = await givenAsync(isRevoked, claimsOf(accessToken), NOW);
      asked.satisfies(
        say`true for a token from before`,
        (answer) => answer === true,
        everywhereCause(claimsOf(accessToken), claimsOf(fresh.accessToken)),
      );
    }
    const asked = await givenAsync(isRevoked, claimsOf(fresh.accessToken), NOW);
    asked.satisfies(
      say`false for a login right after it, in the same second`,
      (answer) => answer === false,
      claimsOf(fresh.accessToken).gen >= (await generationOf(HANEUL))
        ? say`The user logged out everywhere and logged in again, all within one second, and is thrown out. Times in whole seconds can't tell the two apart; a counter can: the new login has the new gen, from the table.`
        : say`The user logged out everywhere and logged in again, and the new login still has the old gen. start() reads it from the table at every login: keyOf.user(user.id).`,
    );
    let { refreshToken } = fresh;
    for (const now of [NOW + 1, NOW + 2]) {
      const rotated = await givenAsync(rotate, refreshToken, now);
      rotated.satisfies(
        say`the new session can be refreshed`,
        isTokens,
        say`The new login began after the logout, and can't be refreshed.`,
      );
      const tokens = tokensFrom(rotated);
      ({ refreshToken } = tokens);
      (await givenAsync(isRevoked, claimsOf(tokens.accessToken), now)).satisfies(
        say`false after a refresh`,
        (answer) => answer === false,
        say`The new session was refreshed, and its token is of an older gen than its login. The item keeps the gen of the login, whatever else a refresh changes.`,
      );
    }
  });

  check('everywhere-refresh', say`leaves no way back in by refreshing`, async () => {
    await isWritten(logoutEverywhere, 4, 'nobody', NOW);
    const { refreshToken } = await login(HANEUL);
    (await givenAsync(logoutEverywhere, HANEUL.id, NOW + 1)).result();
    const rotated = await givenAsync(rotate, refreshToken, NOW + 2);
    if (rotated.outcome.threw) return hasCode(rotated, ['revoked'], undefined);
    const { accessToken } = tokensFrom(rotated);
    const asked = await givenAsync(isRevoked, claimsOf(accessToken), NOW + 2);
    asked.satisfies(
      say`true for what an old session still gets`,
      (answer) => answer === true,
      say`A session from before was refreshed, and its new access token counts: one refresh undoes "log out everywhere". rotate writes the gen of the login into the token, as the item has it, and never the newest.`,
    );
  });

  check('everywhere-others', say`leaves everybody else alone`, async () => {
    await isWritten(logoutEverywhere, 4, 'nobody', NOW);
    const { accessToken } = await login(NEON);
    (await givenAsync(logoutEverywhere, HANEUL.id, NOW + 1)).result();
    const asked = await givenAsync(isRevoked, claimsOf(accessToken), NOW + 2);
    asked.satisfies(
      say`false for another user`,
      (answer) => answer === false,
      say`Haneul logged out everywhere, and neon is out. Each user has a count of their own: keyOf.user(sub).`,
    );
  });

  check('everywhere-counts', say`counts up in the table, however many press at once`, async () => {
    await isWritten(logoutEverywhere, 4, 'nobody', NOW);
    const before = claimsOf((await login(HANEUL)).accessToken);
    const all = await lockstep(
      Array.from({ length: 4 }, () => () => givenAsync(logoutEverywhere, HANEUL.id, NOW)),
    );
    for (const one of all) one.result();
    const after = claimsOf((await login(HANEUL)).accessToken);
    const last = all[0] ?? (await givenAsync(logoutEverywhere, HANEUL.id, NOW));
    must(
      last,
      say`gen goes up by 4 for 4 logouts at once`,
      () => after.gen === before.gen + 4,
      after.gen === before.gen
        ? say`gen did not move for the next login: start() reads it from the table, under keyOf.user(sub), and logoutEverywhere counts it up there.`
        : say`gen went up by ${after.gen - before.gen} for four logouts at once. Who reads 3 and writes 4 does not see who did the same in between: UpdateItem with "ADD gen :one" counts in the table itself.`,
    );
  });

  check('everywhere-login', say`stays counted, whatever login is under way`, async () => {
    await isWritten(logoutEverywhere, 4, 'nobody', NOW);
    const old = claimsOf((await login(HANEUL)).accessToken);
    const held = holdNextWrite();
    const slow = givenAsync(start, HANEUL, NOW);
    await Promise.race([held.arrived, slow]);
    (await givenAsync(logoutEverywhere, HANEUL.id, NOW)).result();
    held.release();
    await slow;
    await quiet();
    (await givenAsync(isRevoked, old, NOW)).satisfies(
      say`true for a token from before`,
      (answer) => answer === true,
      say`A login had read the count, "everywhere" counted up, and then the login wrote what it had read: the count is back, and so are the old sessions. start() reads the user's item; logoutEverywhere alone writes it.`,
    );
  });

  check('everywhere-ten', say`knows that the tenth time is after the ninth`, async () => {
    await isWritten(logoutEverywhere, 4, 'nobody', NOW);
    for (let times = 0; times < 11; times += 1) {
      const { gen, ...rest } = claimsOf((await login(NEON)).accessToken);
      (await givenAsync(logoutEverywhere, NEON.id, NOW)).result();
      (await givenAsync(isRevoked, { ...rest, gen }, NOW)).satisfies(
        say`true for a token of gen ${gen}, after one more logout everywhere`,
        (answer) => answer === true,
        gen === 9
          ? say`The token has gen 9 and the table "10", and as texts "9" is the larger one. The attribute's N is a text: Number() it, and compare numbers.`
          : undefined,
      );
    }
  });

  check('everywhere-kept', say`keeps the count for ever`, async () => {
    await isWritten(logoutEverywhere, 4, 'nobody', NOW);
    await login(HANEUL);
    const out = await givenAsync(logoutEverywhere, HANEUL.id, NOW);
    out.result();
    await login(HANEUL);
    const item = (await scan()).find(({ id }) => id?.S === `user#${HANEUL.id}`);
    must(
      out,
      say`no expiresAt in the user's item`,
      () => item?.['expiresAt'] === undefined,
      say`The user's item has an expiresAt. Once DynamoDB has deleted it, the count begins at 0 again, and no session from before is older than that: all of them can be refreshed again. A count must not be forgotten.`,
    );
  });

  check('everywhere-store-down', say`fails where the table does not answer`, async () => {
    await isWritten(logoutEverywhere, 4, 'nobody', NOW);
    const out = await withFault(isWrite, () => givenAsync(logoutEverywhere, HANEUL.id, NOW));
    failsLoudly(
      out,
      say`The table took nothing, and "logged out everywhere" was the answer. Await the write, and let its error out.`,
    );
  });

  check('revoked-reused', say`takes back the access tokens of a stolen session`, async () => {
    await isWritten(isRevoked, 4, nobody(), NOW);
    const first = await login();
    const next = tokensFrom(await givenAsync(rotate, first.refreshToken, NOW + 100));
    const reused = await givenAsync(rotate, first.refreshToken, NOW + 200);
    hasCode(reused, ['reused'], undefined);
    for (const { accessToken } of [first, next]) {
      const asked = await givenAsync(isRevoked, claimsOf(accessToken), NOW + 201);
      asked.satisfies(
        say`true once the family was revoked`,
        (answer) => answer === true,
        say`A refresh token came twice, the family was revoked, and the thief's access token still counts for minutes. isRevoked asks for the family as well: keyOf.family(claims.sid).`,
      );
    }
  });

  check('revoked-store-down', say`knows nothing where the table does not answer`, async () => {
    await isWritten(isRevoked, 4, nobody(), NOW);
    const claims = claimsOf((await login()).accessToken);
    const asked = await withFault(isRead, () => givenAsync(isRevoked, claims, NOW + 1));
    failsLoudly(
      asked,
      say`The table gave no answer, and isRevoked did. "false" lets in whoever was thrown out, and "true" throws out everybody: nobody knows, so it is an error.`,
    );
  });
});

step(5, { handler, ttlSeconds }, () => {
  check('door-good', say`lets a good token in, at every door`, async () => {
    await isWritten(handler, 5, event('Bearer eyJ'));
    const { accessToken } = await login();
    const asked = await knock(accessToken);
    for (const door of ['GET/me', 'GET/lounge', 'GET/vip']) {
      asked.satisfies(
        say`a policy that allows ${door.replace('/', ' /')}`,
        (policy) => opens(policy, `${STAGE}/${door}`),
        goodRefused,
      );
    }
    for (const other of [
      STAGE.replace(/dev$/, 'prod'),
      STAGE.replace('a1b2c3d4e5', 'z9y8x7w6v5'),
    ]) {
      asked.satisfies(
        say`a policy for this API and this stage alone`,
        (policy) => !opens(policy, `${other}/GET/vip`),
        say`The policy opens another API or stage as well: a "*" that reaches too far. It is kept, and judges requests that this authorizer never saw. letIn(claims, event.methodArn) names the doors of this one.`,
      );
    }
    asked.satisfies(
      say`principalId ${SPARK.id}`,
      ({ principalId }) => principalId === SPARK.id,
      say`letIn(claims, event.methodArn) makes the whole answer.`,
    );
  });

  check(
    'door-forged',
    say`says "Unauthorized" to a forgery, and asks no table for it`,
    async () => {
      await isWritten(handler, 5, event('Bearer eyJ'));
      const { accessToken } = await login();
      for (const [what, authorization] of forgeries(accessToken)) {
        const before = sent.length;
        const asked = await at(NOW + 1, () => givenAsync(handler, event(authorization)));
        isUnauthorized(
          asked,
          what,
          say`The token is ${what}, and was let in: verifyAccessToken decides first.`,
        );
        must(
          asked,
          say`no question to the table for ${what}`,
          () => sent.length === before,
          say`The table was asked about ${what}. Anybody can send a thousand of those a second, and each would cost you a read: the signature first, it costs nothing, and the table only for what it has vouched for.`,
        );
      }
    },
  );

  check('door-expired', say`says "Unauthorized" to a token that has expired`, async () => {
    await isWritten(handler, 5, event('Bearer eyJ'));
    const { accessToken } = await login();
    (await at(NOW + 299, () => givenAsync(handler, event(`Bearer ${accessToken}`)))).satisfies(
      say`a policy in the last second`,
      (policy) => opens(policy, METHOD),
      goodRefused,
    );
    const late = await at(NOW + 301, () => givenAsync(handler, event(`Bearer ${accessToken}`)));
    isUnauthorized(
      late,
      say`a token that has expired`,
      say`The token expired a second ago and was let in. verifyAccessToken takes the time: Date.now() / 1000, at every call anew.`,
    );
  });

  check('door-revoked', say`says "Unauthorized" to a token that was taken back`, async () => {
    await isWritten(handler, 5, event('Bearer eyJ'));
    const denied = await login();
    await logout('', claimsOf(denied.accessToken), NOW);
    const loggedOut = await login();
    await logout(loggedOut.refreshToken, undefined, NOW);
    const everywhere = await login(HANEUL);
    await logoutEverywhere(HANEUL.id, NOW);
    for (const [what, { accessToken }] of [
      [say`a token on the denylist`, denied],
      [say`a token of a session that was logged out`, loggedOut],
      [say`a token from before "everywhere"`, everywhere],
    ] as const) {
      isUnauthorized(
        await knock(accessToken),
        what,
        say`The token is genuine and was taken back, and the door opened. isRevoked(claims, now) knows, and its answer is a promise: await it. A promise itself is always true, or always "not false".`,
      );
    }
  });

  check('door-memory', say`remembers nothing by itself`, async () => {
    await isWritten(handler, 5, event('Bearer eyJ'));
    const { accessToken } = await login();
    (await knock(accessToken)).satisfies(
      say`a policy for a good token`,
      (policy) => opens(policy, METHOD),
      goodRefused,
    );
    await logout('', claimsOf(accessToken), NOW + 1);
    isUnauthorized(
      await knock(accessToken),
      say`the same token after its logout`,
      say`The door opened for a token that was taken back since it last came: the function remembers its answer. That is a cache of its own, of which neither the gateway nor ttlSeconds knows anything.`,
    );
    const from = sent.length;
    must(
      await knock(accessToken),
      say`a question to the table, when the token comes once more`,
      () => sent.slice(from).some(isRead),
      say`The table was asked when the token came first, and not any more: the function remembers its answer. That is a cache of its own, of which neither the gateway nor ttlSeconds knows anything, and one that grows.`,
    );
  });

  check('door-store-down', say`lets nobody in where the table does not answer`, async () => {
    await isWritten(handler, 5, event('Bearer eyJ'));
    const { accessToken } = await login();
    const reads = await countReads(() => knock(accessToken));
    // Each of the questions may be the one that gets no answer.
    for (let nth = 0; nth < Math.max(reads, 1); nth += 1) {
      const asked = await withFault(isRead, () => knock(accessToken), 'before', nth);
      must(
        asked,
        say`an error, and no policy`,
        () => asked.outcome.threw,
        say`The table gave no answer, and the door a policy: an Allow is a guess, and a Deny is kept and shuts out everybody for as long as it is. Throw the error on: the client gets a 500, nothing is kept, and the next request asks again.`,
      );
      must(
        asked,
        say`another error than "Unauthorized"`,
        () =>
          messageOf(asked.outcome) !== 'Unauthorized' &&
          (!asked.outcome.threw || asked.outcome.error !== 'Unauthorized'),
        say`The table gave no answer, and the client is told 401: your token is bad. It throws the token away and logs in again, with everybody else, at a table that is down already. isRevoked stands outside of the try whose catch says "Unauthorized".`,
      );
    }
  });

  check('door-slow', say`lets nobody in where the table's answer is late`, async () => {
    await isWritten(handler, 5, event('Bearer eyJ'));
    const { accessToken } = await login();
    await logout('', claimsOf(accessToken), NOW);
    const answered = new Promise<void>((resolve) => (letGo = resolve));
    before = () => answered;
    vi.useFakeTimers({ toFake: ['Date', 'setTimeout'], now: (NOW + 2) * 1000 });
    try {
      const asking = givenAsync(handler, event(`Bearer ${accessToken}`));
      await vi.advanceTimersByTimeAsync(10_000);
      letGo();
      const asked = await asking;
      must(
        asked,
        say`no policy without the table's answer`,
        () => asked.outcome.threw,
        say`The table took its time, and the door did not wait: it opened for a token that was taken back. An answer that is late is none, and where there is none nobody knows: wait for it, or fail.`,
      );
    } finally {
      vi.useRealTimers();
      before = async () => {};
      letGo = nothing;
      await quiet();
    }
  });

  check('door-unprocessed', say`takes no part of an answer for the whole`, async () => {
    await isWritten(handler, 5, event('Bearer eyJ'));
    const { accessToken } = await login();
    await logout('', claimsOf(accessToken), NOW);
    const asked = await withUnprocessed(() => knock(accessToken));
    must(
      asked,
      say`no policy while keys are unprocessed`,
      () => asked.outcome.threw,
      say`BatchGetItem answered, and had not read all of the keys: they stand in UnprocessedKeys, and the one that matters may be among them. Ask again for those, or fail; what is not in the answer is not therefore missing in the table.`,
    );
  });

  check('door-consistent', say`reads strongly`, async () => {
    await isWritten(handler, 5, event('Bearer eyJ'));
    const { accessToken } = await login();
    const before = sent.length;
    const asked = await knock(accessToken);
    asked.satisfies(say`a policy for a good token`, (policy) => opens(policy, METHOD), goodRefused);
    const reads = sent.slice(before).filter(isRead);
    asked.satisfies(
      say`at least one question to the table`,
      () => reads.length > 0,
      say`Nothing was read. What was taken back stands in the table, and nowhere else.`,
    );
    asked.satisfies(
      say`ConsistentRead: true in every read`,
      () => reads.every(isConsistent),
      say`An eventually consistent read may be a second behind, or more: whoever was thrown out just now gets in. ConsistentRead: true, in each GetItem, and for a BatchGetItem inside RequestItems beside Keys.`,
    );
  });

  check('door-ttl-vip', say`keeps no answer for /vip`, async () => {
    await isWritten(handler, 5, event('Bearer eyJ'));
    const seconds = ttlOf('GET /vip');
    same(
      say`seconds that an answer for GET /vip is kept`,
      seconds,
      0,
      (actual) =>
        ttlCause(actual) ??
        say`Whoever is thrown out may pass /vip for another ${show(actual)} s: the gateway keeps the answer and asks nobody. "At once" is 0.`,
    );
  });

  check(
    'door-ttl-others',
    say`keeps an answer for the other doors for 60 seconds at most`,
    async () => {
      await isWritten(handler, 5, event('Bearer eyJ'));
      for (const door of ['GET /me', 'GET /lounge']) {
        const seconds = ttlOf(door);
        const isRight =
          typeof seconds === 'number' && Number.isInteger(seconds) && seconds >= 0 && seconds <= 60;
        same(
          say`an answer for ${door} that is kept for 60 seconds at most`,
          isRight,
          true,
          ttlCause(seconds) ??
            say`An answer for ${door} is kept for ${show(seconds)} s, and so long does whoever was thrown out stay in. 300 is AWS's own choice, where nobody makes one.`,
        );
      }
    },
  );

  check('door-log', say`logs no token`, async () => {
    await isWritten(handler, 5, event('Bearer eyJ'));
    const tokens = await login();
    const { result, log } = await listening(() => knock(tokens.accessToken));
    must(result, say`no token in the log`, () => !showsToken(log, tokens), LOGGED);
    // One that is not let in may be good elsewhere, or its payload be of interest.
    const revoked = await login();
    await logout('', claimsOf(revoked.accessToken), NOW);
    for (const [bad, now] of [
      [tokens, NOW + 301],
      [revoked, NOW + 2],
    ] as const) {
      const refused = await listening(() =>
        at(now, () => givenAsync(handler, event(`Bearer ${bad.accessToken}`))),
      );
      must(refused.result, say`no token in the log`, () => !showsToken(refused.log, bad), LOGGED);
    }
  });
});

/** The cookie that hands a token out, and the one that takes it away: they have to be the same one. */
function bothCookies() {
  return [given(setCookie, fakeToken(), 60), given(setCookie, '', 0)];
}

/** Family and secret, of the bytes of both. */
function halves(bytes: Buffer): string[] {
  return [bytes.subarray(0, 16).toString('hex'), bytes.subarray(16).toString('hex')];
}

/** What `given` and `givenAsync` keep. */
type Attempt<Result = unknown> = ReturnType<typeof given<unknown[], Result>>;

/** Ends the check unless this holds, whatever the call itself came to. */
function must(
  attempt: Attempt<any>,
  expected: Message,
  holds: () => boolean,
  cause?: Message | ((outcome: Outcome) => Message | undefined),
  came?: Message,
): void {
  if (holds()) return;
  attempt.fail(expected, typeof cause === 'function' ? cause : () => cause, came);
}

/** Ends the check at the step's own TODO; what else the call comes to is not asked here. */
async function isWritten<Arguments extends unknown[]>(
  subject: (...args: Arguments) => Promise<unknown>,
  number: number,
  ...args: Arguments
): Promise<void> {
  const probe = await givenAsync(subject, ...args);
  const { outcome } = probe;
  if (outcome.threw && messageOf(outcome).startsWith(`TODO ${number}`)) probe.result();
}

/** Ends the check unless it threw an error with one of these codes; the first is the one that is shown. */
function hasCode(attempt: Attempt<any>, codes: readonly string[], cause: Cause | undefined): void {
  const { outcome } = attempt;
  if (outcome.threw && codes.includes(String(codeIn(outcome)))) return;
  attempt.fail(say`a SessionError with code "${codes[0] ?? ''}"`, (came) => {
    if (came.threw && wasOvertaken(came)) return OVERTAKEN;
    return typeof cause === 'function' ? cause(came) : came.threw ? undefined : cause;
  });
}

/** Ends the check unless it threw, and no SessionError: a table that is down is a fault of ours. */
function failsLoudly(
  attempt: Attempt<any>,
  ifItWentOn: Message,
  ifItIsOver: Message = say`The table did not answer, and the client is told that its session is over: it deletes the cookie, and spark has to log in again because of a fault of yours. A SessionError is for what the table has said.`,
): void {
  const { outcome } = attempt;
  const isMeant = outcome.threw && !SESSION_CODES.has(codeIn(outcome));
  must(
    attempt,
    say`the table's error thrown on`,
    () => isMeant,
    ({ threw }) => (threw ? ifItIsOver : ifItWentOn),
  );
}

const SESSION_CODES = new Set<unknown>(['unknown', 'expired', 'revoked', 'reused']);

/** What was sent to the table by the learner's code. */
interface Sent {
  /** `GetItemCommand` */
  readonly name: string;
  readonly input: unknown;
  outcome: 'waiting' | 'made' | 'refused';
}

const sent: Sent[] = [];
let pending = 0;
/** What becomes of a command before it is sent, and after. */
let before: (command: Sent) => Promise<void> = async () => {};
let after: (command: Sent) => void = () => {};
let replace: (command: Sent) => object | undefined = () => undefined;
/** Lets go of what is held back. */
let letGo: () => void = nothing;

// Every client of the learner's ends here: what it sends is noted, and answered in this process.
DynamoDBClient.prototype.send = ((command: {
  readonly constructor: { readonly name: string };
  readonly input: unknown;
}) => {
  const { constructor, input } = command;
  return passing({ name: constructor.name, input, outcome: 'waiting' }, () => tables.run(command));
}) as typeof DynamoDBClient.prototype.send;

async function passing(command: Sent, sending: () => Promise<unknown>): Promise<unknown> {
  sent.push(command);
  pending += 1;
  try {
    await before(command);
    const answer = replace(command) ?? (await sending());
    command.outcome = 'made';
    after(command);
    return answer;
  } catch (error) {
    if (command.outcome === 'waiting') command.outcome = 'refused';
    throw explained(error);
  } finally {
    pending -= 1;
  }
}

/** What DynamoDB can't even read is the same fault whatever a check asks for, so it says what it is. */
function explained(error: unknown): unknown {
  if (memberOf(error, 'name') !== 'SerializationException') return error;
  const words = String(memberOf(error, 'message'));
  return Object.assign(error as Error, {
    nature: {
      kind: 'threw',
      expected: say`a command that DynamoDB can read`,
      actual: say`SerializationException: ${words}`,
      cause: /^(?:NUMBER|DECIMAL)_VALUE/.test(words)
        ? say`A number stands where DynamoDB expects a text. Also under the letter N it is written as text: { N: String(seconds) }.`
        : say`A value stands there without its type, or under a letter that is none of its type. Each has its letter in front: { S: 'text' }, { N: '15' }.`,
    },
  });
}

function isRead({ name }: Sent): boolean {
  return /^(Get|BatchGet|Query|Scan|TransactGet)/.test(name);
}

function isWrite({ name }: Sent): boolean {
  return /^(Put|Update|Delete|BatchWrite|TransactWrite)/.test(name);
}

function isAny(): boolean {
  return true;
}

function isConsistent({ name, input }: Sent): boolean {
  if (!name.startsWith('BatchGet')) return memberOf(input, 'ConsistentRead') === true;
  return Object.values(Object(memberOf(input, 'RequestItems')) as object).every(
    (one) => memberOf(one, 'ConsistentRead') === true,
  );
}

/** Runs while the table does not answer to commands of this kind, or to the nth of them alone. */
async function withFault<Result>(
  kind: (command: Sent) => boolean,
  run: () => Promise<Result>,
  when: 'before' | 'after' = 'before',
  nth?: number,
): Promise<Result> {
  let count = -1;
  const fail = (command: Sent): void => {
    if (kind(command)) count += 1;
    if (!kind(command) || (nth !== undefined && count !== nth)) return;
    throw Object.assign(new Error('The table does not answer'), { name: 'InternalServerError' });
  };
  if (when === 'before') before = async (command) => fail(command);
  else after = fail;
  try {
    return await run();
  } finally {
    await quiet();
    before = async () => {};
    after = () => {};
  }
}

/** Runs while the first BatchGetItem answers that it has read none of the keys yet. */
async function withUnprocessed<Result>(run: () => Promise<Result>): Promise<Result> {
  let isFirst = true;
  replace = ({ name, input }) => {
    if (!name.startsWith('BatchGet') || !isFirst) return undefined;
    isFirst = false;
    return { Responses: {}, UnprocessedKeys: memberOf(input, 'RequestItems') };
  };
  try {
    return await run();
  } finally {
    replace = () => undefined;
  }
}

async function countReads(run: () => Promise<unknown>): Promise<number> {
  const from = sent.length;
  await run();
  return sent.slice(from).filter(isRead).length;
}

/** Holds the next write back until it is let go. */
function holdNextWrite() {
  let release = nothing;
  let arrive = nothing;
  const released = new Promise<void>((resolve) => (release = resolve));
  const arrived = new Promise<void>((resolve) => (arrive = resolve));
  let held: Sent | undefined;
  letGo = () => {
    before = async () => {};
    release();
    letGo = nothing;
  };
  before = async (command) => {
    if (held || !isWrite(command)) return;
    held = command;
    arrive();
    await released;
  };
  return {
    arrived,
    release: () => letGo(),
    get outcome() {
      return held?.outcome;
    },
  };
}

/**
 * Runs all of them in step: no command goes out before each call that is still running has one to
 * send, so that all have read before one writes. Who waits for another inside the file is not waited
 * for.
 */
async function lockstep<Result>(calls: readonly (() => Promise<Result>)[]): Promise<Result[]> {
  let active = calls.length;
  let waiting: (() => void)[] = [];
  const release = () => {
    const all = waiting;
    waiting = [];
    for (const go of all) go();
  };
  before = async () => {
    await new Promise<void>((resolve) => {
      waiting.push(resolve);
      if (waiting.length >= active) release();
      else void whenIdle();
    });
  };
  // Nothing is under way but what waits here, and nothing more comes.
  const whenIdle = async () => {
    const count = waiting.length;
    for (let turn = 0; turn < 20; turn += 1) {
      await nextTurn();
      if (waiting.length !== count || pending !== count) return;
    }
    release();
  };
  try {
    return await Promise.all(
      calls.map(async (call) => {
        try {
          return await call();
        } finally {
          active -= 1;
          if (waiting.length > 0 && waiting.length >= active) release();
        }
      }),
    );
  } finally {
    before = async () => {};
    release();
  }
}

function nothing(): void {}

function nextTurn(): Promise<void> {
  return new Promise((resolve) => void setImmediate(resolve));
}

function isBusy(): boolean {
  return pending > 0;
}

/** Until nothing is on its way to the table. */
async function quiet(): Promise<void> {
  for (let turn = 0; turn < 1_000 && isBusy(); turn += 1) await nextTurn();
}

/** Many come at once with one token: one write moves the item, and all who get an answer get the same. */
async function movesOnce(
  functions: readonly (typeof rotate)[],
  refreshToken: string,
  cause: Message,
): Promise<void> {
  const from = sent.length;
  const attempts = await lockstep(
    functions.map((run) => () => givenAsync(run, refreshToken, NOW + 300)),
  );
  await quiet();
  const answered = attempts.filter(({ outcome }) => !outcome.threw);
  const [one = attempts[0]] = answered;
  if (!one) return;
  const tokens = tokensFrom(one, (outcome) => (wasOvertaken(outcome) ? OVERTAKEN : undefined));
  const made = sent
    .slice(from)
    .filter((command) => isWrite(command) && command.outcome === 'made')
    .filter(({ input }) => textOf(input).includes(familyOf(refreshToken)));
  must(
    one,
    say`one write that changes the item, for ${functions.length} calls at once`,
    () => made.length === 1,
    cause,
    say`${made.length} writes that changed it`,
  );
  for (const other of answered) {
    must(
      other,
      say`the same successor for all who get one`,
      () => tokensFrom(other).refreshToken === tokens.refreshToken,
      say`Two who came with one token got two different successors: the family has forked, and one of the two will be taken for a thief.`,
    );
  }
  (await givenAsync(rotate, tokens.refreshToken, NOW + 600)).satisfies(
    say`the successor can be used`,
    isTokens,
    say`The successor that was handed out is not the one in the table.`,
  );
}

/** sessions.ts as another Lambda environment has it: nothing in common with the first but the table. */
async function anotherEnvironment(): Promise<{ readonly rotate: typeof rotate }> {
  vi.resetModules();
  return import('./sessions.ts');
}

async function scan(): Promise<Record<string, AttributeValue>[]> {
  const { Items } = await tables.run<{ readonly Items: Record<string, AttributeValue>[] }>(
    new ScanCommand({ TableName: TABLE, ConsistentRead: true }),
  );
  return Items;
}

async function itemsOf(family: string): Promise<Record<string, AttributeValue>[]> {
  return (await scan()).filter((item) => textOf(item).includes(family));
}

/** How often the user has logged out everywhere, as the table has it. */
async function generationOf({ id }: User): Promise<number> {
  const item = (await scan()).find((one) => one['id']?.S === `user#${id}`);
  return Number(item?.['gen']?.N ?? 0);
}

/** Whether each read since there were `from` commands was a strong one. */
function readsStrongly(from: number): () => boolean {
  return () => sent.slice(from).filter(isRead).every(isConsistent);
}

/** Whether no write was made since there were `from` commands. */
function nothingWritten(from: number): () => boolean {
  return () => !sent.slice(from).some((command) => isWrite(command) && command.outcome === 'made');
}

/** Nothing in the table is, or gives away, one of these tokens; and there is a hash of the first. */
async function holdsOnlyHashes(attempt: Attempt<any>, ...tokens: string[]): Promise<void> {
  const items = await scan();
  const texts = items.flatMap((item) => Object.values(item).flatMap(readingsOf));
  for (const token of tokens) {
    const [, secretPart = ''] = token.split('.');
    // As it is, as its bytes, and as the whole text in another writing.
    const plain = [
      secretPart,
      Buffer.from(secretPart, 'base64url').toString('hex'),
      ...(['hex', 'base64', 'base64url'] as const).map((form) =>
        Buffer.from(token).toString(form).replaceAll('=', ''),
      ),
    ];
    must(
      attempt,
      say`no secret of a refresh token in the table`,
      () => !texts.some((text) => plain.some((one) => text.includes(one))),
      say`The table holds the token itself, or its secret. Whoever reads the table, a backup of it or a log of its writes can go on with every session there is. Of a hash there is no way back: hashOf(refreshToken).`,
    );
  }
  const [first = ''] = tokens;
  const [, secretPart = ''] = first.split('.');
  const hashes = [first, secretPart, Buffer.from(secretPart, 'base64url')].flatMap((input) => {
    const digest = createHash('sha256').update(input).digest();
    return ['hex', 'base64', 'base64url'].map((form) => digest.toString(form as 'hex'));
  });
  must(
    attempt,
    say`the SHA-256 of the refresh token in the item`,
    () => texts.some((text) => hashes.some((hash) => text.includes(hash))),
    !items.some((item) => textOf(item).includes(familyOf(first)))
      ? NO_ITEM
      : say`The item has no SHA-256 of the token that was handed out, by which it is known again: hashOf(refreshToken), of the whole text. (The token is 32 bytes of chance, so no salt is needed, and no scrypt.)`,
  );
}

/** An attribute's value as text, and its bytes in the usual forms. */
function readingsOf(value: AttributeValue): string[] {
  if (value.B)
    return ['hex', 'base64', 'base64url'].map((form) =>
      Buffer.from(value.B ?? []).toString(form as 'hex'),
    );
  return [textOf(value)];
}

function textOf(value: unknown): string {
  return JSON.stringify(value) ?? '';
}

/** A login of this user, made by start(). */
async function login(user: User = SPARK, now = NOW): Promise<Tokens> {
  return tokensFrom(await givenAsync(start, user, now));
}

function tokensFrom(attempt: Attempt<any>, cause?: Cause): Tokens {
  attempt.satisfies(
    say`an object { accessToken, refreshToken, endsAt }`,
    isTokens,
    cause ?? ((outcome) => (wasOvertaken(outcome) ? OVERTAKEN : undefined)),
  );
  return marked(attempt.result() as Tokens);
}

/** No message shows the tokens from here on. */
function marked<Value>(tokens: Value): Value {
  for (const name of ['refreshToken', 'accessToken']) {
    const text = memberOf(tokens, name);
    if (typeof text === 'string' && text !== '') secret(text);
  }
  return tokens;
}

function isTokens(value: unknown): boolean {
  return ['accessToken', 'refreshToken'].every((name) => typeof memberOf(value, name) === 'string');
}

const REFRESH_TOKEN = /^[\w-]{21}[AQgw]\.[\w-]{42}[AEIMQUYcgkosw048]$/;

function isRefreshToken(text: unknown): text is string {
  return typeof text === 'string' && REFRESH_TOKEN.test(text);
}

function familyOf(refreshToken: string): string {
  return refreshToken.split('.')[0] ?? '';
}

function fakeToken(): string {
  return secret(
    `${randomBytes(16).toString('base64url')}.${randomBytes(32).toString('base64url')}`,
  );
}

function successorOf(refreshToken: string): string {
  return `${familyOf(refreshToken)}.${hmac(PEPPER, refreshToken)}`;
}

function hmac(key: string | Buffer, text: string): string {
  return createHmac('sha256', key).update(text).digest('base64url');
}

function digestOf(text: string): string {
  return createHash('sha256').update(text).digest('base64url');
}

/** Texts that are no refresh token of any session. */
function GARBAGE(): string[] {
  return [
    fakeToken(),
    'spark',
    '.',
    '..',
    `${'A'.repeat(22)}.`,
    `.${'A'.repeat(43)}`,
    `${'A'.repeat(3000)}.${'A'.repeat(43)}`,
    `user#${SPARK.id}.${'A'.repeat(43)}`,
    '__proto__.constructor',
  ];
}

/** The claims of an access token, however old it is; undefined where it is none of ours. */
function claimsIn(accessToken: string): Claims | undefined {
  const iat = Number(jsonOf(payloadOf(accessToken))['iat']);
  try {
    return verifyAccessToken(`Bearer ${accessToken}`, iat);
  } catch {
    return undefined;
  }
}

function claimsOf(accessToken: string): Claims {
  return claimsIn(accessToken) ?? nobody();
}

/** Of a token that nobody has. */
function nobody(): Claims {
  return {
    iss: ISSUER,
    sub: 'nobody',
    aud: AUDIENCE,
    iat: NOW,
    exp: NOW + 300,
    jti: 'none',
    sid: 'none',
    gen: 0,
  };
}

function payloadOf(jwt: string): string {
  return Buffer.from(jwt.split('.')[1] ?? '', 'base64url').toString();
}

function jsonOf(text: string): Readonly<Record<string, unknown>> {
  try {
    return Object(JSON.parse(text)) as Record<string, unknown>;
  } catch {
    return {};
  }
}

/** Runs with the clock stopped at this time, in seconds. Only Date stands still, timers run on. */
async function at<Result>(seconds: number, run: () => Promise<Result>): Promise<Result> {
  vi.useFakeTimers({ toFake: ['Date'], now: seconds * 1000 });
  try {
    return await run();
  } finally {
    vi.useRealTimers();
  }
}

/** Runs, and gathers what is logged meanwhile. */
async function listening<Result>(
  run: () => Promise<Result>,
): Promise<{ readonly result: Result; readonly log: string }> {
  const lines: string[] = [];
  const spies = [
    ...(['log', 'info', 'warn', 'error', 'debug', 'dir', 'table', 'trace'] as const).map((name) =>
      vi.spyOn(console, name).mockImplementation((...values: unknown[]) => {
        lines.push(
          values.map((value) => (typeof value === 'string' ? value : textOf(value))).join(' '),
        );
      }),
    ),
    ...[process.stdout, process.stderr].map((stream) =>
      vi.spyOn(stream, 'write').mockImplementation((text) => {
        lines.push(String(text));
        return true;
      }),
    ),
  ];
  try {
    return { result: await run(), log: lines.join('\n') };
  } finally {
    for (const spy of spies) spy.mockRestore();
  }
}

function showsToken(log: string, { accessToken, refreshToken }: Tokens): boolean {
  const [, secretPart = ''] = refreshToken.split('.');
  return log.includes(secretPart) || log.includes(accessToken);
}

/** A browser that speaks with auth.ts, at the time that Date tells. */
function newBrowser(): CookieBrowser {
  return new CookieBrowser(
    async ({ route, headers, cookies, body }) => {
      const answer = await auth({
        routeKey: route,
        headers,
        cookies,
        isBase64Encoded: false,
        ...(body !== undefined && { body }),
      });
      return {
        status: answer.statusCode,
        setCookies: answer.cookies ?? [],
        body: answer.body ?? '',
      };
    },
    () => Date.now() / 1000,
  );
}

function logIn(browser: CookieBrowser): Promise<Attempt<PageAnswer>> {
  return visit('POST /auth/login', () => at(NOW, () => browser.logIn(SPARK.email, PASSWORD)));
}

/** Logs in; returns the access token. */
async function loggedIn(browser: CookieBrowser): Promise<string> {
  const answer = await logIn(browser);
  answer.satisfies(
    say`200, and a cookie`,
    ({ status }) => status === 200 && browser.jar.size === 1,
  );
  const token = String(jsonOf(answer.result().body)['access_token']);
  return secret(token);
}

function refresh(
  browser: CookieBrowser,
  options: { readonly lost?: boolean } = {},
): Promise<Attempt<PageAnswer>> {
  return visit('POST /auth/refresh', () => quietly(() => browser.post('/auth/refresh', options)));
}

function post(
  browser: CookieBrowser,
  path: string,
  accessToken: string,
): Promise<Attempt<PageAnswer>> {
  return visit(`POST ${path}`, () => browser.post(path, { accessToken }));
}

/** auth.ts says in its log why a refresh was refused: not in the middle of the checks. */
async function quietly<Result>(run: () => Promise<Result>): Promise<Result> {
  const spy = vi.spyOn(console, 'warn').mockImplementation(() => {});
  try {
    return await run();
  } finally {
    spy.mockRestore();
  }
}

/** A request as a call that is judged. */
function visit(name: string, run: () => Promise<PageAnswer>): Promise<Attempt<PageAnswer>> {
  return givenAsync(Object.defineProperty(async () => run(), 'name', { value: name }));
}

function isStatus(expected: number): (answer: PageAnswer) => boolean {
  return ({ status }) => status === expected;
}

/** The stage and the route that the authorizer is asked about. */
const STAGE = 'arn:aws:execute-api:ap-northeast-2:123456789012:a1b2c3d4e5/dev';
const METHOD = `${STAGE}/GET/me`;

function event(authorizationToken: string) {
  return { type: 'TOKEN', authorizationToken, methodArn: METHOD } as const;
}

/** Asks the authorizer, two seconds after the login. */
function knock(accessToken: string) {
  return at(NOW + 2, () => givenAsync(handler, event(`Bearer ${accessToken}`)));
}

/** Whether a policy allows a route: it is named in an Allow, and in no Deny. */
function opens(policy: unknown, arn: string): boolean {
  const statements = [memberOf(memberOf(policy, 'policyDocument'), 'Statement')].flat();
  const names = (statement: unknown): boolean =>
    [memberOf(statement, 'Resource')].flat().some((resource) => matches(String(resource), arn));
  const effects = new Set(
    statements.filter(names).map((statement) => memberOf(statement, 'Effect')),
  );
  return effects.has('Allow') && !effects.has('Deny');
}

function matches(pattern: string, arn: string): boolean {
  const source = pattern.replaceAll(/[.+?^${}()|[\]\\]/g, String.raw`\$&`).replaceAll('*', '.*');
  return new RegExp(`^${source}$`).test(arn);
}

function forgeries(accessToken: string): (readonly [what: Message, authorization: string])[] {
  const [header, , signature] = accessToken.split('.');
  const claims = { ...claimsOf(accessToken), sub: NEON.id };
  const changed = Buffer.from(JSON.stringify(claims)).toString('base64url');
  const unsigned = Buffer.from('{"alg":"none","typ":"JWT"}').toString('base64url');
  return [
    [say`a token whose sub was changed`, `Bearer ${header}.${changed}.${signature}`],
    [
      say`a token that another secret has signed`,
      `Bearer ${jsonwebtoken.sign(claims, 'another-secret-that-is-long-enough-too')}`,
    ],
    [say`a token with alg "none"`, `Bearer ${unsigned}.${changed}.`],
    [say`a header without a token`, 'Bearer'],
    [say`a header of another scheme`, 'Basic c3BhcmtAcnVieXdhdmUuaW8='],
  ];
}

function isUnauthorized(attempt: Attempt<any>, what: Message, ifLetIn: Message): void {
  const { outcome } = attempt;
  must(
    attempt,
    say`an Error with the message "Unauthorized" for ${what}`,
    () => outcome.threw && [messageOf(outcome), outcome.error].includes('Unauthorized'),
    ({ threw }) => {
      if (threw)
        return say`The authorizer threw "${messageOf(outcome)}". Not any throw is a 401: the message has to be "Unauthorized", to the letter. All others are taken for a fault of the authorizer's own: 500.`;
      const policy = 'returned' in outcome ? outcome.returned : undefined;
      return opens(policy, METHOD)
        ? ifLetIn
        : say`A policy that allows nothing is a 403, and is kept: I know you, and you may not. Whoever brings this token is to log in again, and that is a 401: throw an Error with the message "Unauthorized".`;
    },
  );
}

/** Why a session that is over was not told as such. */
function pastItsEnd(outcome: Outcome): Message | undefined {
  return outcome.threw
    ? say`The session is past its end. DynamoDB deletes such an item within days, so it may be there or not: compare now with expiresAt, and say "expired".`
    : say`The session ended a second ago, and its item is still in the table, for days perhaps: DynamoDB's time to live is a broom and no clock. Compare the time yourself.`;
}

/** Why a good token was not let in. */
function goodRefused(outcome: Outcome): Message | undefined {
  if (!outcome.threw) {
    return say`letIn(claims, event.methodArn) makes the whole answer: principalId, policyDocument and context.`;
  }
  return messageOf(outcome) === 'Unauthorized'
    ? say`The token is genuine, fresh, and was not taken back. verifyAccessToken takes the whole header, "Bearer" and all, and the time in seconds: Date.now() / 1000.`
    : undefined;
}

/** How long the gateway keeps the authorizer's answer for a route. */
function ttlOf(route: string): unknown {
  const { routes = [], authorizers = {} } = application.restApi ?? {};
  const name = routes.find((one) => one.route === route)?.authorizer ?? '';
  return authorizers[name]?.ttlSeconds;
}

function ttlCause(seconds: unknown): Message | undefined {
  if (seconds === undefined)
    return say`ttlSeconds has no member for this door: { vip, others }, or one number for all.`;
  return typeof seconds === 'number' && Number.isInteger(seconds) && seconds >= 0
    ? undefined
    : say`${show(seconds)} is no number of seconds that API Gateway takes: a whole number from 0 to 3600.`;
}

function codeIn(outcome: Outcome): unknown {
  return outcome.threw ? memberOf(outcome.error, 'code') : undefined;
}

function messageOf(outcome: Outcome): string {
  return outcome.threw && outcome.error instanceof Error ? outcome.error.message : '';
}

/** Whether it failed because a conditional write was refused. */
function wasOvertaken(outcome: Outcome): boolean {
  return outcome.threw && memberOf(outcome.error, 'name') === 'ConditionalCheckFailedException';
}

function memberOf(value: unknown, name: string): unknown {
  return typeof value === 'object' && value !== null
    ? (value as Record<string, unknown>)[name]
    : undefined;
}

const NOT_RANDOM = say`Two logins of one user in the same second got a part of their tokens in common. It has to be chance, and chance that nobody can compute: randomBytes of node:crypto. Math.random is no such thing, and time, user or a hash of them can be guessed.`;

const NO_ITEM = say`The table has no item that names this family: PutItemCommand writes it, under keyOf.family(family), and it is awaited. Where one item of a user is written over at every login, only the last login is left.`;

const LOGGED = say`A token was logged. Whoever reads the log can go on with this session, and logs are kept for long and read by many.`;

const STALE_GEN = say`An eventually consistent read may be a second behind, or more. Whoever logs out everywhere and in again would get the old gen, and be thrown out of the new session: ConsistentRead: true.`;

const GEN_IS_TEXT = say`gen of the access token is a text, and has to be a number: access-token.ts takes no other. DynamoDB hands a number over as text, { N: '3' }; Number(...) makes one of it again.`;

const OVERTAKEN = say`The conditional write was refused: somebody with the same token was faster. That is no fault but an everyday matter. Catch ConditionalCheckFailedException, read the item again, and decide by what it says now.`;

const MANY = say`Five came with one token, all of them read the item, and then more than one wrote. What was read is old by the time of the write: say in a ConditionExpression what has to be true at that moment, and the table lets one of them through.`;

const SLIDING = say`The end of the session moved with the refresh. Then a thief who refreshes in time is never thrown out, and nobody ever logs in again: the end is 30 days after the login, and stays there.`;

const TOO_EARLY = say`The session has one second left, and was refused.`;

const ONE_SESSION = say`One session was logged out, and another one of the same user ended too. Logging out on the laptop is not for the phone: that is logoutEverywhere.`;

const REVOKED_FOR_BOTH = (outcome: Outcome): Message | undefined =>
  outcome.threw
    ? codeIn(outcome) === 'unknown'
      ? say`"unknown" is what was never there. A revoked family stays in the table until its end, so that its tokens are known for what they are: write revokedAt into the item, and look for it before all else.`
      : undefined
    : say`A token came twice, and the family lives on: whoever holds its current token, thief or owner, goes on as if nothing had happened. Nobody can tell which of the two it is, so both have to log in again: write revokedAt into the item, and look for it before all else.`;

function reusedCause(ifAnswered: Message): Cause {
  return (outcome) => {
    if (!outcome.threw) return ifAnswered;
    return codeIn(outcome) === undefined
      ? undefined
      : say`The family is there and lives, and this token of it was used before: that is "reused", for us. What the client hears is the same for all four.`;
  };
}

function graceCause(outcome: Outcome): Message | undefined {
  if (wasOvertaken(outcome)) return OVERTAKEN;
  return codeIn(outcome) === undefined
    ? undefined
    : say`The token was used a few seconds ago, and came once more: from a second tab, or because the answer was lost. For 10 seconds from its first use the one before the current token is answered with the same successor.`;
}

/** Whether the item was read again after the table had refused to write it. */
function looksAgain(from: number): boolean {
  const commands = sent.slice(from);
  const refused = commands.findIndex((one) => isWrite(one) && one.outcome === 'refused');
  return refused < 0 || commands.slice(refused + 1).some(isRead);
}

function LOSER(outcome: Outcome): Message | undefined {
  if (outcome.threw || memberOf(outcome.returned, 'status') !== 400) return TABS(outcome);
  return say`Two tabs came with one token, and the table refused the write of the slower one. That was taken for a token that is no good, without another look: the client heard 400, and spark has to log in. Where the condition fails, read the item again, and decide by what it says now: the token is the one before the current one, and its ten seconds have just begun.`;
}

function TABS(outcome: Outcome): Message | undefined {
  if (outcome.threw) return wasOvertaken(outcome) ? OVERTAKEN : undefined;
  return memberOf(outcome.returned, 'status') === 400
    ? say`spark has done nothing but open two tabs, and is logged out. For 10 seconds the token before the current one is answered with the same successor, so that both tabs go on with one cookie.`
    : undefined;
}

function unknownCause(outcome: Outcome): Message | undefined {
  if (!outcome.threw) return say`Somebody made this text up, and got tokens for it.`;
  if (memberOf(outcome.error, 'name') === 'ValidationException') {
    return say`DynamoDB refused the key, and the client gets a 500. A key that is empty or too long is an error there, and anybody can send one: look at the text before you ask (familyIn in refresh-token.ts).`;
  }
  return codeIn(outcome) === undefined
    ? say`Anybody can send any text, and this one made the function fail: the client gets a 500 in place of a 400.`
    : say`There is no such session, and perhaps there never was: that is "unknown".`;
}

const ATTRIBUTES: readonly (readonly [name: string, value: string, cause: Message])[] = [
  [
    'HttpOnly',
    '',
    say`Without HttpOnly every script in the page can read the cookie, also one that was smuggled in. The page never needs it: the browser sends it by itself.`,
  ],
  [
    'Secure',
    '',
    say`Without Secure the cookie travels over plain http too. And a browser drops a cookie whose name begins with __Secure- and that does not say so.`,
  ],
  [
    'SameSite',
    'Strict',
    say`SameSite=Strict: no other site's form or link sends this cookie along, so none can refresh or log out in spark's name. Lax lets links do it, None everybody.`,
  ],
  [
    'Path',
    '/auth',
    say`Path=/auth: the cookie goes to the four routes that need it, and to no other function. A path that is left out is the folder of the page that set it, which here happens to be the same, and elsewhere is not.`,
  ],
];

/** Which well-known wrong format it is. */
function formatCause(outcome: Outcome): Message | undefined {
  if (outcome.threw) return undefined;
  const token = memberOf(outcome.returned, 'refreshToken');
  const [family = '', secretPart, ...more] = String(token).split('.');
  if (more.length > 0)
    return say`The refresh token has more than two parts. It is no JWT, and it says nothing: <family>.<secret>, for the table to find.`;
  if (secretPart === undefined)
    return say`The refresh token has no dot: <family>.<secret>. Without the family nobody could tell whose secret came again.`;
  if (/[+/=]/.test(String(token)))
    return say`That is base64. "+", "/" and "=" mean something else in cookies and addresses: 'base64url' has others for them.`;
  if (/^[0-9a-f]{32}$/.test(family) || /^[0-9a-f]{64}$/.test(secretPart))
    return say`That is hexadecimal. The bytes are right, and their text is base64url: 22 characters for 16 bytes, 43 for 32.`;
  if (/^[0-9a-f-]{36}$/.test(family))
    return say`The family is a UUID, which has 122 bits of chance and another form: 16 bytes of randomBytes in base64url.`;
  return say`Counted in characters, the family has ${family.length} and the secret ${secretPart.length}. 16 bytes in base64url are 22, and 32 bytes are 43.`;
}

/** Which well-known wrong end it is. */
function endCause(end: AttributeValue | undefined): Message {
  if (end === undefined)
    return say`The item has no expiresAt: so the table calls the attribute that says when an item is over (application.ts).`;
  if (end.N === undefined)
    return say`expiresAt is no Number: DynamoDB's time to live ignores any other type, and the item stays for ever. { N: String(seconds) }: a number that is written as text, under the letter N.`;
  if (Number(end.N) > 100_000_000_000)
    return say`expiresAt is in milliseconds. DynamoDB counts seconds, and takes this for a year far beyond 50000: the item would never go.`;
  if (Number(end.N) < NOW)
    return say`expiresAt is a duration, or lies in the past. It is a point in time: now + SESSION_SECONDS.`;
  return say`The session ends 30 days after the login: now + SESSION_SECONDS, with the "now" that was handed over.`;
}

function deniedEndCause(end: AttributeValue | undefined, exp: number): Message {
  if (end === undefined)
    return say`The item has no expiresAt, so it stays for ever, and the list grows with every logout.`;
  if (end.N === undefined)
    return say`expiresAt is no Number, so DynamoDB's time to live ignores it: { N: String(claims.exp) }.`;
  return Number(end.N) > exp
    ? say`The token expires by itself at exp, and everybody refuses it then. To list it longer costs and helps nobody: expiresAt is claims.exp.`
    : say`The list forgets the token before it expires, and from then on it is good again: expiresAt is claims.exp, in seconds.`;
}

/** Which well-known wrong successor it is. */
function successorCause(presented: string, next: string): Message {
  const [, secretPart = ''] = next.split('.');
  const [family = '', presentedSecret = ''] = presented.split('.');
  if ([presented, presentedSecret].map(digestOf).includes(secretPart)) {
    return say`That is a plain hash of the token. Whoever has one stolen token can compute all that will ever follow: it takes a key that only the server has, the pepper.`;
  }
  if ([PEPPER + presented, presented + PEPPER].map(digestOf).includes(secretPart)) {
    return say`That is a hash of token and pepper glued together. The way to mix a key into a hash is HMAC: createHmac('sha256', pepper()).`;
  }
  if ([hmac(PEPPER, presentedSecret), hmac(PEPPER, family)].includes(secretPart)) {
    return say`That is the HMAC of a part of the token. It is made of the whole text as it was presented, family and dot and all.`;
  }
  if (secretPart === hmac(Buffer.from(PEPPER, 'base64url'), presented)) {
    return say`The pepper was decoded before it was used: pepper() of secrets.ts is the key as it is meant.`;
  }
  if (secretPart === hmac(presented, PEPPER)) {
    return say`Key and text are the wrong way round: the pepper is the key, the token is what is hashed.`;
  }
  if (secretPart === hmac(JWT_SECRET, presented)) {
    return say`That is the HMAC with the secret of the access tokens. One key, one purpose: pepper().`;
  }
  return say`The successor is not HMAC-SHA256(pepper, the token presented). If it is new chance each time, a second tab that asks with the same token gets another one, and both can't be the current one.`;
}

function everywhereCause(old: Claims, fresh: Claims): Message {
  return fresh.gen > old.gen
    ? say`The user's gen went up, from ${old.gen} to ${fresh.gen}, and a token of the old one still counts: revoked is what has a smaller gen than the user has now, keyOf.user(claims.sub).`
    : say`The user logged out everywhere, and a token from before still counts. logoutEverywhere counts the user's gen up (keyOf.user), start() reads it for each login, and isRevoked compares: a smaller gen is an older login.`;
}
