/**
 * The checks of lab 4: what RFC 6750 (bearer tokens), RFC 8725 (JWT best practices) and an HTTP
 * API's payload format 2.0 ask of a function that believes tokens.
 *
 * They call the function as its clients do, through Lambda, and look at nothing but its answers.
 */
import { check, CheckFailure, same, say, secret, show, step, verbatim } from '#checks';
import type { Message, Outcome } from '#checks';
import { SECRET_TO_LOOK_FOR, showsSecret, startApplication, type Application } from '#checks-aws';
import type { LambdaFunction } from '#local-aws';
import { createHash, createHmac, createSecretKey, randomBytes } from 'node:crypto';
import jsonwebtoken from 'jsonwebtoken';
import { application } from './application.ts';

/** Example data, as `users.ts` has it. */
const PASSWORD = secret('light-the-spark-15');

const { verifier } = application.functions;
const variables = verifier?.environment ?? {};
const { JWT_SECRET: _, ...withoutSecret } = variables;
const { JWT_ISSUER: __, ...withoutIssuer } = variables;
const ISSUER = String(variables['JWT_ISSUER']);
const LOUNGE = 'https://lounge.rubywave.io';

/** Just enough: 10 letters of Hangul are 30 bytes. */
const SECRET_OF_32 = secret('루비웨이브의비밀이다15');
const SECRET_IN_BLANKS = secret(' a secret in blanks, of 36 bytes... ');
const SECRET_OF_31 = secret('example-secret-of-31-bytes-only');
/**
 * Logs a digest of every text that is split at its dots. A library for tokens begins like that, so
 * that a check can tell a token that was read wrongly from one that was verified wrongly.
 */
const WATCH = `
  import { createHash } from 'node:crypto';
  const { split } = String.prototype;
  String.prototype.split = function (separator, ...rest) {
    const text = String(this);
    if (separator === '.' && text.length > 40) {
      process.stdout.write('split.' + createHash('sha256').update(text).digest('hex') + '\\n');
    }
    return split.call(this, separator, ...rest);
  };`;

function verifierWith(environment: LambdaFunction['environment'] = {}): LambdaFunction {
  return { entry: './verifier.ts', environment };
}

/** The lab's own functions, and the learner's once more in other configurations. */
const variants: Application = {
  ...application,
  functions: {
    ...application.functions,
    'verifier-watched': verifierWith({
      ...variables,
      NODE_OPTIONS: `--import=data:text/javascript,${encodeURIComponent(WATCH)}`,
    }),
    'verifier-of-lounge': verifierWith({ ...variables, JWT_ISSUER: LOUNGE }),
    'verifier-without-secret': verifierWith(withoutSecret),
    'verifier-empty-secret': verifierWith({ ...variables, JWT_SECRET: '' }),
    'verifier-31-bytes': verifierWith({ ...variables, JWT_SECRET: SECRET_OF_31 }),
    'verifier-short-secret': verifierWith({ ...variables, JWT_SECRET: SECRET_TO_LOOK_FOR }),
    'verifier-32-bytes': verifierWith({ ...variables, JWT_SECRET: SECRET_OF_32 }),
    'verifier-secret-in-blanks': verifierWith({ ...variables, JWT_SECRET: SECRET_IN_BLANKS }),
    'verifier-without-issuer': verifierWith(withoutIssuer),
    'verifier-empty-issuer': verifierWith({ ...variables, JWT_ISSUER: '' }),
  },
};

const aws = await startApplication(variants, import.meta.url);
const SECRET = aws.local.secrets['jwt'] ?? '';
const KEY = createSecretKey(SECRET, 'utf8');
const OTHER_KEY = createSecretKey(randomBytes(32));

const HOUR = 3600;
const NOW = Math.floor(Date.now() / 1000);

/** What the issuer's function puts into spark's token: slide 19's claims, iss, iat and exp. */
const SPARK = {
  email: 'spark@rubywave.io',
  nickname: 'spark',
  rank: '15',
  name: 'John Doe',
  iat: NOW - HOUR,
  exp: NOW + 2 * HOUR,
  iss: ISSUER,
  sub: '1234567890',
};
const NEON = {
  ...SPARK,
  email: 'neon@rubywave.io',
  nickname: 'neon',
  rank: '9',
  name: 'Jane Roe',
  sub: '1234567891',
};
const EXPIRED = { ...SPARK, iat: NOW - 2 * HOUR, exp: NOW - HOUR };

const RANK_99 = { ...SPARK, rank: '99' };

/** Genuine, and with nothing in it that a greeting could be made of. */
const FEW = { iss: ISSUER, sub: '15', exp: SPARK.exp };

const NULLS = { email: null, nickname: 15, rank: [], name: {} };

const HEADER = segment({ alg: 'HS256', typ: 'JWT' });
const TOKEN_TEXT = `${HEADER}.${segment(SPARK)}`;
const TOKEN = signed(SPARK);
/** Rank "99" under the signature of rank "15". */
const PROMOTED = forged(RANK_99);

step(1, ['handler'], () => {
  check('token-header-any-case', say`finds the Authorization header in any case`, async () => {
    const names = ['authorization', 'Authorization', 'AUTHORIZATION', 'aUTHORIZATION'];
    await foundInAll(
      names.map((name) => [name, { [name]: `Bearer ${TOKEN}` }]),
      (name) =>
        say`The header came as "${name}". Names of headers have no case (RFC 9110 §5.1): an HTTP API writes them in lower case, a REST API and a direct call leave them as the client wrote them.`,
    );
  });

  check('token-scheme-any-case', say`takes the scheme Bearer in any case`, async () => {
    await foundInAll(
      ['Bearer', 'bearer', 'BEARER', 'bEARER'].map((scheme) => [
        scheme,
        { authorization: `${scheme} ${TOKEN}` },
      ]),
      (scheme) =>
        say`The scheme came as "${scheme}". It has no case (RFC 9110 §11.1): clients that write "bearer" are right, too.`,
    );
  });

  check(
    'token-absent',
    say`asks for a token where there is none: 401, Bearer, no error`,
    async () => {
      withoutToken(await me({}), (reply) => {
        if (reply?.status === 200) {
          return say`There is no Authorization header, and the request was let through. Only a throw ends it: throw new Unauthorized('Bearer'), and do not return it.`;
        }
        if (reply !== undefined && reply.status !== 401) {
          return say`Nobody has said who is asking: that is 401, "tell me who you are". 403 means "I know who you are, and you may not", and 400 that the request can't be read.`;
        }
        if (reply?.status === 401 && reply.challenge === undefined) {
          return say`A 401 says how to do better: without WWW-Authenticate a client can't know that a bearer token is wanted (RFC 9110 §15.5.2).`;
        }
        return reply && hasError(reply)
          ? say`The client did nothing wrong yet, it just did not know: a challenge to a request without a token has no error code (RFC 6750 §3.1).`
          : say`A request without a token is everyday business. Where no Authorization header is found, answer with the challenge "Bearer" (RFC 6750 §3).`;
      });
    },
  );

  check('token-other-scheme', say`takes "Basic …" for a request without a token`, async () => {
    const credentials = Buffer.from('spark:rank 99').toString('base64');
    withoutToken(await me({ authorization: `Basic ${credentials}` }), (reply) =>
      reply?.status === 401
        ? say`"Basic …" is another way to log in, and no bad token: like a request without any, it gets a challenge without an error code (RFC 6750 §3.1).`
        : say`"Basic …" is another way to log in, and no bearer token: whatever stands behind another scheme is not for this function to read (RFC 6750 §3.1).`,
    );
  });

  check(
    'token-from-header-only',
    say`looks for the token in the Authorization header only`,
    async () => {
      withoutToken(
        await me(
          { 'x-access-token': TOKEN, cookie: `access_token=${TOKEN}; token=${TOKEN}` },
          { cookies: [`access_token=${TOKEN}`, `token=${TOKEN}`], query: TOKEN },
        ),
        (reply) =>
          reply?.status === 200
            ? say`The token stood in the query, in a cookie and in a header of another name, and was taken. A query ends in logs and histories, and a browser sends a cookie for whoever asks it to (RFC 6750 §5.3).`
            : undefined,
      );
      const form = `access_token=${TOKEN}`;
      for (const body of [form, JSON.stringify({ access_token: TOKEN, token: TOKEN })]) {
        withoutToken(await me({}, { body }), (reply) =>
          reply?.status === 200
            ? say`The token stood in the body, and was taken. The body belongs to what the client asks for; who asks stands in Authorization.`
            : undefined,
        );
      }
    },
  );

  check('token-header-alike', say`looks in no header of a similar name`, async () => {
    for (const name of HEADERS_ALIKE) {
      withoutToken(await me({ [name]: `Bearer ${TOKEN}` }), (reply) =>
        reply?.status === 200
          ? say`The token stood in the header "${name}", which is another one, and was taken. What a proxy or a client puts there was not meant for this function: compare the whole name, without its case.`
          : undefined,
      );
    }
    const headers = {
      'Proxy-Authorization': 'Basic c3Bhcms6OTk=',
      authorization: `Bearer ${TOKEN}`,
    };
    await foundInAll([['authorization', headers]], () => undefined);
  });

  check(
    'token-scheme-alone',
    say`finds the scheme at the beginning, and a blank behind it`,
    async () => {
      for (const authorization of SCHEMES_ALIKE) {
        const asked = await me({ authorization });
        if (isLater(1, asked) || isRefused(asked)) continue;
        fail(1, asked, say`401 or 400`, (reply) =>
          reply?.status === 200
            ? say`The header does not begin with "Bearer" and a blank, so it is none of a bearer token, and its token was taken. The scheme says what the rest means: look for it at the beginning, whole, with the blank behind it (RFC 9110 §11.4).`
            : undefined,
        );
      }
    },
  );

  check(
    'token-to-the-letter',
    say`hands on what stands behind the scheme, to the letter`,
    async () => {
      for (const text of DECORATED) {
        const asked = await me({ authorization: `Bearer ${text}` });
        if (isLater(1, asked) || isRefused(asked)) continue;
        fail(1, asked, say`401 or 400`, (reply) =>
          reply?.status === 200
            ? say`What the client sent is a genuine token and something more, and the more was tidied away. Who guesses what was meant believes a text that nobody signed: hand on all that stands behind the scheme, and let step 2 refuse it.`
            : undefined,
        );
      }
    },
  );

  check('token-odd-credentials', say`answers 4xx whatever stands in Authorization`, async () => {
    for (const authorization of ODD_CREDENTIALS) {
      const asked = await me({ authorization });
      // Taken for a token, it is refused in step 2: how that is said is a matter of that step.
      if (isLater(1, asked) || isJsonwebtokens(asked) || isRefused(asked)) continue;
      fail(1, asked, say`401 with a Bearer challenge, or 400`, (reply) => {
        if (reply?.status === 200) return say`There is no token in it, and it was let through.`;
        return isTypeError(asked)
          ? say`Half a header must not make the function stumble: split(), a regular expression and [1] may all find nothing, and what they find may be empty.`
          : undefined;
      });
    }
  });
});

/** Whether it got as far as jwt.verify(), which said no: what becomes of that is step 2's matter. */
function isJsonwebtokens({ given: { outcome } }: Asked): boolean {
  return outcome.threw && (outcome.error as Error).name === 'JsonWebTokenError';
}

/** Somebody took a member of what was not there. */
function isTypeError({ given: { outcome } }: Asked): boolean {
  return outcome.threw && (outcome.error as Error).name === 'TypeError';
}

function isRefused({ reply }: Asked): boolean {
  if (reply === undefined || reply.status < 400 || reply.status > 499) return false;
  return reply.status !== 401 || /^Bearer\b/i.test(reply.challenge ?? '');
}

/** spark's token is found in each of these requests, whatever step 2 makes of it. */
async function foundInAll(
  requests: readonly (readonly [name: string, headers: Record<string, string>])[],
  cause: (name: string) => Message | undefined,
): Promise<void> {
  const all = [];
  for (const [name, headers] of requests) {
    all.push({ name, asked: await me(headers, { of: 'verifier-watched' }) });
  }
  const missed = all.find(({ asked }) => !isFound(asked));
  if (!missed) return;
  const { name, asked } = missed;
  // A name or a scheme is the reason only where another one is found.
  const isOneOfMany = all.some((one) => isFound(one.asked));
  fail(1, asked, say`the token found: 200, once all is written`, (reply) => {
    if (reply === undefined) return undefined;
    if (isOneOfMany) return cause(name);
    return hasError(reply)
      ? GENUINE
      : say`A header "Authorization: Bearer ..." was there, and no token was found in it. An object's members have a case, and so has a regular expression without the flag i.`;
  });
}

/** Whether the token got to a later step, to the letter. */
function isFound(asked: Asked): boolean {
  const { given, reply } = asked;
  if (isLater(1, asked) || (reply !== undefined && isSuccess(reply))) return true;
  const digest = createHash('sha256').update(TOKEN).digest('hex');
  return aws.logs.get(given)?.includes(`split.${digest}`) === true;
}

/** Something was found, and then refused. */
const GENUINE = say`The token is genuine, and was refused: what was taken for it is more or less than the token. Take "Bearer" off, in any case, and the space behind it; the rest is the token, to the letter.`;

/** Each holds "authorization", or looks like it. */
const HEADERS_ALIKE = [
  'x-authorization',
  'proxy-authorization',
  'x-amzn-remapped-authorization',
  'authorization-info',
  'authentication',
  'auth',
  'author-ization',
];

/** spark's own token, and no header of a bearer token. */
const SCHEMES_ALIKE = [
  TOKEN,
  `Token ${TOKEN}`,
  `JWT ${TOKEN}`,
  `Token Bearer ${TOKEN}`,
  `Basic c3Bhcms6OTk=, Bearer ${TOKEN}`,
  `Bearer${TOKEN}`,
  `Bearer:${TOKEN}`,
  `Bearer=${TOKEN}`,
  `Bearer: ${TOKEN}`,
  `BearerToken ${TOKEN}`,
];

/** Tokens that are nearly genuine: something stands around spark's, or in it. */
const DECORATED = [
  `"${TOKEN}"`,
  `'${TOKEN}'`,
  `"${TOKEN}`,
  `<${TOKEN}>`,
  `token=${TOKEN}`,
  `${TOKEN}.`,
  `.${TOKEN}`,
  `${TOKEN}..`,
  `${TOKEN}.e30`,
  `${TOKEN}=`,
  `${TOKEN}==`,
  `${TOKEN},`,
  `${TOKEN};`,
  `${TOKEN}, spark`,
  `${TOKEN}; path=/`,
  `${TOKEN}!`,
  `${TOKEN} spark`,
  `spark ${TOKEN}`,
  `Bearer ${TOKEN}`,
  TOKEN.replaceAll('.', ' . '),
  TOKEN.replaceAll('.', '%2E'),
  inOldAlphabet(),
  `${TOKEN.slice(0, 9)} ${TOKEN.slice(9)}`,
];

/** A token whose signature has both letters that base64 writes in another way, so written. */
function inOldAlphabet(): string {
  for (let number = 0; ; number += 1) {
    const token = signed({ ...SPARK, number });
    if (!token.includes('-') || !token.includes('_')) continue;
    return token.replaceAll('-', '+').replaceAll('_', '/');
  }
}

const ODD_CREDENTIALS = [
  '',
  ' ',
  'Bearer',
  'Bearer ',
  'Bearer   ',
  'Bearer Bearer',
  'Bearer null undefined',
  'Bearer,',
  'Bearerspark',
  'spark',
  'Bearer\tspark',
  'Basic',
  '🐧',
];

step(2, ['handler'], () => {
  check('verify-genuine', say`accepts a genuine token`, async () => {
    accepted(
      2,
      await me(bearing(TOKEN)),
      say`This token is right: signed with JWT_SECRET's UTF-8 bytes by HS256, issued by JWT_ISSUER, within its time. It asks for no "aud" and no "nbf".`,
    );
  });

  check('verify-not-a-token', say`refuses what is no token: 401, "invalid_token"`, async () => {
    for (const text of ['null', 'undefined', 'spark', 'eyJhbGciOiJIUzI1NiJ9', `${HEADER}.e30`]) {
      invalid(2, await me(bearing(text)), (reply) =>
        reply === undefined
          ? say`A client whose variable is empty or cut off sends such a token, and the function failed: what jwt.verify() throws has to be caught, or it becomes a 500.`
          : withoutCode(reply),
      );
    }
  });

  check(
    'verify-signature',
    say`refuses a token that was changed, and says "signature"`,
    async () => {
      const changed = invalid(2, await me(bearing(PROMOTED)), (reply) =>
        reply?.status === 200
          ? say`Rank "15" became "99" and was believed: the token was decoded and not verified, or something else was verified in its place. Only jwt.verify() looks at the signature, and it has to be asked about this very text (RFC 7515 §5.2).`
          : withoutCode(reply),
      );
      says(changed, 'signature');
      says(invalid(2, await me(bearing(signed(RANK_99, { key: OTHER_KEY })))), 'signature');
      const both = invalid(2, await me(bearing(forged(EXPIRED))));
      if (WORDS.expired.test(both.reply.words) && both.reply.words !== changed.reply.words) {
        fail(
          2,
          both,
          say`not a word about the claims`,
          say`The token is forged, and its forger learned something about its claims. They mean nothing before the signature holds: look at it first (RFC 7519 §7.2).`,
        );
      }
    },
  );

  check('verify-algorithm', say`takes HS256 and no other algorithm`, async () => {
    for (const alg of ['HS384', 'HS512'] as const) {
      invalid(2, await me(bearing(jsonwebtoken.sign(RANK_99, KEY, { algorithm: alg }))), (reply) =>
        reply?.status === 200
          ? say`The token says ${alg}, and that was followed. For a secret key jsonwebtoken takes HS256, HS384 and HS512 alike, unless you say which: algorithms: ['HS256'] (RFC 8725 §3.1).`
          : withoutCode(reply),
      );
    }
    for (const alg of ['none', 'None']) {
      const header = segment({ alg, typ: 'JWT' });
      invalid(2, await me(bearing(`${header}.${segment(RANK_99)}.`)), (reply) =>
        reply?.status === 200
          ? say`The token says alg "${alg}", has no signature, and was believed. You choose the algorithm, never the token: algorithms: ['HS256'] and nothing else (RFC 8725 §3.1).`
          : withoutCode(reply),
      );
    }
  });

  check('verify-issuer', say`refuses a token of another issuer`, async () => {
    const others = [
      LOUNGE,
      `${ISSUER}.example`,
      `${ISSUER}/`,
      ISSUER.toUpperCase(),
      [ISSUER],
      'https://rubywave.io',
      ISSUER.replace('https:', 'http:'),
      ` ${ISSUER}`,
    ];
    for (const iss of others) {
      invalid(2, await me(bearing(signed({ ...SPARK, iss }))), (reply) =>
        reply?.status === 200
          ? say`iss ${show(iss)} is another issuer, and its token was taken. Tell jwt.verify() which issuer to ask for; it compares the whole name, to the letter (RFC 8725 §3.8).`
          : withoutCode(reply),
      );
    }
    const { iss: ___, ...anonymous } = SPARK;
    invalid(2, await me(bearing(signed(anonymous))), (reply) =>
      reply?.status === 200
        ? say`The token names no issuer. Whoever compares iss only where it is there lets every token pass that leaves it out (RFC 8725 §3.8).`
        : withoutCode(reply),
    );
  });

  check('verify-issuer-configured', say`takes the issuer from JWT_ISSUER`, async () => {
    accepted(
      2,
      await me(bearing(signed({ ...SPARK, iss: LOUNGE })), { of: 'verifier-of-lounge' }),
      say`This function runs with another JWT_ISSUER, and the token is that issuer's. Take the name from the environment: the same code serves every stage.`,
    );
    invalid(2, await me(bearing(TOKEN), { of: 'verifier-of-lounge' }), (reply) =>
      reply?.status === 200
        ? say`This function runs with another JWT_ISSUER, and took a token of the first one: one issuer is asked for, the one in the environment.`
        : withoutCode(reply),
    );
  });

  check('verify-expired', say`refuses an expired token, and says "expired"`, async () => {
    for (const exp of [NOW - HOUR, NOW - 600]) {
      const asked = invalid(2, await me(bearing(signed({ ...EXPIRED, exp }))), (reply) =>
        reply?.status === 200
          ? say`Its exp was ${(NOW - exp) / 60} minutes ago, which is more than two clocks differ. From exp on a token is worth nothing, whatever else is right (RFC 7519 §4.1.4).`
          : withoutCode(reply),
      );
      says(asked, 'expired');
    }
    for (const exp of ['tomorrow', null]) {
      invalid(2, await me(bearing(signed({ ...SPARK, exp }))), (reply) =>
        reply?.status === 200
          ? say`exp is ${show(exp)}, which is no time. What can't be compared must be refused, or the token never ends (RFC 7519 §4.1.4).`
          : withoutCode(reply),
      );
    }
  });

  check('verify-not-yet', say`refuses a token before its nbf, and says "not yet"`, async () => {
    const asked = await me(bearing(signed({ ...SPARK, nbf: NOW + HOUR })));
    const refused = invalid(2, asked, (reply) =>
      reply?.status === 200
        ? say`The token is not to be accepted before nbf, an hour from now (RFC 7519 §4.1.5).`
        : withoutCode(reply),
    );
    says(refused, 'not yet');
  });

  check(
    'description-tells-apart',
    say`describes expired, changed and not yet valid differently`,
    async () => {
      const tokens = [signed(EXPIRED), PROMOTED, signed({ ...SPARK, nbf: NOW + HOUR })];
      const words: string[] = [];
      for (const token of tokens) words.push(invalid(2, await me(bearing(token))).reply.words);
      same(
        say`how many different descriptions there are`,
        new Set(words).size,
        words.length,
        say`One text that lists all that might be wrong helps nobody. Expired: log in again. A wrong signature: something is broken, or somebody tries. Tell the client which it is.`,
      );
    },
  );

  check(
    'description-of-the-rest',
    say`says "expired", "signature" and "not yet" where it is true`,
    async () => {
      const { iss: ____, ...anonymous } = SPARK;
      for (const [what, token] of [
        [say`a token of another issuer`, signed({ ...SPARK, iss: LOUNGE })],
        [say`a token without an issuer`, signed(anonymous)],
        [say`no token at all`, 'spark'],
      ] as const) {
        const asked = invalid(2, await me(bearing(token), { told: what }));
        const word = FALSE_WORDS.find(([, pattern]) => pattern.test(asked.reply.words));
        if (!word) continue;
        fail(
          2,
          asked,
          say`no word of "${word[0]}"`,
          say`The answer says "${word[0]}", and that is not what is wrong with this token: its client looks in the wrong place. jsonwebtoken throws a JsonWebTokenError for nearly everything. Tell the errors apart, and give the rest a text that is true of it.`,
        );
      }
    },
  );

  check('description-gives-nothing-away', say`gives nothing away`, async () => {
    const { iss: ___, ...anonymous } = SPARK;
    const tokens = [PROMOTED, signed({ ...SPARK, iss: LOUNGE }), signed(anonymous), 'spark'];
    for (const token of tokens) {
      const asked = invalid(2, await me(bearing(token)));
      const answer = `${JSON.stringify(asked.given.outcome)}${asked.reply.text}`;
      const leak = LEAKS.find(({ isIn }) => isIn(answer, token));
      if (leak) fail(2, asked, say`an answer without ${leak.what}`, leak.cause);
    }
  });

  check(
    'description-in-quotes',
    say`keeps the header whole, whatever the token holds`,
    async () => {
      for (const token of QUOTING) {
        const asked = await me(bearing(token));
        const { challenge = '' } = asked.reply ?? {};
        const hasFailed = asked.given.outcome.threw && todoOf(asked.given.outcome) === undefined;
        // That no token makes it fail is asked for in step 3.
        if (hasFailed || isChallenge(invalid(2, asked).reply)) continue;
        fail(
          2,
          asked,
          say`name="value" pairs of plain ASCII with commas between them, without quotation marks in a value`,
          // Of an own description with quotation marks a stranger wrote nothing.
          /99|none|Unexpected|JSON/i.test(challenge)
            ? say`A piece of the token, or of an error's message that quotes it, got into the header, and a stranger wrote that. Use words of your own: RFC 6750 §3 allows neither quotation marks nor line breaks in them.`
            : say`The header reads Bearer error="…", error_description="…": a comma between the two, a pair of quotation marks around each value and none inside, plain ASCII throughout. Otherwise a client can't take it apart (RFC 6750 §3, RFC 9110 §11.2).`,
        );
      }
    },
  );
});

/** What is said of one fault only. */
const FALSE_WORDS = [
  ['expired', /expir|만료/i],
  ['signature', /signature|서명/i],
  ['not yet', /not[ _-]*(?:yet|active)|valid yet|아직/i],
] as const;

/** What no refusal may hold. */
const LEAKS: readonly {
  isIn: (answer: string, token: string) => boolean;
  what: Message;
  cause: Message;
}[] = [
  {
    isIn: holdsSecret,
    what: say`the secret`,
    cause: say`The answer holds JWT_SECRET. Whoever has it can make any token.`,
  },
  {
    // As a realm it is no secret, and nothing about the token.
    isIn: (answer) => answer.replaceAll(/realm=\\*"[^"]*"/g, '').includes(ISSUER),
    what: say`the issuer that is expected`,
    cause: say`"jwt issuer invalid. expected: …": the error's message was handed on, and tells a stranger what a better token has to say. Put it in words of your own.`,
  },
  {
    isIn: (answer, token) => {
      const [header, payload, signature] = token.split('.');
      const [, , right = ''] = sign(`${header}.${payload}`).split('.');
      return signature !== undefined && signature !== right && answer.includes(right);
    },
    what: say`the right signature`,
    cause: say`The answer says which signature this token should have had. A stranger writes any claims, asks, and puts that signature under them: the function signs for everybody who asks.`,
  },
  {
    isIn: (answer, token) =>
      token.split('.').some((part) => part.length > 40 && answer.includes(part)),
    what: say`the token`,
    cause: say`The answer quotes the token. The client has it already, and an answer is logged in places where a token must not be: as long as it is good, whoever reads it there can use it. Say what is wrong with it, not what it is.`,
  },
  {
    isIn: (answer) => /\bat [^"]*?:\d+:\d+|node_modules/.test(answer),
    what: say`a stack trace`,
    cause: say`The answer holds the error's stack: it names files, libraries and versions. That is for the log and not for a stranger.`,
  },
];

/** Tokens whose text is meant to end in the answer's header, and one for each description. */
const QUOTING = [
  `${segment({ alg: 'HS256"\r\nSet-Cookie: rank=99', typ: 'JWT' })}.${segment(RANK_99)}.AAAA`,
  `${segment({ alg: 'HS256', typ: 'JWT", error="none' })}.${segment(RANK_99)}.AAAA`,
  `${HEADER}.${base64url('rank "99"')}.AAAA`,
  `${HEADER}.${base64url('{"rank":"99", error="none"\r\n')}.AAAA`,
  signed({ ...SPARK, iss: 'https://"\r\nSet-Cookie: rank=99' }),
  signed({ ...SPARK, exp: '"\r\nSet-Cookie: rank=99' }),
  signed(EXPIRED),
  PROMOTED,
  signed({ ...SPARK, nbf: NOW + HOUR }),
  forged(quotingClaims()),
  signed({ ...quotingClaims(), exp: NOW - HOUR }),
];

/** Every claim that somebody might greet a caller by. */
function quotingClaims(): object {
  const text = '하늘"\r\nSet-Cookie: rank=99';
  return { ...SPARK, sub: text, email: text, nickname: text, rank: text, name: text };
}

step(3, ['handler'], () => {
  check('answer-claims', say`answers 200 with the claims as JSON`, async () => {
    // Also what this issuer does not write today: the answer has no list of its own.
    const sent = {
      ...SPARK,
      team: { floor: 7, doors: ['lounge', 'vip'] },
      active: true,
      note: null,
    };
    for (const claims of [SPARK, sent, FEW]) {
      const asked = await me(bearing(signed(claims)));
      // To ask for more claims than iss is right, too.
      if (claims === FEW && asked.reply?.status === 401) continue;
      const reply = ok(
        3,
        asked,
        say`A genuine token is answered with 200, and a body that is text: JSON.stringify() makes it.`,
      );
      const told = objectIn(reply.text);
      if (told === undefined) {
        fail(
          3,
          asked,
          say`a body that is a JSON object`,
          say`The body is the claims as JSON, made once by JSON.stringify().`,
        );
      }
      for (const name of new Set([...Object.keys(claims), ...Object.keys(told)])) {
        same(
          say`${name} in the answer's body`,
          told[name],
          claims[name as keyof typeof claims],
          say`The body is the claims themselves, with their names and types as the token has them: rank is a text. No wrapping object, nothing left out, nothing added.`,
        );
      }
    }
  });

  check('answer-content-type', say`says that the body is JSON`, async () => {
    const asked = await me(bearing(TOKEN));
    const { type = '' } = ok(3, asked);
    if (/^application\/(?:[\w.-]+\+)?json *(?:;|$)/i.test(type)) return;
    fail(
      3,
      asked,
      verbatim('Content-Type: application/json'),
      type === ''
        ? say`The answer has no Content-Type, and an HTTP API calls such a body text/plain: a client that looks at it first, as many libraries do, hands out a text where it expected claims.`
        : say`The answer says Content-Type: ${type}. The body is JSON, and that is application/json (RFC 8259 §11).`,
    );
  });

  check('answer-utf8', say`keeps Korean text whole`, async () => {
    const haneul = { ...SPARK, nickname: '하늘', name: '김하늘 🐧' };
    const { text } = ok(3, await me(bearing(signed(haneul))));
    same(
      say`name in the answer's body`,
      objectIn(text)?.['name'],
      '김하늘 🐧',
      say`JSON in a token is UTF-8. atob() and "latin1" make one letter of every byte, and a Korean name has three bytes a letter (RFC 7515 §2).`,
    );
  });

  check('never-500', say`answers 401 to a bad token, whatever it holds`, async () => {
    for (const [what, token] of HOSTILE) {
      const asked = await me(bearing(token), { told: what });
      // What no bearer token is written in may be taken for none at all.
      if (what === ODD_LETTERS && isRefused(asked)) continue;
      invalid(3, asked, (reply) =>
        reply === undefined || isSuccess(reply) || reply.status >= 500
          ? crashCause(asked.given.outcome)
          : withoutCode(reply),
      );
    }
    for (const [what, claims] of ODD_CLAIMS) {
      const asked = await me(bearing(signed(claims)), { told: what });
      const { reply } = asked;
      // To ask for more claims than iss is right, too.
      if (reply?.status === 200 && reply.isSendable) continue;
      if (reply?.status === 401 && isChallenge(reply)) continue;
      fail(
        3,
        asked,
        say`200 or 401`,
        say`The token is genuine, and not as you expect it: an issuer may leave a claim out, or write a time that no calendar has. Verified means that the issuer wrote it, not that a name is there to call toUpperCase() on. What you do not need, do not touch.`,
      );
    }
  });
});

/** Genuine, within their time, and odd. */
const ODD_CLAIMS: readonly (readonly [what: Message, claims: object])[] = [
  [say`a token with iss and exp only`, { iss: ISSUER, exp: SPARK.exp }],
  [say`a token without exp`, { ...SPARK, exp: undefined }],
  [say`a token with Korean in every claim`, { ...quotingClaims(), exp: SPARK.exp }],
  [say`a token whose exp is beyond all calendars`, { ...SPARK, exp: 1e20 }],
  [say`a token whose claims are of other types`, { ...NULLS, iss: ISSUER, exp: SPARK.exp }],
];

const ODD_LETTERS = say`letters that no token has`;

/** Signed ones are what an issuer with a bug might write, or a thief of its key. */
const HOSTILE: readonly (readonly [what: Message, token: string])[] = [
  [say`a payload that is no JSON`, `${HEADER}.${base64url('rank 99')}.AAAA`],
  [say`a payload that is no JSON, signed`, sign(`${HEADER}.${base64url('rank 99')}`)],
  [say`an empty payload, signed`, sign(`${HEADER}.`)],
  [say`a payload that is null, signed`, signed(null)],
  [say`a payload that is a text, signed`, signed('spark')],
  [say`a payload that is a number, signed`, signed(15)],
  [say`a payload that is an array, signed`, signed([SPARK])],
  [say`a payload that is not UTF-8`, `${HEADER}.${Buffer.from([0xff]).toString('base64url')}.AAAA`],
  [say`a header that is null`, `${segment(null)}.${segment(RANK_99)}.AAAA`],
  [say`a header that is a text`, `${segment('HS256')}.${segment(RANK_99)}.AAAA`],
  [say`a header without alg`, `${segment({ typ: 'JWT' })}.${segment(RANK_99)}.AAAA`],
  [say`an alg that is an array`, `${segment({ alg: ['HS256'] })}.${segment(RANK_99)}.AAAA`],
  [say`an alg that is null`, `${segment({ alg: null, typ: 'JWT' })}.${segment(RANK_99)}.AAAA`],
  [say`a signature of one character`, `${HEADER}.${segment(RANK_99)}.A`],
  [say`no signature`, `${HEADER}.${segment(RANK_99)}.`],
  [say`two dots and nothing else`, '..'],
  [say`five parts`, 'a.b.c.d.e'],
  [ODD_LETTERS, '🐧.🐧.🐧'],
  [say`20,000 characters`, `${HEADER}.${'A'.repeat(20_000)}.AAAA`],
  [say`an exp in the farthest past, signed`, signed({ ...SPARK, exp: -1e20 })],
  [say`an nbf in the farthest future, signed`, signed({ ...SPARK, nbf: 1e20 })],
  [say`an exp that is an object, signed`, signed({ ...SPARK, exp: {} })],
  [say`an nbf that is a text, signed`, signed({ ...SPARK, nbf: 'soon' })],
];

step(4, ['handler'], () => {
  check('config-no-secret', say`does not start without JWT_SECRET`, async () => {
    for (const name of ['verifier-without-secret', 'verifier-empty-secret']) {
      const asked = await start(name);
      for (const text of asked.given.outcome.threw ? [] : ['', 'undefined', 'null', 'secret']) {
        const answered = await me(bearing(sign(TOKEN_TEXT, text)), { of: name });
        if (answered.reply?.status !== 200) continue;
        fail(
          4,
          answered,
          say`a function that does not start`,
          say`The variable JWT_SECRET is missing, and the function took ${show(text)} for its key. Everybody can sign with that. A default for a secret is a door without a lock: stop at init (RFC 7518 §3.2).`,
        );
      }
      stops(
        asked,
        'JWT_SECRET',
        say`The variable JWT_SECRET is missing or empty, and the function started. Whatever it takes for a key now, none is a secret: stop at init, where the first test after a deployment finds it.`,
      );
    }
  });

  check('config-secret-short', say`does not start where JWT_SECRET is under 32 bytes`, async () => {
    const cause = say`The secret has 31 bytes, and the function started with it. HS256 asks for at least 32, counted in UTF-8 bytes: whoever holds one token tries shorter ones at home until one fits (RFC 7518 §3.2).`;
    stops(await start('verifier-31-bytes'), 'JWT_SECRET', cause);
    stops(await start('verifier-short-secret'), 'JWT_SECRET', cause);
  });

  check('config-no-issuer', say`does not start without JWT_ISSUER`, async () => {
    for (const name of ['verifier-without-issuer', 'verifier-empty-issuer']) {
      stops(
        await start(name),
        'JWT_ISSUER',
        say`The variable JWT_ISSUER is missing or empty, and the function started. For an issuer that is undefined or empty jwt.verify() compares nothing, and one that stands in the code is wrong at the next stage: stop at init.`,
      );
    }
  });

  check('config-shows-nothing', say`shows nothing of the secret when it stops`, async () => {
    const short = await start('verifier-short-secret');
    stops(short, 'JWT_SECRET', undefined);
    const issuer = await start('verifier-without-issuer');
    stops(issuer, 'JWT_ISSUER', undefined);
    // Lambda logs what an init throws.
    const [log = '', other = ''] = [short, issuer].map(({ given }) => aws.logs.get(given));
    same(
      say`whether the log shows the secret, or a part of it`,
      showsSecret(log) || holdsSecret(other),
      false,
      say`What a function throws at init stands in its log, where many more people read than may know the secret; the half of a short one makes guessing the rest easy. Its name says which variable to mend, and its length what is wrong.`,
    );
  });

  check('config-secret-enough', say`starts where JWT_SECRET has 32 bytes`, async () => {
    const token = signed(SPARK, { key: createSecretKey(SECRET_OF_32, 'utf8') });
    const asked = await me(bearing(token), { of: 'verifier-32-bytes' });
    const cause = say`This secret is 32 bytes: 10 letters of Hangul with 3 bytes each, and 2 digits. "At least 32" includes 32; "length" of a text counts 12 characters, and "latin1" makes 12 bytes of them. The key is its UTF-8 bytes, all of them.`;
    if (asked.reply?.status !== 200) startFails(asked, cause);
    const other = signed(SPARK, { key: createSecretKey(SECRET_IN_BLANKS, 'utf8') });
    const blanks = await me(bearing(other), { of: 'verifier-secret-in-blanks' });
    if (blanks.reply?.status === 200) return;
    startFails(
      blanks,
      say`This secret begins and ends with a blank, and both belong to it. The key is the variable's bytes as they are: what is tidied here is not tidied in the function that signs.`,
    );
  });

  check('demo-login-then-me', say`accepts the issuer's token the moment it is issued`, async () => {
    // More than once: at least one of them is issued and used within the same second.
    for (let times = 0; times < 3; times += 1) {
      const asked = await me(bearing(await logIn()));
      const reply = ok(4, asked, (refused) =>
        refused?.status === 401
          ? say`The token is one second old at most, straight from the issuer's function. iat may be this very second: there is nothing to wait for.`
          : undefined,
      );
      same(say`email in the answer's body`, objectIn(reply.text)?.['email'], SPARK.email);
    }
    const { status } = (
      await aws.http('GET /me', { headers: { Authorization: `Bearer ${await logIn()}` } })
    ).result();
    same(
      say`the status of GET /me through the HTTP API`,
      status,
      200,
      say`Called directly the function answers 200, but the gateway can't make a response of it: statusCode is a number, headers and body are texts (payload format 2.0).`,
    );
  });

  check('demo-one-character', say`notices one changed character, wherever it is`, async () => {
    const token = await logIn();
    const positions = Array.from(token, (_character, index) => index).filter(
      (index) => token[index] !== '.' && (index % 9 === 0 || index === token.length - 1),
    );
    for (const position of positions) {
      // The nearest character: the last one of a signature then differs in spare bits only.
      const other = ALPHABET[ALPHABET.indexOf(token[position] ?? '') ^ 1] ?? '';
      const changed = `${token.slice(0, position)}${other}${token.slice(position + 1)}`;
      invalid(4, await me(bearing(changed)), (reply) =>
        reply?.status === 200
          ? unnoticed(token, position)
          : say`Character ${position + 1} of the token is another one. That may leave no JSON behind, or no header: still a bad token, and 401.`,
      );
    }
  });

  check('demo-until-it-expires', say`lets a token in until it expires, and no longer`, async () => {
    const early = bearing(signed({ ...SPARK, nbf: Math.floor(aws.now() / 1000) + 1 }));
    const wasRefused = (await me(early)).reply?.status === 401;
    const expiring = await nextToExpire();
    aws.pass(1_020);
    const asked = await me(bearing(expiring.token));
    if (asked.reply?.status !== 200) {
      invalid(4, asked);
      // A clock that runs lets in now what it refused a second ago.
      if (wasRefused) {
        ok(4, await me(early), (reply) =>
          reply?.status === 401
            ? say`A second ago this token was not yet valid, and now its time has come; it is still refused for having been refused before. What is kept outside the handler outlives its reason: ask jwt.verify() in every call.`
            : undefined,
        );
      }
      return;
    }
    const unseen = await me(bearing(expiring.unseen));
    fail(
      4,
      asked,
      say`401, WWW-Authenticate: Bearer error="invalid_token", …`,
      unseen.reply?.status === 200
        ? say`A second went by, and for this function none did: its clock stands still. What is computed outside the handler is computed once, and an environment lives for hours. Leave the time to jwt.verify(), which asks for it in every call.`
        : say`It was right a second ago, and now its time is over. Another token of the very same exp is refused, so this one is still believed for having been right before: "verified" holds until exp and no longer (RFC 7519 §4.1.4).`,
    );
  });

  check('demo-every-request-anew', say`judges every request anew`, async () => {
    const [header, payload] = TOKEN.split('.');
    const warm = say`An environment serves many requests, one after the other, and module variables live on between them. Whatever was found out about the last caller must not be kept there.`;
    /** Somebody was let in whom this very request does not name. */
    const remembered = (reply: Reply | undefined) =>
      reply?.status === 200 ? warm : withoutCode(reply);
    const spark = () => me(bearing(TOKEN));
    subjectIs(SPARK.sub, ok(4, await spark()), warm);
    withoutToken(await me({}), remembered, 4);
    invalid(4, await me(bearing(`${header}.${payload}.${'A'.repeat(43)}`)), remembered);
    const neon = ok(4, await me(bearing(signed(NEON))));
    subjectIs(NEON.sub, neon, warm);
    same(
      say`nickname in the answer's body`,
      objectIn(neon.text)?.['nickname'],
      NEON.nickname,
      warm,
    );
    // Nothing of the claims before is left in those of the next token.
    const few = await me(bearing(signed(FEW)));
    if (few.reply?.status === 200) {
      same(say`the answer's body`, objectIn(few.reply.text), FEW, warm);
    }
    invalid(4, await me(bearing(signed(EXPIRED))), remembered);
    invalid(4, await me(bearing(PROMOTED)), remembered);
    subjectIs(SPARK.sub, ok(4, await spark()), warm);
  });

  check('demo-logs', say`keeps tokens and the secret out of the log`, async () => {
    for (const token of [
      TOKEN,
      PROMOTED,
      signed(EXPIRED),
      `${HEADER}.${base64url('rank 99')}.AAAA`,
    ]) {
      const asked = await me(bearing(token));
      if (asked.given.outcome.threw) fail(4, asked, say`an answer`);
      // Of the first request to an environment it holds the init, too.
      const log = [...aws.logs.values()].join('\n');
      const [, payload = '', signature = ''] = token.split('.');
      same(
        say`whether the log holds the token`,
        [payload, signature].some((part) => part.length > 4 && log.includes(part)),
        false,
        say`Whoever reads the log has the token, and with it spark's account until exp. The event holds the token: log what happened, never the event.`,
      );
      same(
        say`whether the log holds the secret`,
        holdsSecret(log),
        false,
        say`Whoever reads the log has the secret, and can make any token.`,
      );
    }
  });
});

function unnoticed(token: string, position: number): Message {
  return position > token.lastIndexOf('.')
    ? say`Character ${position + 1} of the token is another one, and nobody noticed. Compare the signature as it was received, all 43 characters of it: decoded, the last one has bits to spare.`
    : say`Character ${position + 1} of the token is another one, and nobody noticed. The signature covers every character before it: verify the token as it was received, all of it, and keep nothing by a part of it.`;
}

/**
 * The token that this function will be the next to refuse, within a second, and one that it has not
 * seen with the same exp. Found by asking: how far clocks may differ is the function's own affair.
 */
async function nextToExpire(): Promise<{ token: string; unseen: string }> {
  const now = Math.floor(aws.now() / 1000);
  let refused = now - 600;
  let taken = now + 60;
  ok(4, await me(bearing(signed({ ...SPARK, exp: taken }))));
  while (taken - refused > 1) {
    const exp = Math.floor((refused + taken) / 2);
    const { reply } = await me(bearing(signed({ ...SPARK, exp })));
    if (reply?.status === 200) taken = exp;
    else refused = exp;
  }
  return {
    token: signed({ ...SPARK, exp: taken }),
    unseen: signed({ ...NEON, exp: taken }),
  };
}

/** The first request to a function with a configuration of its own: it holds the init. */
function start(name: string): Promise<Asked> {
  const first = started.get(name) ?? me(bearing(TOKEN), { of: name });
  started.set(name, first);
  return first;
}

const started = new Map<string, Promise<Asked>>();

/** Fails, and `cause` says why the secret was refused or made another key, if that is what came. */
function startFails(asked: Asked, cause: Message): never {
  const { given, reply } = asked;
  if (!given.outcome.threw)
    fail(4, asked, say`a start, and 200`, reply?.status === 401 ? cause : undefined);
  const isAboutSecret = /secret/i.test((given.outcome.error as Error).message);
  return given.fail(say`a start, and 200`, () => (isAboutSecret ? cause : undefined));
}

/** It does not start, and its error names the variable that has to be mended, and no other. */
function stops(asked: Asked, variable: 'JWT_SECRET' | 'JWT_ISSUER', cause: Message | undefined) {
  const { given } = asked;
  const { outcome } = given;
  const refusal = say`no start, and an error that names ${variable}`;
  if (!outcome.threw) fail(4, asked, refusal, () => cause);
  const expected = say`${asked.call} → ${refusal}`;
  const { name, message } = outcome.error as Error;
  if (todoOf(outcome) !== undefined) given.fail(expected);
  if (!isAtInit(given)) {
    given.fail(
      expected,
      () =>
        say`It started, and the error came with the first request. Check the configuration outside the handler, where it runs at init: then the first test after a deployment finds the mistake, and not the first client.`,
    );
  }
  if (name.startsWith('Runtime.')) {
    given.fail(
      expected,
      () =>
        say`It ended, and Lambda does not know why: a promise was rejected that nobody awaits, or the process was ended. Throw the error where the configuration is read, so that it is the init's own.`,
    );
  }
  const named = ['JWT_SECRET', 'JWT_ISSUER'].filter((one) => message.includes(one));
  if (named.length === 1 && named[0] === variable) return;
  given.fail(
    expected,
    () =>
      say`It stops, and whoever reads this message in the log has to guess which variable to mend. Name ${variable}, and none that is right.`,
  );
}

/** The secret as it is, or its bytes in a common encoding. */
function holdsSecret(text: string): boolean {
  const bytes = Buffer.from(SECRET);
  const encoded = (['base64url', 'base64', 'hex'] as const).map((name) => bytes.toString(name));
  return [SECRET, ...encoded].some((form) => text.includes(form));
}

const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';

/** A request, and what became of it. */
interface Asked {
  readonly given: Awaited<ReturnType<typeof aws.invoke>>;
  readonly call: string;
  /** See About. */
  readonly told: Message | undefined;
  /** Undefined where the function failed, or returned what no gateway understands. */
  readonly reply: Reply | undefined;
}

/** What the client gets. */
interface Reply {
  readonly status: number;
  /** `WWW-Authenticate`. */
  readonly challenge: string | undefined;
  /** `Content-Type`. */
  readonly type: string | undefined;
  /** Its headers hold nothing that a gateway can't send: it answers 500 then. */
  readonly isSendable: boolean;
  readonly text: string;
  /** All that a client can read of it. */
  readonly words: string;
}

type Told = Message | ((reply: Reply | undefined) => Message | undefined);

interface About {
  /** Which function to call. */
  readonly of?: string;
  readonly cookies?: readonly string[];
  readonly query?: string;
  readonly body?: string;
  /** What the token is, where its first characters do not say it. */
  readonly told?: Message;
}

function bearing(token: string): Record<string, string> {
  return { authorization: `Bearer ${token}` };
}

/** `GET /me` with these headers, through Lambda. */
async function me(headers: Record<string, string>, about: About = {}): Promise<Asked> {
  const { of = 'verifier', told } = about;
  const shown = Object.entries(headers).map(([name, value]) => `, ${name}: ${cut(value)}`);
  const call = `${of === 'verifier-watched' ? 'verifier' : of}: GET /me${shown.join('')}`;
  const given = await aws.invoke(of, getMe(headers, about), { call });
  const { outcome } = given;
  return { given, call, told, reply: outcome.threw ? undefined : replyOf(outcome.returned) };
}

/** https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-develop-integrations-lambda.html */
function getMe(headers: Record<string, string>, { cookies, query, body }: About = {}) {
  return {
    version: '2.0',
    routeKey: 'GET /me',
    rawPath: '/me',
    rawQueryString: query === undefined ? '' : `access_token=${query}&token=${query}`,
    ...(cookies && { cookies }),
    headers: { accept: 'application/json', host: 'abc.execute-api.local', ...headers },
    ...(query !== undefined && { queryStringParameters: { access_token: query, token: query } }),
    ...(body !== undefined && { body }),
    requestContext: {
      accountId: '123456789012',
      apiId: 'abc',
      domainName: 'abc.execute-api.local',
      domainPrefix: 'abc',
      http: {
        method: 'GET',
        path: '/me',
        protocol: 'HTTP/1.1',
        sourceIp: '127.0.0.1',
        userAgent: 'spark',
      },
      requestId: 'spark-1',
      routeKey: 'GET /me',
      stage: '$default',
      time: '14/Nov/2026:12:00:00 +0000',
      timeEpoch: 1_794_657_600_000,
    },
    isBase64Encoded: false,
  };
}

/** spark's token, from the issuer's function. */
async function logIn(): Promise<string> {
  const event = {
    ...getMe({ 'content-type': 'application/json' }),
    routeKey: 'POST /login',
    rawPath: '/login',
    body: JSON.stringify({ email: SPARK.email, password: PASSWORD }),
  };
  const given = await aws.invoke('issuer', event, {
    subject: 'issuer.ts:handler',
    call: 'issuer: POST /login',
  });
  return String(objectIn(replyOf(given.result())?.text ?? '')?.['access_token']);
}

/**
 * What an HTTP API makes of the function's result (payload format 2.0): what has no statusCode is
 * itself the body of a 200.
 */
function replyOf(result: unknown): Reply | undefined {
  if (typeof result !== 'object' || result === null) return undefined;
  const { statusCode, headers, body, isBase64Encoded } = result as Record<string, unknown>;
  if (statusCode === undefined) {
    return replyWith(200, { 'content-type': 'application/json' }, JSON.stringify(result));
  }
  if (body !== undefined && body !== null && typeof body !== 'string') return undefined;
  if (hasListsAsHeaders(result)) return undefined;
  const text = isBase64Encoded === true ? Buffer.from(body ?? '', 'base64').toString() : body;
  return replyWith(Number(statusCode), headers ?? {}, text ?? '');
}

/** The gateway takes no list and no object as a header's value, and answers 500. */
function hasListsAsHeaders(result: unknown): boolean {
  const { headers } = result as { headers?: unknown };
  if (Array.isArray(headers)) return false;
  return Object.values(headers ?? {}).some((value) => typeof value === 'object' && value !== null);
}

function replyWith(status: number, headers: object, text: string): Reply {
  const values = Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value]);
  const { 'www-authenticate': challenge, 'content-type': type } = Object.fromEntries(
    values.flatMap(([name, value]) =>
      value === undefined || value === null ? [] : [[name, String(value)]],
    ),
  ) as Record<string, string | undefined>;
  const isSendable = values.every(([, value]) => /^[\t -~\x80-\xff]*$/.test(String(value)));
  return { status, challenge, type, isSendable, text, words: `${challenge ?? ''} ${text}` };
}

/** It is let through. How that is answered, and whether it is written yet, is a later step's matter. */
function accepted(current: number, asked: Asked, cause: Told): void {
  const { given, reply } = asked;
  if (isLater(current, asked)) return;
  if (reply === undefined ? !given.outcome.threw : isSuccess(reply)) return;
  // What is said of a refusal does not explain an error that nobody meant.
  fail(current, asked, say`200`, reply && cause);
}

function isSuccess({ status }: Reply): boolean {
  return status >= 200 && status < 300;
}

function ok(current: number, asked: Asked, cause?: Told): Reply {
  const { reply } = asked;
  if (reply?.status === 200 && reply.isSendable) return reply;
  // What is said of another answer does not explain an error.
  return fail(current, asked, say`200`, asked.given.outcome.threw ? undefined : cause);
}

/** 401 and the bare challenge (RFC 6750 §3.1). */
function withoutToken(asked: Asked, cause: Told, current = 1): void {
  const { reply } = asked;
  const isBare = reply?.status === 401 && isChallenge(reply) && !hasError(reply);
  if (!isBare) fail(current, asked, say`401, WWW-Authenticate: Bearer, and no error code`, cause);
}

/** 401 and the challenge for a bad token (RFC 6750 §3.1). */
function invalid(
  current: number,
  asked: Asked,
  cause: Told = withoutCode,
): Asked & { reply: Reply } {
  const { reply } = asked;
  if (reply?.status === 401 && /^Bearer\b.*\berror="invalid_token"/is.test(reply.challenge ?? '')) {
    return { ...asked, reply };
  }
  return fail(current, asked, say`401, WWW-Authenticate: Bearer error="invalid_token", …`, cause);
}

function withoutCode(reply: Reply | undefined): Message | undefined {
  if (reply === undefined) return undefined;
  if (reply.status === 200) {
    return say`A bad token was let through. jwt.decode() checks nothing, only jwt.verify() does: look at what it is given, and whether the errors that it throws end in a throw of yours, not in a return.`;
  }
  if (reply.status !== 401) {
    return say`A bad token is 401, with a challenge: the client can log in again and come back. 403 would mean that nothing helps, and 500 that the fault is yours.`;
  }
  return reply.challenge === undefined
    ? say`A 401 says how to do better: without WWW-Authenticate a client can't know that a bearer token is wanted (RFC 9110 §15.5.2).`
    : say`A token was sent, and it was bad: the challenge says so, error="invalid_token" with its quotation marks (RFC 6750 §3.1).`;
}

/** How a description may say it, in either language. */
const WORDS = {
  expired: /expir|만료/i,
  signature: /signature|서명|tamper|forge|alter|changed|modified/i,
  'not yet': /not[ _-]*(?:yet|active|before)|\byet\b|\bnbf\b|before|too early|아직/i,
} as const;

function says(asked: Asked & { reply: Reply }, word: keyof typeof WORDS): void {
  if (WORDS[word].test(asked.reply.words)) return;
  fail(
    2,
    asked,
    say`an error_description that says "${word}"`,
    /error_description/.test(asked.reply.challenge ?? '')
      ? say`The description speaks of something else. By this word the client knows what to do next; the lesson has a table of them.`
      : say`"invalid_token" alone leaves the client guessing: is a new login enough, or is something broken? Say in error_description what is wrong (RFC 6750 §3).`,
  );
}

/** A Bearer challenge with parameters in the characters that RFC 6750 §3 allows. */
function isChallenge({ challenge }: Reply): boolean {
  const parameter = String.raw`[\w-]+ *= *(?:"[ !#-\[\]-~]*"|[\w.~+/-]+)`;
  return new RegExp(`^Bearer(?: +${parameter}(?: *,[ ,]*${parameter})*)? *$`, 'i').test(
    challenge ?? '',
  );
}

function hasError({ challenge }: Reply): boolean {
  return /\berror(?:_description)? *=/.test(challenge ?? '');
}

function subjectIs(sub: string, reply: Reply, cause: Message): void {
  same(say`sub in the answer's body`, objectIn(reply.text)?.['sub'], sub, cause);
}

/** Ends the check: this was expected of the request, and it came to something else. */
function fail(current: number, asked: Asked, expected: Message, cause?: Told): never {
  const { given, call, told: token, reply } = asked;
  const { outcome } = given;
  const what = token ? say`${call} (${token}) → ${expected}` : say`${call} → ${expected}`;
  const isOdd =
    reply === undefined
      ? !outcome.threw && hasListsAsHeaders(outcome.returned ?? {})
      : isSuccess(reply) && !reply.isSendable;
  const later = isLater(current, asked);
  // A request that got to a step that is not written yet was let through, as with a 200.
  const told = typeof cause === 'function' ? cause(later ? LET_THROUGH : reply) : cause;
  const likely = isOdd ? ODD_HEADERS : told;
  if (outcome.threw && !later) {
    given.fail(what, () => (isAtInit(given) ? AT_INIT : (likely ?? crashCause(outcome))));
  }
  throw new CheckFailure({
    kind: 'wrong',
    expected: what,
    actual: later ? say`it was let through, to the next step` : cameOf(asked),
    ...(likely && { cause: likely }),
    subject: 'handler',
  });
}

const LET_THROUGH = replyWith(200, {}, '');

const ODD_HEADERS = say`A header's value is a text of ASCII. API Gateway takes no list, no object and no Korean there, and the client gets a 500 in place of this answer (payload format 2.0).`;

const AT_INIT = say`It failed while Lambda loaded the file, before any request came to the handler: look at what stands outside of it.`;

/** The log is the runtime client's own. */
function isAtInit(given: Asked['given']): boolean {
  return aws.logs.get(given)?.includes('\tInit Error') === true;
}

function cameOf({ given: { outcome }, reply }: Asked): Message {
  if (reply === undefined) {
    return say`it returned ${show(outcome.threw ? undefined : outcome.returned)}, which no gateway understands`;
  }
  const { status, challenge, text } = reply;
  if (isSuccess(reply)) return say`${status}, body ${show(objectIn(text) ?? text)}`;
  if (challenge === undefined) return say`${status}, no WWW-Authenticate, body ${show(text)}`;
  const [, error, description] =
    /^Bearer error="([^"]*)", error_description="([^"]*)"$/.exec(challenge) ?? [];
  if (description !== undefined) {
    return say`${status}, error ${show(error)}, description ${show(description)}`;
  }
  return say`${status}, WWW-Authenticate: ${show(challenge)}`;
}

/** Whether it got past `current`, to a step that is not written yet. */
function isLater(current: number, { given: { outcome } }: Asked): boolean {
  return (todoOf(outcome) ?? 0) > current;
}

function todoOf(outcome: Outcome): number | undefined {
  if (!outcome.threw || !(outcome.error instanceof Error)) return undefined;
  const number = /^TODO (\d)/.exec(outcome.error.message)?.[1];
  return number === undefined ? undefined : Number(number);
}

/** Why a token made a 500, by what was thrown. */
function crashCause(outcome: Outcome): Message | undefined {
  if (!outcome.threw) {
    return say`Whatever a token holds, a bad one is answered with 401 and "invalid_token". A claims set is a JSON object with the right issuer, and nothing else is (RFC 7519 §7.2).`;
  }
  const { name, message } = outcome.error as Error;
  if (name === 'SyntaxError' && /JSON/.test(message)) {
    return say`jsonwebtoken throws a plain SyntaxError where a payload is no JSON, and no signature is needed for that. Whoever catches its own errors only answers a stranger with 500: catch whatever comes.`;
  }
  if (name === 'TypeError' && /of (?:null|undefined)|is not a function|operator/.test(message)) {
    return say`The token's content was of another type than the code expects, as a payload that is null. A stranger decides what is in it: catch whatever comes while it is verified.`;
  }
  if (name === 'RangeError' && /time value/.test(message)) {
    return say`A time out of the token became a Date, and toISOString() throws where no calendar reaches. What a token says is no safe thing to compute with, not even in an error's description.`;
  }
  return /^(?:JsonWebToken|TokenExpired|NotBefore)Error$/.test(name)
    ? say`What the handler throws becomes a 500: "our fault", an alarm at night, and a client that tries again. A bad token is the client's: catch whatever comes while it is verified, and answer 401.`
    : undefined;
}

function segment(value: unknown): string {
  return base64url(JSON.stringify(value));
}

function base64url(text: string): string {
  return Buffer.from(text).toString('base64url');
}

/** By hand, for jsonwebtoken refuses to write most of what is signed here. */
function signed(payload: unknown, { key = KEY } = {}): string {
  return sign(`${HEADER}.${segment(payload)}`, key);
}

function sign(text: string, key: Parameters<typeof createHmac>[1] = KEY): string {
  return `${text}.${createHmac('sha256', key).update(text).digest('base64url')}`;
}

/** These claims under the signature of spark's own. */
function forged(claims: object): string {
  return `${HEADER}.${segment(claims)}.${signed(SPARK).split('.')[2]}`;
}

function objectIn(json: string): Record<string, unknown> | undefined {
  try {
    const value: unknown = JSON.parse(json);
    return typeof value === 'object' && value !== null && !Array.isArray(value)
      ? (value as Record<string, unknown>)
      : undefined;
  } catch {
    return undefined;
  }
}

/** A header's value, its token cut. */
function cut(value: string): string {
  return value.length <= 24 ? JSON.stringify(value) : `${value.slice(0, 20)}...`;
}
