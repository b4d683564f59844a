/*
 * Lab 7 · Attack and defend: hostile tokens, as data
 *
 * Each has a name, a class, the codes that a sound verifier may refuse it with, and where it comes
 * from: an RFC, or the CVE of a library that let it in. It is a recipe, what differs from a genuine
 * token of an issuer, so that any verifier can be tried with its own issuer's keys.
 *
 * These tokens are for the verifiers of this workshop, and for nothing else.
 */
import { createHmac, createPublicKey } from 'node:crypto';
import type { Jwk } from './evidence.ts';

type JsonObject = Record<string, unknown>;

/** Whose tokens are imitated. */
export interface Issuer {
  /** The header and the claims of a genuine token, with rank "99". */
  readonly header: Readonly<JsonObject>;
  readonly claims: Readonly<JsonObject>;
  /** In seconds since 1970: the genuine token is valid then. */
  readonly now: number;
  /** The issuer's signature of a text, in base64url. */
  readonly sign: (text: string) => string;
  /** The key that it publishes; an issuer of HS256 publishes none. */
  readonly jwk?: Jwk;
  /** A stranger, whose key nobody trusts. */
  readonly stranger: { readonly jwk: object; readonly sign: (text: string) => string };
}

/** The kids of keys that are there for something else: a verifier is told them beside the issuer's. */
export const OTHER_KEYS = { HS256: 'other-hs256', PS256: 'other-ps256', RS512: 'other-rs512' };

export type HostileClass =
  | 'unsigned'
  | 'algorithm'
  | 'crit'
  | 'confusion'
  | 'key-algorithm'
  | 'kid'
  | 'embedded-key'
  | 'signature'
  | 'type'
  | 'time'
  | 'issuer'
  | 'audience'
  | 'base64url'
  | 'parts'
  | 'json-form'
  | 'duplicates'
  | 'no-object';

export interface HostileToken {
  readonly class: HostileClass;
  /** What is wrong with it, the same in every language. `h.p.s` stands for its three parts. */
  readonly name: string;
  /** The code that a sound verifier refuses it with; the further ones are right, too. */
  readonly codes: readonly [string, ...string[]];
  readonly source: string;
  readonly recipe: Recipe;
}

/** How it differs from a genuine token. */
interface Recipe {
  /** Members in place of the genuine ones; undefined takes one away. */
  readonly header?: JsonObject | ((issuer: Issuer) => JsonObject);
  readonly claims?: JsonObject | ((issuer: Issuer) => JsonObject);
  /** Another JSON text, made of the genuine one. */
  readonly headerText?: (json: string) => string;
  readonly payloadText?: (json: string) => string;
  /** Another way to write the encoded header and payload, before they are signed. */
  readonly encoded?: (header: string, payload: string) => readonly [string, string];
  /** Who signs; the issuer where it is left out. */
  readonly signer?: Signer;
  /** Another way to write the signed token; it may become anything but a text. */
  readonly spelled?: (header: string, payload: string, signature: string) => unknown;
}

type Signer = (text: string, issuer: Issuer) => string;

/** The token of a recipe; undefined where this issuer lacks what it needs. */
export function makeHostile({ recipe }: HostileToken, issuer: Issuer): unknown {
  const { headerText, payloadText, encoded, signer = issuerSigns, spelled } = recipe;
  if (needsPublicKey.has(signer) && !issuer.jwk) return undefined;
  const header = JSON.stringify({ ...issuer.header, ...membersOf(recipe.header, issuer) });
  const payload = JSON.stringify({ ...issuer.claims, ...membersOf(recipe.claims, issuer) });
  const plain = [
    base64url(headerText?.(header) ?? header),
    base64url(payloadText?.(payload) ?? payload),
  ] as const;
  const [first, second] = encoded?.(...plain) ?? plain;
  const signature = signer(`${first}.${second}`, issuer);
  return spelled ? spelled(first, second, signature) : `${first}.${second}.${signature}`;
}

function membersOf(members: Recipe['header'], issuer: Issuer): JsonObject {
  return typeof members === 'function' ? members(issuer) : { ...members };
}

function base64url(content: string | Uint8Array): string {
  return Buffer.from(content as string).toString('base64url');
}

const issuerSigns: Signer = (text, issuer) => issuer.sign(text);
const strangerSigns: Signer = (text, issuer) => issuer.stranger.sign(text);
const nobodySigns: Signer = () => '';

const needsPublicKey = new Set<Signer>();

/** HMAC with something that anybody can make of the public key. */
function publicKeyAsSecret(secretOf: (jwk: Jwk) => string | Buffer, hash = 'sha256'): Signer {
  const signer: Signer = (text, { jwk }) => hmac(secretOf(jwk as Jwk), hash)(text);
  needsPublicKey.add(signer);
  return signer;
}

function hmac(secret: string | Buffer, hash = 'sha256'): (text: string) => string {
  return (text) => createHmac(hash, secret).update(text).digest('base64url');
}

function pem(jwk: Jwk, type: 'spki' | 'pkcs1' = 'spki'): string {
  return createPublicKey({ key: jwk, format: 'jwk' }).export({ type, format: 'pem' }).toString();
}

function der(jwk: Jwk): Buffer {
  return createPublicKey({ key: jwk, format: 'jwk' }).export({ type: 'spki', format: 'der' });
}

type Row = readonly [name: string, recipe: Recipe, codes?: HostileToken['codes'], source?: string];

function table(
  className: HostileClass,
  code: string,
  source: string,
  rows: readonly Row[],
): HostileToken[] {
  return rows.map(([name, recipe, codes = [code], own = source]) => ({
    class: className,
    name,
    codes,
    source: own,
    recipe,
  }));
}

/** Rows that differ in one member of the header, or of the claims. */
function headerRows(name: string, values: readonly unknown[], more: Recipe = {}): Row[] {
  return values.map((value) => [shown(name, value), { ...more, header: { [name]: value } }]);
}
function claimRows(name: string, values: readonly unknown[]): Row[] {
  return values.map((value) => [shown(name, value), { claims: { [name]: value } }]);
}

function shown(name: string, value: unknown): string {
  return value === undefined ? `no "${name}"` : `"${name}": ${JSON.stringify(value)}`;
}

const NONE = ['none', 'None', 'NONE', 'nOnE', 'NoNe', 'none ', ' none', 'none\n', 'none\0', 'nοne'];

/** "h.p.s" with one character put in, or changed. */
const at = (text: string, index: number, insert: string): string =>
  text.slice(0, index) + insert + text.slice(index);

/** The last character's spare bits set: the same bytes for a decoder that does not look at them. */
function withSpareBits(text: string): string {
  const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';
  return text.slice(0, -1) + alphabet[alphabet.indexOf(text.slice(-1)) + 1];
}

/** White space behind the JSON until its length leaves spare bits in base64url. */
function unevenJson(json: string): string {
  return Buffer.byteLength(json) % 3 === 0 ? `${json} ` : json;
}

export const HOSTILE_TOKENS: readonly HostileToken[] = [
  ...table('unsigned', 'algorithm', 'CVE-2015-9235; RFC 8725 §3.2', [
    ...headerRows('alg', NONE, { signer: nobodySigns }),
    ...headerRows('alg', [undefined, null, '', 0, false, ['none'], {}, 'HS0'], {
      signer: nobodySigns,
    }),
    ['"alg": "None", h.p.s', { header: { alg: 'None' } }],
    ['no "alg", h.p.s', { header: { alg: undefined } }],
    [
      '"alg": "none", "Alg": "RS256"',
      { header: { alg: 'none', Alg: 'RS256' }, signer: nobodySigns },
    ],
    ['"ALG" for "alg"', { header: { alg: undefined, ALG: 'RS256' } }],
  ]),

  // The issuer's own signature is under these: only the name of the algorithm is wrong.
  ...table('algorithm', 'algorithm', 'RFC 8725 §3.1', [
    ...headerRows('alg', [
      'rs256',
      'RS256 ',
      ' RS256',
      'RS256\n',
      'RS256\0',
      'RS25',
      'ＲＳ256',
      true,
    ]),
    ...headerRows('alg', ['RS384', 'RS512', 'PS256', 'ES256', 'EdDSA', 'RSA-SHA256', 'SHA256']),
    ...headerRows('alg', [['RS256'], [['RS256']], ['RS256', 'none'], { RS256: true }]),
    // The key is for it, and the verifier is not.
    ['"alg": "PS256", kid of a PS256 key', { header: { alg: 'PS256', kid: OTHER_KEYS.PS256 } }],
    ['"alg": "RS512", kid of an RS512 key', { header: { alg: 'RS512', kid: OTHER_KEYS.RS512 } }],
    [
      '"alg": "ES256", s = 64 zero bytes',
      { header: { alg: 'ES256' }, signer: () => base64url(Buffer.alloc(64)) },
      ['algorithm'],
      'CVE-2022-21449',
    ],
  ]),

  ...table('crit', 'algorithm', 'CVE-2025-59420; RFC 7515 §4.1.11', [
    ...headerRows('crit', [['exp'], ['urn:example:bound'], ['b64'], [], ['alg']]),
    ...headerRows('crit', [null, false, '', 'exp', {}]),
    [
      '"crit": ["b64"], "b64": false',
      { header: { crit: ['b64'], b64: false } },
      ['algorithm'],
      'CVE-2026-35042; RFC 7797 §6',
    ],
    [
      '"crit": ["urn:example:bound"], with its member',
      { header: { crit: ['urn:example:bound'], 'urn:example:bound': true } },
      ['algorithm'],
      'CVE-2026-32597',
    ],
  ]),

  ...table('confusion', 'algorithm', 'CVE-2015-9235; CVE-2022-29217; RFC 8725 §2.1', [
    ['HS256, PEM', { header: { alg: 'HS256' }, signer: publicKeyAsSecret(pem) }],
    [
      'HS256, PEM without its last line break',
      { header: { alg: 'HS256' }, signer: publicKeyAsSecret((jwk) => pem(jwk).trim()) },
    ],
    [
      'HS256, PEM with CRLF',
      {
        header: { alg: 'HS256' },
        signer: publicKeyAsSecret((jwk) => pem(jwk).replaceAll('\n', '\r\n')),
      },
    ],
    [
      'HS256, PEM with a line break before it',
      { header: { alg: 'HS256' }, signer: publicKeyAsSecret((jwk) => `\n${pem(jwk)}`) },
      ['algorithm'],
      'CVE-2026-34950',
    ],
    [
      'HS256, PEM of PKCS #1',
      { header: { alg: 'HS256' }, signer: publicKeyAsSecret((jwk) => pem(jwk, 'pkcs1')) },
      ['algorithm'],
      'CVE-2023-48223',
    ],
    ['HS256, DER', { header: { alg: 'HS256' }, signer: publicKeyAsSecret(der) }],
    [
      'HS256, DER in base64',
      { header: { alg: 'HS256' }, signer: publicKeyAsSecret((jwk) => der(jwk).toString('base64')) },
    ],
    [
      'HS256, the JWK',
      { header: { alg: 'HS256' }, signer: publicKeyAsSecret((jwk) => JSON.stringify(jwk)) },
    ],
    [
      'HS256, n of the JWK',
      { header: { alg: 'HS256' }, signer: publicKeyAsSecret((jwk) => String(jwk.n)) },
    ],
    ['HS384, PEM', { header: { alg: 'HS384' }, signer: publicKeyAsSecret(pem, 'sha384') }],
    ['HS512, PEM', { header: { alg: 'HS512' }, signer: publicKeyAsSecret(pem, 'sha512') }],
    ['"alg": "hs256", PEM', { header: { alg: 'hs256' }, signer: publicKeyAsSecret(pem) }],
    ['"alg": ["HS256"], PEM', { header: { alg: ['HS256'] }, signer: publicKeyAsSecret(pem) }],
    [
      'HS256, an empty secret, kid unknown',
      { header: { alg: 'HS256', kid: 'nobody' }, signer: hmac('') },
      ['algorithm'],
      'CVE-2026-44351',
    ],
    [
      'HS256, an empty secret, no kid',
      { header: { alg: 'HS256', kid: undefined }, signer: hmac('') },
      ['algorithm'],
      'CVE-2026-44351',
    ],
    [
      'HS256, "undefined" as the secret',
      { header: { alg: 'HS256', kid: 'nobody' }, signer: hmac('undefined') },
    ],
    [
      'HS256, kid of another issuer',
      { header: { alg: 'HS256', kid: OTHER_KEYS.HS256 }, signer: hmac('secret') },
    ],
  ]),

  ...table('key-algorithm', 'algorithm', 'RFC 7517 §4.4; RFC 8725 §3.1', [
    ['kid of a PS256 key', { header: { kid: OTHER_KEYS.PS256 } }, ['algorithm'], 'CVE-2026-22818'],
    ['kid of an RS512 key', { header: { kid: OTHER_KEYS.RS512 } }, ['algorithm'], 'CVE-2026-44699'],
    ['kid of an HS256 key', { header: { kid: OTHER_KEYS.HS256 } }],
    [
      'kid of an HS256 key, no signature',
      { header: { kid: OTHER_KEYS.HS256 }, signer: nobodySigns },
      ['algorithm', 'malformed'],
    ],
    ['kid of an HS256 key, HMAC', { header: { kid: OTHER_KEYS.HS256 }, signer: hmac('secret') }],
  ]),

  // Signed by the issuer, so that whoever finds the key in some other way lets it in.
  ...table('kid', 'key', 'RFC 8725 §3.10', [
    ...headerRows('kid', [
      undefined,
      null,
      '',
      0,
      1,
      true,
      {},
      ['nobody'],
      'nobody',
      '*',
      'nobody\0',
    ]),
    ...headerRows('kid', ['__proto__', 'constructor', 'toString', 'hasOwnProperty']),
    ...headerRows('kid', ['../../../dev/null', "' OR '1'='1", 'https://evil.example/key.pem']),
    ['kid in a list', { header: ({ header: { kid } }) => ({ kid: [kid] }) }],
    ['kid in an object', { header: ({ header: { kid } }) => ({ kid: { kid } }) }],
    [
      'kid in upper case',
      { header: ({ header: { kid } }) => ({ kid: String(kid).toUpperCase() }) },
    ],
    ['kid and a space', { header: ({ header: { kid } }) => ({ kid: `${String(kid)} ` }) }],
    [
      'the beginning of kid',
      { header: ({ header: { kid } }) => ({ kid: String(kid).slice(0, -1) }) },
    ],
    [
      'kid among the claims',
      { header: { kid: undefined }, claims: ({ header: { kid } }) => ({ kid }) },
    ],
    [
      '"kid": "__proto__", no signature',
      { header: { kid: '__proto__' }, signer: nobodySigns },
      ['key', 'malformed'],
    ],
  ]),

  ...table('embedded-key', 'key', 'CVE-2018-0114; RFC 8725 §3.10', [
    [
      'jwk, no kid',
      { header: ({ stranger: { jwk } }) => ({ kid: undefined, jwk }), signer: strangerSigns },
    ],
    [
      'jwk, kid unknown',
      {
        header: ({ stranger: { jwk } }) => ({ kid: 'own', jwk: { ...jwk, kid: 'own' } }),
        signer: strangerSigns,
      },
    ],
    [
      'jwk, kid "__proto__"',
      { header: ({ stranger: { jwk } }) => ({ kid: '__proto__', jwk }), signer: strangerSigns },
    ],
    [
      'the right kid, jwk',
      { header: ({ stranger: { jwk } }) => ({ jwk }), signer: strangerSigns },
      ['signature', 'key'],
    ],
    [
      'the right kid, jwk with that kid',
      {
        header: ({ header: { kid }, stranger: { jwk } }) => ({ jwk: { ...jwk, kid } }),
        signer: strangerSigns,
      },
      ['signature', 'key'],
    ],
    [
      'jwks in the header, no kid',
      {
        header: ({ stranger: { jwk } }) => ({ kid: undefined, jwks: { keys: [jwk] } }),
        signer: strangerSigns,
      },
    ],
    [
      'jku, no kid',
      { header: { kid: undefined, jku: 'https://evil.example/jwks.json' }, signer: strangerSigns },
    ],
    [
      'jku, kid unknown',
      { header: { kid: 'own', jku: 'http://127.0.0.1:9/jwks.json' }, signer: strangerSigns },
    ],
    [
      'the right kid, jku',
      { header: { jku: 'https://evil.example/jwks.json' }, signer: strangerSigns },
      ['signature', 'key'],
    ],
    [
      'x5u, no kid',
      { header: { kid: undefined, x5u: 'https://evil.example/cert.pem' }, signer: strangerSigns },
    ],
    [
      'the right kid, x5u',
      { header: { x5u: 'http://127.0.0.1:9/cert.pem' }, signer: strangerSigns },
      ['signature', 'key'],
    ],
    ['x5c, no kid', { header: { kid: undefined, x5c: ['MIIB'] }, signer: strangerSigns }],
    [
      'the right kid, x5c',
      { header: { x5c: ['MIIB'] }, signer: strangerSigns },
      ['signature', 'key'],
    ],
  ]),

  ...table('signature', 'signature', 'RFC 7515 §5.2', [
    [
      'rank changed after signing',
      {
        spelled: (h, p, s) =>
          `${h}.${base64url(Buffer.from(p, 'base64url').toString().replace('"99"', '"999"'))}.${s}`,
      },
    ],
    [
      'header changed after signing',
      {
        spelled: (h, p, s) =>
          `${base64url(`${Buffer.from(h, 'base64url').toString().slice(0, -1)},"cty":"JWT"}`)}.${p}.${s}`,
      },
    ],
    ["a stranger's signature", { signer: strangerSigns }],
    ['h.p.', { signer: nobodySigns }, ['signature', 'malformed']],
    ['s = 256 zero bytes', { signer: () => base64url(Buffer.alloc(256)) }],
    [
      's without its first byte',
      {
        signer: (text, issuer) =>
          base64url(Buffer.from(issuer.sign(text), 'base64url').subarray(1)),
      },
    ],
    [
      's without its last byte',
      {
        signer: (text, issuer) =>
          base64url(Buffer.from(issuer.sign(text), 'base64url').subarray(0, -1)),
      },
    ],
    [
      's and a zero byte',
      {
        signer: (text, issuer) =>
          base64url(Buffer.concat([Buffer.from(issuer.sign(text), 'base64url'), Buffer.alloc(1)])),
      },
    ],
    [
      'a zero byte and s',
      {
        signer: (text, issuer) =>
          base64url(Buffer.concat([Buffer.alloc(1), Buffer.from(issuer.sign(text), 'base64url')])),
      },
    ],
    [
      'signature of the header alone',
      { signer: (text, issuer) => issuer.sign(text.split('.')[0] ?? '') },
    ],
    [
      'signature of the payload alone',
      { signer: (text, issuer) => issuer.sign(text.split('.')[1] ?? '') },
    ],
    ['signature without the dot', { signer: (text, issuer) => issuer.sign(text.replace('.', '')) }],
    ['signature of nothing', { signer: (_text, issuer) => issuer.sign('') }],
    ['HMAC under RS256', { signer: publicKeyAsSecret(pem) }],
  ]),

  ...table('type', 'type', 'RFC 9068 §4; RFC 8725 §3.11', [
    ...headerRows('typ', [
      undefined,
      null,
      '',
      'JWT',
      'jwt',
      'id+jwt',
      'rt+jwt',
      'logout+jwt',
      'at',
    ]),
    ...headerRows('typ', [
      'at+jwt ',
      ' at+jwt',
      'at+jwt2',
      'at jwt',
      'at+jwt;v=1',
      'ａｔ+jwt',
      'at+jwt\n',
      1,
      true,
    ]),
    ...headerRows('typ', ['application/jwt', 'text/at+jwt', 'application/application/at+jwt']),
    ...headerRows('typ', [['at+jwt'], { at: 'jwt' }]),
    ['cty for typ', { header: { typ: undefined, cty: 'at+jwt' } }],
    ['typ among the claims', { header: { typ: undefined }, claims: { typ: 'at+jwt' } }],
  ]),

  ...table('time', 'claims', 'RFC 7519 §4.1.4, §4.1.5', [
    ...claimRows('exp', ['4102444800', '2100-01-01', '', false, true, {}, [4102444800]]),
    ...claimRows('nbf', ['1516239022', '', false, {}]),
    ['"exp": 0', { claims: { exp: 0 } }, ['claims', 'expired']],
    ['"exp": -1', { claims: { exp: -1 } }, ['claims', 'expired']],
    ['exp is now', { claims: ({ now }) => ({ exp: now }) }, ['expired']],
    ['exp a second ago', { claims: ({ now }) => ({ exp: now - 1 }) }, ['expired']],
    ['exp half a second ago', { claims: ({ now }) => ({ exp: now - 0.5 }) }, ['expired']],
    ['"exp": 1', { claims: { exp: 1 } }, ['expired']],
    ['nbf in a second', { claims: ({ now }) => ({ nbf: now + 1 }) }, ['not_yet_valid']],
    ['nbf in milliseconds', { claims: ({ now }) => ({ nbf: now * 1000 }) }, ['not_yet_valid']],
  ]),

  ...table('issuer', 'issuer', 'RFC 8725 §3.8', [
    ...claimRows('iss', [undefined, null, '', 0, true, {}, [], 'https://evil.example', '*']),
    ['another issuer that is trusted', { claims: { iss: 'https://id.partner.example' } }],
    [
      'iss in a list',
      { claims: ({ claims: { iss } }) => ({ iss: [iss] }) },
      ['issuer'],
      'CVE-2025-30144',
    ],
    [
      'iss in a list of two',
      { claims: ({ claims: { iss } }) => ({ iss: ['https://evil.example', iss] }) },
      ['issuer'],
      'CVE-2025-30144',
    ],
    ['iss in an object', { claims: ({ claims: { iss } }) => ({ iss: { [String(iss)]: true } }) }],
    ['iss and a slash', { claims: ({ claims: { iss } }) => ({ iss: `${String(iss)}/` }) }],
    ['iss and a space', { claims: ({ claims: { iss } }) => ({ iss: `${String(iss)} ` }) }],
    [
      'iss in upper case',
      { claims: ({ claims: { iss } }) => ({ iss: String(iss).toUpperCase() }) },
    ],
    ['iss and a port', { claims: ({ claims: { iss } }) => ({ iss: `${String(iss)}:443` }) }],
    [
      'iss as the beginning',
      { claims: ({ claims: { iss } }) => ({ iss: `${String(iss)}.evil.example` }) },
    ],
    [
      'iss as the end',
      { claims: ({ claims: { iss } }) => ({ iss: `https://evil.example/?${String(iss)}` }) },
    ],
    [
      'another character for the dots of iss',
      { claims: ({ claims: { iss } }) => ({ iss: String(iss).replaceAll('.', '-') }) },
    ],
    [
      'the beginning of iss',
      { claims: ({ claims: { iss } }) => ({ iss: String(iss).slice(0, -3) }) },
    ],
    [
      'iss in the header',
      { header: ({ claims: { iss } }) => ({ iss }), claims: { iss: undefined } },
    ],
  ]),

  ...table('audience', 'audience', 'RFC 7519 §4.1.3; RFC 8725 §3.9', [
    ...claimRows('aud', [
      undefined,
      '',
      [],
      ['web'],
      'web',
      '*',
      ['*'],
      'https://games.rubywave.io',
    ]),
    [
      'another service',
      { claims: { aud: ['https://games.rubywave.io'] } },
      ['audience'],
      'CVE-2023-22482',
    ],
    // Neither a text nor a list of texts: a bad claim to some, another audience to others.
    ...claimRows('aud', [null, 0, true, {}, [null]]).map(([name, recipe]): Row => [
      name,
      recipe,
      ['audience', 'claims'],
    ]),
    [
      'aud in a list in a list',
      { claims: ({ claims: { aud } }) => ({ aud: [[aud]] }) },
      ['audience', 'claims'],
    ],
    [
      'aud in an object',
      { claims: ({ claims: { aud } }) => ({ aud: { [String(aud)]: true } }) },
      ['audience', 'claims'],
    ],
    [
      'aud as a member of an object',
      { claims: ({ claims: { aud } }) => ({ aud: { api: aud } }) },
      ['audience', 'claims'],
    ],
    ['aud and a slash', { claims: ({ claims: { aud } }) => ({ aud: `${String(aud)}/` }) }],
    [
      'aud in upper case',
      { claims: ({ claims: { aud } }) => ({ aud: String(aud).toUpperCase() }) },
    ],
    [
      'aud as the beginning',
      { claims: ({ claims: { aud } }) => ({ aud: `${String(aud)}.evil.example` }) },
    ],
    [
      'aud as the end',
      { claims: ({ claims: { aud } }) => ({ aud: `https://evil.example/?${String(aud)}` }) },
    ],
    [
      'another character for the dots of aud',
      { claims: ({ claims: { aud } }) => ({ aud: String(aud).replaceAll('.', '-') }) },
    ],
    [
      'aud among others in one text',
      { claims: ({ claims: { aud } }) => ({ aud: `web ${String(aud)}` }) },
    ],
    [
      'aud among others in one text of a list',
      { claims: ({ claims: { aud } }) => ({ aud: [`web,${String(aud)}`] }) },
    ],
    [
      'the beginning of aud',
      { claims: ({ claims: { aud } }) => ({ aud: String(aud).slice(0, -3) }) },
    ],
    [
      'client_id in place of aud',
      { claims: ({ claims: { aud } }) => ({ aud: undefined, client_id: aud }) },
    ],
  ]),

  // The issuer signed the text as it stands, where it stands in header or payload.
  ...table('base64url', 'malformed', 'RFC 7515 §2; RFC 4648 §3.5, §5', [
    ['h.p.s=', { spelled: (h, p, s) => `${h}.${p}.${s}=` }],
    ['h.p.s==', { spelled: (h, p, s) => `${h}.${p}.${s}==` }],
    ['h.p.s with spare bits', { spelled: (h, p, s) => `${h}.${p}.${withSpareBits(s)}` }],
    ['h.p.s and a line break', { spelled: (h, p, s) => `${h}.${p}.${s}\n` }],
    ['h.p.s and a space', { spelled: (h, p, s) => `${h}.${p}.${s} ` }],
    ['h.p. and a space, s', { spelled: (h, p, s) => `${h}.${p}. ${s}` }],
    ['h.p.s with a space inside', { spelled: (h, p, s) => `${h}.${p}.${at(s, 9, ' ')}` }],
    ['h.p.s with a line break inside', { spelled: (h, p, s) => `${h}.${p}.${at(s, 9, '\r\n')}` }],
    ['h.p.s with "!"', { spelled: (h, p, s) => `${h}.${p}.${s}!` }],
    ['h.p.s with "~" inside', { spelled: (h, p, s) => `${h}.${p}.${at(s, 9, '~')}` }],
    ['h.p.s with NUL', { spelled: (h, p, s) => `${h}.${p}.${s}\0` }],
    ['h.p.s with U+200B', { spelled: (h, p, s) => `${h}.${p}.${s}\u200b` }],
    ['h.p.s with Hangul', { spelled: (h, p, s) => `${h}.${p}.${s}가` }],
    [
      'h.p.s and one character more',
      { spelled: (h, p, s) => `${h}.${p}.${s.padEnd(Math.ceil(s.length / 4) * 4 + 1, 'A')}` },
      ['malformed', 'signature'],
    ],
    ['h.p.s in base64', { signer: (text, issuer) => `+${issuer.sign(text)}/` }],
    ['h=.p.s', { encoded: (h, p) => [`${h}=`, p] }],
    ['h with spare bits', { headerText: unevenJson, encoded: (h, p) => [withSpareBits(h), p] }],
    ['h and a space', { encoded: (h, p) => [`${h} `, p] }],
    ['h with a line break inside', { encoded: (h, p) => [at(h, 8, '\n'), p] }],
    ['a space and h', { encoded: (h, p) => [` ${h}`, p] }],
    [
      'h in base64',
      {
        headerText: (json) => json.replace('{', '{"x":"???>>>",'),
        encoded: (h, p) => [base64(h), p],
      },
    ],
    ['h.p==.s', { encoded: (h, p) => [h, `${p}==`] }],
    ['p with spare bits', { payloadText: unevenJson, encoded: (h, p) => [h, withSpareBits(p)] }],
    ['p and a line break', { encoded: (h, p) => [h, `${p}\n`] }],
    ['p with a space inside', { encoded: (h, p) => [h, at(p, 8, ' ')] }],
    ['p with "%" inside', { encoded: (h, p) => [h, at(p, 8, '%')] }],
    [
      'p in base64',
      {
        payloadText: (json) => json.replace('{', '{"x":"???>>>",'),
        encoded: (h, p) => [h, base64(p)],
      },
    ],
  ]),

  ...table('parts', 'malformed', 'RFC 7515 §7.1; RFC 7516 §9', [
    ['an empty text', { spelled: () => '' }],
    ['.', { spelled: () => '.' }],
    ['..', { spelled: () => '..' }],
    ['h', { spelled: (h) => h }],
    ['h.p', { spelled: (h, p) => `${h}.${p}` }],
    ['h.p.s.', { spelled: (h, p, s) => `${h}.${p}.${s}.` }],
    ['h.p.s.s', { spelled: (h, p, s) => `${h}.${p}.${s}.${s}` }],
    ['.h.p.s', { spelled: (h, p, s) => `.${h}.${p}.${s}` }],
    ['h.p..s', { spelled: (h, p, s) => `${h}.${p}..${s}` }],
    ['h.p.s..', { spelled: (h, p, s) => `${h}.${p}.${s}..` }, ['malformed'], 'CVE-2023-51774'],
    [
      'h..iv.text.tag',
      {
        header: { alg: 'dir', enc: 'A256GCM' },
        spelled: (h) => `${h}..AAAAAAAAAAAAAAAA.AAAA.AAAAAAAAAAAAAAAAAAAAAA`,
      },
      ['malformed'],
      'CVE-2023-51774',
    ],
    ['h.p.s.h.p.s', { spelled: (h, p, s) => `${h}.${p}.${s}.${h}.${p}.${s}` }],
    ['Bearer h.p.s', { spelled: (h, p, s) => `Bearer ${h}.${p}.${s}` }],
    ['h.p.s, h.p.s', { spelled: (h, p, s) => `${h}.${p}.${s}, ${h}.${p}.${s}` }],
    ['h,p,s', { spelled: (h, p, s) => `${h},${p},${s}` }],
    ['null', { spelled: () => 'null' }],
    ['undefined', { spelled: () => 'undefined' }],
  ]),

  ...table('json-form', 'malformed', 'RFC 7515 §7.2; RFC 7519 §3', [
    [
      'flattened JSON',
      { spelled: (h, p, s) => JSON.stringify({ protected: h, payload: p, signature: s }) },
    ],
    [
      'general JSON',
      {
        spelled: (h, p, s) =>
          JSON.stringify({ payload: p, signatures: [{ protected: h, signature: s }] }),
      },
    ],
    ['"h.p.s" in quotes', { spelled: (h, p, s) => JSON.stringify(`${h}.${p}.${s}`) }],
    [
      'an object of the parts',
      { spelled: (h, p, s) => ({ protected: h, payload: p, signature: s }) },
    ],
    ['a list of one token', { spelled: (h, p, s) => [`${h}.${p}.${s}`] }],
    ['a list of the parts', { spelled: (h, p, s) => [h, p, s] }],
    [
      'an object whose toString is a token',
      { spelled: (h, p, s) => ({ toString: () => `${h}.${p}.${s}` }) },
    ],
    ['the bytes of a token', { spelled: (h, p, s) => new TextEncoder().encode(`${h}.${p}.${s}`) }],
    ['the value null', { spelled: () => null }],
    ['a number', { spelled: () => 15 }],
    ['true', { spelled: () => true }],
  ]),

  ...table('duplicates', 'malformed', 'RFC 7515 §4; RFC 7519 §4', [
    ['"alg": "none" and then "alg"', { headerText: (json) => json.replace('{', '{"alg":"none",') }],
    ['alg twice, the same', { headerText: (json) => json.replace('{', '{"alg":"RS256",') }],
    ['kid twice', { headerText: (json) => json.replace('{', '{"kid":"nobody",') }],
    [
      'typ twice, far apart',
      { headerText: (json) => json.replace('{', '{"typ":"JWT","x":{"y":[1,{}]},') },
    ],
    ['rank twice', { payloadText: (json) => json.replace('{', '{"rank":"9",') }],
    ['sub twice', { payloadText: (json) => json.replace(/\}$/, ',"sub":"1234567891"}') }],
    ['exp twice', { payloadText: (json) => json.replace('{', '{"exp":1,') }],
    [
      String.raw`"r\u0061nk" and "rank"`,
      { payloadText: (json) => json.replace('{', String.raw`{"r\u0061nk":"9",`) },
    ],
    [
      String.raw`"\u0061lg" and "alg"`,
      { headerText: (json) => json.replace('{', String.raw`{"\u0061lg":"none",`) },
    ],
    [
      'rank twice, with white space',
      { payloadText: (json) => json.replace('{', '{ "rank" \n:\t"9" , ') },
    ],
  ]),

  ...table('no-object', 'malformed', 'RFC 7519 §7.2', [
    ['payload a list', { payloadText: (json) => `[${json}]` }, ['malformed'], 'CVE-2026-107723'],
    ...[
      '[]',
      '"spark"',
      '15',
      'true',
      'null',
      '',
      ' ',
      '{',
      '{}}',
      "{'rank':'99'}",
      '{"rank":"99",}',
    ].map((text): Row => [`payload ${JSON.stringify(text)}`, { payloadText: () => text }]),
    ['two payloads', { payloadText: (json) => json + json }],
    ['payload with a comment', { payloadText: (json) => `${json}//` }],
    ['payload as a text of JSON', { payloadText: (json) => JSON.stringify(json) }],
    // Who looks for alg in them finds none.
    ...['[]', '"RS256"', '15', 'true', 'null'].map((text): Row => [
      `header ${text}`,
      { headerText: () => text },
      ['malformed', 'algorithm'],
    ]),
    ...['', ' ', '{', '{}}'].map((text): Row => [
      `header ${JSON.stringify(text)}`,
      { headerText: () => text },
    ]),
    ['header in a list', { headerText: (json) => `[${json}]` }, ['malformed', 'algorithm']],
    [
      'header as a text of JSON',
      { headerText: (json) => JSON.stringify(json) },
      ['malformed', 'algorithm'],
    ],
    ['two headers', { headerText: (json) => json + json }],
  ]),
];

/** The alphabet of base64 in place of that of base64url. */
function base64(text: string): string {
  return text.replaceAll('-', '+').replaceAll('_', '/');
}
