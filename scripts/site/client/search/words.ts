/** How texts and questions are cut into what is looked up, in English and in Korean. */

/** "JWT를" is two runs: a word, and what hangs on it. */
const RUN = /\p{Script=Hangul}+|(?:(?!\p{Script=Hangul})[\p{L}\p{N}_])+/gu;
const HANGUL = /\p{Script=Hangul}/u;
/** `timingSafeEqual` is found by "timing" and "equal" too. */
const HUMP = /(?<=[a-z\d])(?=[A-Z])|_/;

/**
 * Words in lower case. Korean joins its particles to its words, so a Korean run is looked up by its
 * pairs of letters: "서명을" is 서명, 명을. A single letter stands alone.
 */
export function wordsIn(text: string): string[] {
  return (text.normalize('NFC').match(RUN) ?? []).flatMap((run) => {
    if (HANGUL.test(run)) return pairs(run);
    const parts = run.split(HUMP).filter((part) => part !== '');
    return (parts.length > 1 ? [run, ...parts] : [run]).map((word) => word.toLowerCase());
  });
}

function pairs(run: string): string[] {
  const letters = [...run];
  if (letters.length === 1) return letters;
  return letters.slice(1).map((letter, index) => `${letters[index] ?? ''}${letter}`);
}
