/** The secret for HS256, as it is typed: text or base64url, and at least 32 bytes of it (RFC 7518 §3.2). */
import { say, type Message } from '#text/message.ts';
import { readBase64url } from './base64url.ts';
import { base64urlFaultText } from './faults.ts';

export type SecretForm = 'utf8' | 'base64url';

export interface ReadSecret {
  /** Undefined where the text is not in its form. */
  readonly bytes?: Uint8Array<ArrayBuffer> | undefined;
  /** Why it is no key; the bytes may be there all the same. */
  readonly problem?: Message | undefined;
}

const LEAST = 32;

export function readSecret(text: string, form: SecretForm): ReadSecret {
  const bytes = form === 'utf8' ? new TextEncoder().encode(text) : fromBase64url(text);
  if (!(bytes instanceof Uint8Array)) return { problem: bytes };
  if (bytes.length >= LEAST) return { bytes };
  return {
    bytes,
    problem: say`HS256 asks for at least 32 bytes: whoever holds a token can try out shorter secrets at home (RFC 7518 §3.2). In lab 2 this is a RangeError.`,
  };
}

function fromBase64url(text: string): Uint8Array<ArrayBuffer> | Message {
  const read = readBase64url(text);
  return read.bytes ? new Uint8Array(read.bytes) : base64urlFaultText(read, text);
}
