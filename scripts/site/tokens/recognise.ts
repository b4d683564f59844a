/**
 * JWTs as they stand in a text: whole, cut short with "…", unsecured, or one segment alone. What
 * merely looks like base64url is none: its first part has to hold a JSON object.
 */
import { readLoosely } from './base64url.ts';
import type { JsonObject } from './json.ts';
import { objectIn } from './read-part.ts';

export type Role = 'header' | 'payload' | 'signature' | 'more';

export interface TokenPart {
  readonly role: Role;
  /** As it stands in the text, without the mark of a cut. */
  readonly text: string;
  /** Offset in the text that was searched, in UTF-16 units. */
  readonly start: number;
  readonly end: number;
  /** Whether "…" or "..." stands where the rest would be. */
  readonly isCut: boolean;
}

export interface FoundToken {
  /** `segment` is one part alone; `encrypted` a JWE, whose five parts are other ones. */
  readonly kind: 'token' | 'encrypted' | 'segment';
  readonly start: number;
  readonly end: number;
  readonly parts: readonly TokenPart[];
}

/** Where a text is read: prose may end a sentence with a dot, in code a dot is a dot. */
export type Surroundings = 'prose' | 'code';

/**
 * A segment's beginning: `{"`, or `{` and white space, is `ey…` or `ew…` in base64. Nothing may stand
 * before it that could belong to a longer word.
 */
const BEGINNING = /(?<![\w.-])e[wy][\w-]{6,}/g;

/** Every token in the text, from left to right; they don't overlap. */
export function findTokens(text: string, surroundings: Surroundings): FoundToken[] {
  const found: FoundToken[] = [];
  BEGINNING.lastIndex = 0;
  for (let match = BEGINNING.exec(text); match; match = BEGINNING.exec(text)) {
    const token = tokenAt(text, match.index, surroundings);
    if (!token) continue;
    found.push(token);
    BEGINNING.lastIndex = token.end;
  }
  return found;
}

function tokenAt(text: string, start: number, surroundings: Surroundings): FoundToken | undefined {
  const segments = trimmed(segmentsAt(text, start), surroundings);
  const [first] = segments;
  if (!first) return undefined;
  const object = objectIn(first.text);
  if (!object && !(first.isCut && beginsLikeHeader(first.text))) return undefined;
  const end = segments.at(-1)?.after ?? first.after;
  if (segments.length === 1) {
    const role = !object || isHeader(object) ? 'header' : 'payload';
    return { kind: 'segment', start, end, parts: partsOf(segments, [role]) };
  }
  // A file name such as eyJ….png is no token: a header names its algorithm, or the payload is JSON.
  if (object && !isHeader(object) && !objectIn(segments[1]?.text ?? '')) return undefined;
  const isEncrypted = segments.length === 5 && object !== undefined && 'enc' in object;
  const roles: readonly Role[] = isEncrypted ? ['header'] : ['header', 'payload', 'signature'];
  return {
    kind: isEncrypted ? 'encrypted' : 'token',
    start,
    end,
    parts: partsOf(segments, roles),
  };
}

interface Segment {
  readonly text: string;
  readonly start: number;
  readonly isCut: boolean;
  /** Where the mark of the cut, if any, ends. */
  readonly after: number;
}

/** Characters of both base64 alphabets, and then maybe the mark of a cut. */
const SEGMENT = /[\w+/=-]*(…|\.{3})?/y;

function segmentsAt(text: string, start: number): Segment[] {
  const segments: Segment[] = [];
  for (let at = start; ;) {
    SEGMENT.lastIndex = at;
    const [whole = '', mark = ''] = SEGMENT.exec(text) ?? [];
    const after = at + whole.length;
    segments.push({
      text: whole.slice(0, whole.length - mark.length),
      start: at,
      isCut: mark !== '',
      after,
    });
    if (text[after] !== '.') return segments;
    at = after + 1;
  }
}

/** Without the dots that belong to the sentence and not to the token. */
function trimmed(segments: readonly Segment[], surroundings: Surroundings): readonly Segment[] {
  const last = segments.at(-1);
  if (!last || segments.length === 1 || last.text !== '' || last.isCut) return segments;
  const rest = segments.slice(0, -1);
  const mayBeEmptySignature =
    segments.length === 3 && (surroundings === 'code' || isUnsecured(segments[0]?.text ?? ''));
  return mayBeEmptySignature ? segments : trimmed(rest, surroundings);
}

function partsOf(segments: readonly Segment[], roles: readonly Role[]): TokenPart[] {
  return segments.map(({ text, start, isCut, after }, index) => ({
    role: roles[index] ?? 'more',
    text,
    start,
    end: after,
    isCut,
  }));
}

function isHeader(object: JsonObject): boolean {
  return 'alg' in object || 'typ' in object;
}

function isUnsecured(header: string): boolean {
  const alg = objectIn(header)?.['alg'];
  return typeof alg === 'string' && /^none$/i.test(alg);
}

/** Whether a header that is cut short begins as JSON does: with a name in quotes. */
function beginsLikeHeader(segment: string): boolean {
  const beginning = new TextDecoder().decode(readLoosely(segment));
  return /^\{\s*"[\w-]+"?(?:\s*:.*)?$/s.test(beginning);
}
