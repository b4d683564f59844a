/**
 * The checks of lab 6: a key that is published, a memory of keys, a rotation, and a gateway that
 * checks tokens by itself.
 *
 * jwk.ts, key-set.ts and rotation.ts are called directly, under a clock that the check sets. The
 * functions are run by local Lambda, and the local gateway verifies real signatures with the keys
 * that the learner's issuer publishes. Tokens are signed here, with the application's own key.
 */
import {
  check,
  CheckFailure,
  given,
  guard,
  same,
  say,
  secret,
  show,
  step,
  verbatim,
  type Cause,
  type Message,
  type Outcome,
} from '#checks';
import { startApplication, type HttpAnswer } from '#checks-aws';
import { ApplicationError, validateApplication, type LambdaFunction } from '#local-aws';
import {
  createHash,
  createHmac,
  createPrivateKey,
  createPublicKey,
  createSecretKey,
  generateKeyPairSync,
  sign,
  verify,
  type KeyObject,
} from 'node:crypto';
import { EventEmitter, once } from 'node:events';
import { setImmediate } from 'node:timers/promises';
import { vi } from 'vitest';
import { application } from './application.ts';
import * as gateway from './gateway.ts';
import { publicJwk, thumbprint } from './jwk.ts';
import { createKeySet, type Jwk, type KeySet } from './key-set.ts';
import { listClaim } from './profile.ts';
import { published, signingKey, type RingKey } from './rotation.ts';
import { findUser } from './users.ts';

type Json = Readonly<Record<string, unknown>>;

/** The key of RFC 7638 §3.1, with its thumbprint. */
const RFC_7638 = {
  jwk: {
    kty: 'RSA',
    n: '0vx7agoebGcQSuuPiLJXZptN9nndrQmbXEps2aiAFbWhM78LhWx4cbbfAAtVT86zwu1RK7aPFFxuhDR1L6tSoc_BJECPebWKRXjBZCiFV4n3oknjhMstn64tZ_2W-5JsGY4Hc5n9yBXArwl93lqt7_RN5w6Cf0h4QyQ5v-65YGjQR0_FDW2QvzqY368QQMicAtaSqzs8KJZgnYb9c7d0zgdAZHzu6qMQvRL5hajrn1n91CbOpbISD08qNLyrdkt-bFTWhAI4vMQFh6WeZu0fM4lFd2NcRwr3XPksINHaQ-G_xBniIqbw0Ls1jF44-csFCur-kEgU8awapJzKnqDKgw',
    e: 'AQAB',
  },
  thumbprint: 'NzbLsXh8uDCcd-6MNwXF4W_7noWXFZAfHkxZsRGC9Xs',
};
const RFC_KEY = createPublicKey({ key: RFC_7638.jwk, format: 'jwk' });

const AUDIENCE = 'https://api.rubywave.io';
const CLIENT_ID = 'rubywave-web';
const LIFETIME = 3600;

/** The users' passwords, example data as lab 3's lesson prints them. */
const SPARK = { email: 'spark@rubywave.io', password: secret('light-the-spark-15') };
const NEON = { email: 'neon@rubywave.io', password: secret('nine-lives-of-neon') };
const HANEUL = { email: 'haneul@rubywave.io', password: secret('하늘은 맑고 바람은 분다') };
const COMET = { email: 'comet@rubywave.io', password: secret('once-in-a-hundred-years') };

/** A key of 1024 bits: quick to make, and to break. */
const WEAK = generateKeyPairSync('rsa', { modulusLength: 1024 });
const WEAK_PEM = secret(WEAK.privateKey.export({ type: 'pkcs8', format: 'pem' }) as string);
const CURVE = generateKeyPairSync('ec', { namedCurve: 'P-256' });

/** A modulus of 3072 bits, and an exponent that few keys have. */
const LONG = { n: Buffer.alloc(384, 0xab).toString('base64url'), e: 'Aw' };

const declared: LambdaFunction = application.functions['issuer'] ?? { entry: './issuer.ts' };

/** The issuer with another private key; undefined takes the variable away. */
function issuerWith(pem: string | undefined): LambdaFunction {
  const { JWT_PRIVATE_KEY: _, ...environment } = declared.environment ?? {};
  return {
    ...declared,
    environment: { ...environment, ...(pem !== undefined && { JWT_PRIVATE_KEY: pem }) },
  };
}

/** Another issuer, with a path and a slash at the end, that issues for somebody else. */
const ELSEWHERE = {
  JWT_ISSUER: 'https://login.rubywave.io/eu/',
  JWT_AUDIENCE: 'https://shop.rubywave.io',
  JWT_CLIENT_ID: 'rubywave-app',
  TOKEN_TTL_SECONDS: '900',
};

/** What API Gateway would refuse of the learner's gateway.ts; none where it takes all of it. */
const problems = problemsOf();

function problemsOf(): readonly string[] {
  try {
    validateApplication(application);
    return [];
  } catch (error) {
    if (error instanceof ApplicationError) return error.problems;
    return [String(error)];
  }
}

/** Without the doors that gateway.ts spoils, where it does. */
const { authorizers = {}, routes = [] } = application.httpApi ?? {};
const { jwt: _jwt, ...otherAuthorizers } = authorizers as Record<string, never>;
const httpApi =
  problems.length === 0
    ? { authorizers, routes }
    : {
        authorizers: otherAuthorizers,
        routes: routes.filter(({ authorizer }) => authorizer !== 'jwt'),
      };

const aws = await startApplication(
  {
    ...application,
    functions: {
      ...application.functions,
      'key-missing': issuerWith(undefined),
      'key-empty': issuerWith(''),
      'key-garbage': issuerWith(
        '-----BEGIN PRIVATE KEY-----\nc3Bhcms=\n-----END PRIVATE KEY-----\n',
      ),
      'key-1024': issuerWith(WEAK_PEM),
      elsewhere: { ...declared, environment: { ...declared.environment, ...ELSEWHERE } },
    },
    httpApi,
  },
  import.meta.url,
);
const ISSUER = aws.local.httpApi?.url ?? '';
const PRIVATE_KEY = createPrivateKey(aws.local.secrets['signing-key'] ?? '');
const PUBLIC_KEY = createPublicKey(PRIVATE_KEY);
const MEMBERS = PUBLIC_KEY.export({ format: 'jwk' });

/** RFC 7638, done here: what the learner's `thumbprint` must come to. */
const KID = createHash('sha256')
  .update(JSON.stringify({ e: MEMBERS.e, kty: 'RSA', n: MEMBERS.n }))
  .digest('base64url');

const EXPECTED_JWK = { kty: 'RSA', n: MEMBERS.n, e: MEMBERS.e, kid: KID, use: 'sig', alg: 'RS256' };
const PRIVATE_MEMBERS = ['d', 'p', 'q', 'dp', 'dq', 'qi', 'oth', 'k'];

step(1, { thumbprint, publicJwk }, () => {
  check('thumbprint-vector', say`makes the thumbprint of RFC 7638`, () => {
    given(thumbprint, RFC_KEY).returns(RFC_7638.thumbprint, thumbprintMisconception(RFC_7638.jwk));
    given(thumbprint, PUBLIC_KEY).returns(KID, thumbprintMisconception(MEMBERS as Json));
  });

  check('thumbprint-halves', say`makes the same thumbprint of both halves of a key`, () => {
    const ofBoth = thumbprintMisconception(MEMBERS as Json);
    const other = given(thumbprint, PUBLIC_KEY).outcome;
    given(thumbprint, PRIVATE_KEY).returns(KID, (outcome) =>
      outcome.threw || other.threw || outcome.returned === other.returned
        ? ofBoth(outcome)
        : say`This is the private half of a key, and its thumbprint is another one than the public half's. Only n and e go in, which both halves have: so whoever has the published key comes to the same kid (RFC 7638 §3.2).`,
    );
  });

  check('jwk-members', say`publishes six members and no other`, () => {
    given(publicJwk, PUBLIC_KEY).returns(EXPECTED_JWK as ReturnType<typeof publicJwk>, (outcome) =>
      outcome.threw ? undefined : jwkMisconception(outcome.returned),
    );
  });

  check('jwk-private', say`publishes the public half of a private key, and nothing else`, () => {
    const attempt = given(publicJwk, PRIVATE_KEY);
    attempt.satisfies(
      say`no member of the private key`,
      (jwk) => PRIVATE_MEMBERS.every((name) => !(name in Object(jwk))),
      say`export({ format: 'jwk' }) of a private key is the private key. Whoever reads the published set could sign as you do: take n and e out, and leave the rest.`,
    );
    attempt.returns(EXPECTED_JWK as ReturnType<typeof publicJwk>, (outcome) =>
      outcome.threw ? undefined : jwkMisconception(outcome.returned),
    );
  });

  check('jwk-other-kinds', say`refuses what is no RSA key for RS256`, () => {
    const keys: readonly (readonly [KeyObject, Message])[] = [
      [
        CURVE.publicKey,
        say`This is a key on an elliptic curve, for ES256. It has no n and no e, and what comes out is nobody's key: look at asymmetricKeyType first.`,
      ],
      [
        createSecretKey(Buffer.alloc(32, 'k')),
        say`This is a secret, for HS256. Its JWK is the secret itself ("k"), and published it is everybody's.`,
      ],
    ];
    for (const [key, cause] of keys) {
      for (const make of [publicJwk, thumbprint]) {
        given<[KeyObject], unknown>(make, key).throwsRangeError((outcome) =>
          outcome.threw ? otherError(outcome) : cause,
        );
      }
    }
  });

  check('jwk-pss', say`refuses an RSA key that is for RSA-PSS only`, () => {
    for (const make of [publicJwk, thumbprint]) {
      given<[KeyObject], unknown>(make, pssKey()).throwsRangeError(
        (outcome) =>
          otherError(outcome) ??
          say`asymmetricKeyType is "rsa-pss" here: such a key says of itself that it makes no RS256 signature. Compare with "rsa", and not with the beginning of the name.`,
      );
    }
  });

  check('jwk-short', say`refuses an RSA key under 2048 bits`, () => {
    const cause = say`This key has 1024 bits. RS256 asks for 2048 or more (RFC 7518 §3.3); jsonwebtoken refuses to sign with a shorter one, and checks with it without a word. asymmetricKeyDetails tells the length.`;
    given(publicJwk, WEAK.publicKey).throwsRangeError(cause);
    given(publicJwk, WEAK.privateKey).throwsRangeError(cause);
    given(thumbprint, WEAK.publicKey).throwsRangeError(cause);
    const [n, e] = [Buffer.alloc(255, 0xab).toString('base64url'), 'AQAB'];
    given(
      publicJwk,
      createPublicKey({ key: { kty: 'RSA', n, e }, format: 'jwk' }),
    ).throwsRangeError(say`This key has 2040 bits, and 2048 are the least (RFC 7518 §3.3).`);
  });

  check('jwk-long', say`takes a longer key, with its own exponent`, () => {
    const kid = hash(JSON.stringify({ e: LONG.e, kty: 'RSA', n: LONG.n })).toString('base64url');
    const key = createPublicKey({ key: { kty: 'RSA', ...LONG }, format: 'jwk' });
    given(publicJwk, key).returns(
      { kty: 'RSA', ...LONG, kid, use: 'sig', alg: 'RS256' },
      ({ threw }) =>
        threw
          ? say`This key has 3072 bits. 2048 are the least that RS256 asks for, and more are as good (RFC 7518 §3.3).`
          : say`n and e are this key's own: most keys have the exponent "AQAB", and this one has 3, "Aw".`,
    );
  });
});

step(2, ['handler'], () => {
  check('discovery', say`says who the issuer is, and where its keys are`, async () => {
    const answer = await http('GET /.well-known/openid-configuration');
    const document = jsonOf(answer, 200);
    same(
      say`issuer in the discovery document`,
      document['issuer'],
      ISSUER,
      say`It must be what the tokens have in iss, to the letter: JWT_ISSUER as it is. A slash more at the end is another issuer (OpenID Connect Discovery 1.0 §4.3).`,
    );
    same(
      say`jwks_uri in the discovery document`,
      document['jwks_uri'],
      `${ISSUER}/.well-known/jwks.json`,
      (uri) =>
        typeof uri === 'string' && uri.startsWith('/')
          ? say`It is an address, whole, and no path: whoever reads it has asked somebody else.`
          : say`It is the whole address of the other route: JWT_ISSUER and its path.`,
    );
  });

  check('discovery-host', say`believes no Host header`, async () => {
    const foreign = 'login.mallory.example';
    const answer = await invokeIssuer('issuer', {
      headers: { host: foreign, 'x-forwarded-host': foreign, 'x-forwarded-proto': 'https' },
      domainName: foreign,
    });
    const body = parse(String(memberOf(answer.result(), 'body')));
    for (const name of ['issuer', 'jwks_uri']) {
      same(
        say`${name}, asked with another Host header`,
        String(memberOf(body, name)).includes(foreign),
        false,
        say`The Host header is written by whoever asks. An issuer that repeats it tells the next reader, or a cache, to fetch the keys of a stranger: both addresses come from JWT_ISSUER.`,
      );
    }
  });

  check('jwks', say`publishes its key as a JWK Set`, async () => {
    const set = jsonOf(await http('GET /.well-known/jwks.json'), 200);
    same(
      say`what the set has in "keys"`,
      Array.isArray(set['keys']) ? set['keys'].length : typeof set['keys'],
      1,
      say`A JWK Set is an object with a list in "keys" (RFC 7517 §5), and in there is one key so far.`,
    );
    const [jwk] = set['keys'] as readonly Json[];
    same(
      say`private members of the key`,
      PRIVATE_MEMBERS.filter((name) => name in Object(jwk)),
      [],
      say`The private key stands in the open: whoever reads this signs as you do. publicJwk gives the public half.`,
    );
    same(
      say`the key's modulus and kid`,
      [jwk?.['n'], jwk?.['kid']],
      [MEMBERS.n, KID],
      say`It is another key than the one in JWT_PRIVATE_KEY, or goes by another kid than its thumbprint. What is made in the code is another one in each environment, and no token fits.`,
    );
  });

  check('public-cache', say`lets everybody keep both documents for five minutes`, async () => {
    for (const path of ['openid-configuration', 'jwks.json']) {
      const answer = await http(`GET /.well-known/${path}`);
      jsonOf(answer, 200);
      const { headers } = answer.result();
      const value = headers['cache-control'] ?? '';
      const words = value
        .toLowerCase()
        .split(/\s*,\s*/)
        .toSorted();
      same(
        say`Cache-Control of ${path}`,
        words.join(', '),
        'max-age=300, public',
        say`Without it every verifier asks for every token, or keeps the keys as long as it likes. "public, max-age=300" lets caches on the way help, and a new key is seen everywhere within five minutes.`,
      );
      const { 'content-type': type } = headers;
      same(
        say`Content-Type of ${path}`,
        /^application\/(?:[\w.-]+\+)?json\b/i.test(type ?? '') ? 'application/json' : type,
        'application/json',
        say`Say that it is JSON: application/json.`,
      );
    }
  });

  check('token-answer', say`answers a login with a token, and no cache keeps it`, async () => {
    const answer = await logIn(SPARK);
    const json = jsonOf(answer, 200);
    same(
      say`the members of the answer`,
      [typeof json['access_token'], json['token_type'], json['expires_in']],
      ['string', 'Bearer', LIFETIME],
      say`As in lab 3: access_token is the token, token_type "Bearer", expires_in a number of seconds (RFC 6749 §5.1).`,
    );
    const { 'cache-control': kept } = answer.result().headers;
    same(
      say`Cache-Control of the login's answer`,
      /\bno-store\b/i.test(kept ?? '') ? 'no-store' : kept,
      'no-store',
      say`The key may be kept by everybody, the token by nobody: no-store (RFC 6749 §5.1).`,
    );
  });

  check('token-header', say`writes alg, typ and kid into the header, and no more`, async () => {
    const { header } = await tokenFor(SPARK);
    same(
      say`the token's header`,
      header,
      { alg: 'RS256', typ: 'at+jwt', kid: KID },
      headerMisconception,
    );
  });

  check('token-signature', say`signs with the private key`, async () => {
    const { token } = await tokenFor(SPARK);
    same(
      say`the published key fits the token's signature`,
      isSigned(token),
      true,
      say`The signature is not by the key in JWT_PRIVATE_KEY, so nobody who fetches your keys can check this token.`,
    );
  });

  check('token-claims', say`says who, by whom, for whom, and until when`, async () => {
    for (const login of [SPARK, HANEUL]) {
      const { claims, from, until } = await tokenFor(login);
      const { iss, sub, aud, client_id: client, iat, exp } = claims;
      same(
        verbatim('iss'),
        iss,
        ISSUER,
        say`iss is JWT_ISSUER to the letter: the gateway compares it with what the discovery document's address was made of.`,
      );
      same(
        verbatim('sub'),
        sub,
        findUser(login.email)?.id,
        say`sub is the user's id, as in lab 3.`,
      );
      same(
        verbatim('aud'),
        [aud].flat(),
        [AUDIENCE],
        say`aud says for whom the token is meant: the API, as in JWT_AUDIENCE. The client that asked for it stands in client_id (RFC 9068 §2.2).`,
      );
      same(
        verbatim('client_id'),
        client,
        CLIENT_ID,
        say`client_id says which program asked for the token: JWT_CLIENT_ID (RFC 9068 §2.2).`,
      );
      same(
        say`exp - iat, in seconds`,
        Number(exp) - Number(iat),
        LIFETIME,
        say`iat and exp are seconds, TOKEN_TTL_SECONDS apart.`,
      );
      same(
        say`iat, in seconds before the answer`,
        Number(iat) >= from && Number(iat) <= until ? 0 : until - Number(iat),
        0,
        say`iat is the time at which the token was issued (RFC 7519 §4.1.6), in seconds. What is to be forgiven to slow clocks is the verifier's to say.`,
      );
      same(
        say`the claims rank and groups`,
        [claims['rank'], claims['groups']],
        [findUser(login.email)?.rank, SHOWN_GROUPS[login.email]],
        say`shownClaims(user) goes in as it is: step 5 shows it. rank is a text of digits in there, and groups a list.`,
      );
      const unasked = Object.keys(claims).filter((name) => !CLAIMS.has(name));
      same(say`claims that nobody asked for`, unasked, [], (names) =>
        names.some((name) => name in Object(findUser(login.email)))
          ? say`A token is readable by everybody. Name the members that you want: { ...user } takes the password hash along.`
          : say`A token is readable by everybody, and each claim is one that somebody may come to rely on: only those of the table.`,
      );
    }
  });

  check('variables', say`goes by its environment variables, to the letter`, async () => {
    const bodies = [];
    for (const attempt of [await invokeIssuer('elsewhere'), await logInElsewhere()]) {
      attempt.satisfies(say`status 200`, (answer) => memberOf(answer, 'statusCode') === 200);
      bodies.push(parse(String(memberOf(attempt.result(), 'body'))));
    }
    const [document, login] = bodies;
    const { claims } = partsOf(memberOf(login, 'access_token'));
    const { JWT_ISSUER, JWT_AUDIENCE, JWT_CLIENT_ID, TOKEN_TTL_SECONDS } = ELSEWHERE;
    same(
      say`issuer in the discovery document, and iss`,
      [memberOf(document, 'issuer'), claims['iss']],
      [JWT_ISSUER, JWT_ISSUER],
      say`Here JWT_ISSUER has a path, and a slash at the end. Both belong to it: nothing is added, and nothing taken away.`,
    );
    same(
      say`jwks_uri begins with JWT_ISSUER`,
      String(memberOf(document, 'jwks_uri')).startsWith(JWT_ISSUER),
      true,
      say`Here JWT_ISSUER has a path, and the keys are behind it. new URL('/a', base) throws the path of its base away.`,
    );
    same(
      say`aud and client_id`,
      [[claims['aud']].flat(), claims['client_id']],
      [[JWT_AUDIENCE], JWT_CLIENT_ID],
      say`They are JWT_AUDIENCE and JWT_CLIENT_ID, which are others here.`,
    );
    const lifetime = Number(TOKEN_TTL_SECONDS);
    same(
      say`exp - iat and expires_in, in seconds`,
      [Number(claims['exp']) - Number(claims['iat']), memberOf(login, 'expires_in')],
      [lifetime, lifetime],
      (came) =>
        came.includes(LIFETIME)
          ? say`TOKEN_TTL_SECONDS is another here. A number that stands in the code as well will be forgotten in one of the two places.`
          : say`iat and exp are seconds, TOKEN_TTL_SECONDS apart.`,
    );
  });

  check('token-scope', say`gives each rank its words`, async () => {
    const expected = [
      [NEON, 'me'],
      [SPARK, 'me lounge'],
      [HANEUL, 'me lounge vip'],
      [COMET, 'me lounge vip'],
    ] as const;
    for (const [login, scope] of expected) {
      const { claims } = await tokenFor(login);
      const rank = findUser(login.email)?.rank ?? '';
      same(say`scope for rank "${rank}"`, sorted(claims['scope']), sorted(scope), (words) =>
        scopeMisconception(claims['scope'], words, rank),
      );
    }
    // No user has just enough for the lounge, or just too little for vip: two are given that rank.
    const ranks = [
      [SPARK, '10'],
      [NEON, '19'],
    ] as const;
    const users = ranks.map(([{ email }]) => findUser(email) as { rank: string });
    const own = users.map(({ rank }) => rank);
    try {
      for (const [index, user] of users.entries()) user.rank = ranks[index]?.[1] ?? '';
      const issued = await issuedHere(ranks.map(([login]) => login));
      for (const [index, { scope }] of issued.entries()) {
        const rank = ranks[index]?.[1] ?? '';
        same(say`scope for rank "${rank}"`, sorted(scope), ['lounge', 'me'], (words) =>
          scopeMisconception(scope, words, rank),
        );
      }
    } finally {
      for (const [index, user] of users.entries()) user.rank = own[index] ?? '';
    }
  });

  check('token-jti', say`gives every token an id of its own`, async () => {
    const ids = [];
    for (const login of [SPARK, SPARK, NEON]) ids.push((await tokenFor(login)).claims['jti']);
    same(
      say`ids of three tokens that are texts, and all different`,
      new Set(ids.filter((id) => typeof id === 'string' && id !== '')).size,
      3,
      say`jti names this one token, so that it can be told apart, and taken back: new for every login, and not made outside the handler (RFC 7519 §4.1.7).`,
    );
    const others = (await issuedHere([SPARK, SPARK])).map(({ jti }) => jti);
    same(
      say`ids of two tokens of one millisecond that are different`,
      new Set(others).size,
      2,
      say`Two logins of one user came in the same millisecond, and got the same jti: it is made of the time, or of what else both tokens say. Many people log in at once; randomUUID() is new each time.`,
    );
    same(
      say`ids in another environment that were given before`,
      others.filter((id) => idsSeen.has(id)),
      [],
      say`Lambda started a second environment of the function, and it gave ids again that the first one had given: a count in the file begins anew in each. Chance needs no memory: randomUUID().`,
    );
  });

  check('token-log', say`logs no token and no password`, async () => {
    const attempt = await logInElsewhere();
    attempt.satisfies(say`status 200`, (answer) => memberOf(answer, 'statusCode') === 200);
    const { token } = partsOf(
      memberOf(parse(String(memberOf(attempt.result(), 'body'))), 'access_token'),
    );
    const log = aws.logs.get(attempt) ?? '';
    const leaks: readonly (readonly [readonly string[], Message])[] = [
      [
        token.split('.').slice(1),
        say`A token. Until it expires it is as good as a password for whoever reads the log.`,
      ],
      [
        [SPARK.password, ...(findUser(SPARK.email)?.passwordHash.split('$').slice(1) ?? [])],
        say`A password, or the hash of one. The event holds the one, the user the other: log what you need, by name.`,
      ],
    ];
    for (const [texts, cause] of leaks) {
      if (!texts.some((text) => log.includes(text))) continue;
      throw new CheckFailure({
        kind: 'wrong',
        expected: say`a log without tokens and passwords`,
        actual: say`the function's log shows one`,
        cause,
        subject: 'issuer.ts:issueToken',
      });
    }
  });

  check('key-missing', say`does not start without a private key`, async () => {
    await doNotStart(['key-missing', 'key-empty', 'key-garbage']);
  });

  check('key-short', say`does not start with a private key under 2048 bits`, async () => {
    await doNotStart(['key-1024']);
  });

  check('key-secret', say`shows the private key to nobody`, async () => {
    const [attempt, short] = await Promise.all([
      logInElsewhere(),
      invokeIssuer('key-1024'),
      invokeIssuer('key-garbage'),
    ]);
    attempt.result();
    // An init is in the log of the call that it was for, which may have been another check's.
    const told = [...aws.logs.values(), JSON.stringify(short.outcome)].join();
    const lines = [aws.local.secrets['signing-key'] ?? '', WEAK_PEM]
      .flatMap((pem) => pem.split('\n'))
      .filter((line) => line.length > 30 && !line.startsWith('-'));
    // What can't be read as a key may be one all the same, with a line lost.
    const { d = '' } = PRIVATE_KEY.export({ format: 'jwk' });
    const parts = [...[...lines, d].map((text) => text.slice(0, 30)), 'c3Bhcms='];
    if (!parts.some((part) => told.includes(part))) return;
    throw new CheckFailure({
      kind: 'wrong',
      expected: say`a log and an error without the private key`,
      actual: say`one of them shows a part of it`,
      cause: say`Logs are kept for long and read by many, and Lambda logs what an init throws. Name the variable, and never what is in it.`,
      subject: 'handler',
    });
  });
});

/** What a token may say: the protocol's claims, and what the profile shows. */
const CLAIMS = new Set([
  'iss',
  'sub',
  'aud',
  'client_id',
  'iat',
  'exp',
  'jti',
  'scope',
  'rank',
  'groups',
]);

const SHOWN_GROUPS: Readonly<Record<string, readonly string[]>> = {
  [SPARK.email]: ['members', 'cyclists'],
  [HANEUL.email]: ['members', 'board'],
};

step(3, { createKeySet }, () => {
  check('find-known', say`finds the key that a token names`, async () => {
    const { set } = remember([OLD, NEW]);
    finds(await find(set, 'new'), PUBLIC_KEY);
    finds(await find(set, 'old'), RFC_KEY);
    const other = remember([NEW]).set;
    finds(await find(other, 'new'), PUBLIC_KEY);
    const shared = say`Two sets were made, for two issuers, and the one knows what the other has fetched, or has forgotten its own for it. What stands outside of createKeySet is there once for all: a key is good for its own issuer only.`;
    rejects(await find(other, 'old'), 'unknown_key', ({ threw }) => (threw ? undefined : shared));
    finds(await find(set, 'old'), RFC_KEY, () => shared);
  });

  check('fetch-once', say`keeps what it has fetched`, async () => {
    const issuer = remember([OLD, NEW]);
    finds(await find(issuer.set, 'old'), RFC_KEY);
    issuer.wait(599);
    finds(await find(issuer.set, 'new'), PUBLIC_KEY);
    finds(await find(issuer.set, 'old'), RFC_KEY);
    fetched(
      issuer,
      1,
      say`Both keys came with the first fetch. Whoever asks the issuer for every token waits for it every time, and stands still when it does.`,
    );
  });

  check('fetch-shared', say`lets one fetch serve all who wait`, async () => {
    const issuer = remember([OLD, NEW]);
    issuer.hold();
    const waiting = ['old', 'new', 'old'].map((kid) => find(issuer.set, kid));
    await aMoment();
    issuer.release();
    for (const attempt of await Promise.all(waiting)) attempt.result(NEVER_MIND);
    fetched(
      issuer,
      1,
      say`Three requests came while the keys were on their way, and each fetched for itself. Keep the promise of the fetch that is under way, and let all await that one.`,
    );
    // They are too old, all at once; and nobody knows of two kids.
    for (const [later, kids] of [
      [600, ['old', 'new', 'old']],
      [31, ['nobody-1', 'nobody-2', 'old']],
    ] as const) {
      issuer.wait(later);
      const before = issuer.fetches;
      issuer.hold();
      const more = kids.map((kid) => find(issuer.set, kid));
      await aMoment();
      issuer.release();
      await Promise.all(more);
      same(
        say`fetches for three who came at once, ${later} seconds later`,
        issuer.fetches - before,
        1,
        say`Not only the first fetch has more than one waiting for it: every one is shared by all who come while it is under way.`,
      );
    }
    // And after a fetch that failed, another is possible.
    const failing = remember([OLD]);
    failing.fail();
    await Promise.all([find(failing.set, 'old'), find(failing.set, 'old')]);
    failing.succeed();
    failing.wait(31);
    const again = await find(failing.set, 'old');
    again.satisfies(say`the key, after a fetch that failed`, isKey(RFC_KEY), () =>
      failing.fetches === 1
        ? say`The promise of the fetch that failed was kept, and everybody after it waits for that one: forget it once it has settled.`
        : undefined,
    );
  });

  check('unknown-fetches', say`fetches again for a kid that it does not know`, async () => {
    const issuer = remember([OLD]);
    finds(await find(issuer.set, 'old'), RFC_KEY);
    issuer.keys = [OLD, NEW];
    issuer.wait(31);
    const attempt = await find(issuer.set, 'new');
    attempt.satisfies(say`the key that was published meanwhile`, isKey(PUBLIC_KEY), () =>
      issuer.fetches === 1
        ? say`The issuer has a new key, and the first token that it signed names it. The kept keys are fresh, and do not have it: that is the moment to fetch again.`
        : undefined,
    );
    rejects(
      await find(remember([OLD]).set, 'nobody'),
      'unknown_key',
      () =>
        say`The issuer answered, and has no such key: nothing is wrong with the issuer, so this token is a 401 and not a 503.`,
    );
  });

  check('unknown-cooldown', say`does not fetch again within 30 seconds of a fetch`, async () => {
    const issuer = remember([OLD]);
    rejects(await find(issuer.set, 'nobody-1'), 'unknown_key');
    issuer.wait(29);
    for (const kid of ['nobody-2', 'nobody-3']) rejects(await find(issuer.set, kid), 'unknown_key');
    const flood = say`A stranger makes up kids, as many as they like, and each of them became a request to the issuer. Within the cooldown of the last fetch the answer is known: unknown_key.`;
    fetched(issuer, 1, flood);
    issuer.wait(1);
    rejects(await find(issuer.set, 'nobody-4'), 'unknown_key');
    fetched(
      issuer,
      2,
      say`30 seconds after the last fetch an unknown kid may fetch again, or a new key is never found before the old ones are too old.`,
    );
    rejects(await find(issuer.set, 'nobody-5'), 'unknown_key');
    issuer.wait(29);
    rejects(await find(issuer.set, 'nobody-6'), 'unknown_key');
    fetched(issuer, 2, flood);
  });

  check('failed-cooldown', say`does not fetch again right after a fetch that failed`, async () => {
    const issuer = remember([OLD]);
    issuer.fail();
    rejects(await find(issuer.set, 'old'), 'keys_unavailable', () => UNAVAILABLE);
    issuer.wait(29);
    rejects(await find(issuer.set, 'old'), 'keys_unavailable', () => UNAVAILABLE);
    fetched(
      issuer,
      1,
      say`The issuer is in trouble, and every request asks it once more. The cooldown counts after a failure as well.`,
    );
    issuer.succeed();
    issuer.wait(1);
    const attempt = await find(issuer.set, 'old');
    attempt.satisfies(say`the key, once the issuer answers again`, isKey(RFC_KEY));
    rejects(await find(issuer.set, 'nobody'), 'unknown_key', ({ threw }) =>
      threw
        ? say`The issuer answers again, and has no such key: what became of the fetch before the last is over.`
        : undefined,
    );
  });

  check('good-not-held-up', say`lets no unknown kid hold up a known one`, async () => {
    const issuer = remember([OLD]);
    finds(await find(issuer.set, 'old'), RFC_KEY);
    issuer.wait(31);
    issuer.hold();
    const stranger = find(issuer.set, 'nobody');
    await aMoment();
    const good = await Promise.race([find(issuer.set, 'old'), aMoment()]);
    issuer.release();
    await stranger;
    if (!good) {
      throw new CheckFailure({
        kind: 'wrong',
        expected: say`find("old") at once: the key is known and fresh`,
        actual: say`it waits for the fetch that find("nobody") has begun`,
        cause: say`A stranger's kid made the set fetch, and who has a good token waits for that. Look among the known keys first.`,
        subject: 'createKeySet',
      });
    }
    finds(good, RFC_KEY);
    issuer.wait(1);
    for (let count = 0; count < 20; count += 1) await find(issuer.set, `nobody-${count}`);
    finds(await find(issuer.set, 'old'), RFC_KEY);
  });

  check('failure-keeps', say`keeps known keys where a fetch fails`, async () => {
    const issuer = remember([OLD]);
    finds(await find(issuer.set, 'old'), RFC_KEY);
    issuer.fail();
    issuer.wait(31);
    const stranger = await find(issuer.set, 'nobody');
    const { outcome } = stranger;
    // Either code is right: nobody knows whether the key exists, and it is none that is known.
    if (!outcome.threw || memberOf(outcome.error, 'code') !== 'unknown_key') {
      rejects(stranger, 'keys_unavailable', ({ threw }) =>
        threw
          ? say`What fetchKeys rejects with comes out of find. Whoever calls find tells the two codes apart, and knows nothing of the network's errors.`
          : undefined,
      );
    }
    issuer.wait(500);
    const attempt = await find(issuer.set, 'old');
    attempt.satisfies(
      say`the key that is known, 531 seconds old`,
      isKey(RFC_KEY),
      say`A fetch failed, and took the keys along that were known. They are good until their max age: an issuer that stands still for a minute must not log everybody out.`,
    );
    if (attempt.outcome.threw) {
      attempt.fail(
        say`the key that is known, 531 seconds old`,
        () =>
          say`A fetch failed, and took the keys along that were known. They are good until their max age: an issuer that stands still for a minute must not log everybody out.`,
      );
    }
  });

  check('max-age', say`believes in no key for longer than its max age`, async () => {
    const issuer = remember([OLD, NEW]);
    finds(await find(issuer.set, 'old'), RFC_KEY);
    issuer.keys = [NEW];
    issuer.wait(600);
    rejects(await find(issuer.set, 'old'), 'unknown_key', ({ threw }) =>
      threw
        ? undefined
        : say`The issuer has taken this key back, 600 seconds are over, and it still opens the door. A key that was stolen is removed from the set; a memory that never asks again never hears of it.`,
    );
    finds(await find(issuer.set, 'new'), PUBLIC_KEY);
    // The known one is asked for again and again, and grows old all the same.
    const other = remember([OLD]);
    for (let count = 0; count < 3; count += 1) {
      finds(await find(other.set, 'old'), RFC_KEY);
      other.wait(250);
    }
    other.keys = [];
    rejects(await find(other.set, 'old'), 'unknown_key', ({ threw }) =>
      threw
        ? undefined
        : say`Each use made the key young again. Its age counts from the fetch: the issuer was not asked since.`,
    );
  });

  check(
    'max-age-failure',
    say`believes in no key beyond its max age, even where a fetch fails`,
    async () => {
      const issuer = remember([OLD]);
      finds(await find(issuer.set, 'old'), RFC_KEY);
      issuer.fail();
      issuer.wait(600);
      rejects(await find(issuer.set, 'old'), 'keys_unavailable', ({ threw }) =>
        threw
          ? say`Nobody knows whether the key is still good, as the issuer did not answer: keys_unavailable.`
          : say`The key is too old, the issuer does not answer, and the key is believed in all the same: whoever can keep the issuer from answering keeps a stolen key alive.`,
      );
    },
  );

  check('own-times', say`goes by the times that it is given`, async () => {
    const issuer = remember([OLD], { maxAgeSeconds: 100, cooldownSeconds: 5 });
    finds(await find(issuer.set, 'old'), RFC_KEY);
    issuer.wait(4);
    rejects(await find(issuer.set, 'nobody'), 'unknown_key');
    fetched(issuer, 1, say`The cooldown is 5 seconds here, and 4 are over.`);
    issuer.wait(2);
    rejects(await find(issuer.set, 'nobody'), 'unknown_key');
    fetched(issuer, 2, say`The cooldown is 5 seconds here, and 6 are over.`);
    issuer.keys = [];
    issuer.wait(99);
    finds(await find(issuer.set, 'old'), RFC_KEY);
    issuer.wait(2);
    rejects(
      await find(issuer.set, 'old'),
      'unknown_key',
      () => say`The max age is 100 seconds here, and 101 are over.`,
    );
  });

  check('own-clock', say`goes by the clock in seconds where it is given none`, async () => {
    await warmUpKeys();
    const enter = async () => {
      const event = { identitySource: [`Bearer ${tokenOf()}`] };
      const about = { subject: 'createKeySet', call: 'GET /club' };
      const answer = await aws.invoke('verify-token', event, about);
      answer.satisfies(
        verbatim('isAuthorized true'),
        (result) => memberOf(result, 'isAuthorized') === true,
        REFUSED,
      );
    };
    await enter();
    const before = fetchesSeen();
    aws.pass(60_000);
    await enter();
    same(
      say`fetches of the key set, a minute after the last`,
      fetchesSeen() - before,
      0,
      say`verify-token.ts hands over no clock. Date.now() counts milliseconds, and maxAgeSeconds are seconds.`,
    );
  });

  check('odd-kids', say`takes any kid for one that it does not know`, async () => {
    for (const kid of [
      undefined,
      null,
      15,
      {},
      ['old'],
      true,
      '__proto__',
      'constructor',
      'toString',
      '',
      ' old',
      'OLD',
    ]) {
      const issuer = remember([OLD]);
      finds(await find(issuer.set, 'old'), RFC_KEY);
      rejects(await find(issuer.set, kid), 'unknown_key', (outcome) => {
        if (!outcome.threw && String(kid).trim().toLowerCase() === 'old' && !Array.isArray(kid))
          return say`The key goes by the kid "old", and was found under another text. A kid is compared to the letter, case and blanks included (RFC 7517 §4.5).`;
        if (!outcome.threw)
          return say`Something was found under this kid. In an object every name of Object.prototype is there, "constructor" too, and a list of one text is that text: use a Map, and ask for a text first.`;
        return say`The kid is the sender's: a number, nothing, or a name that every object has. It is a kid that nobody has, and no accident.`;
      });
      finds(await find(issuer.set, 'old'), RFC_KEY);
    }
  });

  check('foreign-keys', say`passes over keys that are not for RS256`, async () => {
    const curve = CURVE.publicKey.export({ format: 'jwk' }) as Jwk;
    const others: readonly Jwk[] = [
      { ...curve, kid: 'old', use: 'sig', alg: 'ES256' },
      { ...curve, kid: 'curve' },
      { ...MEMBERS, kid: 'encrypts', use: 'enc', alg: 'RS256' },
      { ...MEMBERS, kid: 'old', use: 'enc', alg: 'RSA-OAEP' },
      { ...MEMBERS, kid: 'pss', use: 'sig', alg: 'PS256' },
      { ...MEMBERS, kid: 'longer', use: 'sig', alg: 'RS512' },
      { kty: 'oct', k: Buffer.alloc(32, 'k').toString('base64url'), kid: 'old', alg: 'HS256' },
      { kty: 'RSA', e: 'AQAB', kid: 'broken', use: 'sig', alg: 'RS256' },
    ];
    for (const keys of [
      [...others, OLD],
      [OLD, ...others],
    ]) {
      const { set } = remember(keys);
      finds(await find(set, 'old'), RFC_KEY, (outcome) =>
        outcome.threw && memberOf(outcome.error, 'code') === 'keys_unavailable'
          ? say`One key in the set is not for RS256 or can't be read, and the whole set was given up: pass over that one, and keep the others.`
          : say`Another key goes by the same kid, and is not for RS256: an elliptic curve, a secret, or for encryption. It is none of yours, and must not stand in the place of the one that is.`,
      );
      for (const kid of ['encrypts', 'pss', 'longer', 'curve']) {
        rejects(
          await find(set, kid),
          'unknown_key',
          () =>
            say`This key says of itself that it is for something else ("kty", "use", "alg"). A key has one purpose, or an attack on the one becomes an attack on the other (RFC 7517 §4.2, §4.4).`,
        );
      }
    }
  });

  check('bare-keys', say`takes a key that does not say what it is for`, async () => {
    const { use: _use, alg: _alg, ...bare } = OLD;
    for (const key of [bare, { ...bare, use: 'sig' }, { ...bare, alg: 'RS256' }]) {
      finds(
        await find(remember([key]).set, 'old'),
        RFC_KEY,
        () =>
          say`use and alg may be left out (RFC 7517 §4.2, §4.4), and some issuers do. Only a key that says that it is for something else is passed over.`,
      );
    }
  });

  check('private-in-set', say`passes over a private key that somebody published`, async () => {
    const leaked = {
      ...PRIVATE_KEY.export({ format: 'jwk' }),
      kid: 'leaked',
      use: 'sig',
      alg: 'RS256',
    };
    const { set } = remember([leaked as Jwk, OLD]);
    rejects(
      await find(set, 'leaked'),
      'unknown_key',
      () =>
        say`Its private half is in the set, so everybody can sign with it, and its signature says nothing.`,
    );
    finds(await find(set, 'old'), RFC_KEY);
    for (const name of PRIVATE_MEMBERS) {
      const part = { ...NEW, kid: 'part', [name]: name === 'oth' ? [{}] : 'AQAB' };
      rejects(
        await find(remember([part]).set, 'part'),
        'unknown_key',
        () =>
          say`The member "${name}" is of the private key or of a secret: one of them gives the others away, so each of them counts.`,
      );
    }
  });

  check('at-the-door', say`lets verify-token.ts check tokens with a published key`, async () => {
    await warmUpKeys();
    const asked = [
      [{ rank: '15' }, {}, true],
      [{ rank: '9' }, {}, false],
      [{ rank: '15' }, { typ: 'JWT' }, false],
      [{ rank: '15' }, { kid: 'nobody' }, false],
    ] as const;
    for (const [claims, header, expected] of asked) {
      const event = { identitySource: [`Bearer ${tokenOf(claims, header)}`] };
      const about = {
        subject: 'createKeySet',
        call: `GET /club, ${show({ ...claims, ...header })}`,
      };
      const answer = await aws.invoke('verify-token', event, about);
      answer.satisfies(
        verbatim(`isAuthorized ${String(expected)}`),
        (result) => memberOf(result, 'isAuthorized') === expected,
        expected ? REFUSED : NEVER_MIND,
      );
    }
  });
});

const UNAVAILABLE = say`There was no answer from the issuer, so nobody can say whether the key exists: that is keys_unavailable, a fault on our side, and the client may come again.`;

/** verify-token.ts keeps to itself what `find` rejects with. */
const REFUSED = say`The token is genuine, and its key is published. verify-token.ts calls createKeySet without options, and false comes out whatever find then rejects with.`;

const NEVER_MIND: Cause = () => undefined;

step(4, { signingKey, published }, () => {
  const HOUR = 3600;
  const [a, b, c] = [ringKey('a', 0), ringKey('b', 100 * HOUR), ringKey('c', 101 * HOUR)];
  const at = (hours: number, more = 0): number => hours * HOUR + more;

  check('sign-only', say`signs with the only key at once`, () => {
    for (const now of [0, 1, 7200, at(99)]) {
      signs([a], now, 'a', ({ threw, ...more }) =>
        !threw || ('error' in more && more.error instanceof RangeError)
          ? say`Somebody has to sign from the first second on: where no key has been published for two hours, the oldest does.`
          : undefined,
      );
    }
    signs(
      [ringKey('second', 60), ringKey('first', 0)],
      120,
      'first',
      say`None of them has been published for two hours. The oldest has been there longest, so it is the one that most verifiers know.`,
    );
  });

  check('sign-ahead', say`signs with a new key after two hours, and not before`, () => {
    const early = say`The new key signs at once. A gateway that fetched the keys a minute ago keeps them for up to two hours and has never heard of it: every token is a 401 until then. Publish first, sign later.`;
    for (const now of [at(100), at(100, 60), at(101, 3599)]) signs([a, b], now, 'a', early);
    const late = say`It has been published for 7200 seconds, so everybody has heard of it by now: from here on it signs.`;
    for (const now of [at(102), at(102, 1), at(200)]) signs([a, b], now, 'b', late);
  });

  check('sign-newest', say`signs with the newest of those that are known`, () => {
    for (const ring of [
      [a, b, c],
      [c, b, a],
      [b, c, a],
    ]) {
      signs(ring, at(102, 1800), 'b', say`b has been published for two hours, c has not yet.`);
      signs(
        ring,
        at(103, 1),
        'c',
        say`The ring is in no order: the newest is the one that was made last, wherever it stands.`,
      );
    }
    // Whoever asks goes on with their ring, and it is readonly.
    const frozen = Object.freeze([c, b, a]);
    for (const choose of [signingKey, published]) {
      const attempt = given<[readonly RingKey[], number], unknown>(choose, frozen, at(103));
      if (!attempt.outcome.threw) continue;
      attempt.fail(say`an answer, and the ring as it was`, ({ threw, ...came }) =>
        threw && 'error' in came && came.error instanceof TypeError
          ? say`sort() puts the list itself into another order, and the list is the caller's: toSorted(), or a copy, [...ring].`
          : undefined,
      );
    }
  });

  check('sign-revoked', say`signs with no key that is revoked`, () => {
    const stolen = { ...b, revokedAt: at(110) };
    const cause = say`The key is revoked because somebody else may have it. From revokedAt on, that very second included, it signs nothing more.`;
    signs([a, stolen], at(110, -1), 'b', say`It is revoked a second later, and good until then.`);
    for (const now of [at(110), at(111)]) signs([a, stolen], now, 'a', cause);
    signs([ringKey('x', 0, 10), ringKey('y', 5)], 10, 'y', cause);
  });

  check('sign-none', say`throws a RangeError where no key is usable`, () => {
    given(signingKey, [], 0).throwsRangeError(
      say`There is no key, so there is nothing to sign with: say so, and do not hand on undefined.`,
    );
    given(signingKey, [{ ...a, revokedAt: 10 }], 10).throwsRangeError(
      say`The only key is revoked.`,
    );
  });

  check('publish-at-once', say`publishes a new key from the first second on`, () => {
    publishes(
      [b, a],
      at(100, -1),
      ['a'],
      ['b'],
      say`This key is made a second later, and published from then on.`,
    );
    for (const now of [at(100), at(101), at(102), at(150)]) {
      publishes(
        [b, a],
        now,
        ['b'],
        [],
        say`A key must be published two hours before it signs, and as long as it does.`,
      );
    }
  });

  check('publish-until-over', say`publishes an old key until its last token has expired`, () => {
    const gone = say`The old key signed its last token just before the new one took over, 7200 seconds after that was made. That token is good for 3600 seconds, and for 60 more where a clock is late: until then somebody may have to check it.`;
    for (const now of [at(102), at(102, 1800), at(103), at(103, 59)])
      publishes([a, b], now, ['a', 'b'], [], gone);
    const kept = say`Nobody has a token of this key any more. What is published for ever can be used for ever, by whoever finds the key.`;
    for (const now of [at(103, 61), at(200)]) publishes([a, b], now, ['b'], ['a'], kept);
  });

  check('publish-revoked', say`publishes no key that is revoked`, () => {
    const stolen = { ...b, revokedAt: at(110) };
    publishes(
      [a, stolen],
      at(110, -1),
      ['b'],
      [],
      say`It is revoked a second later, and good until then.`,
    );
    const cause = say`Whoever has stolen the key signs with it as long as it is published. From revokedAt on it is taken out, though that refuses genuine tokens, too.`;
    for (const now of [at(110), at(110, 1), at(120)])
      publishes([a, stolen], now, ['a'], ['b'], cause);
    given(published, [{ ...a, revokedAt: 10 }], 10).returns(
      [],
      () =>
        say`The only key is revoked, so there is none to publish: the set is empty, and is no accident.`,
    );
  });

  check('publish-what-signs', say`never signs a token that nobody can check`, () => {
    // b is revoked before it signs: a goes on, and has to stay.
    const films = [
      [a, b, c],
      [a, { ...b, revokedAt: at(101) }, ringKey('d', at(110))],
      [a, b, ringKey('d', at(110)), { ...ringKey('e', at(120)), revokedAt: at(121) }],
      [a, { ...b, revokedAt: at(105) }, ringKey('d', at(104))],
    ];
    for (const ring of films) {
      for (let now = 0; now <= at(130); now += 1500) {
        const signer = kidOf(signingKey(ring, now));
        const until = ring.find(({ kid }) => kid === signer)?.revokedAt ?? Infinity;
        const lost = [now, now + 1800, now + HOUR + 59].find(
          (time) => time < until && !kidsOf(published(ring, time)).includes(signer),
        );
        if (lost === undefined) continue;
        const cause = say`At ${now} this key signs a token for 3600 seconds, and at ${lost} the key is not published, so that token is refused. A key is needed until the last token that it signed is over: who takes over from it, and when, depends on the keys that were revoked, too.`;
        publishes(ring, lost, [signer], [], cause);
      }
    }
  });
});

step(5, ['issuer', 'audience', 'scopes', 'handler', 'listClaim'], () => {
  check('gateway-genuine', say`has the gateway let a genuine token in`, async () => {
    const setting = [gateway.audience].flat().includes(AUDIENCE) ? 'issuer' : 'audience';
    const answer = await knock('GET /me', tokenOf({ scope: 'me' }), setting);
    answer.satisfies(say`200 for a genuine token`, hasStatus(200), gatewayMisconception);
  });

  guard('gateway-refuses', say`has the gateway refuse what is no token of ours`, async () => {
    const payload = claimsFor({ scope: 'me lounge vip' });
    const tokens: readonly (readonly [what: Message, token: string | undefined])[] = [
      [say`no token`, undefined],
      [
        say`lab 5's token, HS256`,
        hmac({ alg: 'HS256', typ: 'JWT' }, payload, 'a-string-secret-at-least-256-bits-long'),
      ],
      [
        say`HS256, with the public key as the secret`,
        hmac(
          { alg: 'HS256', typ: 'at+jwt', kid: KID },
          payload,
          PUBLIC_KEY.export({ type: 'spki', format: 'pem' }) as string,
        ),
      ],
      [
        verbatim('ES256'),
        signed({ alg: 'ES256', typ: 'at+jwt', kid: KID }, payload, CURVE.privateKey),
      ],
      [
        say`another key`,
        signed({ alg: 'RS256', typ: 'at+jwt', kid: KID }, payload, WEAK.privateKey),
      ],
      [say`an unknown kid`, tokenOf({ scope: 'me' }, { kid: 'nobody' })],
      [
        say`an expired token`,
        tokenOf({ scope: 'me', iat: seconds() - 7200, exp: seconds() - 3600 }),
      ],
    ];
    await warmUp();
    for (const [what, token] of tokens) {
      const answer = await knock('GET /me', token);
      answer.satisfies(
        say`401 for ${what}, and nobody is called`,
        (result) => result.status === 401 && callsOfLast() === 0,
      );
    }
  });

  check('gateway-issuer', say`has the gateway take tokens of this issuer only`, async () => {
    for (const iss of [`${ISSUER}/`, 'https://login.rubywave.io', undefined]) {
      const answer = await knock('GET /me', tokenOf({ scope: 'me', iss }), 'issuer');
      answer.satisfies(say`401 for iss ${show(iss)}`, hasStatus(401));
    }
    const answer = await knock('GET /me', tokenOf({ scope: 'me' }), 'issuer');
    answer.satisfies(say`200 for iss ${show(ISSUER)}`, hasStatus(200), gatewayMisconception);
  });

  check('gateway-audience', say`has the gateway take tokens for this API only`, async () => {
    gatewayIsWritten();
    same(say`the entries of audience`, [...new Set(gateway.audience)], [AUDIENCE], (entries) =>
      entries.includes(AUDIENCE)
        ? say`Each entry lets tokens in that are meant for somebody else. The API is one audience, and the client's id is none: it is the aud of an ID token (RFC 9068 §5).`
        : say`The issuer writes "${AUDIENCE}" into aud, and one entry of audience must be just that.`,
    );
    const idToken = say`This is an ID token: its aud is the client, and it says who logged in. Whoever gets one, any program that the user logs in to, must not open the API with it (RFC 9068 §5).`;
    for (const [claims, cause] of [
      [{ aud: CLIENT_ID }, idToken],
      [
        { aud: undefined },
        say`This token has no aud. Then the gateway looks for the audience in client_id, which is the client's id: that is no audience of an API.`,
      ],
      [{ aud: 'https://admin.rubywave.io' }, say`This token is meant for another API.`],
      [{ aud: `${AUDIENCE}/` }, say`One slash more is another audience.`],
    ] as const) {
      const answer = await knock('GET /me', tokenOf({ scope: 'me', ...claims }), 'audience');
      answer.satisfies(say`401 for aud ${show(claims.aud)}`, hasStatus(401), cause);
    }
    const answer = await knock(
      'GET /me',
      tokenOf({ scope: 'me', aud: ['https://www.rubywave.io', AUDIENCE] }),
      'audience',
    );
    answer.satisfies(
      say`200 for a list with our audience in it`,
      hasStatus(200),
      gatewayMisconception,
    );
  });

  check('gateway-scopes', say`asks for a word at each door`, async () => {
    const doors = [
      ['GET /me', 'me', 'lounge vip'],
      ['GET /lounge', 'lounge', 'me vip'],
      ['GET /vip', 'vip', 'me lounge'],
    ] as const;
    for (const [route, word, without] of doors) {
      const refused = await knock(route, tokenOf({ scope: without }));
      refused.satisfies(
        say`403 at ${route} for scope ${show(without)}`,
        hasStatus(403),
        (outcome) =>
          statusOf(outcome) === 200
            ? say`The gateway let it in: at ${route} it asks for no word, or for one that this token has. It is enough to have one word of a route's list, so the list is the one word that this door needs.`
            : gatewayMisconception(outcome),
      );
      for (const scope of [word, `other ${word}`, 'me lounge vip']) {
        const answer = await knock(route, tokenOf({ scope }));
        answer.satisfies(
          say`200 at ${route} for scope ${show(scope)}`,
          hasStatus(200),
          gatewayMisconception,
        );
      }
    }
  });

  check('gateway-lobby', say`asks for no word in the lobby`, async () => {
    for (const claims of [{ scope: undefined }, { scope: 'me' }]) {
      const answer = await knock('GET /lobby', tokenOf(claims));
      answer.satisfies(
        say`200 at GET /lobby for scope ${show(claims.scope)}`,
        hasStatus(200),
        (outcome) =>
          statusOf(outcome) === 500
            ? say`A route without scopes has "scopes": null in the event, and whoever looks into it as into a list throws.`
            : gatewayMisconception(outcome),
      );
    }
  });

  check('list-claim', say`takes a list out of the gateway's text`, () => {
    given(listClaim, '[members cyclists]').returns(['members', 'cyclists'], (outcome) =>
      !outcome.threw && isArray(outcome.returned) && outcome.returned[1] === 'members'
        ? IN_ORDER
        : listMisconception(outcome),
    );
    given(listClaim, '[members]').returns(['members'], listMisconception);
    given(listClaim, '[]').returns(
      [],
      say`An empty list has no entry. split() of an empty text gives one, the empty text.`,
    );
    given(listClaim, '[a,b "c" [d]').returns(['a,b', '"c"', '[d'], listMisconception);
    given(listClaim, '[b a b]').returns(['b', 'a', 'b'], IN_ORDER);
    given(listClaim, '[night owls]').returns(
      ['night', 'owls'],
      say`Whether these were two entries or one with a blank, nobody can tell any more: the gateway has thrown that away. Two words come out.`,
    );
  });

  check('profile-claims', say`answers with what the gateway hands over`, async () => {
    const claims = { ...HANDED_OVER, sub: '1234567891', rank: '9' };
    for (const handed of [HANDED_OVER, claims]) {
      const json = await profileOf({ jwt: { claims: handed, scopes: ['me'] } });
      same(
        say`sub and rank of the answer`,
        [json['sub'], json['rank']],
        [handed.sub, handed.rank],
        say`They stand in event.requestContext.authorizer.jwt.claims, and both are texts.`,
      );
      same(
        say`members that nobody asked for`,
        Object.keys(json).filter((name) => !['sub', 'rank', 'exp', 'groups'].includes(name)),
        [],
        say`The profile shows sub, rank, exp and groups. Name what you hand on: who spreads the claims shows tomorrow's as well.`,
      );
    }
  });

  check('profile-types', say`makes exp a number again, and groups a list`, async () => {
    const json = await profileOf({ jwt: { claims: HANDED_OVER, scopes: null } });
    same(
      say`exp of the answer`,
      json['exp'],
      1516242622,
      say`Every claim arrives as text, whatever it was in the token: "1516242622" is no number, and a client that adds seconds to it gets a longer text.`,
    );
    same(say`groups of the answer`, json['groups'], ['members', 'cyclists'], (groups) =>
      isArray(groups)
        ? IN_ORDER
        : say`A list arrives as "[members cyclists]", without quotes and commas: JSON.parse() can't read it, listClaim can.`,
    );
  });

  check('profile-trusts', say`reads what the gateway checked, and not the token`, async () => {
    const mallory = tokenOf({ sub: '6660000000', rank: '99', scope: 'me' });
    const json = await profileOf(
      { jwt: { claims: HANDED_OVER, scopes: null } },
      { authorization: `Bearer ${mallory}` },
    );
    same(
      say`who it is, where another token stands in the header`,
      [json['sub'], json['rank']],
      [HANDED_OVER.sub, HANDED_OVER.rank],
      say`The claims came out of the header. The gateway hands over what it has checked; the header is what the client wrote.`,
    );
  });

  check('profile-unguarded', say`fails where no JWT authorizer was asked`, async () => {
    const unguarded = say`It answers although nobody has checked anything: somebody has forgotten the route's authorizer, and the door is open. Fail, with an error or a 500, as in lab 5.`;
    for (const authorizer of [undefined, {}, { lambda: { sub: '1234567890' } }]) {
      const headers = { authorization: `Bearer ${tokenOf()}` };
      const attempt = await invokeProfile(authorizer, headers);
      const { outcome } = attempt;
      if (outcome.threw && !isTodo(outcome.error)) continue;
      attempt.satisfies(
        say`an error, or a status of 500`,
        (answer) => Number(memberOf(answer, 'statusCode')) >= 500,
        (came) => {
          const status = came.threw ? undefined : memberOf(came.returned, 'statusCode');
          return Number(status) >= 400
            ? say`${show(status)} tells the client that it has done something wrong. It has not: a door that nobody guards is a fault of ours, and that is a 500.`
            : unguarded;
        },
      );
    }
  });

  check('together', say`lets a user log in, and through the doors of their rank`, async () => {
    gatewayIsWritten();
    for (const [login, lounge, vip] of [
      [NEON, 403, 403],
      [SPARK, 200, 403],
      [HANEUL, 200, 200],
    ] as const) {
      const { token, claims } = await tokenFor(login);
      const answer = await knock('GET /me', token);
      answer.satisfies(say`200 at GET /me`, hasStatus(200), gatewayMisconception);
      const json = parse(answer.result().text);
      same(
        say`sub, rank and exp at GET /me`,
        ['sub', 'rank', 'exp'].map((name) => memberOf(json, name)),
        [claims['sub'], claims['rank'], claims['exp']],
        say`What the issuer writes must come out behind the door: the same sub, the same rank, and exp as the number that it was.`,
      );
      for (const [route, status] of [
        ['GET /lounge', lounge],
        ['GET /vip', vip],
      ] as const) {
        (await knock(route, token)).satisfies(
          say`${status} at ${route} for rank ${show(claims['rank'])}`,
          hasStatus(status),
          gatewayMisconception,
        );
      }
    }
  });
});

// What the checks ask with.

type Attempt<Result = any> = ReturnType<typeof given<[], Result>>;

/** What the gateway hands to a function for spark's token. */
const HANDED_OVER = {
  iss: 'https://login.rubywave.io',
  sub: '1234567890',
  aud: AUDIENCE,
  exp: '1516242622',
  iat: '1516239022',
  scope: 'me lounge',
  rank: '15',
  groups: '[members cyclists]',
};

/** The functions of issuer.ts that are to be written, by the routes that they answer. */
const WRITTEN: Readonly<Record<string, string>> = {
  'GET /.well-known/openid-configuration': 'issuer.ts:discovery',
  'GET /.well-known/jwks.json': 'issuer.ts:keySet',
  'POST /login': 'issuer.ts:issueToken',
};

function http(route: string, about: { readonly body?: string } = {}): Promise<Attempt<HttpAnswer>> {
  return aws.http(
    route,
    about.body === undefined
      ? {}
      : { headers: { 'content-type': 'application/json' }, body: about.body },
    { subject: WRITTEN[route] ?? 'handler' },
  );
}

function logIn(login: { readonly email: string; readonly password: string }) {
  return http('POST /login', { body: JSON.stringify(login) });
}

/** How often the application's own key set was asked for over HTTP. */
function fetchesSeen(): number {
  return aws.traces.filter(
    (trace) => trace.api !== 'lambda' && trace.request.path.endsWith('/jwks.json'),
  ).length;
}

let isWarm = false;

/** The issuer's function starts before the gateway's 1500 ms begin to run. */
async function warmUp(): Promise<void> {
  if (!isWarm) await http('GET /.well-known/jwks.json');
  isWarm = true;
}

/**
 * verify-token.ts waits 1500 ms for the keys, by the clock of this machine, which may be busy: a
 * first fetch that took longer is forgiven, and its cooldown over.
 */
async function warmUpKeys(): Promise<void> {
  await warmUp();
  const event = { identitySource: [`Bearer ${tokenOf()}`] };
  const about = { subject: 'createKeySet', call: 'GET /club' };
  const { outcome } = await aws.invoke('verify-token', event, about);
  if (!outcome.threw && memberOf(outcome.returned, 'isAuthorized') === false) aws.pass(30_000);
}

/** The JSON of an answer with this status. */
function jsonOf(attempt: Attempt<HttpAnswer>, status: number): Json {
  attempt.satisfies(
    say`status ${status} and a JSON object`,
    (answer) => answer.status === status && isObject(answer.json),
    (outcome) => (outcome.threw ? undefined : answerMisconception()),
  );
  return attempt.result().json as Json;
}

/** What the function failed with shows as a 500 only. */
function answerMisconception(): Message | undefined {
  const error = (aws.traces.at(-1)?.calls ?? []).find(({ outcome }) => outcome === 'error');
  const { errorType, errorMessage } = Object(error?.result) as Json;
  if (error === undefined) return undefined;
  return say`The function failed: ${verbatim(`${String(errorType)}: ${String(errorMessage).split('\n')[0]}`.slice(0, 100))}. Whatever a handler throws is a 500 for the client.`;
}

/** A new token for a user, taken apart, and between which seconds. Its signature is not looked at. */
async function tokenFor(login: { readonly email: string; readonly password: string }) {
  const from = Math.floor(aws.now() / 1000);
  const json = jsonOf(await logIn(login), 200);
  const until = aws.now() / 1000;
  const parts = partsOf(json['access_token']);
  idsSeen.add(parts.claims['jti']);
  return { ...parts, from, until };
}

/** Every jti that the issuer has given so far. */
const idsSeen = new Set<unknown>();

/**
 * The claims of a token for each login, all made in one millisecond: in this process, which is another
 * environment than the functions', by a clock that stands still.
 */
async function issuedHere(logins: readonly object[]): Promise<readonly Json[]> {
  const JWT_PRIVATE_KEY = aws.local.secrets['signing-key'];
  Object.assign(process.env, { ...ELSEWHERE, JWT_PRIVATE_KEY });
  vi.useFakeTimers({ toFake: ['Date', 'performance', 'hrtime'] });
  try {
    const { handler } = await import('./issuer.ts');
    const answers = await Promise.all(
      logins.map((login) =>
        handler({
          routeKey: 'POST /login',
          body: JSON.stringify(login),
          isBase64Encoded: false,
        }),
      ),
    );
    return answers.map(({ body }) => partsOf(memberOf(parse(body), 'access_token')).claims);
  } finally {
    vi.useRealTimers();
  }
}

let elsewhere: ReturnType<typeof invokeIssuer> | undefined;

/** spark's login at the issuer elsewhere: one for all checks that look at its answer or its log. */
function logInElsewhere(): ReturnType<typeof invokeIssuer> {
  const login = { route: 'POST /login', body: JSON.stringify(SPARK) };
  elsewhere ??= invokeIssuer('elsewhere', login);
  return elsewhere;
}

function partsOf(value: unknown) {
  const token = String(value);
  const [header, claims] = token
    .split('.')
    .map((part) => parse(Buffer.from(part, 'base64url').toString()));
  if (!isObject(header) || !isObject(claims)) {
    same(say`access_token has three parts, the first two JSON`, false, true);
  }
  return { token, header: header as Json, claims: claims as Json };
}

function isSigned(token: string): boolean {
  const at = token.lastIndexOf('.');
  const signature = Buffer.from(token.slice(at + 1), 'base64url');
  return verify('sha256', Buffer.from(token.slice(0, at)), PUBLIC_KEY, signature);
}

/** Calls the issuer as the gateway does, for its discovery document unless told otherwise. */
function invokeIssuer(
  name: string,
  {
    route = 'GET /.well-known/openid-configuration',
    body,
    headers = {},
    domainName = 'r4ubywav3e.execute-api.ap-northeast-2.amazonaws.com',
  }: {
    route?: string;
    body?: string;
    headers?: Record<string, string>;
    domainName?: string;
  } = {},
) {
  const [method = '', path = ''] = route.split(' ');
  const event = {
    version: '2.0',
    routeKey: route,
    rawPath: path,
    rawQueryString: '',
    headers: { host: domainName, ...headers },
    requestContext: {
      domainName,
      http: {
        method,
        path,
        protocol: 'HTTP/1.1',
        sourceIp: '127.0.0.1',
        userAgent: '',
      },
      routeKey: route,
      stage: '$default',
    },
    ...(body !== undefined && { body }),
    isBase64Encoded: false,
  };
  const what = {
    'key-missing': 'no JWT_PRIVATE_KEY',
    'key-empty': 'an empty JWT_PRIVATE_KEY',
    'key-garbage': 'a JWT_PRIVATE_KEY that is no key',
    'key-1024': 'a JWT_PRIVATE_KEY of 1024 bits',
    elsewhere: 'other variables',
  }[name];
  return aws.invoke(name, event, {
    subject: (name.startsWith('key-') ? 'issuer.ts:readPrivateKey' : WRITTEN[route]) ?? 'handler',
    call: what === undefined ? route : `${route}, with ${what}`,
  });
}

/** None of these starts: asked at once, for each is an environment of its own, and judged in order. */
async function doNotStart(names: readonly string[]): Promise<void> {
  for (const attempt of await Promise.all(names.map((name) => invokeIssuer(name)))) {
    const { outcome } = attempt;
    if (outcome.threw && !isTodo(outcome.error)) continue;
    attempt.fail(say`the function does not start`, ({ threw }) =>
      threw
        ? undefined
        : say`It started, and tells everybody where its keys are. It will fail at the first login, or sign with a key that can be broken: read the key outside the handler, and stop where it is none, or too short.`,
    );
  }
}

/** An issuer whose answers the check decides on, and a key set that asks it. The clock stands still. */
function remember(
  keys: readonly Jwk[],
  times: { maxAgeSeconds?: number; cooldownSeconds?: number } = {},
) {
  let now = 1_516_239_022;
  let mode: 'answers' | 'fails' = 'answers';
  let held: Promise<unknown> | undefined;
  const gate = new EventEmitter();
  const issuer = {
    keys,
    fetches: 0,
    wait: (secondsLater: number) => void (now += secondsLater),
    fail: () => void (mode = 'fails'),
    succeed: () => void (mode = 'answers'),
    hold: () => void (held = once(gate, 'open')),
    release: () => {
      held = undefined;
      gate.emit('open');
    },
    set: undefined as unknown as KeySet,
  };
  const fetchKeys = async () => {
    issuer.fetches += 1;
    await held;
    if (mode === 'fails') throw new Error('the issuer does not answer');
    return { keys: issuer.keys };
  };
  issuer.set = given(createKeySet, fetchKeys, { now: () => now, ...times }).result(NEVER_MIND);
  return issuer;
}

const OLD: Jwk = { ...RFC_7638.jwk, kid: 'old', use: 'sig', alg: 'RS256' };
const NEW: Jwk = { ...(MEMBERS as Json), kid: 'new', use: 'sig', alg: 'RS256' };

/** What find came to, as a check reads it. */
async function find(set: KeySet, kid: unknown): Promise<Attempt<KeyObject>> {
  let outcome: Outcome;
  try {
    outcome = { threw: false, returned: await set.find(kid) };
  } catch (error) {
    outcome = { threw: true, error };
  }
  const settled = (_kid: unknown): KeyObject => {
    if (outcome.threw) throw outcome.error;
    return outcome.returned as KeyObject;
  };
  Object.defineProperty(settled, 'name', { value: 'find' });
  return given(settled, kid) as Attempt<KeyObject>;
}

function isKey(expected: KeyObject): (found: unknown) => boolean {
  return (found) => {
    const { type, asymmetricKeyType } = Object(found) as KeyObject;
    if (type !== 'public' || asymmetricKeyType !== 'rsa') return false;
    return (
      (found as KeyObject).export({ format: 'jwk' }).n === expected.export({ format: 'jwk' }).n
    );
  };
}

function finds(attempt: Attempt<KeyObject>, key: KeyObject, cause: Cause = NEVER_MIND): void {
  attempt.satisfies(say`the public key of that kid, as a KeyObject`, isKey(key), (outcome) => {
    if (!outcome.threw && isObject(outcome.returned) && 'kty' in outcome.returned) {
      return say`This is the JWK, and not yet a key: createPublicKey({ key: jwk, format: 'jwk' }) makes a KeyObject of it, once for each fetch.`;
    }
    return typeof cause === 'function' ? cause(outcome) : cause;
  });
}

function rejects(attempt: Attempt, code: string, cause: Cause = NEVER_MIND): void {
  const { outcome } = attempt;
  if (outcome.threw && memberOf(outcome.error, 'code') === code) return;
  attempt.fail(say`find rejects with a KeyError, code "${code}"`, cause);
}

function fetched(issuer: { readonly fetches: number }, expected: number, cause: Message): void {
  same(say`fetches so far`, issuer.fetches, expected, cause);
}

/** Time for whatever does not wait for the issuer. */
async function aMoment(): Promise<undefined> {
  for (let turn = 0; turn < 20; turn += 1) await setImmediate();
  return undefined;
}

function ringKey(kid: string, createdAt: number, revokedAt?: number): RingKey {
  return { kid, createdAt, ...(revokedAt !== undefined && { revokedAt }) };
}

/** The kid of an entry of the ring; a kid alone says as much. */
function kidOf(entry: unknown): string {
  return typeof entry === 'string' ? entry : String(memberOf(entry, 'kid'));
}

function kidsOf(entries: unknown): string[] {
  return Array.isArray(entries) ? entries.map(kidOf) : [];
}

function signs(ring: readonly RingKey[], now: number, kid: string, cause: Cause): void {
  given(signingKey, ring, now).satisfies(
    say`the entry with kid "${kid}"`,
    (entry) => kidOf(entry) === kid,
    cause,
  );
}

function publishes(
  ring: readonly RingKey[],
  now: number,
  present: readonly string[],
  absent: readonly string[],
  cause: Message,
): void {
  const expected =
    absent.length === 0
      ? say`with ${present.join(', ')}`
      : say`with ${present.join(', ')}, without ${absent.join(', ')}`;
  given(published, ring, now).satisfies(
    expected,
    (entries) => {
      const kids = kidsOf(entries);
      return (
        present.every((kid) => kids.includes(kid)) && absent.every((kid) => !kids.includes(kid))
      );
    },
    cause,
  );
}

/** What the learner has not written yet, or what API Gateway would refuse of it. */
function gatewayIsWritten(): void {
  const { issuer, audience, scopes } = gateway as Json;
  for (const value of [issuer, audience, scopes]) {
    const todo = JSON.stringify(value)?.match(/TODO 5[^"]*/)?.[0];
    if (todo !== undefined) throw new Error(todo);
  }
  const [problem] = problems;
  if (problem === undefined) return;
  throw new CheckFailure({
    kind: 'wrong',
    expected: say`an issuer, an audience and scopes that API Gateway takes`,
    actual: verbatim(problem.replace('httpApi ', '')),
    cause: say`API Gateway refuses such an authorizer, so a deployment would end here.`,
    subject: 'gateway.ts:issuer',
  });
}

/** Knocks at a door that the gateway guards. */
async function knock(
  route: string,
  token: string | undefined,
  setting: keyof typeof gateway = 'scopes',
): Promise<Attempt<HttpAnswer>> {
  gatewayIsWritten();
  await warmUp();
  const headers = token === undefined ? {} : { authorization: `Bearer ${token}` };
  return aws.http(route, { headers }, { subject: `gateway.ts:${setting}`, call: route });
}

function callsOfLast(): number {
  return aws.traces.findLast(({ api }) => api === 'http')?.calls.length ?? 0;
}

function hasStatus(status: number): (answer: HttpAnswer) => boolean {
  return (answer) => answer.status === status;
}

function statusOf(outcome: Outcome): unknown {
  return outcome.threw ? undefined : memberOf(outcome.returned, 'status');
}

/** What the gateway said, where it refused; what the profile failed with, where that did. */
function gatewayMisconception(outcome: Outcome): Message | undefined {
  if (outcome.threw) return undefined;
  const { status, headers } = outcome.returned as HttpAnswer;
  const words = /error_description="([^"]*)"/.exec(headers['www-authenticate'] ?? '')?.[1] ?? '';
  if (status === 401 && words.includes('issuer')) {
    return say`The gateway says: ${words}. iss in the token is the address of this API, to the letter, and so must issuer be: { address: 'httpApi' }, wherever the application runs.`;
  }
  if (status === 401 && words.includes('audience')) {
    return say`The gateway says: ${words}. aud in the token is "${AUDIENCE}", and one entry of audience must be just that.`;
  }
  if (status === 401 && words.includes('keys')) {
    return say`The gateway says: ${words}. It looks for them at the issuer's address, and finds none there.`;
  }
  if (status === 403) {
    return say`The gateway knows who it is, and the token has none of the words in the route's scopes. Each word is an entry of its own: "me lounge" in one entry is a word that no token has.`;
  }
  if (status === 404) return say`There is no such route any more: application.ts is given.`;
  return status === 500 ? answerMisconception() : undefined;
}

const { isArray } = Array;

const IN_ORDER = say`The entries come out as they went in: each of them, and in their order.`;

function listMisconception(outcome: Outcome): Message | undefined {
  if (outcome.threw) {
    return outcome.error instanceof SyntaxError
      ? say`This is no JSON: the entries have no quotes and no commas. The gateway writes "[a b]".`
      : undefined;
  }
  const { returned } = outcome;
  if (!isArray(returned)) return say`A list is asked for.`;
  const isBracketed = String(returned[0]).startsWith('[') || String(returned.at(-1)).endsWith(']');
  return isBracketed || returned.includes('d')
    ? say`The brackets are the gateway's, one at each end, and belong to no entry. Those inside an entry are the entry's own.`
    : say`The entries are parted by single blanks, and by nothing else.`;
}

function invokeProfile(authorizer: unknown, headers: Record<string, string> = {}) {
  const event = {
    version: '2.0',
    routeKey: 'GET /me',
    rawPath: '/me',
    headers,
    requestContext: {
      ...(authorizer !== undefined && { authorizer }),
      http: { method: 'GET', path: '/me' },
      routeKey: 'GET /me',
      stage: '$default',
    },
    isBase64Encoded: false,
  };
  return aws.invoke('profile', event, {
    subject: 'profile.ts:handler',
    call: `profile(${show({ authorizer })})`,
  });
}

async function profileOf(authorizer: object, headers: Record<string, string> = {}): Promise<Json> {
  const attempt = await invokeProfile(authorizer, headers);
  attempt.satisfies(say`statusCode 200, and JSON as text in body`, (answer) => {
    const body = memberOf(answer, 'body');
    return (
      memberOf(answer, 'statusCode') === 200 && typeof body === 'string' && isObject(parse(body))
    );
  });
  return parse(String(memberOf(attempt.result(), 'body'))) as Json;
}

function seconds(): number {
  return Math.floor(Date.now() / 1000);
}

/** The claims of a genuine token of spark's, with some changed; undefined takes one away. */
function claimsFor(changes: object = {}): Json {
  const iat = seconds() - 1;
  return {
    iss: ISSUER,
    sub: '1234567890',
    aud: AUDIENCE,
    client_id: CLIENT_ID,
    iat,
    exp: iat + LIFETIME,
    rank: '15',
    groups: ['members', 'cyclists'],
    ...changes,
  };
}

/** A token as the issuer writes it. */
function tokenOf(claims: object = {}, header: object = {}): string {
  return signed(
    { alg: 'RS256', typ: 'at+jwt', kid: KID, ...header },
    claimsFor(claims),
    PRIVATE_KEY,
  );
}

function signed(header: object, payload: object, privateKey: KeyObject): string {
  const input = inputOf(header, payload);
  const bytes = sign('sha256', Buffer.from(input), { key: privateKey, dsaEncoding: 'ieee-p1363' });
  return `${input}.${bytes.toString('base64url')}`;
}

function hmac(header: object, payload: object, key: string): string {
  const input = inputOf(header, payload);
  return `${input}.${createHmac('sha256', key).update(input).digest('base64url')}`;
}

function inputOf(...parts: object[]): string {
  return parts.map((part) => Buffer.from(JSON.stringify(part)).toString('base64url')).join('.');
}

/** An RSA key that says of itself that it is for RSA-PSS: RFC_KEY with another algorithm (RFC 4055). */
function pssKey(): KeyObject {
  const der = RFC_KEY.export({ type: 'spki', format: 'der' });
  // SEQUENCE { SEQUENCE { rsaEncryption, NULL }, key }: two bytes less without the NULL.
  const bits = der.subarray(4 + 15);
  const algorithm = Buffer.from('300b06092a864886f70d01010a', 'hex');
  const length = Buffer.alloc(2);
  length.writeUInt16BE(algorithm.length + bits.length);
  const key = Buffer.concat([Buffer.from('3082', 'hex'), length, algorithm, bits]);
  return createPublicKey({ key, format: 'der', type: 'spki' });
}

function hash(text: string, algorithm = 'sha256'): Buffer {
  return createHash(algorithm).update(text).digest();
}

/** For a refusal by an error of the learner's that is no RangeError; Node's own have a code. */
function otherError(outcome: Outcome): Message | undefined {
  const isMeant =
    outcome.threw &&
    outcome.error instanceof Error &&
    !/^Unsupported|JWK/i.test(outcome.error.message) &&
    memberOf(outcome.error, 'code') === undefined;
  return isMeant
    ? say`It is refused, and by another error than a RangeError: who calls it tells a key that is none of ours from a fault by that.`
    : undefined;
}

function thumbprintMisconception({ n, e }: Json): (outcome: Outcome) => Message | undefined {
  const right = JSON.stringify({ e, kty: 'RSA', n });
  const wrong: readonly (readonly [text: string, Message])[] = [
    [
      JSON.stringify({ kty: 'RSA', n, e }),
      say`The members are in another order. Everybody must come to the same text, so they are sorted: e, kty, n (RFC 7638 §3).`,
    ],
    [
      JSON.stringify({ kty: 'RSA', e, n }),
      say`The members are in another order. Everybody must come to the same text, so they are sorted: e, kty, n (RFC 7638 §3).`,
    ],
    [
      JSON.stringify({ n, e, kty: 'RSA' }),
      say`The members are in another order. Everybody must come to the same text, so they are sorted: e, kty, n (RFC 7638 §3).`,
    ],
    [
      JSON.stringify({ e, kty: 'RSA', n }, undefined, 2),
      say`There is white space in the text that was hashed. JSON.stringify() writes none unless it is asked to (RFC 7638 §3.3).`,
    ],
    [
      JSON.stringify({ e, kty: 'RSA', n }).replaceAll(',"', ', "'),
      say`There is white space in the text that was hashed. JSON.stringify() writes none unless it is asked to (RFC 7638 §3.3).`,
    ],
    [
      JSON.stringify({ alg: 'RS256', e, kty: 'RSA', n, use: 'sig' }),
      say`More than the required members were hashed. alg, use and kid may be there or not, so the thumbprint leaves them out (RFC 7638 §3.2).`,
    ],
    [
      JSON.stringify({ alg: 'RS256', e, kty: 'RSA', n }),
      say`More than the required members were hashed. alg, use and kid may be there or not, so the thumbprint leaves them out (RFC 7638 §3.2).`,
    ],
    [
      JSON.stringify({ e, n }),
      say`kty is missing in what was hashed: the required members of an RSA key are e, kty and n (RFC 7638 §3.2).`,
    ],
    [
      String(n),
      say`Only the modulus was hashed. The thumbprint is the hash of a JSON text with e, kty and n (RFC 7638 §3).`,
    ],
  ];
  return (outcome) => {
    if (outcome.threw || typeof outcome.returned !== 'string') return undefined;
    const { returned } = outcome;
    const known = wrong.find(([text]) => hash(text).toString('base64url') === returned);
    if (known) return known[1];
    if (returned === hash(right).toString('hex'))
      return say`This is the right hash, in hex. A kid is written in base64url.`;
    if (returned === hash(right).toString('base64'))
      return say`This is the right hash, in base64. A kid is written in base64url, without padding.`;
    if (returned === hash(right, 'sha1').toString('base64url'))
      return say`This is SHA-1. The thumbprint is made with SHA-256.`;
    return undefined;
  };
}

function jwkMisconception(jwk: unknown): Message | undefined {
  if (!isObject(jwk)) return undefined;
  const missing = Object.keys(EXPECTED_JWK).filter((name) => !(name in jwk));
  const more = Object.keys(jwk).filter((name) => !(name in EXPECTED_JWK));
  if (missing.length > 0)
    return say`Missing: ${missing.join(', ')}. Whoever reads a set of keys finds the right one by kid, and tells by use and alg what it is for (RFC 7517 §4).`;
  if (more.length > 0)
    return say`Too many: ${more.join(', ')}. What is not needed to check a signature is not published.`;
  if (jwk['kid'] !== KID)
    return say`kid is the key's thumbprint: then it is the same wherever the key is, and another one for every other key.`;
  if (jwk['alg'] !== 'RS256') return say`alg says which signatures the key is for: "RS256".`;
  return jwk['use'] === 'sig' ? undefined : say`use says what the key is for: "sig", signatures.`;
}

function headerMisconception(header: Json): Message | undefined {
  const { alg, typ, kid } = header;
  if (alg !== 'RS256')
    return say`alg is ${show(alg)}. The key is an RSA key, and the gateway takes RSA signatures only: "RS256".`;
  if (typ !== 'at+jwt')
    return say`typ is ${show(typ)}. An access token says so: "at+jwt" (RFC 9068 §2.1). "JWT" tells no kind of token from another, and an ID token could be handed in for it.`;
  if (kid === undefined)
    return say`kid is missing. With it a verifier finds the right one among several keys, and the gateway refuses a token without.`;
  if (kid !== KID)
    return say`kid is another one than the published key has: nobody will find the key to this token.`;
  return say`There is more in the header than alg, typ and kid. jwk, jku and x5c invite a reader to trust a key that the sender chose.`;
}

function scopeMisconception(scope: unknown, _words: unknown, rank: string): Message {
  if (Array.isArray(scope) || String(scope).includes(','))
    return say`scope is a text of words with blanks between them, and no list (RFC 8693 §4.2).`;
  if (rank === '9' && String(scope).includes('lounge'))
    return say`As texts, "9" is more than "10": letter by letter, and 9 comes after 1. Make a number of the rank first.`;
  if (rank === '100' && !String(scope).includes('vip'))
    return say`As texts, "100" is less than "20". Make a number of the rank first.`;
  return say`"me" for everybody, "lounge" from rank 10 on, "vip" from rank 20 on, the limits included.`;
}

/** The words of a scope, in order. */
function sorted(scope: unknown): unknown {
  return typeof scope === 'string' ? scope.split(' ').toSorted() : scope;
}

function isTodo(error: unknown): boolean {
  return error instanceof Error && /^TODO \d/.test(error.message);
}

function memberOf(value: unknown, name: string): unknown {
  return (Object(value) as Json)[name];
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function isObject(value: unknown): value is Json {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
