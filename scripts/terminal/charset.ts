/** What the terminal's locale can show: a letter that it has not is written as code would write it. */
import type { Language } from '#text/message.ts';

/** Environment variables. */
export type Environment = Readonly<Record<string, string | undefined>>;

export type Charset = 'utf-8' | 'euc-kr' | 'ascii';

/**
 * The character set of the POSIX variables; UTF-8 where they say nothing, as on Windows. Under
 * `LANG=C` Korean only comes to whom has asked for it: there the terminal shows more than it says.
 */
export function charsetOf(
  { LC_ALL, LC_CTYPE, LANG }: Environment,
  language: Language = 'en',
): Charset {
  const locale = LC_ALL || LC_CTYPE || LANG || '';
  if (/^(?:C|POSIX)$/.test(locale)) return language === 'ko' ? 'utf-8' : 'ascii';
  return /\.(?:euc-?kr|cp949|uhc)\b/i.test(locale) ? 'euc-kr' : 'utf-8';
}

/** The text in the character set. */
export function encode(text: string, charset: Charset): string | Uint8Array {
  if (charset === 'utf-8') return text;
  if (charset === 'ascii') return escaped(toAscii(text));
  const known = eucKr();
  return Buffer.concat(
    [...text].map((letter) => known.get(letter) ?? Buffer.from(escaped(toAscii(letter)))),
  );
}

/** Typography as ASCII has it; other letters stay. */
export function toAscii(text: string): string {
  return text.replaceAll(/[\u0080-\u2fff]/gu, (letter) => ASCII[letter] ?? letter);
}

const ASCII: Readonly<Record<string, string>> = {
  '\u00a7': 'section ',
  '\u00b7': '-',
  '\u2013': '-',
  '\u2014': '-',
  '\u2018': "'",
  '\u2019': "'",
  '\u201c': '"',
  '\u201d': '"',
  '\u2026': '...',
  '\u2192': '->',
  '\u2260': '!=',
  '\u2264': '<=',
  '\u2265': '>=',
  '\u00d7': 'x',
};

/** The text in ASCII, other letters as code writes them: JSON stays the same value. */
export function escaped(text: string): string {
  return text.replaceAll(
    /[\u0080-\uffff]/g,
    (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}

/** The letters of KS X 1001, by their bytes: Node reads EUC-KR and does not write it. */
function eucKr(): ReadonlyMap<string, Uint8Array> {
  if (letters.size > 0) return letters;
  const decoder = new TextDecoder('euc-kr');
  for (let lead = 0xa1; lead <= 0xfe; lead += 1) {
    for (let trail = 0xa1; trail <= 0xfe; trail += 1) {
      const bytes = Buffer.of(lead, trail);
      const letter = decoder.decode(bytes);
      if (letter.length === 1 && letter !== '\ufffd') letters.set(letter, bytes);
    }
  }
  return letters;
}

const letters = new Map<string, Uint8Array>();
