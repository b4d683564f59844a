/** base64url as a JWT uses it (RFC 7515 §2): no padding, no other character, one way to write bytes. */

export type Base64urlFault =
  | 'padding'
  | 'standard-alphabet'
  | 'white-space'
  | 'quote'
  | 'character'
  | 'length'
  | 'unused-bits';

export type Base64urlResult =
  | { readonly bytes: Uint8Array<ArrayBuffer>; readonly fault?: undefined }
  | {
      readonly bytes?: undefined;
      readonly fault: Base64urlFault;
      /** Where in the text, in UTF-16 units. */
      readonly at: number;
      /** The character that does not belong there, whole; '' where none is to blame. */
      readonly character: string;
    };

/** The bytes of base64url text, or the first thing that is wrong with it. Never throws. */
export function readBase64url(text: string): Base64urlResult {
  const at = text.search(/[^\w-]/);
  if (at >= 0) {
    const character = String.fromCodePoint(text.codePointAt(at) ?? 0);
    return { fault: faultOf(character, text.slice(at)), at, character };
  }
  // Four characters are three bytes; one left over holds six bits, and no byte is that short.
  if (text.length % 4 === 1) return { fault: 'length', at: text.length - 1, character: '' };
  const bytes = bytesOf(text);
  if (writeBase64url(bytes) !== text) {
    return { fault: 'unused-bits', at: text.length - 1, character: text.slice(-1) };
  }
  return { bytes };
}

/** The bytes as base64url, without padding. */
export function writeBase64url(bytes: Uint8Array): string {
  let binary = '';
  for (const byte of bytes) binary += String.fromCharCode(byte);
  return withoutPadding(btoa(binary)).replaceAll('+', '-').replaceAll('/', '_');
}

/** The text without "=" at its end; a regular expression would be slow on very many of them. */
export function withoutPadding(text: string): string {
  let end = text.length;
  while (text[end - 1] === '=') end--;
  return text.slice(0, end);
}

/** What a lenient decoder makes of the text: whatever is not base64url is skipped or translated. */
export function readLoosely(text: string): Uint8Array<ArrayBuffer> {
  const kept = text
    .replaceAll('+', '-')
    .replaceAll('/', '_')
    .replaceAll(/[^\w-]/g, '');
  return bytesOf(kept.length % 4 === 1 ? kept.slice(0, -1) : kept);
}

/** For text of the alphabet alone. */
function bytesOf(text: string): Uint8Array<ArrayBuffer> {
  const binary = atob(text.replaceAll('-', '+').replaceAll('_', '/'));
  return Uint8Array.from(binary, (character) => character.charCodeAt(0));
}

function faultOf(character: string, rest: string): Base64urlFault {
  if (/^=+$/.test(rest)) return 'padding';
  if (character === '+' || character === '/') return 'standard-alphabet';
  if (/\s/.test(character)) return 'white-space';
  if (/["'`“”‘’]/.test(character)) return 'quote';
  return 'character';
}
