/** Finds a token in what was pasted along with it. */
import { say, type Message } from '#text/message.ts';
import { readBase64url, readLoosely, withoutPadding, writeBase64url } from './base64url.ts';
import { asObject, readJson } from './json.ts';
import { objectIn } from './read-part.ts';
import { findTokens } from './recognise.ts';

export interface Unwrapped {
  readonly token: string;
  /** What stands around the token; left out where the first wrong letter tells it better. */
  readonly what?: Message | undefined;
}

/**
 * The token without what is around it or written in another alphabet; undefined where there is none,
 * or nothing around it. It is for a person to say yes to: a verifier never mends.
 */
export function unwrap(text: string): Unwrapped | undefined {
  const found = unwrapOnce(text);
  return found && { ...found, token: unwrap(found.token)?.token ?? found.token };
}

function unwrapOnce(text: string): Unwrapped | undefined {
  const bare = text
    .replaceAll(/["'`“”‘’]/g, '')
    .replace(/^\s*(?:authorization\s*:\s*)?(?:bearer\s+)*/i, '')
    .replaceAll(/\s/g, '')
    .replace(/^\\|[\\,;]$/g, '');
  const [, disclosing] = /^([\w-]+\.[\w-]+\.[\w-]+)~/.exec(bare) ?? [];
  if (disclosing !== undefined) {
    return {
      token: disclosing,
      what: say`This is an SD-JWT: a token, and behind each ~ a claim that its holder chose to disclose (RFC 9901 §4). A verifier of plain tokens takes only what stands before the first ~.`,
    };
  }
  const mended = bare.split('.').map(canonical).join('.');
  if (isToken(mended)) return mended === text ? undefined : { token: mended };
  return text.trimStart().startsWith('{') ? inJson(text) : inText(text);
}

/** Stray bits are only mended where nothing else can be missing: in a signature of full length. */
function canonical(segment: string, index: number): string {
  const url = withoutPadding(segment).replaceAll('+', '-').replaceAll('/', '_');
  const isAlmost = index === 2 && url.length === 43 && readBase64url(url).fault === 'unused-bits';
  return isAlmost ? writeBase64url(readLoosely(url)) : url;
}

function isToken(text: string): boolean {
  const segments = text.split('.');
  return segments.length === 3 && objectIn(segments[0] ?? '') !== undefined;
}

function inJson(text: string): Unwrapped | undefined {
  const read = readJson(text);
  const object = read.fault ? undefined : asObject(read.value);
  if (!object) return inText(text);
  const { payload, signatures } = object;
  const signed = Array.isArray(signatures) ? asObject(signatures[0]) : object;
  if (typeof payload === 'string' && typeof signed?.['signature'] === 'string') {
    const token = [signed['protected'], payload, signed['signature']].join('.');
    const what = say`This is a signature in JSON form (RFC 7515 §7.2). A JWT is always in the compact form: the same three parts with dots between them (RFC 7519 §1).`;
    return isToken(token) ? { token, what } : undefined;
  }
  for (const [name, value] of Object.entries(object)) {
    if (typeof value !== 'string' || !isToken(value)) continue;
    return {
      token: value,
      what: say`This is JSON as a token endpoint answers it (RFC 6749 §5.1). The token is the text of its member "${name}".`,
    };
  }
  return undefined;
}

/** How a text looks that has a token in it, and what to call it. */
const WRAPPINGS: readonly (readonly [RegExp, Message])[] = [
  [
    /^\s*(?:\$\s*)?curl\s/i,
    say`This is a whole curl command. The token is what stands behind "Bearer".`,
  ],
  [
    /^\s*(?:set-)?cookie\s*:|^[\w.-]+=[^&]*;/i,
    say`This is a cookie. The token is the value behind its "=".`,
  ],
  [
    /^\s*\w+:\/\/|[?&#]\w+=/,
    say`This is an address. The token is one of its parameters; there it stays in logs and histories (RFC 6750 §5.3).`,
  ],
  [
    /%2e/i,
    say`It is percent-encoded, as addresses are: "%2E" stands for a dot. A token has its dots as they are.`,
  ],
];

function inText(text: string): Unwrapped | undefined {
  const plain = text.replaceAll(/%(2[bdef]|3d|5f)/gi, (code) => decodeURIComponent(code));
  const found = findTokens(plain, 'code').find(({ parts }) => parts.length === 3);
  const token = found && plain.slice(found.start, found.end);
  if (token === undefined || token === text || !isToken(token)) return undefined;
  const [, what = say`There is more than a token here: take the rest away.`] =
    WRAPPINGS.find(([pattern]) => pattern.test(text)) ?? [];
  return { token, what };
}
