/** How texts and questions are cut into what is looked up, in English and in Korean. */

/** "JWT를" is two runs: a word, and what hangs on it. */
const RUN = /\p{Script=Hangul}+|(?:(?!\p{Script=Hangul})[\p{L}\p{N}_])+/gu;
const HANGUL = /\p{Script=Hangul}/u;
/** `timingSafeEqual` is found by "timing" and "equal" too. */
const HUMP = /(?<=[a-z\d])(?=[A-Z])|_/;

/**
 * Words in lower case, without their endings. Korean joins its particles to its words, so a Korean
 * run is looked up by its pairs of letters: "서명을" is 서명, 명을. A single letter stands alone.
 */
export function wordsIn(text: string): string[] {
  return (text.normalize('NFC').match(RUN) ?? []).flatMap((run) => {
    if (HANGUL.test(run)) return pairs(koreanStem(run));
    const parts = run.split(HUMP).filter((part) => part !== '');
    return (parts.length > 1 ? [run, ...parts] : [run]).map((word) => stem(word.toLowerCase()));
  });
}

function pairs(run: string): string[] {
  const letters = [...run];
  if (letters.length === 1) return letters;
  return letters.slice(1).map((letter, index) => `${letters[index] ?? ''}${letter}`);
}

/** What makes a verb of a noun: 검증하다, 검증합니다 and 검증되는 are found by 검증, and find it. */
function koreanStem(run: string): string {
  return run.replace(VERB_ENDING, '');
}

const VERB_ENDING =
  /(?<=..)(?:[하되]\p{Script=Hangul}{0,2}|[합됩]니\p{Script=Hangul}{1,2}|한다|된다|[해했돼됐]\p{Script=Hangul}{0,3})$/u;

/** "verifying", "verified" and "verifies" are "verify"; "expires" and "expired" are "expir". */
function stem(word: string): string {
  if (!/^[a-z]{4,}$/.test(word)) return word;
  const noun = word.replace(/(?<=..)(?:ies|ied)$/, 'y').replace(/(?<=[^aeious]|[aeiou]e)s$/, '');
  return noun.replace(/(?<=[a-z]{3})(?:ing|ed|e|es)$/, '');
}
