/** Header or payload: base64url, then UTF-8, then JSON, then an object; and what is wrong with it. */
import { say, type Message } from '#text/message.ts';
import { readBase64url, readLoosely } from './base64url.ts';
import { base64urlFaultText } from './faults.ts';
import { asObject, kindOf, readJson, type JsonFault, type JsonObject } from './json.ts';

export interface ReadPart {
  /** Undefined where the part does not hold a JSON object, even to a lenient decoder. */
  readonly object?: JsonObject | undefined;
  /** For an editor: the JSON on lines, or whatever text a lenient decoder finds. */
  readonly text: string;
  /** The same in one line. */
  readonly line: string;
  /** Why a verifier does not take the part. */
  readonly why?: Message | undefined;
  readonly duplicates: readonly string[];
}

/** Reads one part as lab 2's `decodeSegment` does, and what it can of a bad one. */
export function readPart(segment: string): ReadPart {
  const decoded = readBase64url(segment);
  const bytes = decoded.bytes ?? readLoosely(segment);
  const text = utf8.decode(bytes);
  const json = readJson(text);
  const object = json.fault ? undefined : asObject(json.value);
  const found = json.fault
    ? { text, line: text.trim(), duplicates: [] }
    : { object, text: json.pretty, line: json.compact, duplicates: json.duplicates };
  if (decoded.fault) return { ...found, why: base64urlFaultText(decoded, segment) };
  if (segment === '') {
    return { ...found, why: say`The part is empty: it should hold a JSON object.` };
  }
  if (text.includes('\ufffd') && !isUtf8(bytes)) {
    const why = say`The bytes are not UTF-8, so they are not JSON either (RFC 7515 §5.2).`;
    return { ...found, object: undefined, why };
  }
  if (json.fault) return { ...found, why: notJson(json.fault) };
  return object ? found : { ...found, why: noObject(json.value) };
}

/** The object in a part, by a lenient decoder of base64url; quick, for many are no parts at all. */
export function objectIn(segment: string): JsonObject | undefined {
  try {
    return asObject(JSON.parse(strictUtf8.decode(readLoosely(segment))));
  } catch {
    return undefined;
  }
}

/** As a decoder that replaces what is not UTF-8; a byte order mark is a letter like others. */
const utf8 = new TextDecoder('utf-8', { ignoreBOM: true });
const strictUtf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

function isUtf8(bytes: Uint8Array<ArrayBuffer>): boolean {
  try {
    strictUtf8.decode(bytes);
    return true;
  } catch {
    return false;
  }
}

function notJson({ line, column, what }: JsonFault): Message {
  return say`What comes out is not JSON. Line ${line}, column ${column}: ${what}.`;
}

/** For JSON that is neither header nor claims. */
export function noObject(value: unknown): Message {
  return say`It is JSON, but no object: ${kindOf(value)}. Header and payload are objects with named members (RFC 7519 §7.2).`;
}
