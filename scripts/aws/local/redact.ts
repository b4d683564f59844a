import { parseJson } from '#text/json.ts';

/** Makes a copy of a value that may be shown: see `redactor`. */
export type Redact = (value: unknown) => unknown;

/**
 * For the trace: cuts tokens to their first characters and takes passwords and secrets out,
 * wherever they stand: under a telling name, inside JSON inside a text, in a query, in a log line.
 *
 * @param secrets texts that must never be shown, by the name to show in their place
 */
export function redactor(secrets: Readonly<Record<string, string>>): Redact {
  const known = Object.entries(secrets).flatMap(([name, value]) =>
    spellings(value).map((text): [string, string] => [name, text]),
  );

  function redactText(text: string): string {
    let shown = text;
    for (const [name, value] of known) shown = shown.replaceAll(value, `<secret ${name}>`);
    const parsed = parseObject(shown);
    if (parsed !== undefined) return clip(JSON.stringify(redact(parsed)));
    return clip(shown)
      .replaceAll(TOKEN, cut)
      .replaceAll(HIDDEN_IN_TEXT, (_, before: string) => `${before}${HIDDEN}`)
      .replaceAll(TOKEN_IN_TEXT, (_, before: string, token: string) => `${before}${cut(token)}`);
  }

  function redactMember(name: string, value: unknown): unknown {
    if (HIDDEN_NAME.test(name)) return value === undefined || value === null ? value : HIDDEN;
    return TOKEN_NAME.test(name) ? redactTokens(value) : redact(value);
  }

  function redactTokens(value: unknown): unknown {
    if (typeof value === 'string') return cutCredentials(value);
    return Array.isArray(value) ? value.map(redactTokens) : redact(value);
  }

  function redact(value: unknown): unknown {
    if (typeof value === 'string') return redactText(value);
    if (Buffer.isBuffer(value)) return redactText(value.toString());
    if (Array.isArray(value)) return value.map(redact);
    if (typeof value !== 'object' || value === null) return value;
    const entries = Object.entries(value).map(([name, item]) => [name, redactMember(name, item)]);
    const copy = Object.fromEntries(entries) as Record<string, unknown>;
    if (copy['isBase64Encoded'] === true && typeof copy['body'] === 'string') {
      // Decoded, it might be anything; encoded, it might hide a password.
      copy['body'] = `<base64, ${copy['body'].length} characters>`;
    }
    return copy;
  }

  return redact;
}

/**
 * The texts by which a secret may show: a private key has lines, whose ends are written in another way
 * inside JSON, and each of which is a secret.
 */
export function spellings(value: string): string[] {
  if (!value.startsWith('-----BEGIN')) return value === '' ? [] : [value];
  const lines = value.split('\n').filter((line) => /^[\w+/=]{16,}$/.test(line));
  return [value, JSON.stringify(value).slice(1, -1), ...lines];
}

const HIDDEN = '***';

/** A member of this name is not shown at all. */
const HIDDEN_NAME = /^(password|passwd|pass|secret|client_?secret|password_?hash|jwt_?secret)$/i;

/** A member of this name is, or holds, a token. */
const TOKEN_NAME =
  /^((proxy-)?authorization|authorization_?token|identity_?source|((access|id|refresh)_?)?token|(set-)?cookies?|x-api-key|x-amz-security-token)$/i;

/**
 * A JWT, whole or damaged: it begins as one, or has two long parts. It is only looked for where a
 * word begins, or a long text of one word would take minutes.
 */
const TOKEN = /(?<![\w-])(?:eyJ[\w-]{4,}(?:\.[\w-]*)+|[\w-]{16,}\.[\w-]{16,}\.[\w-]*)/g;

/** `password: 'x'` and `password=x`, as handlers log them and forms send them. */
const HIDDEN_IN_TEXT =
  /\b((?:password|passwd|secret|jwt_secret)["']?\s*[:=]\s*["']?)[^\s"',&;}]+/gi;

const TOKEN_IN_TEXT = /\b((?:(?:access|id|refresh)_)?token=|bearer\s+)([^\s"',&;}]{10,})/gi;

const TOKEN_CHARACTERS = 10;

/** Longer texts are cut: a trace is for reading. */
const SHOWN_CHARACTERS = 4096;

/** Longer texts are not taken for JSON. */
const PARSED_CHARACTERS = 65_536;

function cut(token: string): string {
  return token.length <= TOKEN_CHARACTERS || token.endsWith('...')
    ? token
    : `${token.slice(0, TOKEN_CHARACTERS)}...`;
}

/** `Bearer eyJhbGciOi...`: the scheme tells much, the token's beginning is enough to know it again. */
function cutCredentials(text: string): string {
  return text.split(' ').map(cut).join(' ');
}

function clip(text: string): string {
  const more = text.length - SHOWN_CHARACTERS;
  return more <= 0 ? text : `${text.slice(0, SHOWN_CHARACTERS)}... (${more} more characters)`;
}

function parseObject(text: string): unknown {
  const isTried = text.length <= PARSED_CHARACTERS && /^\s*[[{]/.test(text);
  return isTried ? parseJson(text) : undefined;
}
