/** The letter on the same key while the keyboard writes Hangul (dubeolsik), for the keys that mean something here. */
export const HANGUL_KEYS: Readonly<Record<string, string>> = {
  ㅁ: 'a',
  ㅗ: 'h',
  ㄴ: 's',
  ㅣ: 'l',
  ㄱ: 'r',
  ㅜ: 'n',
  ㅂ: 'q',
  ㅛ: 'y',
};
