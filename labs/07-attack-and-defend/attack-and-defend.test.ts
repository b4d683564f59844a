/**
 * The checks of lab 7: each forgery is tried at the five flawed verifiers, where it gets in at its
 * own and at no other; the learner's verifier is tried with a battery of hostile tokens, and with
 * genuine ones.
 *
 * A check of the verifier asks for its step's forgery first: the verifier works from the start.
 */
import {
  check,
  CheckFailure,
  codeOf,
  given,
  say,
  secret,
  show,
  step,
  verbatim,
  type Cause,
  type Message,
  type Outcome,
} from '#checks';
import { createHmac, createPublicKey } from 'node:crypto';
import net from 'node:net';
import { setImmediate } from 'node:timers/promises';
import { vi } from 'vitest';
import {
  crack,
  forgeUnsigned,
  forgeWithOwnKey,
  forgeWithPublicKey,
  forgeWithUnknownKid,
  substitute,
  twin,
  type Substitutes,
} from './attacks.ts';
import { api, evidence, type Jwk, type Jwks } from './evidence.ts';
import { door, flawed, Refused, type Door, type Reason } from './flawed.ts';
import {
  HOSTILE_TOKENS,
  makeHostile,
  OTHER_KEYS,
  type HostileClass,
  type Issuer,
} from './hostile-tokens.ts';
import { makeToyKey } from './toy-key.ts';
import { JwtError, verify } from './verifier.ts';

type JsonObject = Record<string, unknown>;
type StepNumber = keyof typeof flawed;

/** The issuer of the evidence is a thing of the past. This one has another key, and a later time. */
const KID = 'rubywave-2026-11';
const KEY = makeToyKey(KID);
const NOW = 1_800_000_000;

const NEON = { sub: '1234567891', email: 'neon@rubywave.io', nickname: 'neon' };
const CLAIMS = {
  iss: api.issuer,
  aud: api.audience,
  client_id: 'web',
  iat: NOW - 60,
  exp: NOW + 540,
  jti: 'n-0815',
  scope: 'me',
  rank: '9',
  ...NEON,
};
const HEADER = { alg: 'RS256', typ: 'at+jwt', kid: KID };
const PROMOTED = { ...CLAIMS, rank: '99' };

const HMAC_SECRET = secret(base64url('a secret that another issuer has'));

/** What the learner's verifier is told: our issuer's key, and keys that are for something else. */
const OPTIONS = {
  keys: {
    ...api.keys,
    [OTHER_KEYS.HS256]: { kty: 'oct', k: HMAC_SECRET, kid: OTHER_KEYS.HS256, alg: 'HS256' },
    [KID]: KEY.jwk,
    [OTHER_KEYS.PS256]: { ...KEY.jwk, kid: OTHER_KEYS.PS256, alg: 'PS256' },
    [OTHER_KEYS.RS512]: { ...KEY.jwk, kid: OTHER_KEYS.RS512, alg: 'RS512' },
  },
  issuer: api.issuer,
  audience: api.audience,
  now: NOW,
};

/** `verify` with these options; most calls have the same, and no message needs them. */
const { verify: verifyHere } = { verify: (token: string) => verify(token, OPTIONS) };

/** The same API on another day: its key set is another one, and so is the secret of its old app. */
const LATER: Door = {
  keys: { ...api.keys, [KID]: KEY.jwk },
  issuer: api.issuer,
  audience: api.audience,
  now: NOW,
  oldSecret: '루비웨이브 Secret ',
  revoked: new Set(),
};
const LATER_JWKS: Jwks = { keys: [...evidence.jwks.keys, KEY.jwk] };

const issuer: Issuer = {
  header: HEADER,
  claims: PROMOTED,
  now: NOW,
  sign: KEY.sign,
  jwk: KEY.jwk,
  stranger: makeToyKey('stranger', 1_000_000),
};

step(1, { forgeUnsigned, verify }, () => {
  check('unsigned-forgery', say`a token that nobody signed lets neon in as rank "99"`, () => {
    getsIn(1, given(forgeUnsigned, evidence.token), door, unsignedCause);
    getsIn(1, given(forgeUnsigned, tokenOf(CLAIMS)), LATER, unsignedCause);
  });

  check('genuine', say`verify lets every genuine token in`, () => {
    begins(1);
    isLetIn(evidence.token, { ...OPTIONS, now: api.now });
    isLetIn(tokenOf(CLAIMS));
    isLetIn(tokenOf({ ...CLAIMS, exp: NOW + 0.5, nbf: NOW, name: '네온', extra: { alg: 'none' } }));
    isLetIn(
      tokenOf({ ...CLAIMS, constructor: 'neon', 가: null, list: [], alg: 'none', crit: ['x'] }),
    );
    isLetIn(tokenOf(PROMOTED));
    isLetIn(tokenOf(CLAIMS, { kid: KID, typ: 'at+jwt', cty: 'x', alg: 'RS256' }));
  });

  check('clock', say`verify goes by the clock where no time is given`, () => {
    begins(1);
    const { now: _, ...options } = OPTIONS;
    const seconds = Math.floor(Date.now() / 1000);
    const token = tokenOf({ ...CLAIMS, iat: seconds, exp: seconds + 600 });
    isLetIn(token, options);
    // 0 is a time, too.
    isLetIn(tokenOf({ ...CLAIMS, iat: 0, exp: 60 }), { ...options, now: 0 });
    const expired = given(verify, tokenOf({ ...CLAIMS, exp: seconds - 600 }), options);
    refuses(expired, ['expired'], say`a token that expired ten minutes ago`, () => undefined);
    const later = atClock(seconds + 600, () => given(verify, token, options));
    refuses(
      later,
      ['expired'],
      say`one that has expired since it was let in`,
      accepted(
        say`The clock was read once, when the file was loaded. A server loads it once and runs for days: read the clock in each call.`,
      ),
    );
  });

  check('own-unsigned', say`verify refuses your own forgery`, () => {
    refusesForgery(1, given(forgeUnsigned, tokenOf(CLAIMS)), ['algorithm']);
  });

  check('unsigned', say`verify refuses a token without a signature, whatever its alg says`, () => {
    begins(1);
    refusesAll(
      'unsigned',
      say`"none" has many spellings, and a missing alg is one of them. Don't list what you refuse, name the one thing that you let in: alg === 'RS256' (RFC 8725 §3.1).`,
    );
  });

  check('alg-exact', say`verify takes alg for RS256 only where it is exactly "RS256"`, () => {
    begins(1);
    refusesAll(
      'algorithm',
      say`Compare alg with ===, as it came: in another case, with white space or in a list it is another value. Whoever tidies it up first decides on something that the next program reads in another way (RFC 8725 §3.1).`,
    );
  });

  check('crit', say`verify refuses any crit`, () => {
    begins(1);
    refusesAll(
      'crit',
      say`crit lists extensions that a reader has to understand, and this verifier understands none. So the member itself is a reason to refuse, whatever it holds (RFC 7515 §4.1.11).`,
    );
  });

  check('alg-before-key', say`verify looks at alg before it looks for a key`, () => {
    begins(1);
    for (const header of [
      { ...HEADER, alg: 'none', kid: 'nobody' },
      { ...HEADER, alg: 'HS256', kid: undefined },
      { ...HEADER, alg: 'RS512', kid: '__proto__' },
      { ...HEADER, crit: ['exp'], kid: 'nobody' },
    ]) {
      const attempt = given(verifyHere, `${textOf(header, PROMOTED)}.${'A'.repeat(342)}`);
      refuses(attempt, ['algorithm'], verbatim(JSON.stringify(header)), (outcome) =>
        refusalOf(outcome) === 'key'
          ? say`The key was looked for first. A header that asks for an algorithm which you don't do is done with: nothing else in it is worth a look.`
          : leaked(outcome),
      );
    }
  });
});

step(2, { forgeWithPublicKey, verify }, () => {
  check(
    'public-key-forgery',
    say`a token signed with the public key lets neon in as rank "99"`,
    () => {
      const now = given(forgeWithPublicKey, evidence.token, evidence.jwks);
      getsIn(2, now, door, publicKeyCause(evidence.jwks));
      const later = given(forgeWithPublicKey, tokenOf(CLAIMS), LATER_JWKS);
      getsIn(2, later, LATER, publicKeyCause(LATER_JWKS));
    },
  );

  check('own-public-key', say`verify refuses your own forgery with the public key`, () => {
    refusesForgery(2, given(forgeWithPublicKey, tokenOf(CLAIMS), LATER_JWKS), ['algorithm']);
  });

  check('confusion', say`verify makes no secret of a public key`, () => {
    begins(2);
    refusesAll(
      'confusion',
      say`A secret was made of something that everybody can read, because alg asked for one. An API that takes RS256 has no use for HMAC at all (RFC 8725 §2.1, §3.1).`,
    );
  });

  check('key-algorithm', say`verify uses a key for its own algorithm only`, () => {
    begins(2);
    refusesAll(
      'key-algorithm',
      say`alg says "RS256", and the key that kid names is for something else. A key has one algorithm, its own alg says which: compare that one, too (RFC 7517 §4.4, RFC 8725 §3.1).`,
    );
  });

  check('other-issuers-secret', say`another issuer's HS256 key verifies nothing here`, () => {
    begins(2);
    for (const alg of ['HS256', 'RS256']) {
      const text = textOf({ alg, typ: 'at+jwt', kid: OTHER_KEYS.HS256 }, PROMOTED);
      const attempt = given(
        verifyHere,
        `${text}.${hs256(text, Buffer.from(HMAC_SECRET, 'base64url'))}`,
      );
      refuses(
        attempt,
        ['algorithm'],
        say`alg "${alg}", signed with the HS256 key of another issuer`,
        accepted(
          say`That key is among yours for tokens of another issuer. Whoever holds its secret could write tokens in the name of yours: here alg is "RS256", and so is the key's.`,
        ),
      );
    }
  });
});

step(3, { forgeWithOwnKey, forgeWithUnknownKid, verify }, () => {
  check('own-key-forgery', say`a token that brings its own key lets neon in as rank "99"`, () => {
    getsIn(3, ownKeyForgery(), LATER, ownKeyCause);
  });

  check(
    'unknown-kid-forgery',
    say`a token whose key nobody knows lets neon in as rank "99"`,
    () => {
      getsIn(3, given(forgeWithUnknownKid, evidence.token), door, unknownKidCause);
      getsIn(3, given(forgeWithUnknownKid, tokenOf(CLAIMS)), LATER, unknownKidCause);
    },
  );

  check('own-key', say`verify refuses your own two forgeries`, () => {
    for (const forgery of [ownKeyForgery(), given(forgeWithUnknownKid, tokenOf(CLAIMS))]) {
      refusesForgery(3, forgery, ['key', 'signature', 'algorithm']);
    }
  });

  check('kid', say`verify refuses a kid that names none of its keys`, () => {
    begins(3);
    refusesAll(
      'kid',
      say`A key was found where there is none. kid is a name out of the token: look it up only where it is a text and a member of your own list. Every object has a "__proto__" and a "constructor" as well; Object.hasOwn tells (RFC 8725 §3.10).`,
    );
  });

  check(
    'embedded-key',
    say`verify follows no key, and no address of a key, out of the token`,
    () => {
      begins(3);
      refusesAll(
        'embedded-key',
        say`jwk, jku, x5u and x5c are the sender's own words: whoever wrote the token wrote them. A signature that holds under a key out of the token says nothing (RFC 8725 §3.10).`,
      );
    },
  );

  check(
    'key-not-needed',
    say`verify judges by its own key, whatever a genuine token brings`,
    () => {
      begins(3);
      const { jwk } = issuer.stranger;
      for (const brought of [
        { jwk },
        { jwk: {} },
        { jku: 'https://login.rubywave.io/keys', x5u: 'https://login.rubywave.io/certificate' },
        { x5c: ['MIIB'] },
      ]) {
        isLetIn(tokenOf(CLAIMS, { ...HEADER, ...brought }), OPTIONS, (outcome) =>
          refusalOf(outcome) === undefined
            ? leaked(outcome)
            : say`kid names your key, and under it the signature holds. What else the header says about keys is not followed, and no reason to refuse.`,
        );
      }
    },
  );

  check('no-request', say`verify asks nobody for a key`, async () => {
    begins(3);
    const asked = await requestsDuring(() => {
      for (const name of ['jku', 'x5u']) {
        for (const kid of [KID, 'nobody']) {
          const header = { ...HEADER, kid, [name]: 'http://127.0.0.1:9/keys.json' };
          given(verifyHere, tokenOf(PROMOTED, header));
        }
      }
    });
    if (asked.length === 0) return;
    throw new CheckFailure({
      kind: 'wrong',
      expected: say`verify sends no request`,
      actual: say`it asked for ${asked[0] ?? ''}`,
      cause: say`The address stands in the token: its sender makes your server call where it likes, also behind your firewall, and hands it his own key (RFC 8725 §3.10).`,
      subject: 'verify',
    });
  });

  check('signature', say`verify refuses a signature that does not hold`, () => {
    begins(3);
    refusesAll(
      'signature',
      say`The signature is checked over header.payload as it came, all of it, with the key that kid names (RFC 7515 §5.2).`,
    );
  });
});

step(4, { substitute, verify }, () => {
  check('id-token', say`an ID token lets neon in as rank "99"`, () => {
    isSubstitute('idToken', ({ header }) => header['typ'] !== 'at+jwt');
  });

  check('other-audience', say`a token for another service lets neon in as rank "99"`, () => {
    isSubstitute('otherAudience', ({ header, payload }) => {
      return header['typ'] === 'at+jwt' && payload['iss'] === api.issuer;
    });
  });

  check('other-issuer', say`a token of another issuer lets neon in as rank "99"`, () => {
    isSubstitute('otherIssuer', ({ payload }) => payload['iss'] !== api.issuer);
  });

  check('own-substitutes', say`verify refuses the three tokens that you chose`, () => {
    const { idToken, otherAudience, otherIssuer } = given(substitute, evidence).result();
    const options = { ...OPTIONS, now: api.now };
    for (const [token, code] of [
      [idToken, 'type'],
      [otherAudience, 'audience'],
      [otherIssuer, 'issuer'],
    ] as const) {
      if (!isGenuine(token)) continue;
      refuses(given(verify, token, options), [code], say`one of those that you chose`, (outcome) =>
        code === 'type' && refusalOf(outcome) === 'audience'
          ? say`This ID token is kept out by its aud alone, which names an app. One whose aud names the API would come in: ask what a token is for first, by its typ (RFC 9068 §4).`
          : substituteCause(code)(outcome),
      );
    }
  });

  check('type', say`verify refuses what is no access token`, () => {
    begins(4);
    refusesAll('type', substituteCause('type'));
  });

  check('type-spellings', say`verify lets an access token in however its type is written`, () => {
    begins(4);
    for (const typ of ['at+jwt', 'AT+JWT', 'at+JWT', 'application/at+jwt', 'Application/AT+jwt']) {
      isLetIn(tokenOf(CLAIMS, { ...HEADER, typ }), OPTIONS, (outcome) =>
        refusalOf(outcome) === 'type'
          ? say`typ ${JSON.stringify(typ)} is a media type: compared in any case, and "application/" may stand in front of it (RFC 7515 §4.1.9, RFC 9068 §2.1).`
          : undefined,
      );
    }
  });

  check('issuer', say`verify refuses another issuer`, () => {
    begins(4);
    refusesAll('issuer', substituteCause('issuer'));
  });

  check('audience', say`verify refuses a token for somebody else`, () => {
    begins(4);
    refusesAll('audience', substituteCause('audience'));
  });

  check('audience-list', say`verify finds itself among several audiences`, () => {
    begins(4);
    const { audience } = OPTIONS;
    for (const aud of [audience, [audience], ['web', audience], [audience, 'web']]) {
      isLetIn(tokenOf({ ...CLAIMS, aud }), OPTIONS, (outcome) =>
        refusalOf(outcome) === 'audience'
          ? say`aud is one text or a list of them, and one entry that equals yours is enough (RFC 7519 §4.1.3).`
          : undefined,
      );
    }
  });

  check(
    'options',
    say`verify goes by the keys, the issuer and the audience that it is told`,
    () => {
      begins(4);
      const told = { ...OPTIONS, issuer: 'https://id.haneul.example', audience: 'haneul' };
      isLetIn(tokenOf({ ...CLAIMS, iss: told.issuer, aud: told.audience }), told);
      for (const [claims, code] of [
        [{ iss: told.issuer }, 'audience'],
        [{ aud: told.audience }, 'issuer'],
      ] as const) {
        const attempt = given(verify, tokenOf({ ...CLAIMS, ...claims }), told);
        refuses(
          attempt,
          [code],
          verbatim(JSON.stringify(claims)),
          accepted(
            say`issuer and audience come with every call: they are not the same for every API.`,
          ),
        );
      }
      const otherKey = {
        ...OPTIONS,
        keys: { ...OPTIONS.keys, [KID]: { ...issuer.stranger.jwk, kid: KID } },
      };
      isLetIn(tokenOf(CLAIMS));
      refuses(
        given(verify, tokenOf(CLAIMS), otherKey as typeof OPTIONS),
        ['signature'],
        say`one that another key of the same kid has signed`,
        accepted(
          say`The key was kept from an earlier call. A key set changes, and a kid can come again with another key: look it up in the keys that came with this call.`,
        ),
      );
    },
  );

  check('time', say`verify refuses a token out of its time`, () => {
    begins(4);
    const cause = say`The times are checked as they were: exp and nbf have to be numbers, and from exp on the token is over (RFC 7519 §4.1.4).`;
    refusesAll('time', cause);
    const token = tokenOf({ ...CLAIMS, nbf: NOW - 30, exp: NOW + 30 });
    for (const [now, code] of [
      [NOW - 30.001, 'not_yet_valid'],
      [NOW + 30, 'expired'],
    ] as const) {
      isLetIn(token, { ...OPTIONS, now: code === 'expired' ? now - 0.001 : now + 0.001 });
      const attempt = given(verify, token, { ...OPTIONS, now });
      refuses(
        attempt,
        [code],
        say`one that was let in a thousandth of a second away`,
        accepted(cause),
      );
    }
  });

  check('order', say`verify looks at type, times, issuer and audience in this order`, () => {
    begins(4);
    const wrong = {
      typ: { ...HEADER, typ: 'JWT' },
      exp: NOW,
      iss: 'https://evil.example',
      aud: 'web',
    };
    const broken = `${textOf(wrong.typ, PROMOTED)}.${'A'.repeat(342)}`;
    for (const [token, code] of [
      [broken, 'signature'],
      [tokenOf({ ...PROMOTED, exp: wrong.exp, iss: wrong.iss, aud: wrong.aud }, wrong.typ), 'type'],
      [tokenOf({ ...PROMOTED, exp: 'soon', iss: wrong.iss, aud: wrong.aud }), 'claims'],
      [tokenOf({ ...PROMOTED, exp: wrong.exp, nbf: NOW + 60, iss: wrong.iss }), 'expired'],
      [tokenOf({ ...PROMOTED, nbf: NOW + 60, iss: wrong.iss, aud: wrong.aud }), 'not_yet_valid'],
      [tokenOf({ ...PROMOTED, iss: wrong.iss, aud: wrong.aud }), 'issuer'],
    ] as const) {
      refuses(
        given(verifyHere, token),
        [code],
        say`a token that is wrong in several ways`,
        (outcome) => {
          const came = refusalOf(outcome);
          if (came === undefined) return leaked(outcome);
          return code === 'signature'
            ? say`typ was looked at before the signature. Until the signature holds, all of it is a stranger's text.`
            : say`"${came}" was found first. The order is: signature, type, claims, expired, not_yet_valid, issuer, audience.`;
        },
      );
    }
  });
});

step(5, { crack, twin, verify }, () => {
  check('crack', say`crack finds the word that a token is signed with`, () => {
    findsWord(given(crack, evidence.oldToken, evidence.words), (found) => cracks(found, door));
    const { oldSecret } = LATER;
    const words = ['neon', oldSecret, 'sky'];
    for (const list of [words, [oldSecret, 'neon'], ['neon', oldSecret], [oldSecret]]) {
      const attempt = given(crack, oldTokenOf(oldSecret), list);
      findsWord(attempt, (found) => found === oldSecret);
    }
    findsWord(given(crack, oldTokenOf('sky'), words), (found) => found === 'sky');
    // JSON that JSON.stringify would write in another way.
    const text = [`{"kid":"rubywave-2016", "alg":"HS256"}`, `{"rank" : "\\u0039"}`]
      .map(base64url)
      .join('.');
    const attempt = given(crack, `${text}.${hs256(text, oldSecret)}`, words);
    findsWord(attempt, (found) => found === oldSecret);
  });

  check('crack-none', say`crack finds nothing where none of the words fits`, () => {
    for (const words of [['neon', 'sky'], []]) {
      const attempt = given(crack, oldTokenOf(LATER.oldSecret), words);
      const { outcome } = attempt;
      if (!outcome.threw && outcome.returned === undefined) continue;
      attempt.fail(
        say`crack returns undefined: none of these words signed the token`,
        ({ threw }) =>
          threw ? say`To have found nothing is an answer, and no fault: undefined.` : undefined,
      );
    }
  });

  check('twin', say`a twin gets past the list of tokens that were taken back`, () => {
    isTwin(evidence.revoked, door);
    for (const token of tokensOfAllEndings())
      isTwin(token, { ...LATER, revoked: new Set([token]) });
  });

  check('own-twin', say`verify refuses your own twin`, () => {
    refusesForgery(5, given(twin, tokenOf(CLAIMS)), ['malformed']);
  });

  check('base64url', say`verify takes one spelling for each part, and no other`, () => {
    begins(5);
    refusesAll(
      'base64url',
      say`Buffer.from skips what it does not know and drops spare bits, so one token has many spellings, and a list or a cache that goes by its text misses them. Encode the bytes again: only the one right spelling comes out as it went in (RFC 7515 §2, RFC 4648 §3.5).`,
    );
  });

  check('parts', say`verify refuses all but three parts`, () => {
    begins(5);
    refusesAll(
      'parts',
      say`A signed token has three parts and two dots. What follows a third dot is not covered by the signature; five parts are an encrypted token, which is another thing (RFC 7515 §7.1, RFC 7516 §9).`,
    );
  });

  check('json-form', say`verify takes a token in its compact form only`, () => {
    begins(5);
    refusesAll(
      'json-form',
      say`A JWT is a text in compact form. A list, an object or JSON is no token, also where something in it looks like one (RFC 7519 §3).`,
    );
  });

  check('duplicates', say`verify refuses a member that is written twice`, () => {
    begins(5);
    refusesAll(
      'duplicates',
      say`JSON.parse keeps the last of two members of one name, other programs keep the first: two of them read two different tokens under one signature. memberNames is given for this (RFC 7519 §4).`,
    );
  });

  check('no-duplicates', say`verify lets in what only looks like a member written twice`, () => {
    begins(5);
    isLetIn(
      tokenOf({ ...CLAIMS, extra: { rank: '99', sub: 'x', list: [{ rank: '1' }, { rank: '2' }] } }),
      OPTIONS,
      onceEach,
    );
    isLetIn(
      tokenOf({ ...CLAIMS, name: 'a","rank":"99', 'rank"': '"', 'rank:': ':' }),
      OPTIONS,
      onceEach,
    );
    isLetIn(tokenOf({ ...CLAIMS, Rank: '99', RANK: '99', rank2: '99' }), OPTIONS, onceEach);
    isLetIn(
      tokenOf({ ...CLAIMS, list: ['rank', 'rank', '', ''], name: 'rank' }),
      OPTIONS,
      onceEach,
    );
  });

  check('white-space', say`verify lets in JSON that is written with white space`, () => {
    begins(5);
    const text = [HEADER, CLAIMS]
      .map((part) => base64url(`\r\n ${JSON.stringify(part, null, '\t')}\n`))
      .join('.');
    const attempt = given(verifyHere, `${text}.${KEY.sign(text)}`);
    attempt.returns(CLAIMS, (outcome) => {
      const code = refusalOf(outcome);
      if (code === 'malformed')
        return say`JSON may be written with white space, and the token is genuine: RFC 7515's own example has line breaks. What is compared is the base64url, not the JSON (RFC 7515 A.1).`;
      return code === 'signature'
        ? say`The token is genuine. What was signed is its text as it came: whoever takes it apart and writes it anew has another text, with the blanks lost (RFC 7515 A.1).`
        : undefined;
    });
  });

  check('no-object', say`verify refuses a header or a payload that is no JSON object`, () => {
    begins(5);
    refusesAll(
      'no-object',
      say`Header and claims set are JSON objects, in braces. JSON.parse is content with a list, a number or null as well, and reading a member of null throws (RFC 7519 §7.2).`,
    );
  });

  check('malformed-first', say`verify reads the whole token before it judges any of it`, () => {
    begins(5);
    const [header, payload] = textOf(HEADER, PROMOTED).split('.');
    const hmac = textOf({ ...HEADER, alg: 'HS256' });
    for (const token of [
      `${hmac}.${payload}.AAA=`,
      `${hmac}.${base64url('[]')}.AAAA`,
      `${textOf({ ...HEADER, crit: ['exp'] })}.${payload}=.AAAA`,
      `${textOf({ ...HEADER, kid: 'nobody' })}.${base64url('{"rank":"9","rank":"99"}')}.AAAA`,
      `${header}.${base64url('null')}.AAAA`,
    ]) {
      refuses(
        given(verifyHere, token),
        ['malformed'],
        say`one that is malformed, and wrong in another way`,
        (outcome) =>
          refusalOf(outcome) === undefined
            ? leaked(outcome)
            : say`"${refusalOf(outcome) ?? ''}" was found first. All three parts are read before a word of them counts: in a token that can be read in two ways, alg and kid say nothing.`,
      );
    }
  });

  check('only-jwt-error', say`nothing but a JwtError leaves verify, whatever the token is`, () => {
    begins(5);
    for (const token of [
      undefined,
      0,
      Symbol('token'),
      () => 'token',
      {},
      new Map(),
      '\ud800',
      'a.b.c',
      '...',
      '가.나.다',
    ]) {
      refuses(given(verifyHere, token as string), ['malformed'], verbatim(show(token)), leaked);
    }
  });
});

/** A genuine token of the new issuer's. */
function tokenOf(claims: object, header: object = HEADER): string {
  const text = textOf(header, claims);
  return `${text}.${KEY.sign(text)}`;
}

/** A token of the old app's. */
function oldTokenOf(word: string, claims: object = CLAIMS): string {
  const text = textOf({ alg: 'HS256', typ: 'at+jwt', kid: 'rubywave-2016' }, claims);
  return `${text}.${hs256(text, word)}`;
}

/** What is signed. */
function textOf(...parts: object[]): string {
  return parts.map((part) => base64url(JSON.stringify(part))).join('.');
}

function base64url(text: string): string {
  return Buffer.from(text).toString('base64url');
}

/** Runs with the clock stopped at this time, in seconds. */
function atClock<Result>(seconds: number, run: () => Result): Result {
  vi.useFakeTimers({ toFake: ['Date'], now: seconds * 1000 });
  try {
    return run();
  } finally {
    vi.useRealTimers();
  }
}

function hs256(text: string, key: string | Buffer): string {
  return createHmac('sha256', key).update(text).digest('base64url');
}

/** The token's header and payload, as far as there are any. */
function readParts(token: unknown): Parts {
  const [header, payload] = String(token)
    .split('.')
    .map((part) => {
      try {
        const value: unknown = JSON.parse(Buffer.from(part, 'base64url').toString());
        return typeof value === 'object' && value !== null ? (value as JsonObject) : {};
      } catch {
        return {};
      }
    });
  return { token: String(token), header: header ?? {}, payload: payload ?? {} };
}

interface Parts {
  readonly token: string;
  readonly header: JsonObject;
  readonly payload: JsonObject;
}

/** RS256 signatures end with one of four characters: a token for each. */
function tokensOfAllEndings(): string[] {
  const byEnding = new Map<string, string>();
  for (let jti = 0; byEnding.size < 4 && jti < 100; jti += 1) {
    const token = tokenOf({ ...PROMOTED, jti });
    byEnding.set(token.slice(-1), token);
  }
  return [...byEnding.values()];
}

type Attempt<Result = unknown> = ReturnType<typeof given<never[], Result>>;

/** What a flawed verifier makes of a token. */
function tryAt(number: StepNumber, token: unknown, at: Door): JsonObject | Reason {
  try {
    return flawed[number](String(token), at);
  } catch (error) {
    if (error instanceof Refused) return error.reason;
    throw error;
  }
}

const NUMBERS = [1, 2, 3, 4, 5] as const;

/** Why a forgery fails: read off the token, and off the reason that it was refused for. */
type ForgeryCause = (parts: Parts, reason: Reason | undefined) => Message | undefined;

/**
 * The token lets neon in as rank "99" at this step's verifier, and is refused at the four others.
 * `causeOf` is asked without a reason where it was let in: a cause is then another way in.
 */
function getsIn(
  number: StepNumber,
  attempt: Attempt,
  at: Door,
  causeOf: ForgeryCause,
  token: unknown = attempt.result(),
): void {
  const expected = say`a token that lets neon in as rank "99" at flawed verifier ${number}`;
  if (typeof token !== 'string') attempt.fail(expected, say`A token is a text.`);
  const parts = readParts(token);
  const outcome = tryAt(number, token, at);
  if (typeof outcome === 'string') {
    const isAnothers =
      at === LATER && parts.payload['jti'] === readParts(evidence.token).payload['jti'];
    const cause = isAnothers ? OF_ANOTHER : (causeOf(parts, outcome) ?? COMMON_CAUSES[outcome]);
    return attempt.fail(expected, () => cause, say`it refused the token: ${REASONS[outcome]}`);
  }
  const { sub, rank } = outcome;
  if (sub !== NEON.sub || rank !== '99') {
    const who = show({ sub, rank });
    const cause = say`neon's sub stays as it is, and the payload's rank is the text "99".`;
    attempt.fail(expected, () => cause, say`it let in ${who}`);
  }
  const otherWay = causeOf(parts, undefined);
  if (otherWay) attempt.fail(expected, () => otherWay);
  const elsewhere = NUMBERS.find((other) => {
    return other !== number && typeof tryAt(other, token, at) === 'object';
  });
  if (elsewhere === undefined) return;
  attempt.fail(
    say`a token that gets in at flawed verifier ${number} and at no other`,
    () => say`The others have no such flaw, so this token has another way in, or is genuine.`,
    say`flawed verifier ${elsewhere} let it in, too`,
  );
}

const REASONS: Readonly<Record<Reason, Message>> = {
  malformed: say`it is not three parts of base64url with two JSON objects`,
  crit: say`its header has a crit`,
  alg: say`its alg is another one`,
  key: say`there is no key for it`,
  signature: say`its signature does not hold`,
  typ: say`its typ is not "at+jwt"`,
  exp: say`its exp is over, or no number`,
  iss: say`its iss is another issuer`,
  aud: say`its aud is another API`,
  revoked: say`it is on the list of tokens that were taken back`,
};

const STAYS = say`Take neon's own token and change as little as you can: all other members of header and payload stay as they are.`;

const OF_ANOTHER = say`This is made of evidence.token, and the function was given another of neon's tokens: change the one that it is given.`;

/** What goes for each forgery. */
const COMMON_CAUSES: Readonly<Partial<Record<Reason, Message>>> = {
  malformed: say`Two dots, three parts, each in base64url without padding; the first two hold JSON. encodeSegment makes such a part.`,
  crit: STAYS,
  typ: STAYS,
  exp: STAYS,
  iss: STAYS,
  aud: STAYS,
};

function unsignedCause({ token, header }: Parts, reason: Reason | undefined): Message | undefined {
  const { alg } = header;
  if (reason === 'malformed' && token.split('.').length === 2) {
    return say`A token without a signature still has its third part: an empty one. The second dot stays.`;
  }
  if (reason === 'alg' && alg === 'none') {
    return say`"none" in small letters is the one spelling that this verifier refuses. Read its next line: what else does it take for "none"?`;
  }
  if (reason === 'alg') {
    return say`alg is ${show(alg)}. This verifier skips the signature for one algorithm only, "none", in whatever case.`;
  }
  return reason === 'signature'
    ? say`alg still says "RS256", so the signature is checked, and it covers the old payload.`
    : undefined;
}

function publicKeyCause(jwks: Jwks): ForgeryCause {
  return ({ token, header }, reason) => {
    if (reason === 'key') {
      return say`kid stays as it was: this verifier looks the key up first, and then makes of it what alg asks for.`;
    }
    if (reason === 'alg') {
      return say`alg is ${show(header['alg'])}. This verifier makes a secret of the public key where alg is "HS256".`;
    }
    if (reason !== 'signature') return undefined;
    if (header['alg'] === 'RS256') {
      return say`alg still says "RS256", and nobody but the issuer can sign that.`;
    }
    const text = token.slice(0, token.lastIndexOf('.'));
    const signature = token.slice(token.lastIndexOf('.') + 1);
    const isOf = (secretText: string | Buffer): boolean => hs256(text, secretText) === signature;
    const pems = jwks.keys.map((jwk) => ({ kid: jwk.kid, pem: pemOf(jwk) }));
    if (pems.some(({ kid, pem }) => kid !== header['kid'] && isOf(pem))) {
      return say`The secret is the text of another key of the set. The verifier takes the one that kid names.`;
    }
    if (pems.some(({ pem }) => isOf(pem.trim()))) {
      return say`The secret is right but for its end: the PEM text ends with a line break, and every byte of a secret counts.`;
    }
    if (jwks.keys.some((jwk) => isOf(JSON.stringify(jwk)) || isOf(String(jwk.n)))) {
      return say`The secret is the JWK or a part of it. This verifier takes the same key in another form: see pemOf in flawed.ts.`;
    }
    return say`The secret has to be, byte for byte, what pemOf in flawed.ts returns: type "spki", format "pem". And what is signed is header.payload, with the new header in it.`;
  };
}

function pemOf(jwk: Jwk): string {
  return createPublicKey({ key: jwk, format: 'jwk' })
    .export({ type: 'spki', format: 'pem' })
    .toString();
}

function ownKeyCause({ header }: Parts, reason: Reason | undefined): Message | undefined {
  const jwk = header['jwk'] as Jwk | null | undefined;
  if (!jwk) {
    return say`The header has no jwk. This verifier takes the key that the token brings along: a public key as a JWK, in the header member jwk.`;
  }
  if (reason === 'alg') return say`alg stays "RS256": the key in jwk is an RSA key.`;
  if (reason === 'key' && typeof jwk.kty === 'string' && jwk.kty !== 'RSA') {
    return say`The key in jwk is of kty "${jwk.kty}". RS256 signatures are made and checked with RSA keys.`;
  }
  if (reason === 'key') {
    return say`What stands in jwk is no key: it is a JWK, an object, as export({ format: 'jwk' }) of the public key makes it.`;
  }
  if (jwk.d !== undefined) {
    return say`What stands in jwk is the private key: whoever sees this token can sign in neon's place. Send publicKey along.`;
  }
  return reason === 'signature'
    ? say`The signature does not hold under the key in jwk. Sign header.payload, jwk included, with the private key of the same pair, RSA-SHA256.`
    : undefined;
}

function unknownKidCause({ header }: Parts, reason: Reason | undefined): Message | undefined {
  if (header['jwk'] !== undefined) {
    return say`This token brings a key along in jwk, which is the other way in. Here the verifier has to look for a key and find none.`;
  }
  if (Object.hasOwn(LATER.keys, String(header['kid']))) {
    return say`kid is ${show(header['kid'])}, and that key is there. Name one that is not.`;
  }
  if (reason === 'alg') {
    return say`alg is ${show(header['alg'])}. Where no key is found this verifier has a text in its place, an empty one, and a text is a secret for HS256.`;
  }
  return reason === 'signature'
    ? say`Where no key is found this verifier takes the empty text: createHmac('sha256', ''). And what is signed is header.payload, with the new header in it.`
    : undefined;
}

/** The forgery with neon's own key: made once, for a key pair takes its time. */
let ownKeyAttempt: Attempt<string> | undefined;
function ownKeyForgery(): Attempt<string> {
  ownKeyAttempt ??= given(forgeWithOwnKey, tokenOf(CLAIMS));
  return ownKeyAttempt;
}

function isSubstitute(name: keyof Substitutes, isKind: (parts: Parts) => boolean): void {
  const attempt = given(substitute, evidence);
  const chosen: Partial<Substitutes> = { ...attempt.result() };
  getsIn(
    4,
    attempt,
    door,
    (parts, reason) => {
      if (parts.token === evidence.token || parts.token === evidence.revoked) {
        return say`That is a token for this very API. Look among evidence.others.`;
      }
      return reason === undefined && !isKind(parts)
        ? say`This one is let in as well, but it is another of the three: typ says what a token is for, iss who wrote it, aud for whom. An ID token's aud is the app that asked.`
        : undefined;
    },
    chosen[name],
  );
}

/** Whether it is one of the tokens that neon holds: what is none is not worth a verifier's word. */
function isGenuine(token: unknown): token is string {
  return evidence.others.includes(token as string);
}

function substituteCause(code: 'type' | 'issuer' | 'audience') {
  const causes = {
    type: say`Signature and time are right, and it is no access token: typ says what it was made for. An ID token tells an app who has logged in, and opens no doors. Only "at+jwt", also as "application/at+jwt", is let in (RFC 9068 §4, RFC 8725 §3.11).`,
    issuer: say`The key is one that you trust, for tokens of another issuer. iss is one text, and equal to yours to the letter: no list, no beginning, no upper and lower case (RFC 8725 §3.8).`,
    audience: say`The token is genuine, and was made for somebody else: who is let in with it there could come in here. aud has to name you, as a whole text or as an entry of the list; missing is refused (RFC 8725 §3.9).`,
  };
  return accepted(causes[code]);
}

function cracks(found: unknown, at: Door): boolean {
  if (typeof found !== 'string') return false;
  const claims = { ...readParts(evidence.oldToken).payload, rank: '99' };
  return typeof tryAt(5, oldTokenOf(found, claims), at) === 'object';
}

function findsWord(attempt: Attempt, isIt: (found: unknown) => boolean): void {
  const { outcome } = attempt;
  if (!outcome.threw && isIt(outcome.returned)) return;
  attempt.fail(say`crack finds the word that this token is signed with`, crackCause);
}

function crackCause(outcome: Outcome): Message | undefined {
  if (outcome.threw) return undefined;
  if (outcome.returned === undefined) {
    return say`None was found, and one of the words is it. What is signed is the text before the last dot, as it stands in the token; the word's UTF-8 is the secret, as it is.`;
  }
  return typeof outcome.returned === 'string'
    ? say`That word makes another signature. Compare the whole signature, as base64url.`
    : say`crack returns the word itself.`;
}

/** The twin of this token gets past the list at flawed verifier 5, and in nowhere else. */
function isTwin(token: string, at: Door): void {
  const attempt = given(twin, token);
  getsIn(5, attempt, at, ({ token: other }, reason) => {
    if (reason === 'revoked') {
      return say`That is the very text that stands on the list. The signature's bytes stay, its text changes: padding, white space or the spare bits of the last character.`;
    }
    if (reason === 'signature' || reason === 'malformed') {
      const [header, payload] = token.split('.');
      return other.startsWith(`${header}.${payload}.`)
        ? say`These are other bytes. Only what a lax decoder skips may change: what is not base64url, and the last character's spare bits, here its lowest four.`
        : say`The signature covers header and payload as they are spelled: change nothing in front of the second dot.`;
    }
    return reason === undefined && other === token ? STAYS : undefined;
  });
}

/**
 * Calls the step's forgery before its verifier is judged: the verifier works from the start, and
 * whoever has not broken in has nothing to mend. A forgery that is wrong is another check's matter.
 */
function begins(number: StepNumber): void {
  const attempts = {
    1: () => given(forgeUnsigned, evidence.token),
    2: () => given(forgeWithPublicKey, evidence.token, evidence.jwks),
    3: () => given(forgeWithUnknownKid, evidence.token),
    4: () => given(substitute, evidence),
    5: () => given(twin, evidence.token),
  };
  const attempt = attempts[number]() as Attempt;
  isWritten(attempt);
}

function isWritten(attempt: Attempt): void {
  const { outcome } = attempt;
  const isOpen =
    outcome.threw && outcome.error instanceof Error && outcome.error.message.startsWith('TODO ');
  if (isOpen) attempt.result();
}

/** The learner's verifier refuses the learner's forgery; one that does not work is left to its own check. */
function refusesForgery(number: StepNumber, forgery: Attempt, codes: readonly string[]): void {
  isWritten(forgery);
  const { outcome } = forgery;
  const token = outcome.threw ? undefined : outcome.returned;
  if (typeof token !== 'string') return;
  if (typeof tryAt(number, token, LATER) === 'string') return;
  refuses(
    given(verifyHere, token),
    codes,
    say`your own forgery`,
    accepted(
      say`It got in at flawed verifier ${number}, and it gets in at yours: the flaw is still there.`,
    ),
  );
}

/** Why a token was refused that has each member once. */
const onceEach: Cause = (outcome) =>
  refusalOf(outcome) === 'malformed'
    ? say`Every name in it is there once. The same name inside of another object, or inside of a text, is none of the token's members.`
    : undefined;

function isLetIn(
  token: string,
  options: Parameters<typeof verify>[1] = OPTIONS,
  cause: Cause = (outcome) => {
    const code = refusalOf(outcome);
    return code === undefined
      ? undefined
      : say`This token is genuine: its issuer wrote it, for this API, and it is within its time. A verifier that keeps everybody out is safe and of no use.`;
  },
): void {
  const attempt = options === OPTIONS ? given(verifyHere, token) : given(verify, token, options);
  attempt.returns(readParts(token).payload, cause);
}

/** Every hostile token of a class is refused with its code; `cause` is for one that was let in. */
function refusesAll(name: HostileClass, cause: Cause): void {
  for (const hostile of HOSTILE_TOKENS) {
    if (hostile.class !== name) continue;
    const attempt = given(verifyHere, makeHostile(hostile, issuer) as string);
    refuses(
      attempt,
      hostile.codes,
      verbatim(hostile.name),
      typeof cause === 'function' ? cause : accepted(cause),
    );
  }
}

/** Any of the codes is right. `what` names the token. */
function refuses(
  attempt: Attempt,
  codes: readonly string[],
  what: Message,
  causeOf: (outcome: Outcome) => Message | undefined,
): void {
  const { outcome } = attempt;
  const isMeant = outcome.threw && codes.some((one) => one === codeOf(outcome.error));
  if (isMeant && outcome.error instanceof JwtError) return;
  const code = codes.map((one) => `"${one}"`).join(' / ');
  const isEmpty = !outcome.threw && [null, undefined, false].includes(outcome.returned as null);
  attempt.fail(
    say`verify refuses this token with code ${code}: ${what}`,
    isEmpty
      ? () => say`To refuse is to throw. Whoever gets this back goes on as if all were well.`
      : isMeant
        ? () =>
            say`The code is right, and the error is no JwtError: whoever calls verify tells a refusal from a crash by the class, and answers 500 to this one.`
        : causeOf,
  );
}

/** The cause for a token that was let in. */
function accepted(cause: Message): (outcome: Outcome) => Message | undefined {
  return (outcome) => {
    if (!outcome.threw) return cause;
    const came = refusalOf(outcome);
    if (came === undefined) return leaked(outcome);
    return say`It is refused, but as "${came}". The code says what was found first, and the order is: malformed, algorithm, key, signature, type, claims, expired, not_yet_valid, issuer, audience.`;
  };
}

/** The code of a JwtError; the errors of Node have codes too, "ERR_…". */
function refusalOf(outcome: Outcome): string | undefined {
  const code = outcome.threw ? codeOf(outcome.error) : undefined;
  return typeof code === 'string' && !code.startsWith('ERR_') ? code : undefined;
}

/** For a token that is refused, but by an error that was not meant for the caller. */
function leaked(outcome: Outcome): Message | undefined {
  if (!outcome.threw || refusalOf(outcome) !== undefined) return undefined;
  return say`A bad token is everyday business, and this error is a crash: a server would answer 500 in place of 401. Whatever a token holds, only a JwtError comes out.`;
}

/** The addresses that were asked for, by fetch or through a socket. Nothing leaves this process. */
async function requestsDuring(run: () => void): Promise<string[]> {
  const asked: string[] = [];
  const { fetch } = globalThis;
  const { connect } = net.Socket.prototype;
  globalThis.fetch = (input) => {
    asked.push(String(input));
    return new Promise(() => {});
  };
  net.Socket.prototype.connect = function record(this: net.Socket, ...args: unknown[]) {
    asked.push(show(args));
    return this;
  } as typeof connect;
  try {
    run();
    // A request leaves after the call that sends it has returned.
    for (let turn = 0; turn < 5; turn += 1) await setImmediate();
    return asked;
  } finally {
    globalThis.fetch = fetch;
    net.Socket.prototype.connect = connect;
  }
}
