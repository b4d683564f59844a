/** Header or payload: base64url, then UTF-8, then JSON, then an object; and what is wrong with it. */
import { say, type Message } from '#text/message.ts';
import { readBase64url, readLoosely } from './base64url.ts';
import { base64urlFaultText } from './faults.ts';
import { asObject, kindOf, readJson, type JsonFault, type JsonObject } from './json.ts';

export interface ReadPart {
  readonly segment: string;
  /** Undefined where the part does not hold a JSON object. */
  readonly object?: JsonObject | undefined;
  /** For an editor: the JSON on lines, or whatever text a lenient decoder finds. */
  readonly text: string;
  /** Why a verifier does not take the part. */
  readonly why?: Message | undefined;
  readonly duplicates: readonly string[];
}

/** Reads one part as lab 2's `decodeSegment` does, and what it can of a bad one. */
export function readPart(segment: string): ReadPart {
  const decoded = readBase64url(segment);
  const loose = decoded.bytes ?? readLoosely(segment);
  const looseText = looseUtf8.decode(loose);
  const json = readJson(looseText);
  const found = {
    segment,
    text: json.fault ? looseText : json.pretty,
    duplicates: json.fault ? [] : json.duplicates,
  };
  const object = json.fault ? undefined : asObject(json.value);
  if (decoded.fault) return { ...found, object, why: base64urlFaultText(decoded, segment) };
  if (segment === '')
    return { ...found, why: say`The part is empty: it should hold a JSON object.` };
  const text = strictText(decoded.bytes);
  if (text === undefined)
    return {
      ...found,
      why: say`The bytes are not UTF-8, so they are not JSON either (RFC 7515 §5.2).`,
    };
  const strict = readJson(text);
  if (strict.fault) return { ...found, why: notJson(strict.fault) };
  if (!asObject(strict.value)) return { ...found, why: noObject(strict.value) };
  return { ...found, object };
}

const strictUtf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });
const looseUtf8 = new TextDecoder();

function strictText(bytes: Uint8Array): string | undefined {
  try {
    return strictUtf8.decode(bytes);
  } catch {
    return undefined;
  }
}

function notJson({ line, column, what }: JsonFault): Message {
  return say`What comes out is not JSON. Line ${line}, column ${column}: ${what}.`;
}

/** For JSON that is neither header nor claims. */
export function noObject(value: unknown): Message {
  return say`It is JSON, but no object: ${kindOf(value)}. Header and payload are objects with named members (RFC 7519 §7.2).`;
}
