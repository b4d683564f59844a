/*
 * Slide 15's drawback on your own code: who gets in, who is out, and how many seconds it takes. The
 * clock is the demo's own, so an hour passes in a moment; the table, the gateway and its cache are
 * those of local AWS.
 */
import { demo, print, say, verbatim, type Message } from '#demo';
import { startLocalAws, type Application, type LocalAws } from '#local-aws';
import { generateKeyPairSync } from 'node:crypto';
import jsonwebtoken from 'jsonwebtoken';
import { application } from './application.ts';
import { CookieBrowser, type PageAnswer, type PageRequest } from './cookie-browser.ts';
import type { TokenAuthorizerEvent } from './policy.ts';

/** In seconds since 1970: some day. */
let now = 1_800_000_000;

const YES = say`yes`;
const NO = say`no`;

/** For the doors that need no secret of ours. */
const { privateKey, publicKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });

const NAMES: readonly Message[] = [
  say`nothing: a token of one hour  `,
  say`short exp: five minutes       `,
  say`denylist, asked every time    `,
  say`denylist, answers kept 300 s  `,
  say`a managed JWT authorizer      `,
  say`yours, at GET /vip            `,
  say`yours, at GET /me             `,
];

/** In seconds. */
const COARSE = 20;

const EMAIL = 'spark@rubywave.io';
const PASSWORD = 'light-the-spark-15';

/** The lab's application, and at GET /lounge an authorizer whose answers are kept for long. */
const withOneKeptLong: Application = {
  ...application,
  restApi: {
    routes: (application.restApi?.routes ?? []).map((one) =>
      one.route === 'GET /lounge' ? { ...one, authorizer: 'kept-long' } : one,
    ),
    authorizers: {
      ...application.restApi?.authorizers,
      'kept-long': {
        type: 'TOKEN',
        function: 'authorizer',
        identitySource: 'method.request.header.Authorization',
        ttlSeconds: 300,
      },
    },
  },
};

await demo(async () => {
  print(say`spark has two tabs open. Both refresh at once:`);
  const aws = await startLocalAws(withOneKeptLong, {
    root: import.meta.dirname,
    environments: 'threads',
    bundleLate: true,
    clock: () => now * 1000,
  });
  try {
    Object.assign(process.env, aws.lambda.environment, {
      AWS_ENDPOINT_URL_DYNAMODB: aws.dynamoDb?.url,
      SESSIONS_TABLE: 'sessions',
      JWT_SECRET: aws.secrets['jwt'],
      REFRESH_PEPPER: aws.secrets['pepper'],
    });
    // Functions ask Date for the time. And what auth.ts logs has no place between these lines.
    Date.now = () => now * 1000;
    console.warn = () => {};
    await twoTabs();
    await thief();
    await everywhere();
    await measure(aws);
  } finally {
    await aws.stop();
  }
});

async function twoTabs(): Promise<void> {
  const browser = await loggedIn();
  now += 300;
  const [one, two] = await Promise.all([refresh(browser), refresh(browser)]);
  const isOne = one.setCookies[0] === two.setCookies[0];
  print(say`  tab 1: ${one.status}, tab 2: ${two.status}, the same cookie: ${isOne ? YES : NO}`);
  now += 300;
  print(say`An answer is lost on its way. The browser asks again:`);
  await refresh(browser, true);
  now += 5;
  const again = await refresh(browser);
  now += 300;
  print(say`  5 s later: ${again.status}, and after 5 minutes: ${(await refresh(browser)).status}`);
}

async function thief(): Promise<void> {
  const { isRevoked } = await import('./revocation.ts');
  const { verifyAccessToken } = await import('./access-token.ts');
  const browser = await loggedIn();
  const copy = browser.stolen();
  now += 300;
  const { body } = await refresh(browser);
  print(say`A thief has a copy of the cookie. spark was faster:`);
  now += 60;
  const stolen = await refresh(copy);
  now += 1;
  const own = await refresh(browser);
  print(say`  the thief: ${stolen.status}, and then spark: ${own.status}`);
  const claims = verifyAccessToken(`Bearer ${accessTokenIn(body)}`, now);
  print(say`  the access token, revoked: ${(await isRevoked(claims, now)) ? YES : NO}`);
}

async function everywhere(): Promise<void> {
  const { isRevoked } = await import('./revocation.ts');
  const { verifyAccessToken } = await import('./access-token.ts');
  const count = async (bodies: readonly string[]): Promise<number> => {
    let inside = 0;
    for (const body of bodies) {
      const claims = verifyAccessToken(`Bearer ${accessTokenIn(body)}`, now);
      if (!(await isRevoked(claims, now))) inside += 1;
    }
    return inside;
  };
  const bodies = [await logIn(newBrowser()), await logIn(newBrowser()), await logIn(newBrowser())];
  print(say`"Log out everywhere", with three devices logged in:`);
  const before = await count(bodies);
  await newBrowser().post('/auth/logout-everywhere', { accessToken: accessTokenIn(bodies[0]) });
  const after = await count(bodies);
  const fresh = await count([await logIn(newBrowser())]);
  print(say`  inside before: ${before}, after: ${after}, a new login: ${fresh}`);
}

/** A door: whether it lets the token in at this moment. */
type Door = () => Promise<boolean>;

async function measure(aws: LocalAws): Promise<void> {
  print(say`Thrown out 201 s after the login; shut after (s):`);
  // First in large steps, and then to the second around what was found.
  const roughly = await shutAfter(aws, { step: COARSE, from: NAMES.map(() => 0) });
  const from = roughly.map((seconds) => Math.max(0, seconds - COARSE));
  const seconds = await shutAfter(aws, { step: 1, from });
  for (const [index, name] of NAMES.entries()) {
    print(say`  ${name} ${verbatim(String(seconds[index]).padStart(5))}`);
  }
}

/**
 * spark logs in, passes each door 200 seconds later, and is thrown out in the next second. Returns
 * after how many seconds each door is first found shut; a door is asked every `step` seconds, and not
 * before its `from`.
 */
async function shutAfter(
  aws: LocalAws,
  { step, from }: { readonly step: number; readonly from: readonly number[] },
): Promise<number[]> {
  const { logoutEverywhere } = await import('./revocation.ts');
  const { sub, doors } = await doorsFor(aws, accessTokenIn(await logIn(newBrowser())));
  now += 200;
  for (const door of doors) await door();
  now += 1;
  await logoutEverywhere(sub, now);
  const shut: number[] = [];
  for (let seconds = 0; Object.keys(shut).length < doors.length; seconds += step, now += step) {
    for (const [index, door] of doors.entries()) {
      if (shut[index] !== undefined || seconds < (from[index] ?? 0)) continue;
      if (!(await door())) shut[index] = seconds;
    }
  }
  return shut;
}

/** The doors for the holder of this access token, in the order of NAMES. */
async function doorsFor(
  aws: LocalAws,
  accessToken: string,
): Promise<{ readonly sub: string; readonly doors: readonly Door[] }> {
  const { handler } = await import('./authorizer.ts');
  const { isRevoked } = await import('./revocation.ts');
  const { verifyAccessToken } = await import('./access-token.ts');
  const authorization = `Bearer ${accessToken}`;
  const claims = verifyAccessToken(authorization, now);
  // What is not written yet is to be read here, and not as a 500 of the gateway.
  await handler(eventOf(authorization));

  const holds = (token: string) => async (): Promise<boolean> => {
    try {
      return Boolean(jsonwebtoken.verify(token, publicKey, { clockTimestamp: now }));
    } catch {
      return false;
    }
  };
  const isGenuine: Door = async () => {
    try {
      return Boolean(verifyAccessToken(authorization, now));
    } catch {
      return false;
    }
  };
  const gateway = (path: string) => async (): Promise<boolean> => {
    const answer = await fetch(`${aws.restApi?.url}${path}`, { headers: { authorization } });
    return answer.status === 200;
  };
  return {
    sub: claims.sub,
    doors: [
      holds(sign({ ...claims, exp: claims.iat + 3600 })),
      isGenuine,
      async () => (await isGenuine()) && !(await isRevoked(claims, now)),
      gateway('/lounge'),
      // As AWS documents it: signature and times (and issuer and audience), and no question to anybody.
      holds(sign(claims)),
      gateway('/vip'),
      gateway('/me'),
    ],
  };
}

function sign(payload: object): string {
  return jsonwebtoken.sign(payload, privateKey, { algorithm: 'RS256' });
}

function eventOf(authorizationToken: string): TokenAuthorizerEvent {
  const methodArn = 'arn:aws:execute-api:ap-northeast-2:123456789012:a1b2c3d4e5/dev/GET/me';
  return { type: 'TOKEN', authorizationToken, methodArn };
}

/** auth.ts as a server of the demo's browsers, on the demo's clock. */
async function server({ route, headers, cookies, body }: PageRequest): Promise<PageAnswer> {
  const { handler } = await import('./auth.ts');
  const event = { routeKey: route, headers, cookies, isBase64Encoded: false };
  const answer = await handler(body === undefined ? event : { ...event, body });
  return {
    status: answer.statusCode,
    setCookies: answer.cookies ?? [],
    body: answer.body ?? '',
  };
}

function newBrowser(): CookieBrowser {
  return new CookieBrowser(server, () => now);
}

async function logIn(browser: CookieBrowser): Promise<string> {
  return (await browser.logIn(EMAIL, PASSWORD)).body;
}

async function loggedIn(): Promise<CookieBrowser> {
  const browser = newBrowser();
  await logIn(browser);
  return browser;
}

function refresh(browser: CookieBrowser, lost = false): Promise<PageAnswer> {
  return browser.post('/auth/refresh', { lost });
}

function accessTokenIn(body = ''): string {
  return String((JSON.parse(body) as { readonly access_token?: unknown }).access_token);
}
