/**
 * The checks of lab 3: what a function behind `POST /login` owes its clients, its users and whoever
 * runs it.
 *
 * The learner's file is never imported here. Lambda runs it, as it does on AWS, and is asked through
 * its own API or through the HTTP API in front of it.
 */
import {
  check,
  CheckFailure,
  same,
  say,
  secret,
  show,
  step,
  verbatim,
  type Message,
} from '#checks';
import { SECRET_TO_LOOK_FOR, showsSecret, startApplication } from '#checks-aws';
import type { EnvironmentValue, LambdaFunction } from '#local-aws';
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import jsonwebtoken from 'jsonwebtoken';
import { application } from './application.ts';
import { findUser, type User } from './users.ts';

/** The users' passwords, example data as the lesson prints them. No message shows one all the same. */
const SPARK = { email: 'spark@rubywave.io', password: secret('light-the-spark-15') };
const NEON = { email: 'neon@rubywave.io', password: secret('nine-lives-of-neon') };
const HANEUL = { email: 'haneul@rubywave.io', password: secret('하늘은 맑고 바람은 분다') };
const COMET = { email: 'comet@rubywave.io', password: secret('once-in-a-hundred-years') };
const NOBODY = 'nobody@rubywave.io';

const HASHES = [SPARK, NEON, HANEUL, COMET].map(({ email }) =>
  secret(findUser(email)?.passwordHash ?? ''),
);

/** Slide 19's claims, without the times. */
const SLIDE_19 = {
  sub: '1234567890',
  email: 'spark@rubywave.io',
  nickname: 'spark',
  rank: '15',
  name: 'John Doe',
};

const ISSUER = 'https://login.rubywave.io';
const LIFETIME = 3600;

/** One byte too few, and just enough: 11 letters of Hangul are 33 bytes, and two blanks. */
const SECRET_OF_31 = secret('example-secret-of-31-bytes-only');
const SECRET_OF_32 = secret('example-secret-of-32-bytes-in-it');
const SECRET_IN_KOREAN = secret(' 루비웨이브의비밀입니다 ');

const given: LambdaFunction = application.functions['issuer'] ?? { entry: './issuer.ts' };

/** The issuer with another configuration: `undefined` takes a variable away. */
function issuerWith(changes: Readonly<Record<string, EnvironmentValue | undefined>>) {
  const environment = Object.entries({ ...given.environment, ...changes });
  return {
    ...given,
    environment: Object.fromEntries(
      environment.filter((entry): entry is [string, EnvironmentValue] => entry[1] !== undefined),
    ),
  };
}

/** A function's name, and the lifetime that it is configured with. */
type NoLifetime = readonly [name: string, value: string | undefined];

/** Lifetimes that are no numbers written in digits. */
const NO_NUMBERS: readonly NoLifetime[] = [
  ['ttl-missing', undefined],
  ['ttl-empty', ''],
  ['ttl-hour', '1h'],
  ['ttl-unit', '60s'],
  ['ttl-exponent', '1e3'],
  ['ttl-hexadecimal', '0x3c'],
  ['ttl-blank', ' 60'],
  ['ttl-lines', '60\n60'],
  ['ttl-sign', '+60'],
  ['ttl-underscore', '1_000'],
  ['ttl-wide-digits', '６０'],
];

/** Lifetimes that are numbers, and none to live by. */
const NOT_POSITIVE: readonly NoLifetime[] = [
  ['ttl-zero', '0'],
  ['ttl-negative', '-5'],
  ['ttl-fraction', '1.5'],
];

/** Why a function started with a lifetime that is none, by what it took the lifetime for. */
function lifetimeMisconception(value: string | undefined, { json }: Reply): Message {
  const seconds = json['expires_in'];
  if (value === '0' || value === '-5') {
    return say`A token that lives for ${value} seconds has expired before it is used: ${value} is not positive.`;
  }
  if (seconds === 3600) {
    return say`There is nothing to read in this variable, and the function goes on with 3600 seconds of its own. Whoever misspells the variable never notices: no default, but an error.`;
  }
  if (value === '' || (value === undefined && seconds === 0)) {
    return say`Number("") is 0, and a token that lives for 0 seconds has expired before it is used. An empty variable is a missing one.`;
  }
  // It went wrong later, or NaN was made JSON.
  const number = typeof seconds === 'number' ? seconds : Number(value);
  if (Number.isNaN(number)) {
    return say`Number() makes NaN of what is missing and of what is no number. No comparison with NaN is true, so "if (ttl <= 0)" lets it pass.`;
  }
  if (number === Number(value)) {
    return Number.isInteger(number)
      ? say`Number() reads more than digits: blanks, signs, exponents and hexadecimal digits, too, and ${show(value)} became ${number}. Judge the text itself, from its beginning to its end.`
      : say`${show(value)} is no whole number: a token's times are whole seconds.`;
  }
  return number === Number.parseInt(value ?? '', 10)
    ? say`parseInt() reads as far as it can and forgets the rest without a word: ${show(value)} became ${number}. Judge the text itself, from its beginning to its end.`
    : say`${show(value)} is no positive whole number, written in digits and nothing else, and the function started with it.`;
}

/**
 * Makes a function log which of these functions of node:crypto it calls. Of scrypt it logs what was
 * hashed (as a digest), at what cost, and when that ended: two turns of the event loop later than it would,
 * so that an answer that does not wait for it is always the first.
 */
const WATCH = `
  import crypto from 'node:crypto';
  import { syncBuiltinESMExports } from 'node:module';
  const { createHash, scrypt, scryptSync } = crypto;
  const log = (...words) => process.stdout.write('crypto.' + words.join(' ') + '\\n');
  for (const name of ['createHash', 'createHmac', 'createSecretKey', 'timingSafeEqual']) {
    const original = crypto[name];
    crypto[name] = (...values) => {
      log(name);
      return original(...values);
    };
  }
  let calls = 0;
  const begin = (password, options) => {
    const { cost = 16384, N = cost } = typeof options === 'object' ? options : {};
    const work = [process.pid + '-' + (calls += 1), N, createHash('sha256').update(password).digest('hex')];
    log('scrypt.begin', ...work);
    return () => log('scrypt.end', ...work);
  };
  crypto.scrypt = (password, salt, length, ...rest) => {
    const done = rest.pop();
    const end = begin(password, rest[0]);
    scrypt(password, salt, length, ...rest, (...outcome) => setImmediate(setImmediate, () => {
      end();
      done(...outcome);
    }));
  };
  crypto.scryptSync = (password, salt, length, ...rest) => {
    const end = begin(password, rest[0]);
    const hash = scryptSync(password, salt, length, ...rest);
    end();
    return hash;
  };
  syncBuiltinESMExports();`;

const aws = await startApplication(
  {
    ...application,
    functions: {
      issuer: given,
      watched: issuerWith({
        NODE_OPTIONS: `--import=data:text/javascript,${encodeURIComponent(WATCH)}`,
      }),
      elsewhere: issuerWith({
        JWT_SECRET: SECRET_OF_32,
        JWT_ISSUER: 'https://staging.rubywave.io',
        TOKEN_TTL_SECONDS: '1',
      }),
      'secret-missing': issuerWith({ JWT_SECRET: undefined }),
      'secret-31-bytes': issuerWith({ JWT_SECRET: SECRET_OF_31 }),
      'secret-short': issuerWith({ JWT_SECRET: SECRET_TO_LOOK_FOR }),
      'secret-korean': issuerWith({ JWT_SECRET: SECRET_IN_KOREAN, TOKEN_TTL_SECONDS: '604800' }),
      ...Object.fromEntries(
        [...NO_NUMBERS, ...NOT_POSITIVE].map(([name, value]) => [
          name,
          issuerWith({ TOKEN_TTL_SECONDS: value }),
        ]),
      ),
    },
  },
  import.meta.url,
);
const SECRET = aws.local.secrets['jwt'] ?? '';

type Attempt = Awaited<ReturnType<typeof aws.invoke>>;

/** Every token that was issued here. */
const tokens: string[] = [];

/** What was asked, as a learner reads it. */
const asked = new Map<Attempt, string>();

const NOT_COMPARABLE = say`timingSafeEqual() throws where its two arguments differ in length or are no bytes, such as a promise that was not awaited, and the client gets a 500. Two hashes by scrypt are always equally long: compare those, both as bytes.`;

step(1, ['handler'], () => {
  check('read-json', say`reads e-mail and password from a body of JSON`, async () => {
    const cause = say`The body is JSON with an e-mail and a password, and was refused. It stands in event.body as text, not as an object, and isBase64Encoded is false: JSON.parse() is all it needs.`;
    // White space may stand before it, too: what a text begins with says nothing of base64.
    for (const body of [JSON.stringify(NEON), `\n ${JSON.stringify(SPARK, undefined, 2)}`]) {
      isRead(await post(body), cause);
    }
  });

  check(
    'read-base64',
    say`reads a body that is base64, where isBase64Encoded says so`,
    async () => {
      isRead(
        await post(toBase64(JSON.stringify(SPARK)), { isBase64Encoded: true }),
        say`isBase64Encoded is true: API Gateway takes a body for binary data unless its content type is one of text, and then event.body is the base64 of it. "curl -d" alone sends such a type. Decode it first.`,
      );
    },
  );

  check('read-unreadable', say`answers 400 where the body is not JSON`, async () => {
    const cause = say`There is no JSON in this body, so there is no login that could be right or wrong: the request itself is bad, 400.`;
    const crash = say`JSON.parse() throws where there is no JSON. Whatever a handler throws is a 500 for the client, as if the fault were yours: catch it, and answer 400.`;
    const crashes = /JSON/;
    const bodies = [undefined, '', 'spark', 'email=spark%40rubywave.io', '{"email":"spark@ruby'];
    for (const body of bodies) {
      refuses(1, await post(body), 400, 'invalid_request', { cause: () => cause, crash, crashes });
    }
    const encoded = await post(toBase64('spark'), { isBase64Encoded: true });
    refuses(1, encoded, 400, 'invalid_request', { cause: () => cause, crash, crashes });
    const guessed = await post(toBase64(JSON.stringify(SPARK)));
    const guess = say`isBase64Encoded is false, so this text is the body as the client sent it, and no JSON. It looks like base64 and was decoded all the same: the gateway says what it has encoded, and there is nothing to guess.`;
    refuses(1, guessed, 400, 'invalid_request', {
      cause: ({ status }) => (status === 200 ? guess : undefined),
      crash,
      crashes,
    });
  });

  check(
    'read-json-only',
    say`takes a login out of a body of JSON, and from nowhere else`,
    async () => {
      const form = new URLSearchParams(SPARK).toString();
      const inForm = say`This is a form and no JSON, and the login in it was read all the same. A page of somebody else's can send a form here without asking anybody; JSON with its content type it can't.`;
      const inQuery = say`There is no body, and the login was read out of the address. Addresses stand in logs, in histories and in Referer headers, passwords included.`;
      for (const [attempt, cause] of [
        [await post(form), inForm],
        [await post(toBase64(form), { isBase64Encoded: true }), inForm],
        [await post(undefined, { query: SPARK, call: 'POST /login?email=...' }), inQuery],
      ] as const) {
        // Who answers 401 has read nothing: the password is right.
        refuses(1, attempt, 400, 'invalid_request', {
          cause: ({ status }) => (status === 200 ? cause : undefined),
        });
      }
    },
  );

  check('read-not-an-object', say`answers 400 where the JSON is no object`, async () => {
    for (const body of ['null', '15', '"spark"', '[]', 'true']) {
      const cause = say`${body} is JSON as well, and JSON.parse() returns it without complaint. It has no e-mail and no password, and taking them out of null throws a TypeError: that is a 400 too, not a 500.`;
      const crashes = /TypeError/;
      refuses(1, await post(body), 400, 'invalid_request', {
        cause: () => cause,
        crash: cause,
        crashes,
      });
    }
  });

  check('read-incomplete', say`answers 400 where e-mail or password is missing`, async () => {
    const cause = say`A login without an e-mail or a password is incomplete, and nobody's password is wrong yet: 400 before any user is looked up, not 401.`;
    const crash = say`A member that the client left out is undefined, and what you hand it to throws: a 500 for a mistake of the client's. Look whether both are there, and answer 400.`;
    const { email, password } = SPARK;
    for (const body of [{}, { email }, { password }, { email, password: null }]) {
      const crashes = /TypeError/;
      refuses(1, await post(body), 400, 'invalid_request', {
        cause: () => cause,
        crash,
        crashes,
      });
    }
  });

  check('read-not-text', say`refuses an e-mail or a password that is no text`, async () => {
    const { email, password } = SPARK;
    const bodies = [
      { email, password: 15 },
      { email, password: {} },
      { email: 15, password },
      { email: {}, password },
    ];
    for (const body of bodies) {
      const attempt = await post(body);
      const cause = say`A client can send a number or an object where you expect text, and scrypt throws a TypeError at it: a 500. "as Login" checks nothing when the function runs; typeof does.`;
      // To call it a bad request is right, and so is to call it a wrong password.
      replies(1, attempt, say`status 400, error "invalid_request"`, {
        holds: ({ status }) => status === 400 || status === 401,
        cause: () => cause,
        crash: cause,
        crashes: /TypeError/,
      });
    }
  });

  check('answer-through-api', say`answers so that API Gateway can pass it on`, async () => {
    const attempt = await aws.http('POST /login', {
      headers: { 'content-type': 'application/json' },
      body: 'spark',
    });
    attempt.satisfies(
      say`status 400 and JSON with error "invalid_request"`,
      ({ status, json }) => status === 400 && isObject(json) && json['error'] === 'invalid_request',
      (outcome) =>
        outcome.threw || hasThrown() || !isAnswered(outcome.returned, 500)
          ? undefined
          : say`The gateway makes the client's answer of what you return: { statusCode, headers, body }, the body as text. Anything else is malformed, and the client gets a 500.`,
    );
  });
});

step(2, ['handler'], () => {
  check('password-right', say`lets the right password pass`, async () => {
    for (const login of [SPARK, NEON]) {
      const { attempt, begun, ended } = await watch(login);
      if (isLater(attempt, 2)) continue;
      replies(2, attempt, say`status 200, for the password is right`, {
        holds: ({ status }) => status === 200,
        cause: ({ status }) => {
          if (begun.length > ended.length) return NOT_AWAITED;
          return status === 401
            ? say`This is the right password. passwordHash is "scrypt$salt$hash": hash what was sent with that salt, and compare the outcome with that hash, both as bytes.`
            : undefined;
        },
      });
    }
  });

  check('password-wrong', say`answers 401 to a wrong password`, async () => {
    const wrong: readonly (readonly [string, Message])[] = [
      [
        'spark',
        say`This is nobody's password, and it was accepted: the outcome of the comparison decides, and without one every password is right.`,
      ],
      [
        NEON.password,
        say`This is the password of another user, and it was accepted: compare with the hash of the user whose e-mail was sent.`,
      ],
      [
        SPARK.password.toUpperCase(),
        say`The password was accepted in upper case. A password is taken as it was typed: whoever changes it before hashing makes guessing easier.`,
      ],
      ...[HASHES[0] ?? '', (HASHES[0] ?? '').split('$')[2] ?? ''].map(
        (hash) =>
          [
            hash,
            say`The stored hash itself was accepted as the password, so whoever reads the table can log in with it. Hash what was sent, and compare the hashes.`,
          ] as const,
      ),
      ...['light-the-spark-1451', 'light-the-spark-46'].map(
        (password) =>
          [
            password,
            say`This is nobody's password. Its hash begins or ends with the same byte as the right one, and that was enough: compare all 32.`,
          ] as const,
      ),
    ];
    const attempts = inPairs(wrong, ([password]) => post({ email: SPARK.email, password }));
    for await (const [[, accepted], attempt] of attempts) {
      refuses(2, attempt, 401, 'invalid_credentials', { cause: refusedWrongly(accepted) });
    }
  });

  check('password-as-typed', say`hashes the password as it was typed`, async () => {
    const watched = inPairs(AS_TYPED, (password) => watch({ email: SPARK.email, password }));
    for await (const [password, { attempt, begun }] of watched) {
      const digest = createHash('sha256').update(password).digest('hex');
      if (begun.length > 0 && begun.every((one) => one.digest === digest)) continue;
      // What never got as far as a password has another reason.
      if (begun.length === 0) refuses(2, attempt, 401, 'invalid_credentials', {});
      throw new CheckFailure({
        kind: 'wrong',
        expected: say`the scrypt of ${show(password)}`,
        actual:
          begun.length === 0 ? say`no scrypt at all` : say`the scrypt of another text than this`,
        ...(begun.length > 0 && {
          cause: say`The password was changed before it was hashed. Blanks, case, quotation marks and odd letters belong to it: whoever tidies it makes several passwords right where one was chosen, and guessing easier.`,
        }),
        subject: 'handler',
      });
    }
  });

  check('password-unknown-user', say`answers 401 to an unknown user`, async () => {
    const accepted = say`Nobody has this e-mail, and a known password opened the door: the hash that stands in for a missing one was compared, and its owner let in. Without a user the answer is 401, whatever the comparison says.`;
    const crash = say`findUser() returns undefined where it finds nobody, and taking passwordHash out of that throws: a 500, by which a stranger learns that there is no such account.`;
    const crashes = /TypeError.*undefined/;
    const passwords = [SPARK, NEON, HANEUL, COMET].map(({ password }) => password);
    const attempts = inPairs(passwords, (password) => post({ email: NOBODY, password }));
    for await (const [, attempt] of attempts) {
      refuses(2, attempt, 401, 'invalid_credentials', {
        cause: refusedWrongly(accepted),
        crash,
        crashes,
      });
    }
  });

  check('password-same-answer', say`gives an unknown user the same answer`, async () => {
    const unknown = await post({ email: NOBODY, password: NEON.password });
    const wrong = await post({ email: SPARK.email, password: NEON.password });
    const cause = say`The two answers differ, so a stranger can try e-mails and learn who has an account here. One answer for both; which of the two it was is for you alone to know (OWASP, Authentication Cheat Sheet).`;
    const [forUnknown, forWrong] = [unknown, wrong].map((attempt) => {
      refuses(2, attempt, 401, 'invalid_credentials', {});
      return { json: replyOf(attempt.result()).json, headers: headerNames(attempt.result()) };
    });
    same(say`what an unknown user is answered`, forUnknown?.json, forWrong?.json, cause);
    // A value may tell the time, or number the requests. A header that only one has, tells more.
    same(say`which headers the answer has`, forUnknown?.headers, forWrong?.headers, cause);
  });

  check('password-utf8', say`takes a password in Korean, in base64 too`, async () => {
    const body = JSON.stringify(HANEUL);
    const attempts = [await post(body), await post(toBase64(body), { isBase64Encoded: true })];
    for (const attempt of attempts) {
      if (isLater(attempt, 2)) continue;
      replies(2, attempt, say`status 200, for the password is right`, {
        holds: ({ status }) => status === 200,
        cause: ({ status }) =>
          status === 401
            ? say`The password is Korean. Its bytes are UTF-8: atob() and "binary" make a character of each single byte, and another password of the text. Buffer.from(body, "base64").toString() reads UTF-8.`
            : undefined,
      });
    }
  });

  check('password-constant-time', say`compares the hashes in constant time`, async () => {
    const { attempt, calls } = await watch({ email: SPARK.email, password: NEON.password });
    refuses(2, attempt, 401, 'invalid_credentials', {});
    // Time itself can't be measured reliably here, so any evidence of care will do: the function
    // made for it, a loop without an early end, or two MACs of the hashes.
    const digests = calls('createHash') + calls('createHmac');
    if (calls('timingSafeEqual') > 0 || digests > 1 || comparesWithoutEarlyEnd()) return;
    throw new CheckFailure({
      kind: 'wrong',
      expected: say`a comparison that takes the same time wherever two hashes differ`,
      actual: say`none was called, and none is written in issuer.ts`,
      cause: say`=== and equals() stop at the first difference, and the time they take tells how far two hashes agree. Secrets are compared with timingSafeEqual() of node:crypto, which looks at every byte; it is one line, so there is nothing to weigh.`,
      subject: 'handler',
    });
  });

  check('password-same-time', say`takes about as long for an unknown user`, async () => {
    const login = { email: SPARK.email, password: NEON.password };
    const known = await watch(login);
    refuses(2, known.attempt, 401, 'invalid_credentials', {});
    // The first ones may make what they need once. The work is the time: it is counted, not measured.
    const emails = [NOBODY, NOBODY, 'nobody@example.com'];
    const unknown = [];
    for (const email of emails) unknown.push(await watch({ ...login, email }));
    for (const { attempt } of unknown) refuses(2, attempt, 401, 'invalid_credentials', {});
    const wanted = costs(known.ended);
    const other = unknown.slice(1).find(({ ended }) => costs(ended) !== wanted);
    if (known.ended.length > 0 && !other) return;
    const { begun, ended } = other ?? known;
    const cause = timeMisconception(begun.length, ended.length, known.ended.length);
    throw new CheckFailure({
      kind: 'wrong',
      expected: say`as much work for an unknown user as for a known one, ended before the answer: ${wanted || say`a scrypt`}`,
      actual:
        costs(ended) === '' ? say`no scrypt that ended before the answer` : verbatim(costs(ended)),
      cause,
      subject: 'handler',
    });
  });
});

/** Such as "scrypt of cost 4096, scrypt of cost 4096". */
function costs(scrypts: readonly Scrypt[]): string {
  return scrypts
    .map(({ cost }) => `scrypt of cost ${cost}`)
    .toSorted()
    .join(', ');
}

function timeMisconception(begun: number, ended: number, known: number): Message {
  if (begun > ended) return NOT_AWAITED;
  if (ended > known) {
    return say`An unknown user takes longer now, and that tells as much as an answer at once. What stands in for a missing hash is made once, outside the handler, and not hashed anew for every request.`;
  }
  return ended < known || known === 0
    ? say`The answers are the same, but one comes at once and the other after a scrypt: with a stopwatch a stranger learns who has an account here. A pause is told from a scrypt by whoever asks often enough. Hash the password for an unknown user too, with a salt that stands in (OWASP, Authentication Cheat Sheet).`
    : say`The work for an unknown user is not the one for a known user, and its time is another. Do the same: hash what was sent, at the same cost.`;
}

/** Passwords that somebody may want to tidy; the last is Hangul in single letters (NFD). */
const AS_TYPED = [
  ` ${SPARK.password}`,
  `${SPARK.password} `,
  `${SPARK.password}\n`,
  `"${SPARK.password.toUpperCase()}"`,
  '<b>two  blanks\tand a tab</b>\u0000 and more',
  'x'.repeat(100),
  HANEUL.password.normalize('NFD'),
].map(secret);

const NOT_AWAITED = say`A scrypt was begun, and the answer went out before it had ended: hashPassword() returns a promise, and nobody awaits it. What is compared then is no hash, and what takes no time tells a stranger who has an account here.`;

step(3, ['handler'], () => {
  check('issue-answer', say`answers with access_token, token_type and expires_in`, async () => {
    replies(3, await post(SPARK), say`status 200, "Bearer", and 3600 seconds as a number`, {
      holds: ({ status, json }) =>
        status === 200 &&
        typeof json['access_token'] === 'string' &&
        !/\s/.test(json['access_token']) &&
        json['token_type'] === 'Bearer' &&
        json['expires_in'] === LIFETIME,
      cause: answerMisconception,
    });
  });

  check('issue-no-store', say`forbids every cache to keep the token`, async () => {
    const attempt = await aws.http('POST /login', {
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(SPARK),
    });
    const { status, headers } = attempt.result();
    const cacheControl = headers['cache-control'];
    if (status === 200 && /\bno-store\b/i.test(cacheControl ?? '')) return;
    throw new CheckFailure({
      kind: 'wrong',
      expected: say`status 200 with the header Cache-Control: no-store`,
      actual: say`status ${status}, Cache-Control: ${show(cacheControl)}`,
      ...(status === 200 && {
        cause: say`A browser or a proxy may keep an answer and hand it to the next in line, token included. "no-store" forbids to keep it; "no-cache" only asks to check before it is used again (RFC 6749 §5.1, RFC 9111 §5.2.2).`,
      }),
      subject: 'handler',
    });
  });

  check('issue-signed', say`signs with HS256 and JWT_SECRET`, async () => {
    const attempt = await post(SPARK);
    replies(3, attempt, say`a token that HS256 and JWT_SECRET made`, {
      holds: ({ json }) => isSigned(json['access_token'], SECRET),
      cause: ({ json }) => signingMisconception(json['access_token']),
    });
  });

  check('issue-claims', say`says who it is about with slide 19's claims`, async () => {
    const expected = { iss: ISSUER, ...SLIDE_19 };
    replies(3, await post(SPARK), say`a token with iss, sub, email, nickname, rank and name`, {
      holds: (reply) =>
        holdsAll(claimsOf(reply), expected) && unasked(claimsOf(reply)).length === 0,
      cause: ifIssued(claimsMisconception),
      shows: (reply) => others(reply, expected),
    });
  });

  check('issue-times', say`says when it was issued, and when it expires`, async () => {
    for (const pause of [0, 1_020]) {
      // What was made at init, or for the last login, is a second older then.
      aws.pass(pause);
      const before = Math.floor(aws.now() / 1000);
      const attempt = await post(SPARK);
      const after = Math.floor(aws.now() / 1000);
      replies(3, attempt, say`iat now and exp 3600 later, both in whole seconds`, {
        holds: (reply) => {
          const { iat, exp } = claimsOf(reply);
          return (
            Number.isInteger(iat) &&
            Number(iat) >= before &&
            Number(iat) <= after &&
            exp === Number(iat) + LIFETIME
          );
        },
        cause: ifIssued((claims) => timesMisconception(claims, before)),
        shows: timesIn,
      });
    }
  });

  check('issue-no-hash', say`keeps hash and password out of the token`, async () => {
    replies(3, await post(SPARK), say`a token without any part of passwordHash`, {
      holds: (reply) => {
        const told = JSON.stringify([reply.json, claimsOf(reply)]);
        const [, salt = '', hash = ''] = (HASHES[0] ?? '').split('$');
        return (
          reply.status === 200 && ![salt, hash, SPARK.password].some((text) => told.includes(text))
        );
      },
      cause: ifIssued(
        () =>
          say`A token is readable by everybody, and the password hash is in it: whoever holds the token can guess passwords at home. { ...user } takes along whatever a user has, now or later; name the members that you want (slide 15).`,
      ),
      shows: (reply) => (isIssued(reply) ? Object.keys(claimsOf(reply)) : undefined),
    });
  });

  check('issue-each-user', say`makes a token of its own for each user and each login`, async () => {
    const another = say`The token is about somebody else. What stands outside the handler lives on from one request to the next, and the next one is another user's: nothing about a user may be kept there.`;
    for (const login of [HANEUL, COMET]) {
      const user = findUser(login.email);
      const { id: sub, nickname, rank, name } = user as User;
      const expected = { sub, nickname, rank, name };
      replies(3, await post(login), say`a token that says ${show({ sub, nickname, rank })}`, {
        holds: (reply) => holdsAll(claimsOf(reply), expected),
        cause: ifIssued(({ nickname: told }) =>
          told === undefined || told === nickname ? undefined : another,
        ),
        shows: (reply) => others(reply, expected),
      });
    }
  });
});

step(4, ['handler'], () => {
  check('config-secret-missing', say`stops where JWT_SECRET is missing`, async () => {
    const attempt = await start('secret-missing', 'POST /login, without JWT_SECRET');
    stops(
      attempt,
      'JWT_SECRET',
      () =>
        say`It started without a secret, and will fail at its first login, or sign with a text that everybody can guess, such as "" or "undefined". Stop where the mistake is: in the configuration.`,
    );
  });

  check('config-secret-short', say`stops where JWT_SECRET has 31 bytes`, async () => {
    const [attempt, short] = await Promise.all([
      start('secret-31-bytes', 'POST /login, JWT_SECRET of 31 bytes'),
      start('secret-short', 'POST /login, JWT_SECRET of 31 bytes in 11 letters'),
    ]);
    for (const one of [attempt, short]) {
      stops(
        one,
        'JWT_SECRET',
        () =>
          say`It started with a secret of 31 bytes. jsonwebtoken takes any, but HS256 asks for at least 32, for a short one is guessed by whoever holds a token (RFC 7518 §3.2).`,
      );
    }
    // Lambda logs what an init throws.
    if (!showsSecret(logOf(short))) return;
    throw new CheckFailure({
      kind: 'wrong',
      expected: say`a message that names JWT_SECRET`,
      actual: say`one that shows the secret, or a part of it`,
      cause: say`The secret stands in the message, and so in the logs, where many more people read than may know it; the beginning of a short one makes guessing the rest easy. Its name and its length are enough to mend it.`,
      subject: 'handler',
    });
  });

  check('config-secret-enough', say`starts where JWT_SECRET has 32 bytes`, async () => {
    const [exact, korean] = await Promise.all([
      start('elsewhere', 'POST /login, JWT_SECRET of 32 bytes'),
      start('secret-korean', 'POST /login, JWT_SECRET of 35 bytes'),
    ]);
    starts(exact, say`"At least 32" includes 32: refuse fewer than 32, not 32 (RFC 7518 §3.2).`);
    starts(
      korean,
      say`The secret is 11 letters of Hangul and two blanks, which are 35 bytes in UTF-8. "length" of a text counts characters; the key is made of bytes: Buffer.byteLength().`,
    );
  });

  check('config-lifetime', say`stops where TOKEN_TTL_SECONDS is no number`, () =>
    stopAll(NO_NUMBERS),
  );

  check(
    'config-lifetime-positive',
    say`stops where TOKEN_TTL_SECONDS is no positive whole number`,
    () => stopAll(NOT_POSITIVE),
  );

  check('config-at-init', say`stops when it starts, before the first request`, async () => {
    const attempts = [
      await start('secret-31-bytes', 'POST /login, JWT_SECRET of 31 bytes'),
      await start('ttl-hour', 'POST /login, TOKEN_TTL_SECONDS "1h"'),
    ];
    for (const attempt of attempts) {
      const { outcome } = attempt;
      if (outcome.threw && !hasStarted(attempt) && !isTodo(outcome.error)) continue;
      attempt.fail(say`the function does not start`, ({ threw }) =>
        threw && !isNeverCalled()
          ? say`It started, and found out only when somebody wanted to log in. Read the configuration outside the handler: a deployment that can't work is then noticed at once, and the reading is not done anew for every request.`
          : undefined,
      );
    }
  });

  check('config-used', say`takes secret, issuer and lifetime from the environment`, async () => {
    const attempt = await start('elsewhere', 'POST /login, TOKEN_TTL_SECONDS "1"');
    replies(4, attempt, say`a token by the configuration: another secret and issuer, 1 second`, {
      holds: (reply) => {
        const { iss, iat, exp } = claimsOf(reply);
        return (
          isSigned(reply.json['access_token'], SECRET_OF_32) &&
          iss === 'https://staging.rubywave.io' &&
          Number(exp) - Number(iat) === 1 &&
          reply.json['expires_in'] === 1
        );
      },
      cause: (reply) => (isIssued(reply) ? configurationMisconception(reply) : undefined),
    });
    const korean = await start('secret-korean', 'POST /login, JWT_SECRET of 35 bytes');
    replies(4, korean, say`a token that the 35 bytes of JWT_SECRET made, for a week`, {
      holds: (reply) =>
        isSigned(reply.json['access_token'], SECRET_IN_KOREAN) &&
        reply.json['expires_in'] === 604_800,
      cause: (reply) => {
        if (!isIssued(reply)) return undefined;
        return isSigned(reply.json['access_token'], SECRET_IN_KOREAN)
          ? say`TOKEN_TTL_SECONDS is a week, and the token lives for another time: what is configured is not capped in silence.`
          : say`The secret is Korean, and the key is made of its UTF-8 bytes, all 35 of them, the blanks at both ends included. "latin1" and "ascii" keep one byte of each letter, and no other function that shares the secret makes the same key.`;
      },
    });
  });

  check('config-key-once', say`makes the key once, not for every token`, async () => {
    const first = await watch(SPARK);
    replies(4, first.attempt, say`status 200`, { holds: ({ status }) => status === 200 });
    const { attempt, calls } = await watch(SPARK);
    if (calls('createSecretKey') === 0) return;
    attempt.fail(
      say`no key is made while a request is answered`,
      say`A key was made for this one request. jsonwebtoken does that itself for every token where it is handed the secret as text or as a Buffer, which costs several times the signature: make a KeyObject once, outside the handler.`,
    );
  });

  check('logs-nothing-secret', say`logs no password, no token and no secret`, async () => {
    const logins = [
      SPARK,
      { ...SPARK, password: NEON.password },
      { email: 15, password: SPARK.password },
      JSON.stringify(SPARK).slice(0, -1),
      `${JSON.stringify(SPARK)}}`,
    ];
    for (const login of logins) (await post(login)).result();
    const encoded = toBase64(JSON.stringify(SPARK));
    (await post(encoded, { isBase64Encoded: true })).result();
    const { password } = SPARK;
    // All that was logged so far, by every request of these checks.
    const log = [...aws.logs.values()].join('\n');
    const leaks: readonly (readonly [readonly string[], Message])[] = [
      [
        [...formsOf(password), NEON.password, HANEUL.password, encoded],
        say`A password. The event holds the whole request, so whoever logs the event logs the password, base64 or not, and logs are kept for long and read by many. Log what you need, by name.`,
      ],
      [
        tokens.flatMap((token) => token.split('.').slice(1)).filter((part) => part !== ''),
        say`A token. Until it expires it is as good as a password for whoever reads the log.`,
      ],
      [
        [...formsOf(SECRET), ...HASHES],
        say`The secret, or a password hash. With the secret anybody can write tokens, and they would look just like yours.`,
      ],
    ];
    for (const [texts, cause] of leaks) {
      if (!texts.some((text) => log.includes(text))) continue;
      throw new CheckFailure({
        kind: 'wrong',
        expected: say`a log without secrets`,
        actual: say`the function's log shows one`,
        cause,
        subject: 'handler',
      });
    }
  });
});

/** What API Gateway hands to the function for `POST /login`: payload format 2.0. */
function loginEvent(
  body: string | undefined,
  isBase64Encoded: boolean,
  query: Readonly<Record<string, string>> | undefined,
): object {
  const domainName = 'r4ubywav3e.execute-api.ap-northeast-2.amazonaws.com';
  return {
    version: '2.0',
    routeKey: 'POST /login',
    rawPath: '/login',
    rawQueryString: new URLSearchParams(query).toString(),
    ...(query && { queryStringParameters: query }),
    headers: {
      accept: '*/*',
      'content-type': 'application/json',
      host: domainName,
      'user-agent': 'curl/8.5.0',
    },
    requestContext: {
      accountId: '123456789012',
      apiId: 'r4ubywav3e',
      domainName,
      domainPrefix: 'r4ubywav3e',
      http: {
        method: 'POST',
        path: '/login',
        protocol: 'HTTP/1.1',
        sourceIp: '192.0.2.15',
        userAgent: 'curl/8.5.0',
      },
      requestId: 'JKJaXmPLvHcESHA=',
      routeKey: 'POST /login',
      stage: '$default',
      time: '18/Jan/2018:01:30:22 +0000',
      timeEpoch: 1516239022000,
    },
    ...(body === undefined ? {} : { body }),
    isBase64Encoded,
  };
}

/** Posts a login, or any other body; an object is sent as JSON. */
async function post(
  body: object | string | undefined,
  {
    isBase64Encoded = false,
    query,
    to = 'issuer',
    call = body === undefined ? 'POST /login' : `POST /login ${show(body)}`,
  }: {
    isBase64Encoded?: boolean;
    query?: Readonly<Record<string, string>>;
    to?: string;
    call?: string;
  } = {},
): Promise<Attempt> {
  const text = typeof body === 'object' ? JSON.stringify(body) : body;
  const attempt = await aws.invoke(to, loginEvent(text, isBase64Encoded, query), { call });
  asked.set(attempt, call);
  const { outcome } = attempt;
  const token = outcome.threw ? undefined : replyOf(outcome.returned).json['access_token'];
  if (typeof token === 'string') tokens.push(secret(token));
  return attempt;
}

/**
 * Asks for each of these, two at a time and each in an environment of its own: to hash takes long, and so
 * does an init. Yields them in their order.
 */
async function* inPairs<Item, Answer>(
  items: readonly Item[],
  ask: (item: Item) => Promise<Answer>,
): AsyncGenerator<readonly [Item, Answer]> {
  for (let first = 0; first < items.length; first += 2) {
    const pair = items.slice(first, first + 2);
    yield* await Promise.all(pair.map(async (item) => [item, await ask(item)] as const));
  }
}

const started = new Map<string, Promise<Attempt>>();

/** The very first request to a function with a configuration of its own; `call` tells which. */
function start(name: string, call: string): Promise<Attempt> {
  const attempt = started.get(name) ?? post(SPARK, { to: name, call });
  started.set(name, attempt);
  return attempt;
}

/** What the function logged; searched, and never shown. */
function logOf(attempt: Attempt): string {
  return aws.logs.get(attempt) ?? '';
}

/** Posts to the function that tells which functions of node:crypto it calls. */
async function watch(login: object) {
  const attempt = await post(login, { to: 'watched' });
  // What comes before START belongs to the init.
  const [, log = ''] = logOf(attempt).split(/^START /m);
  const scrypts = (mark: string): Scrypt[] =>
    [...log.matchAll(new RegExp(`^crypto\\.scrypt\\.${mark} (\\S+) (\\d+) (\\w+)`, 'gm'))].map(
      ([, id = '', cost = '', digest = '']) => ({ id, cost, digest }),
    );
  const begun = scrypts('begin');
  return {
    attempt,
    calls: (name: string) => log.split('\n').filter((line) => line === `crypto.${name}`).length,
    /** Those of this request only: one that nobody awaited may end in the next. */
    begun,
    ended: scrypts('end').filter(({ id }) => begun.some((one) => one.id === id)),
  };
}

interface Scrypt {
  readonly id: string;
  readonly cost: string;
  /** Of what was hashed. */
  readonly digest: string;
}

interface Reply {
  readonly status: number;
  /** The body's members; none where it is no JSON object. */
  readonly json: Readonly<Record<string, unknown>>;
  /** The body is there, and API Gateway could not take it. */
  readonly isMisshapen: boolean;
}

/** What API Gateway makes of a function's answer, payload format 2.0. */
function replyOf(returned: unknown): Reply {
  const members = isObject(returned) ? returned : {};
  const { statusCode, body, isBase64Encoded } = members;
  // Without a status the gateway sends it all as JSON, with 200.
  if (statusCode === undefined) return { status: 200, json: members, isMisshapen: false };
  const text = isBase64Encoded === true ? Buffer.from(String(body), 'base64').toString() : body;
  const json = typeof text === 'string' ? parse(text) : text;
  return {
    status: Number(statusCode),
    json: isObject(json) ? json : {},
    isMisshapen: typeof body === 'object' && body !== null,
  };
}

interface Judgement {
  /** The likely cause of an answer that is not the one expected. */
  readonly cause?: (reply: Reply) => Message | undefined;
  /** The likely cause where the handler threw, and what it must have thrown for that. */
  readonly crash?: Message;
  readonly crashes?: RegExp;
  /** What of an answer is shown where it is not the one expected; its body where this is left out. */
  readonly shows?: (reply: Reply) => object | undefined;
}

/** The check passes where the function's answer `holds`; where a later step's TODO came, it does not. */
function replies(
  inStep: number,
  attempt: Attempt,
  expected: Message,
  {
    holds,
    cause,
    crash,
    crashes,
    shows,
  }: Judgement & { readonly holds: (reply: Reply) => boolean },
): void {
  const { outcome } = attempt;
  if (isLater(attempt, inStep)) {
    const likely = outcome.threw
      ? (cause?.({ status: 200, json: {}, isMisshapen: false }) ?? crash)
      : crash;
    throw new CheckFailure({
      kind: 'wrong',
      expected,
      actual: say`it went on to the next step`,
      ...(likely && { cause: likely }),
      subject: 'handler',
    });
  }
  if (!outcome.threw && isAnswer(outcome.returned)) {
    const reply = replyOf(outcome.returned);
    if (holds(reply)) return;
    const likely = cause?.(reply);
    const { status, json } = reply;
    const inToken = shows?.(reply);
    throw new CheckFailure({
      kind: 'wrong',
      expected: say`${asked.get(attempt) ?? ''}: ${expected}`,
      // Not all of what it returned: its headers would take the place of what matters.
      actual: inToken
        ? say`it answered ${status}, with a token that says ${show(inToken)}`
        : say`it answered ${status}, ${show(json)}`,
      ...(likely && { cause: likely }),
      subject: 'handler',
    });
  }
  attempt.satisfies(
    expected,
    (returned) => !replyOf(returned).isMisshapen && holds(replyOf(returned)),
    ({ threw, ...rest }) => {
      if (threw || !('returned' in rest)) return likelyCrash(attempt, crash, crashes);
      const reply = replyOf(rest.returned);
      return reply.isMisshapen
        ? say`The body is an object. API Gateway takes text there and answers 500 to anything else: JSON.stringify() it.`
        : cause?.(reply);
    },
  );
}

/** Whether this is an answer of payload format 2.0 as the gateway wants it: a status, and text. */
function isAnswer(returned: unknown): boolean {
  return (
    isObject(returned) &&
    typeof returned['statusCode'] === 'number' &&
    typeof returned['body'] === 'string'
  );
}

function likelyCrash(
  { outcome }: Attempt,
  crash: Message | undefined,
  crashes = /(?:)/,
): Message | undefined {
  if (!outcome.threw) return undefined;
  const message = messageOf(outcome.error);
  if (isOfComparison(message)) return NOT_COMPARABLE;
  return crashes.test(`${(outcome.error as Error).name}: ${message}`) ? crash : undefined;
}

function messageOf(error: unknown): string {
  return String(error instanceof Error ? error.message : error);
}

function refuses(
  inStep: number,
  attempt: Attempt,
  status: 400 | 401,
  error: string,
  judgement: Judgement,
): void {
  replies(inStep, attempt, say`status ${status}, error "${error}"`, {
    ...judgement,
    holds: (reply) => reply.status === status && reply.json['error'] === error,
  });
}

/** Step 1 has read a login, whatever the steps behind it make of it. */
function isRead(attempt: Attempt, cause: Message): void {
  if (isLater(attempt, 1)) return;
  replies(1, attempt, say`any status but 400`, {
    holds: ({ status }) => status !== 400,
    cause: () => cause,
  });
}

/** Why a login that is wrong did not get its 401. */
function refusedWrongly(accepted: Message): (reply: Reply) => Message {
  return ({ status }) => {
    if (status === 200) return accepted;
    return status === 401
      ? say`401 is right. The body says why, in words that a program can tell apart: {"error":"invalid_credentials"}.`
      : say`A login that was read and is not right is a 401. A 404 or 403 would tell strangers which e-mails have an account here, and a 400 is for what can't be read.`;
  };
}

/** The configuration can't work: the function fails, in words that name the variable and no other. */
function stops(
  attempt: Attempt,
  variable: 'JWT_SECRET' | 'TOKEN_TTL_SECONDS',
  cause: (reply: Reply) => Message,
): void {
  const { outcome } = attempt;
  const expected = say`${asked.get(attempt) ?? ''}: the function fails, with a message that names ${variable}`;
  const likely = isNeverCalled()
    ? NEVER_CALLED
    : cause(outcome.threw ? NO_REPLY : replyOf(outcome.returned));
  if (!outcome.threw) attempt.fail(expected, () => likely);
  const { error } = outcome;
  if (error instanceof Error && error.name === 'Runtime.ExitError') {
    throw new CheckFailure({
      kind: 'exit',
      expected,
      actual: say`its process ended`,
      cause: say`It ended, and Lambda does not know why: a promise was rejected that nobody awaits, or the process was ended. Throw the error where the configuration is read, so that it is the init's own.`,
      subject: 'handler',
    });
  }
  const named = VARIABLES.filter((name) => messageOf(error).includes(name));
  if (named.length === 1 && named[0] === variable && !isTodo(error)) return;
  attempt.fail(
    expected,
    // What fails after the init is somebody who was handed what should have been refused.
    () =>
      hasStarted(attempt)
        ? likely
        : say`It fails, but does not say why: whoever reads this in the logs has to guess which variable to mend. Throw an Error that names ${variable} and none that is right, and says what it has to be.`,
  );
}

const VARIABLES = ['JWT_SECRET', 'JWT_ISSUER', 'TOKEN_TTL_SECONDS'];
const NO_REPLY: Reply = { status: 0, json: {}, isMisshapen: false };

const NEVER_CALLED = say`readConfiguration is written, and nobody calls it. Put readConfiguration(process.env) in the place of the line that was given, and use what it returns.`;

/** Whether the starter's function is there, with its name mentioned once: where it is declared. */
function isNeverCalled(): boolean {
  const source = readFileSync(new URL('./issuer.ts', import.meta.url), 'utf8');
  const code = source.replaceAll(/\/\*[^]*?\*\/|\/\/.*$/gm, '');
  return code.match(/\breadConfiguration\b/g)?.length === 1;
}

/** None of these functions starts. */
async function stopAll(lifetimes: readonly NoLifetime[]): Promise<void> {
  const attempts = inPairs(lifetimes, ([name, value]) =>
    start(name, `POST /login, TOKEN_TTL_SECONDS ${show(value)}`),
  );
  for await (const [[, value], attempt] of attempts) {
    stops(attempt, 'TOKEN_TTL_SECONDS', (reply) => lifetimeMisconception(value, reply));
  }
}

/** The report of an environment's first request has the time of its init, if that came to an end. */
function hasStarted(attempt: Attempt): boolean {
  return /\tInit Duration: /.test(logOf(attempt));
}

function starts(attempt: Attempt, cause: Message): void {
  replies(4, attempt, say`a function that starts and answers 200`, {
    holds: ({ status }) => status === 200,
    crash: cause,
    crashes: /secret/i,
  });
}

/** Whether the request got as far as a later step, and ended there: in its TODO, or by accident. */
function isLater({ outcome }: Attempt, number: number): boolean {
  return outcome.threw && outcome.error instanceof Error && stepReached(outcome.error) > number;
}

/** The step that threw; 0 where nothing tells. */
function stepReached({ message, stack = '' }: Error): number {
  const [, todo] = /^TODO (\d+)/.exec(message) ?? [];
  if (todo !== undefined) return Number(todo);
  if (/\bissueToken\b/.test(stack)) return 3;
  // Whoever compares hashes has read the login.
  return isOfComparison(message) ? 2 : 0;
}

/** Whether this is what timingSafeEqual() complains of. */
function isOfComparison(message: string): boolean {
  return / same byte length$|^The "buf[12]" argument/.test(message);
}

function isTodo(error: unknown): boolean {
  return error instanceof Error && /^TODO \d/.test(error.message);
}

/** Whether the gateway answered the client with this status. */
function isAnswered(answer: unknown, status: number): boolean {
  return isObject(answer) && answer['status'] === status;
}

/** Whether the function behind the last request to the gateway failed, which shows as a 500 only. */
function hasThrown(): boolean {
  return (aws.traces.at(-1)?.calls ?? []).some(({ outcome }) => outcome === 'error');
}

function answerMisconception({ status, json }: Reply): Message | undefined {
  const { access_token: token, token_type: type, expires_in: expiresIn } = json;
  if (status !== 200) {
    return say`The password is right, so a token is due: status 200 (RFC 6749 §5.1).`;
  }
  if (typeof token !== 'string') {
    return say`There is no text "access_token". RFC 6749 §5.1 fixes the names of the three members, and clients look for exactly these.`;
  }
  if (/\s/.test(token)) {
    return say`access_token is the token and nothing else. "Bearer" stands in token_type, and the client writes both into its header.`;
  }
  if (type !== 'Bearer') {
    return say`token_type tells the client how to use the token: "Bearer", in the header Authorization (RFC 6750 §4). "JWT" is what the token looks like inside, which is not the client's concern.`;
  }
  if (typeof expiresIn === 'string') {
    return say`expires_in is a text, as the environment variable is. RFC 6749 §5.1 asks for a number of seconds: Number() makes one.`;
  }
  return say`expires_in is the token's lifetime in seconds, as in TOKEN_TTL_SECONDS: no milliseconds, and no point in time (RFC 6749 §5.1).`;
}

function signingMisconception(token: unknown): Message | undefined {
  if (typeof token !== 'string') return undefined;
  const alg: unknown = jsonwebtoken.decode(token, { complete: true })?.header.alg;
  if (alg !== 'HS256') {
    return say`The header says alg ${show(alg)}. Issuer and verifier have agreed on HS256, and a verifier that keeps to it takes no other (RFC 8725 §3.1).`;
  }
  const decoded = ['base64url', 'hex'].map((encoding) =>
    Buffer.from(SECRET, encoding as BufferEncoding),
  );
  return decoded.some((key) => isSigned(token, key))
    ? say`JWT_SECRET was decoded from base64url. It looks like that, but it is a text like any other: its UTF-8 bytes are the key, for every function that shares it.`
    : say`The signature was made with another key. The UTF-8 bytes of JWT_SECRET are the key, not hashed, not decoded, and no secret that stands in the code.`;
}

function claimsMisconception(claims: Readonly<Record<string, unknown>>): Message | undefined {
  const { iss, sub, email, nickname, rank, name } = claims;
  if (sub === SLIDE_19.email || sub === SLIDE_19.nickname || sub === SLIDE_19.name) {
    return say`sub names whom the token is about (주체), and is neither a title nor an address. E-mails and names change, or pass on to another; the user's id does not (RFC 7519 §4.1.2).`;
  }
  if (sub === undefined) {
    return say`sub is missing: it names whom the token is about, by the user's id (RFC 7519 §4.1.2).`;
  }
  if (iss !== ISSUER) {
    return say`iss says who issued the token: the text in JWT_ISSUER. Whoever checks the token looks for exactly this (RFC 7519 §4.1.1).`;
  }
  if (typeof rank === 'number') {
    return say`rank became a number. In slide 19 it is the text "15", and those who read the token expect a text: hand it on as the user has it.`;
  }
  const [more] = holdsAll(claims, { iss: ISSUER, ...SLIDE_19 }) ? unasked(claims) : [];
  if (more !== undefined) {
    return say`The token has a claim that nobody asked for: ${more}. Each one is readable by everybody, and somebody will rely on it; a token holds what its readers need and nothing else.`;
  }
  return email === undefined || nickname === undefined || rank === undefined || name === undefined
    ? say`Slide 19 has email, nickname, rank and name as members of the payload itself, beside sub.`
    : say`The claims are those of the user who logged in, as users.ts has them.`;
}

function timesMisconception({ iat, exp }: Readonly<Record<string, unknown>>, now: number): Message {
  if (exp === undefined) {
    return say`The token has no exp and never expires, and nobody can take it back: expiresIn gives it an end (RFC 7519 §4.1.4).`;
  }
  if (Number(iat) > 1e11 || Number(exp) > 1e11) {
    return say`That is milliseconds. Date.now() counts those, iat and exp count seconds, and no library notices: this token is good for fifty thousand years (RFC 7519 §2).`;
  }
  const seconds = Number(exp) - Number(iat);
  if (seconds > 0 && seconds < 4) {
    return say`The token lives for 3 seconds. TOKEN_TTL_SECONDS is the text "3600", as all environment variables are texts, and jsonwebtoken takes a text without a unit for milliseconds. It takes a number for seconds: Number().`;
  }
  if (seconds === LIFETIME * 1000) {
    return say`The token lives for 3600000 seconds, which is 41 days: a number in expiresIn is seconds, so there is nothing to multiply.`;
  }
  if (Number(iat) < now && Number(iat) > now - 600) {
    return say`iat lies ${now - Number(iat)} s before the login. What is computed outside the handler is computed once, and what was made for one login is not for the next: every login has a token of its own, and the time of its own.`;
  }
  return say`iat is now and exp is iat plus TOKEN_TTL_SECONDS, both in whole seconds since 1970. jsonwebtoken writes both where it is given expiresIn.`;
}

function configurationMisconception(reply: Reply): Message | undefined {
  const { iss, iat, exp } = claimsOf(reply);
  if (!isSigned(reply.json['access_token'], SECRET_OF_32)) {
    return say`The token is not signed with this JWT_SECRET: its UTF-8 bytes are the key, and the code holds none of its own.`;
  }
  if (iss !== 'https://staging.rubywave.io') {
    return say`iss is not this JWT_ISSUER: the code holds one of its own. Staging and production run the same code and differ in their configuration only.`;
  }
  return Number(exp) - Number(iat) === 1
    ? say`The token lives for 1 second, as TOKEN_TTL_SECONDS says, and expires_in says something else: take both from one number.`
    : say`The token does not live for the 1 second that TOKEN_TTL_SECONDS says: the code holds a lifetime of its own.`;
}

/** Whether this is a token that HS256 and this secret made, expired or not. */
function isSigned(token: unknown, key: string | Buffer): boolean {
  try {
    jsonwebtoken.verify(String(token), key, { algorithms: ['HS256'], ignoreExpiration: true });
    return true;
  } catch {
    return false;
  }
}

/** What the token in an answer says; nothing where there is none. Its signature is not looked at. */
function claimsOf({ json }: Reply): Readonly<Record<string, unknown>> {
  const claims = jsonwebtoken.decode(String(json['access_token']));
  return isObject(claims) ? claims : {};
}

function isIssued({ status, json }: Reply): boolean {
  return status === 200 && typeof json['access_token'] === 'string';
}

/** A cause that lies in the token's claims, where there is a token. */
function ifIssued(
  tell: (claims: Readonly<Record<string, unknown>>) => Message | undefined,
): (reply: Reply) => Message | undefined {
  return (reply) => (isIssued(reply) ? tell(claimsOf(reply)) : undefined);
}

function timesIn(reply: Reply): object | undefined {
  const { iat, exp } = claimsOf(reply);
  return isIssued(reply) ? { iat, exp } : undefined;
}

/** The claims that are not as expected. */
function others(reply: Reply, expected: object): object | undefined {
  const claims = claimsOf(reply);
  const names = Object.entries(expected).flatMap(([name, value]) =>
    claims[name] === value ? [] : [name],
  );
  return isIssued(reply)
    ? Object.fromEntries([...names, ...unasked(claims)].map((name) => [name, claims[name]]))
    : undefined;
}

/** The names of claims that the lesson's table does not have. */
function unasked(claims: object): string[] {
  const expected = new Set([...Object.keys(SLIDE_19), 'iss', 'iat', 'exp']);
  return Object.keys(claims).filter((name) => !expected.has(name));
}

function holdsAll(claims: object, expected: object): boolean {
  const actual = new Map<string, unknown>(Object.entries(claims));
  return Object.entries(expected).every(([name, value]) => actual.get(name) === value);
}

/** timingSafeEqual, or a loop that gathers the differences: `^` between operands, `|=`. */
function comparesWithoutEarlyEnd(): boolean {
  const source = readFileSync(new URL('./issuer.ts', import.meta.url), 'utf8');
  return /[\w)\]]\s*\^=?\s*[\w(]|(?<!\|)\|=/.test(source);
}

/** A text as it may stand in a log: as it is, encoded, or as Node shows its bytes. */
function formsOf(text: string): string[] {
  const bytes = Buffer.from(text);
  const encoded = (['base64url', 'base64', 'hex'] as const).map((name) => bytes.toString(name));
  return [
    text,
    ...encoded,
    bytes
      .toString('hex')
      .slice(0, 64)
      .replaceAll(/..(?!$)/g, '$& '),
  ];
}

/** In small letters, and in order. */
function headerNames(returned: unknown): string[] {
  const headers = isObject(returned) ? returned['headers'] : undefined;
  return Object.keys(isObject(headers) ? headers : {})
    .map((name) => name.toLowerCase())
    .toSorted();
}

function toBase64(text: string): string {
  return Buffer.from(text).toString('base64');
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
