/**
 * The checks of lab 2: what RFC 7515 (JWS), RFC 7518 (HS256) and RFC 7519 (JWT) ask of whoever
 * signs a token and of whoever believes one.
 *
 * Every token here is made by hand, so no step's checks depend on another step's code.
 */
import {
  check,
  CheckFailure,
  codeBehind,
  codeOf,
  given,
  same,
  say,
  secret,
  step,
  type Cause,
  type Message,
  type Outcome,
} from '#checks';
import crypto, { createHash, createHmac, createSecretKey, KeyObject } from 'node:crypto';
import { syncBuiltinESMExports } from 'node:module';
import { isDeepStrictEqual } from 'node:util';
import jsonwebtoken from 'jsonwebtoken';
import { vi } from 'vitest';
import { importSecret, issue, sign, verify, verifySignature } from './jwt.ts';

const JWT_FILE = new URL('jwt.ts', import.meta.url);

/** When the learner's file had just been loaded, in milliseconds. */
const LOADED = Date.now();

/** The example secret of jwt.io since 2025: 38 bytes, and known to the whole world. */
const SECRET = secret('a-string-secret-at-least-256-bits-long');
const KEY = createSecretKey(SECRET, 'utf8');
const OTHER_KEY = createSecretKey(secret('another-secret-that-is-long-enough-too'), 'utf8');

/** Slide 19: the header's segment, and the payload. */
const HEADER = 'eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCJ9';
const SPARK = {
  sub: '1234567890',
  email: 'spark@rubywave.io',
  nickname: 'spark',
  rank: '15',
  name: 'John Doe',
  iat: 1516239022,
};
const FORGED = { ...SPARK, rank: '99' };

/** What an issuer starts from: `iat` and `exp` are its to add. */
const { iat: _, ...CLAIMS } = SPARK;

/** Bytes that are no UTF-8 text: 0xff opens no character. */
const NOT_UTF8 = Buffer.from('{"alg":"HS256","sub":"\xff"}', 'latin1');

/** RFC 7515 A.1: its JSON holds line breaks and spaces that JSON.stringify never writes. */
const RFC7515_A1 = {
  k: 'AyM1SysPpbyDfgZld3umj1qzKObwVMkoqQ-EstJQLr_T-1qS0gZH75aKtMN3Yj0iPS4hcgUuTwjAzZr1Z9CAow',
  token:
    'eyJ0eXAiOiJKV1QiLA0KICJhbGciOiJIUzI1NiJ9.eyJpc3MiOiJqb2UiLA0KICJleHAiOjEzMDA4MTkzODAsDQogImh0dHA6Ly9leGFtcGxlLmNvbS9pc19yb290Ijp0cnVlfQ.dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk',
  payload: { iss: 'joe', exp: 1300819380, 'http://example.com/is_root': true },
};

/** The token that jwt.io has shown since 2025, signed with SECRET. */
const JWT_IO = {
  token:
    'eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCJ9.eyJzdWIiOiIxMjM0NTY3ODkwIiwibmFtZSI6IkpvaG4gRG9lIiwiYWRtaW4iOnRydWUsImlhdCI6MTUxNjIzOTAyMn0.KMUFsIDTnFmyG3nMiGM6H9FNFUROf3wh7SmqJp-QV30',
  payload: { sub: '1234567890', name: 'John Doe', admin: true, iat: 1516239022 },
};

const PLAIN_TEXT = say`The key does not hold the secret's own bytes. The secret is plain text: its UTF-8 bytes are the key, not hashed and not decoded from base64 or hex.`;

const CHARACTERS = say`"length" of a text counts characters. The key is made of bytes, and in UTF-8 a letter of Hangul has three: count the bytes.`;

step(1, { importSecret }, () => {
  check('secret-key-object', say`makes a KeyObject of the secret's UTF-8 bytes`, () => {
    const key: unknown = given(importSecret, SECRET).result(
      onRangeError(
        say`The secret has 38 bytes, which is enough. It is plain text: neither base64 nor hex to decode.`,
      ),
    );
    // Told by its kind, for what came may be the secret itself.
    same(say`what importSecret makes of a secret`, kindOf(key), 'KeyObject (secret)', (kind) =>
      kind === 'String' || kind === 'Uint8Array'
        ? say`A text or a Buffer works as a key too, but jsonwebtoken then makes a KeyObject of it anew for every token, which costs many times as much as the signature. Make it here, once.`
        : undefined,
    );
    same(
      say`the signature that this key makes of "spark"`,
      signatureOf('spark', key as KeyObject),
      signatureOf('spark', KEY),
      PLAIN_TEXT,
    );
    const korean = secret(
      '루비웨이브의 비밀은 아무도 모릅니다. 누가 물어보아도 알려 주지 않습니다.',
    );
    const utf8 = say`Only UTF-8 keeps Korean whole. Latin-1 cuts each letter down to one byte, and most of the secret is lost.`;
    same(
      say`the signature that the key of a Korean secret makes of "spark"`,
      signatureOf('spark', given(importSecret, korean).result(onRangeError(utf8))),
      signatureOf('spark', createSecretKey(korean, 'utf8')),
      utf8,
    );
    const tidied = say`White space around a secret, and letters that are written in two ways, belong to it: each text is the bytes that it is. What is tidied here is not tidied where the other half of the tokens is made.`;
    // They look like base64, like hex, like a text to tidy up; each is the text that it is.
    for (const [text, cause] of [
      ['QUJDREVGR0hJSktMTU5PUFFSU1RVVldYWVphYmNkZWY=', PLAIN_TEXT],
      ['00112233445566778899aabbccddeeff00112233445566778899aabbccddeeff', PLAIN_TEXT],
      [` ${'s'.repeat(32)}\n`, tidied],
      ['비밀값입니다비밀값입니다'.normalize('NFD'), tidied],
    ] as const) {
      same(
        say`the signature that the key of another secret makes of "spark"`,
        signatureOf('spark', given(importSecret, secret(text)).result(onRangeError(CHARACTERS))),
        signatureOf('spark', createSecretKey(text, 'utf8')),
        cause,
      );
    }
  });

  check('secret-32-bytes', say`refuses a text of 31 bytes, accepts one of 32`, () => {
    for (const short of ['s'.repeat(31), 's', '']) {
      given(importSecret, short).throwsRangeError(
        notARangeError(
          say`A short secret is guessed offline, by anyone who holds one token. HS256 asks for at least as many bytes as its hash has: 32 (RFC 7518 §3.2).`,
        ),
      );
    }
    given(importSecret, 's'.repeat(32)).satisfies(
      say`a key, for 32 bytes are enough`,
      (key) => key instanceof KeyObject,
      onRangeError(say`"At least 32" includes 32: refuse fewer than 32, not 32 (RFC 7518 §3.2).`),
    );
  });

  check('secret-bytes-not-characters', say`counts bytes, not characters`, () => {
    given(importSecret, '비'.repeat(11)).satisfies(
      say`a key: 11 letters of Hangul are 33 bytes`,
      (key) => key instanceof KeyObject,
      onRangeError(CHARACTERS),
    );
    given(importSecret, '비'.repeat(10)).throwsRangeError(notARangeError(CHARACTERS));
  });

  check(
    'secret-uint8array',
    say`takes a Uint8Array as it is: 31 bytes refused, 32 accepted`,
    () => {
      // A view into the middle of a larger memory, as Buffer.from and streams hand out.
      const memory = Uint8Array.from({ length: 64 }, (_value, index) => (index * 37 + 201) % 256);
      const cause = say`The bytes of the array are the key as they are. Neither a text made of them, nor its "buffer", which is the whole memory behind the array with the bytes of others.`;
      const made = given(importSecret, memory.subarray(4, 36));
      made.satisfies(
        say`a key, for 32 bytes are enough`,
        (key) => key instanceof KeyObject,
        onRangeError(cause),
      );
      same(
        say`the signature that this key makes of "spark"`,
        signatureOf('spark', made.result()),
        signatureOf('spark', createSecretKey(Buffer.from(memory.slice(4, 36)))),
        cause,
      );
      given(importSecret, memory.subarray(4, 35)).throwsRangeError(
        notARangeError(
          say`An array of 31 bytes was taken for a secret. It needs as many as a text does, 32: count the bytes of both.`,
        ),
      );
    },
  );
});

const WRITES_AS_GIVEN = say`Something was added, "iat" perhaps, as jsonwebtoken does. sign() writes what it is given; times are what issue() adds.`;

const LOST = say`A member was lost or changed. JSON carries null, false, 0, lists and objects within objects: JSON.stringify(payload), and no more.`;

/** Whether a token's payload has all that was given and more, or a time of its own for the one given. */
function addsTo(payload: Readonly<Record<string, unknown>>, token: unknown): boolean {
  const written = jsonOf(partsOf(token)[1]) ?? {};
  const names = Object.keys(payload);
  const isOther = Object.keys(written).length > names.length || 'iat' in written;
  return (
    isOther &&
    names.every((name) => name === 'iat' || isDeepStrictEqual(written[name], payload[name]))
  );
}

step(2, { sign }, () => {
  check('sign-three-parts', say`writes three parts of base64url, joined by dots`, () => {
    // In base64 this payload needs "+", "/" and "=".
    given(sign, { name: 'spark?>?>' }, KEY).satisfies(
      say`three parts of base64url`,
      (token) => typeof token === 'string' && /^[\w-]+\.[\w-]+\.[\w-]+$/.test(token),
      told((returned) => {
        if (typeof returned !== 'string') {
          return say`A token is text: header, payload and signature, each in base64url, joined by dots (RFC 7515 §7.1).`;
        }
        if (returned.includes('{')) {
          return say`That is the JSON itself. Each part is encoded before it is joined: encodeSegment(...).`;
        }
        if (returned.split('.').length !== 3) {
          return say`header "." payload "." signature: three parts and two dots (RFC 7515 §7.1).`;
        }
        return /[+/=]/.test(returned)
          ? say`That is base64. In a URL or a cookie "+", "/" and "=" mean something else, so a JWT is written in base64url, without padding (RFC 7515 §2).`
          : say`One of the three parts is empty, or holds a character that base64url has not.`;
      }),
    );
  });

  check('sign-header', say`writes slide 19's header`, () => {
    given(sign, { ...SPARK }, KEY).satisfies(
      say`the first part is ${HEADER}`,
      (token) => partsOf(token)[0] === HEADER,
      told((returned) => {
        const header = jsonOf(partsOf(returned)[0]);
        return header?.['alg'] === 'HS256' && header['typ'] === 'JWT'
          ? say`The right members, but not written as on the slide: "alg" first, then "typ", no spaces, nothing else.`
          : say`The header names the algorithm, so that a reader knows how to check the signature, and the type: {"alg":"HS256","typ":"JWT"} (RFC 7515 §4.1.1).`;
      }),
    );
  });

  check('sign-payload', say`writes the payload as given, nothing added`, () => {
    given(sign, { ...SPARK }, KEY).satisfies(
      say`the second part holds slide 19's payload`,
      (token) => isSameJson(jsonOf(partsOf(token)[1]), SPARK),
      told((returned) =>
        addsTo(SPARK, returned)
          ? WRITES_AS_GIVEN
          : say`The second part is the payload: JSON, as UTF-8, as base64url, and nothing else.`,
      ),
    );
    const timed = { ...CLAIMS, nbf: 1516239022, exp: 1516242622 };
    given(sign, { ...timed }, KEY).satisfies(
      say`the second part holds what was given, and no more`,
      (token) => isSameJson(jsonOf(partsOf(token)[1]), timed),
      told((returned) => (addsTo(timed, returned) ? WRITES_AS_GIVEN : LOST)),
    );
    const nested = {
      sub: null,
      active: false,
      visits: 0,
      groups: ['vip', { since: { year: 2026 } }],
    };
    given(sign, nested, KEY).satisfies(
      say`the second part holds what was given, null and nested members too`,
      (token) => isSameJson(jsonOf(partsOf(token)[1]), nested),
      LOST,
    );
    given(sign, { ...SPARK }, KEY).satisfies(
      say`the members in the order in which they were given`,
      (token) => JSON.stringify(jsonOf(partsOf(token)[1])) === JSON.stringify(SPARK),
      say`The members came in another order. JSON.stringify(payload) writes them as they are, and so the text is the slide's.`,
    );
  });

  check('sign-utf8', say`writes Korean text as UTF-8`, () => {
    const payload = { sub: '1234567890', name: '홍길동 🐧' };
    given(sign, payload, KEY).satisfies(
      say`the second part holds the name "홍길동 🐧" in UTF-8`,
      (token) => isSameJson(jsonOf(partsOf(token)[1]), payload),
      (outcome) => {
        if (!outcome.threw) {
          return jsonOf(partsOf(outcome.returned)[1])?.['name'] === payload.name
            ? WRITES_AS_GIVEN
            : say`JSON in a token is UTF-8 (RFC 7515 §2). Latin-1, also called "binary", keeps one byte of each letter and loses the rest.`;
        }
        return outcome.error instanceof Error && outcome.error.name === 'InvalidCharacterError'
          ? say`btoa() takes only characters up to U+00FF. Turn the JSON into UTF-8 bytes first (RFC 7515 §2).`
          : undefined;
      },
    );
  });

  check('sign-43-characters', say`writes the signature's 32 bytes as 43 characters`, () => {
    given(sign, { ...SPARK }, KEY).satisfies(
      say`the third part is 43 characters of base64url`,
      (token) => /^[\w-]{43}$/.test(partsOf(token)[2]),
      told((returned) => {
        const signature = partsOf(returned)[2];
        if (/^[0-9a-f]{64,}$/.test(signature)) {
          return say`That is hex: correct bytes, another alphabet. A signature is written in base64url, as the other two parts are (RFC 7515 §7.1).`;
        }
        return /[+/=]/.test(signature)
          ? say`That is base64. The signature too is written in base64url, without padding: "-" and "_", no "=" (RFC 7515 §2).`
          : say`HMAC-SHA256 makes 32 bytes, and 32 bytes are 43 characters of base64url. Write the digest's bytes, and nothing but those.`;
      }),
    );
  });

  check('sign-hmac', say`signs the text "header.payload" with HMAC-SHA256`, () => {
    const payload = { ...SPARK };
    const attempt = given(sign, payload, KEY);
    attempt.satisfies(
      say`the third part is the HMAC-SHA256 of the first two and the dot between them`,
      (token) => isSigned(token),
      told(signingMisconception),
    );
    given(sign, payload, OTHER_KEY).satisfies(
      say`another key makes another signature`,
      (token) => isSigned(token, OTHER_KEY),
      say`The signature does not depend on the key that was handed over. Use the parameter, not a key from elsewhere.`,
    );
    const bytes = createSecretKey(Buffer.alloc(32, 0xff));
    given(sign, payload, bytes).satisfies(
      say`the signature of a key whose bytes are no text`,
      (token) => isSigned(token, bytes),
      say`This key's bytes are no UTF-8. Whoever makes a text of a key first signs with another one: createHmac() takes the KeyObject as it is.`,
    );
  });

  check('sign-interop', say`is understood by jsonwebtoken`, () => {
    const token = given(sign, { ...SPARK }, KEY).result();
    let read: unknown;
    try {
      read = jsonwebtoken.verify(token, KEY, { algorithms: ['HS256'] });
    } catch (error) {
      read = error instanceof Error ? error.message : error;
    }
    same(
      say`what jsonwebtoken reads from your token`,
      read,
      SPARK,
      say`Your own verifySignature() may well accept it: two halves of one file agree even when both are wrong. Another library is the judge.`,
    );
  });
});

const OF_THE_HEADER = say`It is refused, but with another code. What its header asks for is not what you do, and that is "algorithm": neither a fault in its form nor in its signature.`;

step(3, { verifySignature }, () => {
  check('verify-header-and-payload', say`returns the header and the payload`, () => {
    given(verifySignature, signed(segment(SPARK)), KEY).satisfies(
      say`slide 19's { header, payload }`,
      (read) =>
        isSameJson(read?.header, { alg: 'HS256', typ: 'JWT' }) && isSameJson(read?.payload, SPARK),
      either(
        say`This token is genuine. The signature is the HMAC-SHA256 of the first two parts and the dot between them; the third part is its base64url.`,
        say`The caller wants both, read from JSON: an object with the members "header" and "payload".`,
        unexplained,
      ),
    );
  });

  check('verify-interop', say`accepts tokens of jsonwebtoken and of jwt.io`, () => {
    // `kid` is one of many members that a header may have besides alg and typ.
    const foreign = jsonwebtoken.sign(SPARK, KEY, { algorithm: 'HS256', keyid: 'spark-2026' });
    given(verifySignature, foreign, KEY).satisfies(
      say`the payload that jsonwebtoken signed`,
      (read) => isSameJson(read?.payload, SPARK),
      say`Other issuers write other headers: more members, another order. Look at the members that matter, "alg" and "crit", and leave the rest alone (RFC 7515 §4).`,
    );
    given(verifySignature, JWT_IO.token, KEY).satisfies(
      say`the payload of jwt.io's example`,
      (read) => isSameJson(read?.payload, JWT_IO.payload),
    );
    // typ may be left out (RFC 7515 §4.1.9).
    given(
      verifySignature,
      signed(segment(SPARK), { header: segment({ alg: 'HS256' }) }),
      KEY,
    ).satisfies(
      say`the payload of a token whose header is {"alg":"HS256"}`,
      (read) => isSameJson(read?.payload, SPARK),
      say`Other issuers write other headers: more members, another order. Look at the members that matter, "alg" and "crit", and leave the rest alone (RFC 7515 §4).`,
    );
    given(verifySignature, foreign, KEY).satisfies(
      say`the header that jsonwebtoken wrote`,
      (read) => read?.header?.['kid'] === 'spark-2026',
      say`The header is the one that came, with all its members: the caller may want "kid" of it.`,
    );
  });

  check('verify-bytes-received', say`checks the text that came, not a rewritten one`, () => {
    const key = createSecretKey(Buffer.from(RFC7515_A1.k, 'base64url'));
    given(verifySignature, RFC7515_A1.token, key).satisfies(
      say`the payload of the example in RFC 7515 A.1`,
      (read) => isSameJson(read?.payload, RFC7515_A1.payload),
      (outcome) =>
        outcome.threw && ['expired', 'claims'].includes(String(codeOf(outcome.error)))
          ? say`The token is of 2011, and its signature holds. verifySignature() does not look at the claims: whether they still count is for verify() to say.`
          : outcome.threw && !isRefusal(outcome.error)
            ? undefined
            : say`This token's JSON holds line breaks. Whoever decodes it and encodes it again signs other bytes. Use the parts exactly as they came, and expect no certain header text (RFC 7515 §5.2).`,
    );
  });

  check('verify-changed', say`refuses a token that was changed`, () => {
    const [, , signature] = partsOf(signed(segment(SPARK)));
    given(verifySignature, `${HEADER}.${segment(FORGED)}.${signature}`, KEY).refuses(
      'signature',
      accepted(
        say`Rank "15" became "99" and was believed. Decoding is not verifying: compute the signature again and compare (RFC 7515 §5.2).`,
      ),
    );
    for (const index of [0, 15, 31]) {
      const bytes = Buffer.from(signature, 'base64url');
      bytes[index] = (bytes[index] ?? 0) ^ 1;
      const token = `${HEADER}.${segment(SPARK)}.${bytes.toString('base64url')}`;
      given(verifySignature, token, KEY).refuses(
        'signature',
        accepted(
          say`One bit of the signature was changed and nobody noticed: all of its 32 bytes have to be compared.`,
        ),
      );
    }
    const swapped = Buffer.from(Buffer.from(signature, 'base64url').toReversed()).toString(
      'base64url',
    );
    given(verifySignature, `${HEADER}.${segment(SPARK)}.${swapped}`, KEY).refuses(
      'signature',
      accepted(
        say`The bytes of the signature came in another order and nobody noticed: compare each with the one at its own place.`,
      ),
    );
    const header = segment({ alg: 'HS256', typ: 'JWT', kid: 'x' });
    given(verifySignature, `${header}.${segment(SPARK)}.${signature}`, KEY).refuses(
      'signature',
      accepted(
        say`The header was changed and nobody noticed: the signature covers the header too, "header.payload" (RFC 7515 §5.2).`,
      ),
    );
  });

  check('verify-other-key', say`refuses a token that another key signed`, () => {
    const token = signed(segment(SPARK), { key: OTHER_KEY });
    given(verifySignature, token, OTHER_KEY).result();
    given(verifySignature, token, KEY).refuses(
      'signature',
      say`The same token is right under one key and wrong under another: judge it anew with the key that was handed over.`,
    );
    // The sender's own key in the header, and a kid that leads to an empty file.
    const jwk = { kty: 'oct', k: OTHER_KEY.export().toString('base64url') };
    const empty = createSecretKey('', 'utf8');
    for (const [member, key] of [
      [{ jwk }, OTHER_KEY],
      [{ kid: '/dev/null' }, empty],
      [{ kid: '' }, empty],
    ] as const) {
      const header = segment({ alg: 'HS256', typ: 'JWT', ...member });
      given(verifySignature, signed(segment(FORGED), { header, key }), KEY).refuses(
        'signature',
        accepted(
          say`jwk, kid and the like are claims of the sender, who would so bring the key along. The key is the one that was handed over (RFC 8725 §3.10).`,
        ),
      );
    }
  });

  check('alg-none', say`refuses alg "none" in any case`, () => {
    for (const alg of ['none', 'None', 'NONE', 'nOnE']) {
      const header = segment({ alg, typ: 'JWT' });
      const cause: Cause = either(
        say`The header is read first: alg ${JSON.stringify(alg)} is refused for what it is, with code "algorithm".`,
        say`alg ${JSON.stringify(alg)} was believed. A list of forbidden names never ends; the list of the allowed ones is short: "HS256" (RFC 8725 §3.1).`,
      );
      given(verifySignature, signed(segment(SPARK), { header }), KEY).refuses('algorithm', cause);
      given(verifySignature, `${header}.${segment(FORGED)}.`, KEY).refuses('algorithm', cause);
    }
  });

  check('alg-pinned', say`refuses every other algorithm, even one signed with the key`, () => {
    for (const [alg, hash] of [
      ['HS512', 'sha512'],
      ['HS384', 'sha384'],
    ] as const) {
      const token = signed(segment(SPARK), { header: segment({ alg, typ: 'JWT' }), hash });
      given(verifySignature, token, KEY).refuses(
        'algorithm',
        either(
          say`It is refused, but not for its algorithm. The header is read first, and alg is compared with "HS256" before anything is computed.`,
          say`The header is the sender's: whoever lets it choose the algorithm lets the attacker choose. The verifier decides, here for HS256 alone (RFC 8725 §3.1).`,
        ),
      );
    }
    const rs256 = signed(segment(SPARK), { header: segment({ alg: 'RS256', typ: 'JWT' }) });
    given(verifySignature, rs256, KEY).refuses(
      'algorithm',
      say`The header says RS256 and the signature is an HMAC: making a verifier mix up the two is a classic attack. Compare alg with "HS256" before you compute anything (RFC 8725 §2.1).`,
    );
  });

  check('alg-exact', say`takes alg "HS256" to the letter`, () => {
    const cases: [object, Message][] = [
      [
        { alg: 'hs256', typ: 'JWT' },
        say`alg is case-sensitive: "hs256" is not "HS256" (RFC 7515 §4.1.1).`,
      ],
      [
        { alg: 'HS256 none', typ: 'JWT' },
        say`alg is one whole name: "HS256 none" begins with "HS256" and is not "HS256" (RFC 7515 §4.1.1).`,
      ],
      [{ typ: 'JWT' }, say`A header without alg is refused: alg must be there (RFC 7515 §4.1.1).`],
      [
        { alg: ['HS256'], typ: 'JWT' },
        say`alg came as an array. The operator == and a search with includes() take ["HS256"] for "HS256"; === with a text does not.`,
      ],
    ];
    for (const [header, cause] of cases) {
      const token = signed(segment(SPARK), { header: segment(header) });
      given(verifySignature, token, KEY).refuses('algorithm', either(OF_THE_HEADER, cause));
    }
  });

  const CRIT = say`crit means: refuse me unless you understand these. You understand no extension, so every crit is refused (RFC 7515 §4.1.11).`;
  check('crit-unknown', say`refuses a header that lists extensions in crit`, () => {
    for (const extension of ['urn:rubywave:rank', 'b64']) {
      const header = segment({ alg: 'HS256', typ: 'JWT', crit: [extension], [extension]: true });
      given(verifySignature, signed(segment(SPARK), { header }), KEY).refuses(
        'algorithm',
        either(OF_THE_HEADER, CRIT),
      );
      const [, payload, signature] = partsOf(signed(segment(SPARK)));
      given(verifySignature, `${header}.${payload}.${signature}`, KEY).refuses(
        'algorithm',
        say`This token got as far as its signature. crit stands in the header, and the header is read first: it says whether you understand what comes after it (RFC 7515 §5.2).`,
      );
    }
    // Ill-formed, which is no better: not understood to some, malformed to others.
    for (const crit of [[], ['exp'], ['alg'], 'exp', '', null, true, {}]) {
      const header = segment({ alg: 'HS256', typ: 'JWT', crit });
      refusesEither(
        given(verifySignature, signed(segment(SPARK), { header }), KEY),
        ['algorithm', 'malformed'],
        CRIT,
      );
    }
  });

  check('signature-length', say`refuses a signature of another length, and does not crash`, () => {
    const [, payload, signature] = partsOf(signed(segment(SPARK)));
    const bytes = Buffer.from(signature, 'base64url');
    const cases: [Buffer, Message][] = [
      [
        Buffer.alloc(0),
        say`The signature is empty. A comparison that runs over what came compares nothing, and agrees: compare the lengths too.`,
      ],
      [
        bytes.subarray(0, 16),
        say`Half the signature was enough: the comparison stops where the shorter one ends. Compare the lengths too.`,
      ],
      [
        Buffer.concat([bytes, bytes]),
        say`The signature with more behind it was enough: the comparison stops where the shorter one ends. Compare the lengths too.`,
      ],
    ];
    for (const [wrong, cause] of cases) {
      const token = `${HEADER}.${payload}.${wrong.toString('base64url')}`;
      given(verifySignature, token, KEY).refuses('signature', (outcome) => {
        if (!outcome.threw) return cause;
        if (codeOf(outcome.error) === 'malformed') {
          return say`It is refused, but as malformed. These bytes are written in base64url as they should be, only there are not 32: that is a signature that differs, "signature".`;
        }
        return outcome.error instanceof RangeError
          ? say`timingSafeEqual() throws where the lengths differ, and a server then answers 500 to a token that deserves a 401. Compare the lengths first.`
          : undefined;
      });
    }
  });

  check('signature-strict', say`accepts only one way to write a signature`, () => {
    const [, payload, signature] = partsOf(signed(segment(SPARK)));
    const start = `${HEADER}.${payload}.`;
    const padding = say`"=" behind the signature was accepted. Buffer.from() skips what it does not know, so one signature can be written in many ways; base64url in a JWT has no padding (RFC 7515 §2).`;
    const alphabet = say`"/" or "+" was accepted in the signature. Buffer.from() reads base64 and base64url alike; a JWT knows base64url only (RFC 7515 §2).`;
    const space = say`White space was accepted in the signature. Buffer.from() skips it; RFC 7515 §2 allows none.`;
    const letterCase = say`The signature was accepted in lower case. In base64url "a" and "A" are two values: a comparison that ignores case throws away a part of every character.`;
    const lastBits = say`The last character was changed and the token still accepted. 43 characters hold 2 bits more than 32 bytes: those bits have to be zero, or there are four ways to write one signature.`;
    for (const [written, cause] of [
      [`${signature}=`, padding],
      [signature.replaceAll('-', '+').replaceAll('_', '/'), alphabet],
      [`${signature}\n`, space],
      [` ${signature}`, space],
    ] as const) {
      given(verifySignature, start + written, KEY).refuses('malformed', (outcome) => {
        if (!outcome.threw) return cause;
        return codeOf(outcome.error) === 'signature'
          ? say`It is refused, but as a signature that differs. This one is no base64url at all: stage 3 of the table asks that first, and decodeBase64url() refuses it as "malformed".`
          : leaked(outcome);
      });
    }
    for (const [written, cause] of [
      [nextCharacter(signature), lastBits],
      [signature.toLowerCase(), letterCase],
    ] as const) {
      // Both are right: "not base64url" from who looks at the spare bits, "not the same" from others.
      refusesEither(
        given(verifySignature, start + written, KEY),
        ['malformed', 'signature'],
        cause,
      );
    }
  });

  check('signature-constant-time', say`compares signatures in constant time`, () => {
    const timingSafeEqual = vi.spyOn(crypto, 'timingSafeEqual');
    const hmac = vi.spyOn(crypto, 'createHmac');
    const hash = vi.spyOn(crypto, 'createHash');
    syncBuiltinESMExports();
    let digests = 0;
    let compared: boolean[] = [];
    const attempt = (() => {
      try {
        const wrong = signed(segment(SPARK), { key: OTHER_KEY });
        hmac.mockClear();
        hash.mockClear();
        return given(verifySignature, wrong, KEY);
      } finally {
        digests = hmac.mock.calls.length + hash.mock.calls.length;
        // To compare a signature with itself is no comparison.
        compared = timingSafeEqual.mock.calls.map(([one, other]) => !isSameBytes(one, other));
        vi.restoreAllMocks();
        syncBuiltinESMExports();
      }
    })();
    attempt.refuses('signature');
    // Time itself can't be measured reliably here, so any evidence of care will do: the function
    // made for it, a loop without an early end, or two MACs of the MACs (3 calls).
    const evidence =
      compared.length > 0
        ? compared.includes(true)
        : digests >= 3 ||
          comparesWithoutEarlyEnd(
            codeBehind(JWT_FILE, 'verifySignature'),
            codeBehind(JWT_FILE, '(file)'),
          );
    if (evidence) return;
    throw new CheckFailure({
      kind: 'wrong',
      expected: say`a comparison that takes the same time wherever two signatures differ`,
      actual: say`none was called, and none is written in jwt.ts`,
      cause: say`=== and equals() stop at the first difference, so the time they take tells how much of a forged signature is right already. node:crypto has a comparison that always looks at every byte.`,
      subject: 'verifySignature',
    });
  });

  check('malformed-parts', say`refuses what is not three parts`, () => {
    const genuine = signed(segment(SPARK));
    for (const token of ['', HEADER, `${HEADER}.${segment(SPARK)}`, 'null', 'undefined']) {
      given(verifySignature, token, KEY).refuses('malformed', leaked);
    }
    for (const token of [`${genuine}.`, `${genuine}.${genuine}`]) {
      given(verifySignature, token, KEY).refuses(
        'malformed',
        accepted(
          say`Everything behind the third part was ignored: "const [a, b, c] = token.split('.')" never notices a fourth. Count the parts (RFC 7515 §7.1).`,
        ),
      );
    }
    for (const quote of ['"', "'"]) {
      given(verifySignature, `${quote}${genuine}${quote}`, KEY).refuses(
        'malformed',
        accepted(
          say`The token came in quotation marks, and they were taken off. What a verifier tidies up, an attacker can add: the text is judged as it came.`,
        ),
      );
    }
    given(verifySignature, `Bearer ${genuine}`, KEY).refuses(
      'malformed',
      accepted(
        say`"Bearer " is no part of the token: whoever reads the HTTP header takes it away. What a verifier tidies up, an attacker can add.`,
      ),
    );
  });

  check('malformed-not-text', say`refuses what is not text, never with a TypeError`, () => {
    for (const token of [undefined, null, 15, {}, [HEADER]]) {
      given(verifySignature, token as unknown as string, KEY).refuses('malformed', leaked);
    }
    const list = [signed(segment(SPARK))];
    given(verifySignature, list as unknown as string, KEY).refuses(
      'malformed',
      say`This is a list with a token in it. String() and template literals make a text of anything, of a list too: look at the type, and convert nothing. A query such as ?token=a&token=b arrives as a list.`,
    );
  });

  check('malformed-header', say`refuses a header that is not a JSON object in base64url`, () => {
    const broken: [string, string][] = [
      ['""', ''],
      ['spark', base64url('spark')],
      ['{"alg":"HS256"', base64url('{"alg":"HS256"')],
      ['null', base64url('null')],
      ['15', base64url('15')],
      ['["HS256"]', base64url('["HS256"]')],
      ['"HS256"', base64url('"HS256"')],
      ['0xff', base64url(NOT_UTF8)],
      ['"="', `${base64url('{"alg":"HS256"} ')}==`],
      ['"/"', base64Alphabet('{"alg":"HS256","kid":"?>?>?>?>"}')],
      ['" "', ` ${base64url('{"alg":"HS256"}')}`],
    ];
    for (const [what, header] of broken) {
      const token = signed(segment(SPARK), { header });
      given(verifySignature, token, KEY).refuses('malformed', malformedSegment(what));
    }
  });

  check('malformed-payload', say`refuses a payload that is not a JSON object in base64url`, () => {
    const broken: [string, string][] = [
      ['""', ''],
      ['spark', base64url('spark')],
      ['null', base64url('null')],
      ['15', base64url('15')],
      ['["spark"]', base64url('["spark"]')],
      ['"spark"', base64url('"spark"')],
      ['0xff', base64url(NOT_UTF8)],
      ['"="', `${base64url('{"sub":"1234567890"}')}=`],
      ['"/"', base64Alphabet('{"nickname":"?>?>?>?>"}')],
      ['" "', `${base64url('{"sub":"1234567890"}')} `],
    ];
    for (const [what, payload] of broken) {
      given(verifySignature, signed(payload), KEY).refuses('malformed', malformedSegment(what));
    }
  });

  check('payload-after-signature', say`reads the payload only after the signature holds`, () => {
    for (const payload of [base64url('{"sub":'), base64url('"spark"')]) {
      const token = signed(payload, { key: OTHER_KEY });
      given(verifySignature, token, KEY).refuses(
        'signature',
        say`The payload was parsed although its signature does not hold: a stranger's bytes went through your JSON parser. Check the signature first, read the payload last (RFC 7515 §5.2).`,
      );
    }
  });
});

const NOT_A_NUMBER = say`This is not a number at all, though JavaScript calculates with it: Number.isInteger() refuses it.`;

const AT_LOAD = say`The time was taken once, when the file was loaded. A Lambda environment lives for hours after that: ask the clock in every call.`;

const TIME_0 = say`now was 0, the first second of 1970, and the clock's time was taken: || takes 0 for "not given". A default value or ?? takes only undefined for it.`;

/** Nothing but the clock's time is so far from 0. */
function causeAt0(time: unknown): Message {
  return Number(time) > 1_000_000_000 ? TIME_0 : timeCause(time);
}

step(4, { issue }, () => {
  const NOW = 1_800_012_345;

  check('issue-times', say`adds iat and exp, and keeps the claims`, () => {
    const claims = { ...CLAIMS, nbf: NOW + 60, jti: 'spark-1' };
    const payload = payloadOf(
      given(issue, { ...claims }, KEY, { expiresInSeconds: 3600, now: NOW }),
    );
    same(say`iat, the time of issue in seconds`, payload['iat'], NOW, timeCause(payload['iat']));
    same(
      say`exp, one hour after iat`,
      payload['exp'],
      NOW + 3600,
      payload['exp'] === 3600
        ? say`exp is a moment, not a duration: the time of issue plus the lifetime (RFC 7519 §4.1.4).`
        : timeCause(payload['exp']),
    );
    same(
      say`all claims`,
      payload,
      { ...claims, iat: NOW, exp: NOW + 3600 },
      say`A claim was lost or added. The claims that were given, iat and exp, and nothing else.`,
    );
  });

  check('issue-renews', say`writes its own iat and exp over those of the claims`, () => {
    const old = { ...CLAIMS, exp: NOW - 40, iat: NOW - 100 };
    const payload = payloadOf(given(issue, old, KEY, { expiresInSeconds: 60, now: NOW }));
    const cause = (claim: 'iat' | 'exp') =>
      payload[claim] === old[claim]
        ? say`The claims brought an ${claim} of their own, and it won: issue(verify(old), ...) would never renew a token. Put iat and exp behind the claims: { ...claims, iat, exp }.`
        : timeCause(payload[claim]);
    same(say`iat of a token that is renewed`, payload['iat'], NOW, cause('iat'));
    same(say`exp of a token that is renewed`, payload['exp'], NOW + 60, cause('exp'));
  });

  check('issue-whole-seconds', say`writes whole seconds`, () => {
    const payload = payloadOf(
      given(issue, { ...CLAIMS }, KEY, { expiresInSeconds: 60, now: NOW + 0.9 }),
    );
    const cause = say`The clock stands between two seconds. iat and exp are whole seconds here, and rounding up would date the token into the future: round down.`;
    same(say`iat at ${NOW + 0.9}`, payload['iat'], NOW, cause);
    same(say`exp, 60 seconds after iat`, payload['exp'], NOW + 60, cause);
  });

  check('issue-clock', say`takes the time from the clock where none is given`, () => {
    const earliest = Math.floor(Date.now() / 1000);
    const attempt = at(NOW, () => given(issue, { ...CLAIMS }, KEY, { expiresInSeconds: 3600 }));
    const latest = Math.floor(Date.now() / 1000);
    const payload = payloadOf(attempt);
    const { iat, exp } = payload;
    // A clock that was taken when the file was loaded can't be set: it tells the real time.
    const isReal = typeof iat === 'number' && iat >= earliest && iat <= latest;
    const now = isReal ? iat : NOW;
    same(say`iat by the clock, in seconds`, iat, now, timeCause(iat));
    same(say`exp by the clock, in seconds`, exp, now + 3600, timeCause(exp));
    if (!isReal) return;
    const second = secondAfterLoading();
    const { iat: later } = payloadOf(given(issue, { ...CLAIMS }, KEY, { expiresInSeconds: 3600 }));
    same(say`a later iat is later`, typeof later === 'number' && later >= second, true, AT_LOAD);
  });

  check('issue-now-zero', say`takes 0 for a time`, () => {
    const payload = payloadOf(given(issue, { ...CLAIMS }, KEY, { expiresInSeconds: 60, now: 0 }));
    same(say`iat at 0`, payload['iat'], 0, causeAt0);
    same(say`exp, 60 seconds after 0`, payload['exp'], 60, causeAt0);
  });

  check('issue-lifetime', say`refuses a lifetime that is not a positive whole number`, () => {
    const shortest = payloadOf(given(issue, { ...CLAIMS }, KEY, { expiresInSeconds: 1, now: NOW }));
    same(say`exp, 1 second after iat`, shortest['exp'], NOW + 1);
    // Ten years, from 2800 on: more seconds than 32 bits hold.
    const far = { expiresInSeconds: 315_360_000, now: 26_192_246_400 };
    const attempt = given(issue, { ...CLAIMS }, KEY, far);
    const limited = say`315360000 is a positive whole number, ten years of seconds. How long is too long is for the caller to say: there is no upper limit.`;
    attempt.result(onRangeError(limited));
    const end = 26_507_606_400;
    same(say`exp, ten years after iat`, payloadOf(attempt)['exp'], end, (exp) =>
      typeof exp === 'number' && (exp | 0) === exp
        ? say`Bit operations, such as "| 0" and "~~", see 32 bits of a number, and this time has more: Math.floor() rounds down.`
        : limited,
    );
    for (const [lifetime, cause] of [
      [0, say`A lifetime of 0 makes a token that is expired at birth: positive means more than 0.`],
      [
        -1,
        say`A negative lifetime makes a token that is expired at birth: positive means more than 0.`,
      ],
      [1.5, say`exp is in whole seconds here, and 1.5 is not whole: Number.isInteger() tells.`],
      [
        Number.NaN,
        say`NaN is neither below nor above 0, so "<= 0" lets it pass, and JSON writes it as null: a token without an expiry. Number.isInteger() refuses it.`,
      ],
      [
        Infinity,
        say`Infinity is more than 0, and JSON writes it as null: a token without an expiry. Number.isInteger() refuses it.`,
      ],
      [
        '3600',
        say`That is a text, as environment variables are: added to a number it makes another text, and jsonwebtoken takes "3600" for milliseconds, 3.6 seconds. Refuse it.`,
      ],
      [true, NOT_A_NUMBER],
      [null, NOT_A_NUMBER],
      [[60], NOT_A_NUMBER],
      [undefined, say`expiresInSeconds is missing: refuse it, or the token has no usable expiry.`],
    ] as const) {
      const options = { expiresInSeconds: lifetime as number, now: NOW };
      given(issue, { ...CLAIMS }, KEY, options).throwsRangeError(notARangeError(cause));
    }
  });
});

step(5, { verify }, () => {
  const EXP = 1_800_003_717;
  const NBF = 1_800_000_117;
  const NOW = NBF + 60;
  const ISSUER = 'https://rubywave.io';

  check('verify-payload', say`returns the payload`, () => {
    const claims = { ...SPARK, exp: EXP };
    given(verify, signed(segment(claims)), KEY, { now: NOW }).returns(
      claims,
      either(
        say`This token is genuine and its time has not run out; no issuer and no audience were asked for.`,
        say`verify() returns the payload itself: the caller of a checked token needs its claims, not its header.`,
        unexplained,
      ),
    );
  });

  check('verify-no-exp', say`accepts a token without exp, nbf, iss or aud`, () => {
    given(verify, signed(segment(CLAIMS)), KEY, { now: NOW }).returns(
      CLAIMS,
      say`All claims are optional (RFC 7519 §4.1): without exp a token does not expire, without nbf it is valid at once, and iss and aud count only when they are asked for.`,
    );
    given(verify, signed(segment({ ...CLAIMS, iat: NOW + 60 })), KEY, { now: NOW }).result(
      say`iat says when the token was issued, and is no condition: the token may not be used before nbf, and it has none. A clock that is a minute ahead would else make tokens that nobody takes.`,
    );
  });

  check('verify-step-3', say`refuses what verifySignature refuses, with the same code`, () => {
    const [, , signature] = partsOf(signed(segment(SPARK)));
    given(verify, `${HEADER}.${segment(FORGED)}.${signature}`, KEY, { now: NOW }).refuses(
      'signature',
      accepted(
        say`Rank "15" became "99" and was believed: the token was decoded, not verified. Nothing in a token counts before its signature holds.`,
      ),
    );
    const none = `${segment({ alg: 'none' })}.${segment(SPARK)}.`;
    given(verify, none, KEY, { now: NOW }).refuses('algorithm', leaked);
    given(verify, 'null', KEY, { now: NOW }).refuses('malformed', leaked);
    const array = signed(base64url('["spark"]'));
    given(verify, array, KEY, { now: NOW }).refuses('malformed', leaked);
  });

  check('signature-before-claims', say`judges the signature before the claims`, () => {
    const claims = { ...FORGED, exp: EXP, iss: 'https://evil.example' };
    const token = signed(segment(claims), { key: OTHER_KEY });
    given(verify, token, KEY, { now: EXP + 60, issuer: ISSUER }).refuses(
      'signature',
      say`This token is forged, and the answer told its forger something about the claims. The claims of a forged token mean nothing: the signature comes first (RFC 7519 §7.2).`,
    );
  });

  check('exp-boundary', say`is expired from exp on, not a second later`, () => {
    const token = signed(segment({ ...SPARK, exp: EXP }));
    given(verify, token, KEY, { now: EXP - 0.001 }).result(
      say`exp is ${EXP}, so a thousandth of a second is left: do not round now before you compare it.`,
    );
    given(verify, token, KEY, { now: EXP + 86_400 }).refuses(
      'expired',
      accepted(say`exp is ${EXP}, a day ago. Compare it with now; both are in seconds.`),
    );
    given(verify, token, KEY, { now: EXP + 1 }).refuses(
      'expired',
      accepted(
        say`exp is ${EXP}, a second ago, and no tolerance was asked for: where it is left out it is 0.`,
      ),
    );
    given(verify, token, KEY, { now: EXP }).refuses(
      'expired',
      accepted(
        say`"On or after" exp a token must not be accepted (RFC 7519 §4.1.4): it has expired already when now equals exp, so it is >= and not >.`,
      ),
    );
  });

  check('exp-fraction', say`accepts a fraction of a second in exp`, () => {
    const token = signed(segment({ ...SPARK, exp: EXP + 0.5 }));
    const cause = say`exp is ${EXP + 0.5}, and a NumericDate may have a fraction (RFC 7519 §2): compare the numbers as they are, neither rounded nor required to be whole.`;
    given(verify, token, KEY, { now: EXP + 0.4 }).result(cause);
    given(verify, token, KEY, { now: EXP + 0.5 }).refuses('expired', cause);
  });

  check('exp-type', say`refuses an exp that is not a time`, () => {
    for (const exp of [
      0,
      -1,
      -EXP,
      false,
      '',
      null,
      String(EXP),
      '2100-01-01',
      'never',
      true,
      {},
      [EXP],
    ]) {
      const shown = JSON.stringify(exp);
      given(verify, signed(segment({ ...SPARK, exp })), KEY, { now: NOW }).refuses(
        'claims',
        either(
          say`exp ${shown} was refused, but with another code. An exp that is no number above 0 is a fault in the claims, and not a matter of time: "claims".`,
          typeof exp === 'number' && exp < 0
            ? say`exp ${shown} lies before 1970, and the token was accepted. No issuer means such a time: refuse what is no number above 0.`
            : exp
              ? say`exp ${shown} is not a number. JavaScript compares it all the same, converted or as NaN, and NaN is never too late: look at the type first (RFC 7519 §4.1.4).`
              : say`exp ${shown} was taken for none, as "if (payload.exp && …)" does, and the token never expires. Ask whether exp is there, and then whether it is a number above 0 (RFC 7519 §4.1.4).`,
        ),
      );
    }
  });

  check('nbf-boundary', say`is not valid before nbf, and valid from it on`, () => {
    const token = signed(segment({ ...SPARK, nbf: NBF }));
    given(verify, token, KEY, { now: NBF - 0.001 }).refuses(
      'not_yet_valid',
      accepted(
        say`nbf is ${NBF} and means "not before": until then the token is not to be accepted (RFC 7519 §4.1.5).`,
      ),
    );
    given(verify, token, KEY, { now: NBF }).result(
      say`At nbf itself the token is valid: refuse it only before (RFC 7519 §4.1.5).`,
    );
    const half = signed(segment({ ...SPARK, nbf: NBF + 0.5 }));
    const fraction = say`nbf is ${NBF + 0.5}, and a NumericDate may have a fraction (RFC 7519 §2): compare the numbers as they are, neither rounded nor required to be whole.`;
    given(verify, half, KEY, { now: NBF + 0.4 }).refuses('not_yet_valid', fraction);
    given(verify, half, KEY, { now: NBF + 0.5 }).result(fraction);
    given(verify, signed(segment({ ...SPARK, nbf: 0 })), KEY, { now: NOW }).result(
      say`nbf is 0, the first second of 1970: an odd time, but a number, and long past.`,
    );
  });

  check('nbf-type', say`refuses an nbf that is not a number`, () => {
    for (const nbf of [String(NBF), 'now', null, false, {}]) {
      given(verify, signed(segment({ ...SPARK, nbf })), KEY, { now: NOW }).refuses(
        'claims',
        say`nbf ${JSON.stringify(nbf)} is not a number. Compared with now it is converted or becomes NaN, and the comparison says nothing: look at the type first (RFC 7519 §4.1.5).`,
      );
    }
  });

  check('tolerance-exp', say`adds the tolerance to exp`, () => {
    const token = signed(segment({ ...SPARK, exp: EXP }));
    const options = { clockToleranceSeconds: 5 };
    given(verify, token, KEY, { ...options, now: EXP + 0.001 }).result(
      say`exp is ${EXP}, and two clocks are never quite the same. The tolerance gives the token more time, exp + tolerance; subtracted it would take time away.`,
    );
    given(verify, token, KEY, { ...options, now: EXP + 4.999 }).result(
      say`exp is ${EXP}, the tolerance 5. It is in seconds, as now and exp are: nothing to divide by 1000.`,
    );
    given(verify, token, KEY, { ...options, now: EXP + 5 }).refuses(
      'expired',
      accepted(
        say`exp is ${EXP}, the tolerance 5. It moves the end and keeps it sharp: expired from exp + tolerance on, in seconds.`,
      ),
    );
    for (const seconds of [1.5, 300]) {
      given(verify, token, KEY, {
        clockToleranceSeconds: seconds,
        now: EXP + seconds - 0.001,
      }).result(
        say`exp is ${EXP}, the tolerance ${seconds}: it counts as it was given, neither rounded nor limited.`,
      );
    }
  });

  check('tolerance-nbf', say`takes the tolerance from nbf`, () => {
    const token = signed(segment({ ...SPARK, nbf: NBF }));
    const options = { clockToleranceSeconds: 5 };
    given(verify, token, KEY, { ...options, now: NBF - 5 }).result(
      say`nbf is ${NBF}, the tolerance 5. It counts at both ends: valid from nbf - tolerance on, in seconds (RFC 7519 §4.1.5).`,
    );
    given(verify, token, KEY, { ...options, now: NBF - 5.001 }).refuses(
      'not_yet_valid',
      say`nbf is ${NBF}, the tolerance 5: it moves the beginning by 5 seconds, and not by more.`,
    );
  });

  check('verify-clock', say`takes the time from the clock where none is given`, () => {
    const token = signed(segment({ ...SPARK, nbf: NBF, exp: EXP }));
    const early = say`One second is left. Date.now() counts milliseconds, exp counts seconds: 1000 times as far.`;
    const late = say`By the clock the token has expired. Without options the time is the clock's, in seconds: Date.now() / 1000.`;
    const atExp = at(EXP, () => given(verify, token, KEY));
    const beforeExp = at(EXP - 1, () => given(verify, token, KEY));
    if (atExp.outcome.threw !== beforeExp.outcome.threw) {
      beforeExp.result(early);
      atExp.refuses('expired', late);
      return;
    }
    // A clock that was taken when the file was loaded can't be set: an hour to each side is enough.
    const now = Math.floor(Date.now() / 1000);
    const live = signed(segment({ ...SPARK, nbf: now - 3600, exp: now + 3600 }));
    given(verify, live, KEY).result(early);
    given(verify, signed(segment({ ...SPARK, exp: now - 3600 })), KEY).refuses('expired', late);
    const second = secondAfterLoading();
    given(verify, signed(segment({ ...SPARK, exp: second })), KEY).refuses('expired', AT_LOAD);
  });

  check('verify-now-zero', say`takes 0 for a time`, () => {
    given(verify, signed(segment({ ...CLAIMS, exp: 100 })), KEY, { now: 0 }).result(TIME_0);
  });

  check('issuer', say`compares iss with the issuer, to the letter`, () => {
    given(verify, signed(segment({ ...SPARK, iss: ISSUER })), KEY, {
      issuer: ISSUER,
      now: NOW,
    }).result(say`This token was issued by exactly the issuer that was asked for.`);
    given(verify, signed(segment(SPARK)), KEY, { issuer: ISSUER, now: NOW }).refuses(
      'issuer',
      accepted(
        say`An issuer was asked for and the token names none. Whoever compares iss only where it is there lets every token pass that leaves it out.`,
      ),
    );
    for (const iss of [
      'https://rubywave.io.evil.example',
      'https://rubywave.io/',
      'HTTPS://RUBYWAVE.IO',
      'https://rubywave',
      '',
    ]) {
      const token = signed(segment({ ...SPARK, iss }));
      given(verify, token, KEY, { issuer: ISSUER, now: NOW }).refuses('issuer', anotherIssuer(iss));
    }
    // Another issuer to some, a claim of the wrong type to others.
    for (const iss of [[ISSUER], null, 15]) {
      const token = signed(segment({ ...SPARK, iss }));
      refusesEither(
        given(verify, token, KEY, { issuer: ISSUER, now: NOW }),
        ['issuer', 'claims'],
        anotherIssuer(iss),
      );
    }
    for (const claims of [{ ...SPARK, iss: ISSUER }, SPARK]) {
      given(verify, signed(segment(claims)), KEY, { issuer: '', now: NOW }).refuses(
        'issuer',
        accepted(
          say`The issuer that was asked for is an empty text, and nothing was compared: a variable that was left empty would switch the check off. Only undefined means "not asked for".`,
        ),
      );
    }
    given(verify, signed(segment({ ...SPARK, iss: ISSUER })), KEY, { now: NOW }).result(
      say`No issuer was asked for, so iss does not count: compare it only where options has an issuer.`,
    );
  });

  check('audience', say`looks for the audience in aud, to the letter`, () => {
    const audience = 'api';
    given(verify, signed(segment({ ...SPARK, aud: audience })), KEY, { audience, now: NOW }).result(
      say`aud may be one text, and here it is the audience that was asked for (RFC 7519 §4.1.3).`,
    );
    given(verify, signed(segment(SPARK)), KEY, { audience, now: NOW }).refuses(
      'audience',
      accepted(
        say`An audience was asked for and the token names none: it was not made for you (RFC 7519 §4.1.3).`,
      ),
    );
    for (const aud of ['api-admin', 'my-api', 'API', 'ap', 'www,api', 'www api', '*', '']) {
      given(verify, signed(segment({ ...SPARK, aud })), KEY, { audience, now: NOW }).refuses(
        'audience',
        aud === 'API'
          ? say`aud "API" is not "api": upper and lower case are different letters, and only a whole text that equals yours counts (RFC 7519 §4.1.3).`
          : say`aud ${JSON.stringify(aud)} is not "api". On a text, includes() finds parts of it: only a whole text that equals yours counts (RFC 7519 §4.1.3).`,
      );
    }
  });

  check('audience-empty', say`takes an empty audience for one that was asked for`, () => {
    for (const claims of [{ ...SPARK, aud: ['www', 'api'] }, { ...SPARK, aud: 'api' }, SPARK]) {
      given(verify, signed(segment(claims)), KEY, { audience: '', now: NOW }).refuses(
        'audience',
        accepted(
          say`The audience that was asked for is an empty text, and nothing was compared: a variable that was left empty would switch the check off. Only undefined means "not asked for".`,
        ),
      );
    }
  });

  const NO_ENTRY = say`None of the entries of aud equals "api": compare whole entries, one by one, and refuse where none fits (RFC 7519 §4.1.3).`;
  check('audience-array', say`finds the audience among several`, () => {
    const audience = 'api';
    const several = signed(segment({ ...SPARK, aud: ['www', 'api'] }));
    given(verify, several, KEY, { audience, now: NOW }).result(
      say`aud may be an array: a token can be meant for several, and you are one of them (RFC 7519 §4.1.3).`,
    );
    const first = signed(segment({ ...SPARK, aud: ['api', 'www'] }));
    given(verify, first, KEY, { audience, now: NOW }).result(
      say`aud may be an array: a token can be meant for several, and you are one of them (RFC 7519 §4.1.3).`,
    );
    for (const aud of [['www', 'api-admin'], ['www'], ['www,api'], ['*'], []]) {
      given(verify, signed(segment({ ...SPARK, aud })), KEY, { audience, now: NOW }).refuses(
        'audience',
        NO_ENTRY,
      );
    }
    // Neither a text nor an array of texts: another audience to some, a bad claim to others.
    for (const aud of [[['api']], { api: true }, null, 15]) {
      refusesEither(
        given(verify, signed(segment({ ...SPARK, aud })), KEY, { audience, now: NOW }),
        ['audience', 'claims'],
        NO_ENTRY,
      );
    }
    given(verify, several, KEY, { now: NOW }).result(
      say`No audience was asked for, so aud does not count: look into it only where options has an audience.`,
    );
  });

  check('every-claim-counts', say`looks at every claim, whatever the others say`, () => {
    const claims = { ...SPARK, exp: EXP, nbf: NBF, iss: ISSUER, aud: ['www', 'api'] };
    const options = { issuer: ISSUER, audience: 'api', now: NOW };
    given(verify, signed(segment(claims)), KEY, options).returns(claims);
    for (const [wrong, code] of [
      [{ exp: NOW }, 'expired'],
      [{ nbf: NOW + 1 }, 'not_yet_valid'],
      [{ iss: 'https://evil.example' }, 'issuer'],
      [{ aud: ['www'] }, 'audience'],
    ] as const) {
      given(verify, signed(segment({ ...claims, ...wrong })), KEY, options).refuses(
        code,
        accepted(
          say`${Object.keys(wrong)[0] ?? ''} was wrong and all the rest right, and the token was accepted. One good claim does not make up for another: no "else if", no early return.`,
        ),
      );
    }
  });
});

/** base64url of a text's UTF-8, or of bytes. */
function base64url(content: string | Uint8Array): string {
  return Buffer.from(content as string).toString('base64url');
}

/** The same bytes as base64 writes them, but for the padding. */
function base64Alphabet(text: string): string {
  return Buffer.from(text).toString('base64').replaceAll('=', '');
}

function segment(value: object): string {
  return base64url(JSON.stringify(value));
}

function signatureOf(text: string, key: KeyObject, hash = 'sha256'): string {
  return createHmac(hash, key).update(text).digest('base64url');
}

/** A token with a correct signature over whatever its parts hold. */
function signed(
  payload: string,
  {
    header = HEADER,
    key = KEY,
    hash = 'sha256',
  }: { header?: string; key?: KeyObject; hash?: string } = {},
): string {
  const signingInput = `${header}.${payload}`;
  return `${signingInput}.${signatureOf(signingInput, key, hash)}`;
}

function partsOf(token: unknown): [string, string, string] {
  const [header = '', payload = '', signature = ''] = String(token).split('.');
  return [header, payload, signature];
}

/** The JSON object in a segment of the learner's, as far as there is one. */
function jsonOf(part: string): Record<string, unknown> | undefined {
  try {
    const value: unknown = JSON.parse(Buffer.from(part, 'base64url').toString());
    return typeof value === 'object' && value !== null
      ? (value as Record<string, unknown>)
      : undefined;
  } catch {
    return undefined;
  }
}

function isSameJson(actual: unknown, expected: object): boolean {
  return isDeepStrictEqual(JSON.parse(JSON.stringify(actual ?? null)), expected);
}

function isSigned(token: unknown, key = KEY): boolean {
  if (typeof token !== 'string') return false;
  const [header, payload, signature] = partsOf(token);
  return signature === signatureOf(`${header}.${payload}`, key);
}

/** The same bytes to a lenient decoder: the last character's unused bits differ. */
function nextCharacter(signature: string): string {
  const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';
  return signature.slice(0, -1) + alphabet[alphabet.indexOf(signature.slice(-1)) + 1];
}

/** Both codes are right; `cause` is for a token that was accepted. */
function refusesEither(
  attempt: ReturnType<typeof given<unknown[], unknown>>,
  codes: readonly [string, string],
  cause: Message,
): void {
  const { outcome } = attempt;
  if (outcome.threw && codes.some((code) => code === codeOf(outcome.error))) return;
  attempt.fail(say`a JwtError with code "${codes[0]}" or "${codes[1]}"`, accepted(cause));
}

/** What an issued token says; ends the check where it is not one signed with KEY. */
function payloadOf(attempt: ReturnType<typeof given<unknown[], string>>): Record<string, unknown> {
  attempt.satisfies(
    say`a token of three parts, signed with the key`,
    (token) => isSigned(token) && jsonOf(partsOf(token)[1]) !== undefined,
    say`The claims with iat and exp have to be signed too: issue() hands them to sign().`,
  );
  return jsonOf(partsOf(attempt.result())[1]) ?? {};
}

function isSameBytes(...views: [NodeJS.ArrayBufferView, NodeJS.ArrayBufferView]): boolean {
  const [one, other] = views.map((view) =>
    Buffer.from(view.buffer, view.byteOffset, view.byteLength),
  ) as [Buffer, Buffer];
  return one.equals(other);
}

/**
 * The second after the one in which the learner's file was loaded, once it has come. Only answers
 * whose clock can't be set make a check wait for it.
 */
function secondAfterLoading(): number {
  const second = Math.floor(LOADED / 1000) + 1;
  while (Date.now() < second * 1000 + 50);
  return second;
}

/** Runs with the clock stopped at this time, in seconds. Only Date stands still, timers run on. */
function at<Result>(seconds: number, run: () => Result): Result {
  vi.useFakeTimers({ toFake: ['Date'], now: seconds * 1000 });
  try {
    return run();
  } finally {
    vi.useRealTimers();
  }
}

function anotherIssuer(iss: unknown): Message {
  return say`iss ${JSON.stringify(iss)} is another issuer. Only the whole text, compared with ===, tells: no beginnings, no parts, no upper and lower case (RFC 7519 §4.1.1).`;
}

/** Why a time that an issuer wrote is wrong. */
function timeCause(time: unknown): Message {
  if (typeof time === 'number' && time > 100_000_000_000) {
    return say`That is milliseconds: Date.now() counts those, a NumericDate counts seconds (RFC 7519 §2). Verifiers would take this for a year far beyond 50000, and the token would never expire.`;
  }
  return time === undefined
    ? say`The claim is missing: iat says when the token was issued, exp when it ends (RFC 7519 §4.1).`
    : say`Both are numbers of seconds since 1970: iat is the time of issue, exp is iat plus the lifetime.`;
}

/** The cause for a secret that was refused, and not for an accident on the way. */
function onRangeError(cause: Message): Cause {
  return (outcome) => (outcome.threw && outcome.error instanceof RangeError ? cause : undefined);
}

/** What sort of key it is; never what is in it. */
function kindOf(key: unknown): string {
  if (key instanceof KeyObject) return `KeyObject (${key.type})`;
  return Object.prototype.toString.call(key).slice('[object '.length, -1);
}

/**
 * One cause for a token that was refused wrongly, another for an answer that is wrong. `crashed` is for
 * other errors: of a genuine token they say nothing.
 */
function either(
  refused: Message,
  wrong: Message,
  crashed = leaked,
): (outcome: Outcome) => Message | undefined {
  return (outcome) => {
    if (!outcome.threw) return wrong;
    return isRefusal(outcome.error) ? refused : crashed(outcome);
  };
}

const unexplained: typeof leaked = () => undefined;

/** A cause that depends on what was returned; of what was thrown, only one thing is known. */
function told(tell: (returned: unknown) => Message | undefined): Cause {
  return (outcome) => {
    if (!outcome.threw) return tell(outcome.returned);
    return outcome.error instanceof Error && outcome.error.message.startsWith('Invalid digest')
      ? say`The hash is called 'sha256' here. HS256 is JWT's name for the HMAC that is made with it.`
      : undefined;
  };
}

/** The cause of a missing RangeError. Who throws another has seen the fault all the same. */
function notARangeError(cause: Message): Cause {
  return (outcome) =>
    outcome.threw
      ? say`It is refused, but with another error. This is a mistake of whoever configures the function and not a bad token: throw new RangeError(...).`
      : cause;
}

/** The cause for a token that should have been refused and was not. */
function accepted(cause: Message): Cause {
  return (outcome) => (outcome.threw ? leaked(outcome) : cause);
}

/** Whether an error is a JwtError by its code; the errors of Node have codes too, "ERR_…". */
function isRefusal(error: unknown): boolean {
  const code = codeOf(error);
  return typeof code === 'string' && !code.startsWith('ERR_');
}

/** For tokens that are refused, but by an error that was not meant for the caller. */
function leaked(outcome: Outcome): Message | undefined {
  if (!outcome.threw || isRefusal(outcome.error)) return undefined;
  return say`A bad token is everyday business, and this error is a crash: a server would answer 500 in place of 401. Whatever a token holds, only a JwtError comes out.`;
}

function malformedSegment(what: string): Cause {
  return (outcome) => {
    if (outcome.threw) {
      return isRefusal(outcome.error)
        ? say`The part holds ${what}. That is no JSON object, and it is refused as "malformed" before anything is read from it.`
        : leaked(outcome);
    }
    if (what === '0xff') {
      return say`The byte 0xff is not UTF-8. Buffer's toString() puts U+FFFD in its place, so different tokens read the same: TextDecoder with "fatal" refuses it (RFC 7515 §5.2).`;
    }
    if (['"="', '"/"', '" "'].includes(what)) {
      return say`The part holds ${what}, and Buffer.from() skipped or translated it. base64url in a JWT knows no padding, no "+" or "/", no white space (RFC 7515 §2).`;
    }
    return say`The part holds ${what}, which was accepted. Header and claims set are JSON objects: no text, no number, no array, no null (RFC 7519 §7.2).`;
  };
}

/** Which well-known wrong signature it is. */
function signingMisconception(token: unknown): Message {
  const [header, payload, signature] = partsOf(token);
  const text = `${header}.${payload}`;
  const json = [header, payload].map((part) => Buffer.from(part, 'base64url').toString());
  const known: [string[], Message][] = [
    [
      hashed(
        header + payload + SECRET,
        text + SECRET,
        `${text}.${SECRET}`,
        SECRET + text,
        json.join('') + SECRET,
        json.join('.') + SECRET,
      ),
      say`That is a plain SHA-256 over the parts and the secret, and not an HMAC. Home-made mixes of hash and secret have known weaknesses, such as length extension; HMAC was made against them (RFC 2104, RFC 7518 §3.2).`,
    ],
    [
      hashed(text, header + payload, ...json),
      say`That is a hash without a key: everybody can compute it, for every payload. A signature needs the key: HMAC.`,
    ],
    [
      macs(json.join('.'), json.join(''), JSON.stringify(json.map((part) => tryParse(part)))),
      say`That is the HMAC of the JSON. What is signed is the encoded text, "header.payload" as it travels, so that nobody has to rebuild the JSON to check it (RFC 7515 §5.1).`,
    ],
    [
      macs(header + payload),
      say`The dot between the two parts is signed with them: "header.payload" (RFC 7515 §5.1). Without it, two different splits of one text would have the same signature.`,
    ],
    [
      macs(payload, json[1] ?? '', header, json[0] ?? ''),
      say`Only one of the two parts is signed. Whatever the signature leaves out, everybody may change: sign "header.payload" (RFC 7515 §5.1).`,
    ],
    [
      ['sha1', 'sha384', 'sha512'].map((hash) => signatureOf(text, KEY, hash).slice(0, 43)),
      say`The HMAC uses another hash than the header says. The 256 in HS256 stands for SHA-256 (RFC 7518 §3.2).`,
    ],
  ];
  return (
    known.find(([values]) => values.includes(signature.slice(0, 43)))?.[1] ??
    say`The third part is base64url(HMAC-SHA256(key, "header.payload")), over the text exactly as it stands in the token (RFC 7515 §5.1).`
  );
}

function hashed(...texts: string[]): string[] {
  return texts.map((text) => createHash('sha256').update(text).digest('base64url'));
}

function macs(...texts: string[]): string[] {
  return texts.map((text) => signatureOf(text, KEY));
}

function tryParse(json: string): unknown {
  try {
    return JSON.parse(json);
  } catch {
    return json;
  }
}

/** timingSafeEqual, a loop that gathers the differences (`^`, `|=`), or MACs of the MACs. */
function comparesWithoutEarlyEnd(code: string, file: string): boolean {
  // Taken out of the module under another name, before anyone could watch it.
  const alias = /timingSafeEqual\s*:\s*(\w+)/.exec(file)?.[1];
  if (alias !== undefined && code.includes(`${alias}(`)) return true;
  const calls = code.match(/createHmac\(/g)?.length ?? 0;
  return /timingSafeEqual\(|[\w)\]]\s*\^=?\s*[\w(]|(?<!\|)\|=|Math\.abs\(/.test(code) || calls >= 2;
}
