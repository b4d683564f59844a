/** The secret for HS256, as it is typed: text or base64, and at least 32 bytes of it (RFC 7518 §3.2). */
import { say, type Message } from '#text/message.ts';
import { readBase64url, withoutPadding } from './base64url.ts';
import { base64urlFaultText } from './faults.ts';

/** `base64` in either alphabet, with or without padding. */
export type SecretForm = 'utf8' | 'base64';

export interface ReadSecret {
  /** Undefined where the text is not in its form. */
  readonly bytes?: Uint8Array<ArrayBuffer> | undefined;
  /** Why it is no key; the bytes may be there all the same. */
  readonly problem?: Message | undefined;
  /** What its owner should think of. */
  readonly hint?: Message | undefined;
}

const LEAST = 32;

/** 32 bytes or more in base64, as `openssl rand -base64 32` prints them. */
const LIKE_BASE64 = /^\s*[\w+/-]{43,}={0,2}\s*$/;

export function readSecret(text: string, form: SecretForm): ReadSecret {
  const read = form === 'utf8' ? { bytes: new TextEncoder().encode(text) } : readBase64(text);
  if (!read.bytes) return { problem: base64urlFaultText(read, text) };
  const { bytes } = read;
  if (bytes.length < LEAST) {
    return {
      bytes,
      problem: say`HS256 asks for at least 32 bytes: whoever holds a token can try out shorter secrets at home (RFC 7518 §3.2). In lab 2 this is a RangeError.`,
    };
  }
  return form === 'utf8' && LIKE_BASE64.test(text)
    ? {
        bytes,
        hint: say`It looks like base64, as "openssl rand -base64 32" prints it. A server that decodes it first has another key: choose base64 then.`,
      }
    : { bytes };
}

function readBase64(text: string) {
  const url = withoutPadding(text.trim()).replaceAll('+', '-').replaceAll('/', '_');
  return readBase64url(url);
}
