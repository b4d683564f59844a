/**
 * Messages that people read, kept apart from the language they are read in.
 *
 * English is written where the message arises, as a tagged template; the Korean stands in a
 * catalogue (`ko.json`) under the English text, its values as `{0}`, `{1}`. A changed English
 * text so loses its translation at once, and the course check says so.
 */
export interface Message {
  /** The English text, with `{0}`, `{1}` … where the values go. */
  readonly text: string;
  readonly values: readonly (string | Message)[];
}

/** English text → Korean text, both with the same placeholders. */
export type Catalog = Readonly<Record<string, string>>;

/** The same text in both languages, ready to show. */
export interface Bilingual {
  readonly en: string;
  readonly ko: string;
}

export type Language = keyof Bilingual;

/** Makes a message: ``say`expected ${count} parts` ``. A value may be a message of its own. */
export function say(
  strings: TemplateStringsArray,
  ...values: readonly (string | number | Message)[]
): Message {
  return {
    text: strings.reduce((text, part, index) => `${text}{${index - 1}}${part}`),
    values: values.map((value) => (isMessage(value) ? value : String(value))),
  };
}

/** A learner's function may return anything, so a value is not always what its type says. */
function isMessage(value: unknown): value is Message {
  return typeof value === 'object' && value !== null && 'text' in value && 'values' in value;
}

/** A text that reads the same in every language: code, a name, a path. */
export function verbatim(text: string): Message {
  return { text: '{0}', values: [text] };
}

/** The message in English. */
export function english(message: Message): string {
  return fill(message.text, message, english);
}

/** The message in both languages; without a translation the English stands in for the Korean. */
export function bilingual(message: Message, catalog: Catalog): Bilingual {
  return { en: english(message), ko: korean(message, catalog) };
}

function korean(message: Message, catalog: Catalog): string {
  return fill(catalog[message.text] ?? message.text, message, (value) => korean(value, catalog));
}

function fill(text: string, message: Message, render: (value: Message) => string): string {
  return text.replaceAll(/\{(\d+)\}/g, (placeholder, index: string) => {
    const value = message.values[Number(index)];
    if (value === undefined) return placeholder;
    return typeof value === 'string' ? value : render(value);
  });
}
