/** base64url as a JWT uses it (RFC 7515 §2): no padding, no other character, one way to write bytes. */

const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';

export type Base64urlFault =
  | 'padding'
  | 'standard-alphabet'
  | 'white-space'
  | 'quote'
  | 'character'
  | 'length'
  | 'unused-bits';

export type Base64urlResult =
  | { readonly bytes: Uint8Array; readonly fault?: undefined }
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
  let text = '';
  for (let index = 0; index < bytes.length; index += 3) {
    const [first = 0, second = 0, third = 0] = bytes.subarray(index, index + 3);
    const bits = (first << 16) | (second << 8) | third;
    const count = Math.min(bytes.length - index, 3) + 1;
    for (let shift = 18; shift > 18 - 6 * count; shift -= 6) text += ALPHABET[(bits >> shift) & 63];
  }
  return text;
}

/** What a lenient decoder makes of the text: whatever is not base64url is skipped or translated. */
export function readLoosely(text: string): Uint8Array {
  const kept = text
    .replaceAll('+', '-')
    .replaceAll('/', '_')
    .replaceAll(/[^\w-]/g, '');
  return bytesOf(kept.length % 4 === 1 ? kept.slice(0, -1) : kept);
}

/** For text of the alphabet alone. */
function bytesOf(text: string): Uint8Array {
  const bytes = new Uint8Array(Math.floor((text.length * 6) / 8));
  let bits = 0;
  let held = 0;
  let next = 0;
  for (const character of text) {
    bits = ((bits << 6) | ALPHABET.indexOf(character)) & 0xffff;
    held += 6;
    if (held < 8) continue;
    held -= 8;
    bytes[next++] = (bits >> held) & 0xff;
  }
  return bytes;
}

function faultOf(character: string, rest: string): Base64urlFault {
  if (/^=+$/.test(rest)) return 'padding';
  if (character === '+' || character === '/') return 'standard-alphabet';
  if (/\s/.test(character)) return 'white-space';
  if (/["'`“”‘’]/.test(character)) return 'quote';
  return 'character';
}
