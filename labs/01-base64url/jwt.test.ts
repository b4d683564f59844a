/** The checks of lab 1: what RFC 4648 §5, RFC 7515 and RFC 7519 ask of a JWT's form. */
import nodeBuffer from 'node:buffer';
import { syncBuiltinESMExports } from 'node:module';
import { StringDecoder } from 'node:string_decoder';
import { isDeepStrictEqual } from 'node:util';
import {
  check,
  CheckFailure,
  codeBehind,
  given,
  same,
  say,
  step,
  type Cause,
  type Message,
  type Outcome,
} from '#checks';
import {
  base64urlDecode,
  base64urlEncode,
  decodeSegment,
  decodeUnverified,
  encodeSegment,
  encodeUnsecured,
} from './jwt.ts';

const JWT_FILE = new URL('jwt.ts', import.meta.url);

/* What the checks know without the learner's code. */

/** Slide 19. */
const HEADER = { alg: 'HS256', typ: 'JWT' };
const PAYLOAD = {
  sub: '1234567890',
  email: 'spark@rubywave.io',
  nickname: 'spark',
  rank: '15',
  name: 'John Doe',
  iat: 1516239022,
};
const HEADER_SEGMENT = 'eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCJ9';
const PAYLOAD_SEGMENT =
  'eyJzdWIiOiIxMjM0NTY3ODkwIiwiZW1haWwiOiJzcGFya0BydWJ5d2F2ZS5pbyIsIm5pY2tuYW1lIjoic3BhcmsiLCJyYW5rIjoiMTUiLCJuYW1lIjoiSm9obiBEb2UiLCJpYXQiOjE1MTYyMzkwMjJ9';
/** HMAC SHA-256 with jwt.io's published secret of 2025, "a-string-secret-at-least-256-bits-long". */
const SIGNATURE_SEGMENT = 'EAwn7cPU2vMYZ__9g5H0VCx6tZe6kJTgYBncvBTlSCs';
const TOKEN = `${HEADER_SEGMENT}.${PAYLOAD_SEGMENT}.${SIGNATURE_SEGMENT}`;

/** What JSON can hold besides texts, and at some depth. */
const NESTED = {
  rank: null,
  active: false,
  visits: 0,
  exp: 1516242622,
  note: 'line\nbreak',
  groups: ['lounge', { name: 'vip', since: { year: 2026 } }],
};

const KOREAN = { sub: '1234567890', nickname: '스파크 ⚡', rank: '15', name: '루비웨이브 💎' };

/** RFC 4648 §10, its padding taken away. */
const VECTORS: readonly (readonly [Uint8Array, string])[] = [
  [utf8(''), ''],
  [utf8('f'), 'Zg'],
  [utf8('fo'), 'Zm8'],
  [utf8('foo'), 'Zm9v'],
  [utf8('foob'), 'Zm9vYg'],
  [utf8('fooba'), 'Zm9vYmE'],
  [utf8('foobar'), 'Zm9vYmFy'],
];
/** The two characters in which base64url differs from base64. */
const ALPHABET_VECTORS: readonly (readonly [Uint8Array, string])[] = [
  [utf8('~~~'), 'fn5-'],
  [utf8('???'), 'Pz8_'],
];
const EVERY_BYTE = Uint8Array.from({ length: 256 }, (_, value) => value);

/** Bytes that are no UTF-8, or zero; the third is RFC 7515 appendix C. */
const BINARY_VECTORS: readonly (readonly [Uint8Array, string])[] = [
  [bytes(0), 'AA'],
  [bytes(0, 0, 0), 'AAAA'],
  [bytes(3, 236, 255, 224, 193), 'A-z_4ME'],
  [bytes(251, 239, 190, 255), '----_w'],
  [EVERY_BYTE, segmentOf(EVERY_BYTE)],
];

/** RFC 7515 appendix A.1: between the members stand line breaks (CRLF) and spaces. */
const RFC7515_HEADER_SEGMENT = 'eyJ0eXAiOiJKV1QiLA0KICJhbGciOiJIUzI1NiJ9';
const RFC7515_PAYLOAD_SEGMENT =
  'eyJpc3MiOiJqb2UiLA0KICJleHAiOjEzMDA4MTkzODAsDQogImh0dHA6Ly9leGFtcGxlLmNvbS9pc19yb290Ijp0cnVlfQ';
const RFC7515_SIGNATURE_SEGMENT = 'dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk';
const RFC7515_HEADER = { typ: 'JWT', alg: 'HS256' };
const RFC7515_PAYLOAD = { iss: 'joe', exp: 1300819380, 'http://example.com/is_root': true };

/** RFC 7519 §6.1: an Unsecured JWT, with the same payload. */
const RFC7519_HEADER_SEGMENT = 'eyJhbGciOiJub25lIn0';

/** RFC 4648 §5. */
const CHARACTERS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';

function bytes(...values: number[]): Uint8Array {
  return Uint8Array.from(values);
}

function utf8(text: string): Uint8Array {
  return new TextEncoder().encode(text);
}

/** A part of a token as another program may have written it, right or wrong. */
function segmentOf(content: string | Uint8Array): string {
  return Buffer.from(typeof content === 'string' ? utf8(content) : content).toString('base64url');
}

/** The bytes of a part that is known to be right. */
function bytesOf(segment: string): Uint8Array {
  return Uint8Array.from(Buffer.from(segment, 'base64url'));
}

/** The JSON value in a part of a learner's token; undefined where it holds none. */
function valueIn(segment: unknown): unknown {
  if (typeof segment !== 'string' || !/^[\w-]+$/.test(segment)) return undefined;
  try {
    const json = new TextDecoder('utf-8', { fatal: true }).decode(bytesOf(segment));
    return JSON.parse(json);
  } catch {
    return undefined;
  }
}

function tokenOf(header: object, payload: object, signature: string): string {
  return `${segmentOf(JSON.stringify(header))}.${segmentOf(JSON.stringify(payload))}.${signature}`;
}

/** What a function returned; undefined where it threw. */
function returnedBy(outcome: Outcome): unknown {
  return outcome.threw ? undefined : outcome.returned;
}

/** The cause where a bad text was accepted. Where it was refused, it was with another error. */
function accepted(cause: Message): Cause {
  return (outcome) => (outcome.threw ? ANOTHER_ERROR : cause);
}

/** The cause of a wrong answer. A TypeError and the like is a slip, and speaks for itself. */
function answered(cause: Message): Cause {
  return (outcome) => (isSlip(outcome) ? undefined : cause);
}

function isTodo(error: unknown): boolean {
  return error instanceof Error && error.message.startsWith('TODO');
}

function isSlip(outcome: Outcome): boolean {
  const slips = [TypeError, ReferenceError, RangeError];
  return outcome.threw && slips.some((slip) => outcome.error instanceof slip);
}

/* Causes that several checks share. */

const ANOTHER_ERROR = say`It is refused, but with another error. Only the code tells a caller that the token is bad and not the program: throw new JwtError('malformed', ...), also in place of what JSON.parse and the like throw.`;
const OTHER_ALPHABET = say`This is the alphabet of plain base64. In a URL "+" can mean a space and "/" divides a path; base64url has "-" and "_" in their place (RFC 4648 §5).`;
const SWAPPED = say`"-" and "_" have changed places: 62 is "-" and 63 is "_" (RFC 4648 §5).`;
const ONE_NUMBER = say`Short input comes out right, long input does not: one number can't hold it all. Bit operations see 32 bits of a number, and a number itself is exact up to 53 bits; keep only the bits that are still to be used.`;
const TOO_STRICT = say`This text is right. Only the bits that belong to no byte must be zero: the last 4 after two characters, the last 2 after three (RFC 4648 §3.5).`;
const MORE_PARTS = say`There are more than three parts, and those behind the third were dropped: [a, b, c] = ... and split('.', 3) do that. A token with five parts is an encrypted one (RFC 7516 §9) and read in another way.`;
const REFUSED = say`This token has the form of a JWT, and it was refused. Read header and payload with decodeSegment, the signature with base64urlDecode.`;
const SKIPPED = say`A character outside the alphabet was skipped, as Node's Buffer does, or taken for one of the 64. RFC 4648 §3.3 wants it refused: otherwise anyone can slip something into a token unnoticed.`;
const BY_HAND = say`From lab 2 on Node may do this. Here you see for yourself that nothing happens but cutting bits into other groups, without any key: encoding is not encryption.`;

/* Node's own base64, watched. It is for comparing: who also does the work by hand may use it. */

type AnyFunction = (this: unknown, ...args: unknown[]) => unknown;
type Uses = (self: unknown, args: readonly unknown[]) => boolean;

const always: Uses = () => true;
const named: Uses = (_self, args) =>
  args.some((argument) => typeof argument === 'string' && /^base64(url)?$/i.test(argument));
const decoding: Uses = (self) => /^base64/i.test((self as { encoding: string }).encoding);

const NODES_BASE64: readonly (readonly [object, string, Uses])[] = [
  [globalThis, 'btoa', always],
  [globalThis, 'atob', always],
  [nodeBuffer, 'btoa', always],
  [nodeBuffer, 'atob', always],
  [Buffer, 'from', named],
  [Buffer, 'alloc', named],
  [Buffer.prototype, 'toString', named],
  [Buffer.prototype, 'write', named],
  [Buffer.prototype, 'fill', named],
  [Buffer.prototype, 'base64Slice', always],
  [Buffer.prototype, 'base64urlSlice', always],
  [Buffer.prototype, 'base64Write', always],
  [Buffer.prototype, 'base64urlWrite', always],
  [StringDecoder.prototype, 'write', decoding],
  [StringDecoder.prototype, 'end', decoding],
  // Newer versions of Node have these.
  [Uint8Array, 'fromBase64', always],
  [Uint8Array.prototype, 'toBase64', always],
  [Uint8Array.prototype, 'setFromBase64', always],
];

/** Runs `call` while Node's own base64 answers wrongly, and tells which of it was used, if any. */
function withoutBase64<Answer>(call: () => Answer): { answer: Answer; used: string } {
  let used = 'none';
  const undo: (() => void)[] = [];
  for (const [owner, name, uses] of NODES_BASE64) {
    const descriptor = Object.getOwnPropertyDescriptor(owner, name);
    if (descriptor?.configurable !== true) continue;
    const original = (owner as Record<string, AnyFunction>)[name] as AnyFunction;
    const watched: AnyFunction = function (...args) {
      if (!uses(this, args)) return original.apply(this, args);
      // The first is the one that the learner called: it calls others in its turn.
      const before = args.length > 1 ? '..., ' : '';
      if (used === 'none') used = uses === named ? `${name}(${before}'base64')` : name;
      return spoilt(original.apply(this, args));
    };
    Object.defineProperty(owner, name, { value: watched, configurable: true, writable: true });
    undo.push(() => Object.defineProperty(owner, name, descriptor));
  }
  // So that `import { atob } from 'node:buffer'` is watched as well.
  syncBuiltinESMExports();
  try {
    const answer = call();
    return { answer, used };
  } finally {
    for (const restore of undo) restore();
    syncBuiltinESMExports();
  }
}

function spoilt(answer: unknown): unknown {
  if (typeof answer === 'string') return '*'.repeat(answer.length);
  return answer instanceof Uint8Array ? answer.fill(42) : answer;
}

/**
 * Ends the check where Node did the work. Node's own base64 is for comparing: an answer that is
 * right although Node's was not is the learner's own. One that noticed the difference and threw may
 * be, if its code cuts bits.
 */
function isByHand(
  expected: Message,
  subject: string,
  right: string | Uint8Array,
  { answer, used }: { answer: { outcome: Outcome; result: () => unknown }; used: string },
): void {
  const { outcome } = answer;
  if (used === 'none') {
    // Whatever else is wrong with it, the checks below have more to say of.
    if (!outcome.threw || isTodo(outcome.error)) answer.result();
    return;
  }
  const cutsBits = /<<|>>|&\s*(?:0x3f|0b1+|63)|[%/*]\s*(?:64|2\s*\*\*)|toString\(2\)|64n/i;
  if (
    outcome.threw
      ? cutsBits.test(codeBehind(JWT_FILE, subject, ['base64urlEncode', 'base64urlDecode']))
      : isSame(outcome.returned, right)
  )
    return;
  throw new CheckFailure({
    kind: 'wrong',
    expected,
    actual: say`it called ${used}`,
    cause: BY_HAND,
    subject,
  });
}

function isSame(actual: unknown, right: string | Uint8Array): boolean {
  return typeof right === 'string'
    ? actual === right
    : actual instanceof Uint8Array && Buffer.compare(actual, right) === 0;
}

step(1, { base64urlEncode }, () => {
  check('encode-by-hand', say`works by hand, without Node's own base64`, () => {
    isByHand(
      say`base64urlEncode without Node's own base64`,
      'base64urlEncode',
      'c3Bhcms',
      withoutBase64(() => given(base64urlEncode, utf8('spark'))),
    );
  });

  check('encode-vectors', say`encodes the vectors of RFC 4648 §10, without padding`, () => {
    for (const [input, text] of VECTORS) {
      given(base64urlEncode, input).returns(text, (outcome) => {
        const came = returnedBy(outcome);
        if (typeof came !== 'string') return undefined;
        if (came.includes('=')) {
          return say`The "=" is base64's padding. A JWT carries none (RFC 7515 §2): the length of the text already tells how many bytes its last group holds.`;
        }
        if (came !== '' && came.length < text.length && text.startsWith(came)) {
          return say`The end is missing. Where the number of bytes is no multiple of 3, 2 or 4 bits are left, and they need a character too (RFC 4648 §4).`;
        }
        if (came.length === text.length && came.slice(0, -1) === text.slice(0, -1)) {
          return say`Only the last character differs. The bits that are left are the first of their group of 6: the zeros that fill it up go to their right (RFC 4648 §4).`;
        }
        return undefined;
      });
    }
  });

  check('encode-alphabet', say`writes "-" and "_" where plain base64 has "+" and "/"`, () => {
    for (const [input, text] of ALPHABET_VECTORS) {
      given(base64urlEncode, input).returns(text, (outcome) => {
        const came = returnedBy(outcome);
        if (typeof came !== 'string') return undefined;
        return came === text.replace(/[-_]/, (one) => (one === '-' ? '_' : '-'))
          ? SWAPPED
          : /[+/]/.test(came)
            ? OTHER_ALPHABET
            : undefined;
      });
    }
  });

  check('encode-long', say`encodes more bits than a number can hold`, () => {
    given(base64urlEncode, bytesOf(PAYLOAD_SEGMENT)).returns(PAYLOAD_SEGMENT, (outcome) => {
      const came = returnedBy(outcome);
      if (typeof came !== 'string') return undefined;
      const other = [...PAYLOAD_SEGMENT].findIndex((one, index) => one !== came[index]);
      const [right = '', wrong = ''] = [PAYLOAD_SEGMENT[other], came[other]];
      return came === PAYLOAD_SEGMENT.replaceAll(right, wrong)
        ? say`"${wrong}" stands wherever "${right}" is due, and all else is right: look at that place of your alphabet.`
        : ONE_NUMBER;
    });
  });

  check('encode-any-bytes', say`encodes bytes of every value, text or not`, () => {
    for (const [input, text] of BINARY_VECTORS) {
      given(base64urlEncode, input).returns(text, (outcome) => {
        const came = returnedBy(outcome);
        if (typeof came !== 'string') return undefined;
        if (came.length < text.length) {
          return say`Bytes are missing. A byte of 0 is a byte: a number loses the zeros in front of it, and "if (byte)" takes them for none.`;
        }
        // What is no UTF-8 becomes U+FFFD, and that is three bytes.
        return came.length > text.length
          ? say`Bytes are numbers from 0 to 255, and not always text: a signature is not. Whoever makes a string of them first loses the bytes that are not UTF-8.`
          : undefined;
      });
    }
  });

  check('encode-view', say`encodes the bytes it is given, not their neighbours in memory`, () => {
    const memory = utf8('{"rank":"15"}');
    given(base64urlEncode, memory.subarray(2, 6)).returns(segmentOf('rank'), (outcome) => {
      const came = returnedBy(outcome);
      const all = segmentOf(memory);
      // All of the memory, or as much of its beginning as the array is long.
      const isOfMemory = came === all || came === segmentOf(memory.subarray(0, 4));
      if (!isOfMemory) return undefined;
      return say`A Uint8Array may be a window on a larger memory, and a small Buffer is one: its .buffer is all of that memory, with other people's data in it. Read the bytes from the array itself.`;
    });
  });
});

step(2, { base64urlDecode }, () => {
  check('decode-by-hand', say`works by hand, without Node's own base64`, () => {
    isByHand(
      say`base64urlDecode without Node's own base64`,
      'base64urlDecode',
      utf8('spark'),
      withoutBase64(() => given(base64urlDecode, 'c3Bhcms')),
    );
  });

  check('decode-vectors', say`decodes the vectors of RFC 4648 §10`, () => {
    for (const [output, text] of VECTORS) {
      given(base64urlDecode, text).returns(output, (outcome) => {
        if (isSlip(outcome)) return undefined;
        if (outcome.threw) {
          return text === ''
            ? say`An empty text is right: it stands for zero bytes, and an Unsecured JWT has such a signature (RFC 7519 §6).`
            : text.length % 4 === 0
              ? undefined
              : TOO_STRICT;
        }
        const came = outcome.returned;
        if (typeof came === 'string' || Array.isArray(came)) {
          return say`The answer must be a Uint8Array. A signature is not text, so a string can't carry it, and an ordinary array is not bytes to TextDecoder or to a verifier.`;
        }
        return came instanceof Uint8Array && came.length > output.length
          ? say`There is a byte too many at the end. The 2 or 4 bits that are left only fill up the last character; a byte needs all 8.`
          : undefined;
      });
    }
  });

  check('decode-alphabet', say`reads "-" and "_"`, () => {
    for (const [output, text] of ALPHABET_VECTORS) {
      given(base64urlDecode, text).returns(output, (outcome) => {
        if (isSlip(outcome)) return undefined;
        const came = returnedBy(outcome);
        const swapped = text.replace(/[-_]/, (one) => (one === '-' ? '_' : '-'));
        return isSame(came, bytesOf(swapped)) ? SWAPPED : OTHER_ALPHABET;
      });
    }
  });

  check('decode-long', say`decodes more bits than a number can hold`, () => {
    given(base64urlDecode, PAYLOAD_SEGMENT).returns(bytesOf(PAYLOAD_SEGMENT), answered(ONE_NUMBER));
  });

  check('decode-any-bytes', say`decodes bytes of every value, text or not`, () => {
    for (const [output, text] of BINARY_VECTORS) {
      given(base64urlDecode, text).returns(
        output,
        answered(
          say`Bytes are numbers from 0 to 255, and not always text: a signature is not. What went through a string on its way, or lost its zeros, is not the same bytes any more.`,
        ),
      );
    }
    const first = given(base64urlDecode, 'AAAA').result();
    given(base64urlDecode, '____').result();
    same(
      say`the first answer after a second call`,
      first,
      bytes(0, 0, 0),
      say`The second call wrote over the first one's answer: each call needs an array of its own.`,
    );
  });

  check('decode-padding', say`refuses padding`, () => {
    for (const text of ['Zg==', 'Zm8=', 'Zg=', 'Zm9v=', 'Zm9v==', 'Zm9v====', '=', '==', '====']) {
      given(base64urlDecode, text).refuses(
        'malformed',
        accepted(
          say`Padding looks harmless, but a JWT carries none (RFC 7515 §2). Where it is accepted, one token has several spellings, and a list of blocked tokens knows only one of them.`,
        ),
      );
    }
  });

  check('decode-plain-base64', say`refuses "+" and "/"`, () => {
    for (const text of ['++++', '////', 'A+z/4ME', 'ab+_', 'ab-/']) {
      given(base64urlDecode, text).refuses(
        'malformed',
        accepted(
          say`Base64 is not base64url: "+" and "/" are not in its alphabet (RFC 4648 §5). Node's Buffer takes both alphabets, which is kind to a sender and no help to a verifier.`,
        ),
      );
    }
  });

  check('decode-white-space', say`refuses white space, at the end too`, () => {
    for (const space of ['\n', ' ', '\t', '\r\n', '\r', '\v', '\f', '\u00a0', '\ufeff']) {
      for (const text of [`Zm9vYg${space}`, `Zm9v${space}`, `${space}Zm9vYg`, `Zm${space}9v`]) {
        given(base64urlDecode, text).refuses(
          'malformed',
          accepted(
            say`White space was trimmed or skipped. RFC 7515 §2 allows none, not even a line break at the end: a decoder that tidies up no longer reads the text that it was given.`,
          ),
        );
      }
    }
  });

  check('decode-other-characters', say`refuses every other ASCII character`, () => {
    const others = Array.from({ length: 128 }, (_, code) => String.fromCharCode(code));
    for (const other of others.filter((character) => !/[\w\-+/=\s]/.test(character))) {
      for (const text of [`Zm9${other}`, `${other}m9v`, `Zm${other}v`, `Zm9v${other}Zg`]) {
        given(base64urlDecode, text).refuses('malformed', accepted(SKIPPED));
      }
    }
  });

  check('decode-non-ascii', say`refuses letters from outside ASCII`, () => {
    // Their char codes end in the byte or the 7 bits of a good character: 걁 is U+AC41, "A" is 0x41.
    // The last two are "s" and "k" to a regular expression with the flags "i" and "u".
    for (const letter of ['가', '걁', 'Ł', 'Á', 'é', 'Ａ', '💎', 'ſ', '\u212a']) {
      for (const text of [`Zm9${letter}`, `${letter}m9v`, `Zm${letter}v`, `Zm${letter}9vYg`]) {
        given(base64urlDecode, text).refuses('malformed', (outcome) => {
          if (outcome.threw) return ANOTHER_ERROR;
          // Where it passed for a character it has left its 6 bits behind.
          const { length } = Object(outcome.returned) as Uint8Array;
          return length < Math.floor((text.length * 6) / 8)
            ? SKIPPED
            : say`This letter passed for one of the 64. A char code can be larger than 255: cut to its last 8 bits "걁" becomes "A", and a table has no entry for it, which counts as 0 in bit operations.`;
        });
      }
    }
  });

  check('decode-length', say`refuses a length of 1 mod 4`, () => {
    for (const text of ['A', 'Z', 'Zm9vA', 'Zm9vZ', 'Zm9vYmFyA']) {
      given(base64urlDecode, text).refuses(
        'malformed',
        accepted(
          say`One character is left over at the end: 6 bits, and a byte has 8. No encoder writes that: the text was cut, or something was added to it.`,
        ),
      );
    }
  });

  check('decode-trailing-bits', say`refuses stray bits in the last character`, () => {
    const cause = accepted(
      say`The last character holds bits that belong to no byte. If they are ignored, "Zg" and "Zh" are the same byte, and a token can be changed while its signature still holds. RFC 4648 §3.5 lets a decoder refuse them, and yours should.`,
    );
    for (const [value, last] of [...CHARACTERS].entries()) {
      // One byte leaves 4 bits of its second character unused, two leave 2 bits of their third.
      for (const [text, unused] of [
        [`Z${last}`, 4],
        [`Zm${last}`, 2],
      ] as const) {
        const call = given(base64urlDecode, text);
        if (value % 2 ** unused === 0)
          call.returns(bytesOf(text), (outcome) =>
            outcome.threw && !isSlip(outcome) ? TOO_STRICT : undefined,
          );
        else call.refuses('malformed', cause);
      }
    }
  });
});

step(3, { encodeSegment, decodeSegment }, () => {
  check('segment-header', say`writes slide 19's header as its segment`, () => {
    given(encodeSegment, HEADER).returns(HEADER_SEGMENT, (outcome) => {
      const came = returnedBy(outcome);
      const value = valueIn(came);
      if (typeof value === 'string') {
        return say`It is JSON twice: the segment holds a string, with the object's JSON as its text. One JSON.stringify is enough.`;
      }
      if (isDeepStrictEqual(value, HEADER)) {
        return say`It is the same object, written in another way. JSON leaves spaces, line breaks and order to the writer, and each way gives another segment; the deck's is JSON.stringify(value) as it comes.`;
      }
      return typeof came === 'string' && came.includes(segmentOf('[object Object]').slice(0, -2))
        ? say`The segment holds the text "[object Object]": that is what String(value) makes of an object. JSON.stringify writes its members.`
        : undefined;
    });
  });

  check('segment-korean', say`carries Korean and emoji, as UTF-8`, () => {
    const call = given(encodeSegment, KOREAN);
    call.satisfies(
      say`JSON in UTF-8 that says the same`,
      (segment) => isDeepStrictEqual(valueIn(segment), KOREAN),
      (outcome) => {
        if (!outcome.threw) {
          return say`The letters did not become UTF-8 bytes. "스" is U+C2A4 and takes 3 bytes in UTF-8: one byte for each char code cuts it off, and UTF-16 is not what the reader of a JWT expects (RFC 7519 §7.1).`;
        }
        return outcome.error instanceof Error && outcome.error.name === 'InvalidCharacterError'
          ? say`btoa takes characters up to U+00FF only, and "스" is U+C2A4. base64url is made of bytes: turn the JSON into UTF-8 bytes first.`
          : undefined;
      },
    );
  });

  check('segment-read', say`reads slide 19's header and payload`, () => {
    for (const [segment, value] of [
      [HEADER_SEGMENT, HEADER],
      [PAYLOAD_SEGMENT, PAYLOAD],
      [segmentOf('{}'), {}],
      [segmentOf(JSON.stringify(NESTED)), NESTED],
    ] as const) {
      given(decodeSegment, segment).returns(value, (outcome) => {
        if (isSlip(outcome)) return undefined;
        if (outcome.threw) {
          return say`This segment is right, and it was refused: it is strict base64url, the bytes are UTF-8, and the text is a JSON object. An object without members is one, too.`;
        }
        return typeof outcome.returned === 'string'
          ? say`This is the JSON text. What is asked for is the object that it stands for: JSON.parse.`
          : say`The members come as they were written: rank is the string "15", and iat the number 1516239022, in seconds. What a claim means is for its reader to decide.`;
      });
    }
  });

  check('segment-read-spaces', say`reads JSON with spaces and line breaks, as in RFC 7515`, () => {
    for (const [segment, value] of [
      [RFC7515_HEADER_SEGMENT, RFC7515_HEADER],
      [RFC7515_PAYLOAD_SEGMENT, RFC7515_PAYLOAD],
      [segmentOf('\r\n { "rank" : "15" }\n'), { rank: '15' }],
    ] as const) {
      given(decodeSegment, segment).returns(
        value,
        answered(
          say`JSON can be written in many ways, and this one, with line breaks, is RFC 7515's own example (appendix A.1). Don't expect the text that your JSON.stringify would have written.`,
        ),
      );
    }
  });

  check('segment-read-korean', say`reads Korean and emoji`, () => {
    // U+FFFD is a letter like any other where somebody wrote it.
    const korean = { ...KOREAN, note: '\ufffd' };
    given(decodeSegment, segmentOf(JSON.stringify(korean))).returns(korean, (outcome) => {
      if (isSlip(outcome)) return undefined;
      return outcome.threw
        ? say`This text is good UTF-8, and it was refused. U+FFFD is a letter like any other where somebody wrote it: whether bytes are UTF-8 the bytes tell, and the option "fatal" of TextDecoder.`
        : say`The bytes are UTF-8: "스" is three of them. Read one byte as one letter, as atob and String.fromCharCode do, and it becomes three letters that nobody wrote.`;
    });
  });

  check('segment-not-json', say`refuses what is not JSON`, () => {
    // The last but one is the payload of RFC 7515 appendix A.4.
    for (const text of [
      '{"rank":"15"',
      '{rank:"15"}',
      '{"rank":"15"}}',
      '{"rank":"15"} ,',
      '{"rank":"15"}\0',
      '{"rank":"15",}',
      "{'rank':'15'}",
      'Payload',
      '',
    ]) {
      given(decodeSegment, segmentOf(text)).refuses('malformed', (outcome) => {
        if (!outcome.threw) {
          return say`It came back as if it were right. Even an empty object is an answer: it means a token without claims, not a broken token.`;
        }
        return outcome.error instanceof SyntaxError
          ? say`The SyntaxError of JSON.parse came through. Its message quotes the token, and a caller that expects a JwtError answers 500 where 401 is meant: catch it, and throw a JwtError.`
          : ANOTHER_ERROR;
      });
    }
  });

  check('segment-not-utf8', say`refuses bytes that are not UTF-8`, () => {
    const broken: readonly (readonly number[])[] = [
      [0xc3, 0x28], // the start of a letter, and no end
      [0x80], // an end, and no start
      [0xec, 0x8a], // "스" without its third byte
      [0xc0, 0xaf], // "/" in two bytes, though one is enough
      [0xc1, 0xbf], // another letter in two bytes
      [0xed, 0xa0, 0x80], // half of a UTF-16 pair
      [0xff],
    ];
    for (const sequence of broken) {
      const json = bytes(...utf8('{"name":"'), ...sequence, ...utf8('"}'));
      given(decodeSegment, segmentOf(json)).refuses(
        'malformed',
        accepted(
          say`These bytes are not text, but they were read as text: Buffer's toString and a plain TextDecoder silently put U+FFFD in their place, so different tokens come to say the same. TextDecoder has an option "fatal".`,
        ),
      );
    }
    // Behind the closing brace: half a letter, which a decoder that waits for more does not mind.
    given(decodeSegment, segmentOf(bytes(...utf8('{"rank":"15"}'), 0xec, 0x8a))).refuses(
      'malformed',
      accepted(
        say`There is half a letter behind the JSON. A TextDecoder with "stream" waits for the other half and says nothing: decode the bytes as a whole.`,
      ),
    );
    given(decodeSegment, HEADER_SEGMENT).returns(
      HEADER,
      say`A broken segment was refused, and then a good one was as well: nothing may be kept from one call to the next.`,
    );
  });

  check('segment-not-an-object', say`refuses JSON that is not an object`, () => {
    for (const json of ['["15"]', '[]', 'null', '"spark"', '""', '15', '0', 'true', 'false']) {
      given(decodeSegment, segmentOf(json)).refuses(
        'malformed',
        accepted(
          json.startsWith('[')
            ? say`An array passed: its typeof is "object" too. Header and payload are JSON objects (RFC 7515 §4, RFC 7519 §7.2); Array.isArray tells an array.`
            : say`This is JSON, but no object. JSON.parse also gives strings, numbers, true and null, and typeof null is "object"; header and payload are JSON objects (RFC 7515 §4, RFC 7519 §7.2).`,
        ),
        { nullIsAnAnswer: true },
      );
    }
  });

  check('segment-strict', say`refuses a segment that is not strict base64url`, () => {
    const segment = segmentOf('{"rank":"15"}');
    const plain = Buffer.from('{"name":"~~~???"}').toString('base64').replaceAll('=', '');
    for (const text of [`${segment}==`, `${segment}\n`, `${HEADER_SEGMENT}A`, plain]) {
      given(decodeSegment, text).refuses(
        'malformed',
        accepted(
          say`The segment did not go through your strict decoder; Buffer, for one, forgives padding, white space and plain base64. What base64urlDecode refuses must not get into any part of a token.`,
        ),
      );
    }
  });
});

/** A learner's token, cut at its dots. */
function partsOf(token: unknown): string[] {
  return typeof token === 'string' ? token.split('.') : [];
}

step(4, { encodeUnsecured }, () => {
  check('unsecured-form', say`writes two dots, and nothing behind the second`, () => {
    given(encodeUnsecured, structuredClone(PAYLOAD)).satisfies(
      say`a text of the form header.payload. with an empty third part`,
      (token) => /^[\w-]+\.[\w-]+\.$/.test(token),
      (outcome) => {
        const parts = partsOf(returnedBy(outcome));
        if (parts.length === 2) {
          return say`There is only one dot. The signature is empty, but it is a part all the same: the token ends in a dot (RFC 7519 §6.1).`;
        }
        return parts.length === 3 && parts[2] !== ''
          ? say`There is something in the third part. An Unsecured JWT's signature is the empty text (RFC 7519 §6): not a hash, not an encoded "", and not the word "none".`
          : undefined;
      },
    );
  });

  check('unsecured-alg', say`says alg "none" in its header`, () => {
    given(encodeUnsecured, structuredClone(PAYLOAD)).satisfies(
      say`a header with alg "none"`,
      (token) => algIn(token) === 'none',
      (outcome) => {
        const alg = algIn(returnedBy(outcome));
        if (typeof alg !== 'string') {
          return say`The header has no alg that is a string. alg must always be there (RFC 7515 §4.1.1): the value "none" says that nothing protects the token; leaving it out says nothing.`;
        }
        return alg.toLowerCase() === 'none'
          ? say`The value is "none", in small letters: alg is case-sensitive (RFC 7515 §4.1.1). "None" is another name, one that a verifier looking for "none" does not notice.`
          : say`This alg says that a signature follows. There is none here, and the header has to say so: "none" (RFC 7518 §3.6).`;
      },
    );
  });

  check('unsecured-payload', say`carries the payload as it was given`, () => {
    for (const payload of [PAYLOAD, KOREAN, NESTED, {}]) {
      const call = given(encodeUnsecured, structuredClone(payload));
      const [, segment] = partsOf(call.result());
      same(
        say`the payload in the token`,
        valueIn(segment),
        payload,
        say`The second part holds the claims as they were given: nothing added, left out or wrapped. Setting iat and exp is a work of its own; it comes in lab 2, as "issue".`,
      );
    }
  });
});

function algIn(token: unknown): unknown {
  const header = valueIn(partsOf(token)[0]);
  return typeof header === 'object' && header !== null && 'alg' in header ? header.alg : undefined;
}

interface Parts {
  readonly header: object;
  readonly payload: object;
}

/** decodeUnverified reads the token, and these are its header and payload. */
function reads(token: string, { header, payload }: Parts, cause: Message, refused = cause): void {
  const call = given(decodeUnverified, token);
  call.satisfies(
    say`an object with header, payload and signature`,
    (parts) => typeof parts === 'object' && parts !== null && 'header' in parts,
    (outcome) => {
      if (isSlip(outcome)) return undefined;
      return outcome.threw ? refused : cause;
    },
  );
  const parts = call.result();
  same(say`the header`, parts.header, header, cause);
  same(say`the payload`, parts.payload, payload, cause);
}

step(5, { decodeUnverified }, () => {
  check('read-token', say`reads slide 19's token`, () => {
    reads(
      TOKEN,
      { header: HEADER, payload: PAYLOAD },
      say`The order is header, payload, signature (RFC 7515 §7.1), and none is converted: header and payload come as the objects that were written, the signature as bytes.`,
      REFUSED,
    );
  });

  check('read-signature', say`gives the signature as its bytes`, () => {
    const call = given(decodeUnverified, TOKEN);
    const cause = say`The signature is bytes, 32 of them with HS256: the third part through base64urlDecode. It is neither JSON nor text, and its base64url is only its spelling.`;
    const { signature } = call.result(answered(cause));
    same(say`the signature`, signature, bytesOf(SIGNATURE_SEGMENT), cause);
  });

  check('read-forged', say`reads a token whose signature is wrong`, () => {
    const forged = { ...PAYLOAD, rank: '99' };
    for (const signature of [SIGNATURE_SEGMENT, 'AAAA']) {
      reads(
        tokenOf(HEADER, forged, signature),
        { header: HEADER, payload: forged },
        say`Reading needs no key, so there is nothing to check the signature with: decoding is not verifying, and the function's name says so. Refusing a forged token is lab 2's work.`,
      );
    }
  });

  check('read-any-alg', say`reads a token whatever its alg`, () => {
    for (const alg of ['none', 'RS256', 'rubywave-1']) {
      reads(
        tokenOf({ alg }, PAYLOAD, SIGNATURE_SEGMENT),
        { header: { alg }, payload: PAYLOAD },
        say`alg tells how a signature would be checked, and nothing is checked here. Any token can be looked into; which algorithms are good enough is for the verifier to decide (RFC 8725 §3.1).`,
      );
    }
  });

  check('read-empty-signature', say`reads an Unsecured JWT: its signature is zero bytes`, () => {
    const call = given(decodeUnverified, tokenOf({ alg: 'none' }, PAYLOAD, ''));
    const cause = say`The third part is empty, but it is there (RFC 7519 §6.1). The caller expects a Uint8Array, and gets one of length 0.`;
    same(say`the signature`, call.result(answered(cause)).signature, bytes(), cause);
  });

  check('read-published', say`reads the expired tokens of RFC 7515 and RFC 7519`, () => {
    for (const [header, segment, signature] of [
      [RFC7515_HEADER, RFC7515_HEADER_SEGMENT, RFC7515_SIGNATURE_SEGMENT],
      [{ alg: 'none' }, RFC7519_HEADER_SEGMENT, ''],
    ] as const) {
      reads(
        `${segment}.${RFC7515_PAYLOAD_SEGMENT}.${signature}`,
        { header, payload: RFC7515_PAYLOAD },
        say`An expired token can be read like any other: what it says does not vanish. exp is a claim for the verifier to judge, in lab 2.`,
      );
    }
  });

  check('read-three-parts', say`refuses a token without exactly three parts`, () => {
    const [header, payload, signature] = [HEADER_SEGMENT, PAYLOAD_SEGMENT, SIGNATURE_SEGMENT];
    for (const parts of [[], [''], [header], [header, payload], [payload]]) {
      given(decodeUnverified, parts.join('.')).refuses('malformed', (outcome) =>
        outcome.threw && !isSlip(outcome)
          ? ANOTHER_ERROR
          : say`A part is missing and nobody noticed. split('.') gives as many parts as there are, and the third of two is undefined: count them before you read them.`,
      );
    }
    given(decodeUnverified, `${header}.${payload}..`).refuses('malformed', accepted(MORE_PARTS));
    for (const more of [[''], [signature], ['', ''], [signature, signature]]) {
      given(decodeUnverified, [header, payload, signature, ...more].join('.')).refuses(
        'malformed',
        accepted(MORE_PARTS),
      );
    }
  });

  check('read-strict', say`refuses a token when any of its parts is malformed`, () => {
    const object = segmentOf('{"rank":"15"}');
    const array = segmentOf('["15"]');
    const bad: readonly (readonly [string, string, string])[] = [
      [array, object, ''],
      [object, array, ''],
      [`${object}==`, object, ''],
      [object, `${object}==`, ''],
      ['', object, ''],
      [object, '', ''],
      [HEADER_SEGMENT, PAYLOAD_SEGMENT, `${SIGNATURE_SEGMENT}=`],
      [HEADER_SEGMENT, PAYLOAD_SEGMENT, `${SIGNATURE_SEGMENT}AA`],
      [HEADER_SEGMENT, PAYLOAD_SEGMENT, SIGNATURE_SEGMENT.replace('__', '//')],
      [HEADER_SEGMENT, PAYLOAD_SEGMENT, SIGNATURE_SEGMENT.replace(/s$/, 't')],
    ];
    for (const parts of bad) {
      given(decodeUnverified, parts.join('.')).refuses(
        'malformed',
        accepted(
          say`One part was not read with decodeSegment or base64urlDecode, which refuse it. The signature is strict base64url as well: if several texts stood for the same bytes, a token could be changed and stay valid.`,
        ),
      );
    }
  });

  check('read-nothing-around', say`refuses a token with anything around it`, () => {
    for (const text of [`Bearer ${TOKEN}`, ` ${TOKEN}`, `${TOKEN}\n`, `"${TOKEN}"`]) {
      given(decodeUnverified, text).refuses(
        'malformed',
        accepted(
          say`"Bearer ", quotes and white space are not part of the token. Whoever reads the HTTP header or the file takes them away, and knows why; a decoder that does it hides everyone's mistakes.`,
        ),
      );
    }
  });
});
