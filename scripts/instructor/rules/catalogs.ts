/** Every message has its Korean, and no Korean stands for a message that is gone. */
import { join } from 'node:path';
import type { Lab } from '#course/lab.ts';
import { isObject } from '#text/json.ts';
import type { Catalog } from '#text/message.ts';
import { say } from '#text/message.ts';
import type { Finding } from '../finding.ts';
import { filesBelow, namesIn, readJson, readText } from '#course/files.ts';
import { cookedParts, isNode, readModule, walk } from '../reading/module.ts';

/** The messages of the lab's checks and demo, beside its `ko.json`. */
export function checkLabCatalog(root: string, lab: Lab): Finding[] {
  const speakers = namesIn(lab.folder)
    .filter((name) => name.endsWith('.test.ts') || name === lab.demo)
    .map((name) => `labs/${lab.id}/${name}`);
  return checkCatalog(root, `labs/${lab.id}/ko.json`, speakers);
}

/** The messages of the workshop's tools, beside `scripts/text/ko.json`. */
export function checkToolsCatalog(root: string): Finding[] {
  const speakers = filesBelow(join(root, 'scripts'), '.ts')
    .filter((path) => !path.endsWith('.test.ts'))
    .map((path) => `scripts/${path}`);
  return speakers.length === 0 ? [] : checkCatalog(root, 'scripts/text/ko.json', speakers);
}

function checkCatalog(root: string, path: string, speakers: readonly string[]): Finding[] {
  const said = new Map<string, string>();
  for (const file of speakers) {
    for (const text of templatesIn(readText(join(root, file))))
      said.set(text, said.get(text) ?? file);
  }
  return compareCatalog(root, path, said);
}

/** `said`: each text, and the file that says it. */
export function compareCatalog(
  root: string,
  path: string,
  said: ReadonlyMap<string, string>,
): Finding[] {
  const catalog = readCatalog(join(root, path));
  if (!catalog) {
    const what = say`The file is missing, or is no JSON object of texts.`;
    const remedy = say`Write it: { "English text with {0}": "Korean text with {0}", … }`;
    return [{ rule: 'no-catalog', file: path, what, remedy }];
  }
  return [
    ...[...said].flatMap(([text, file]) => checkText(path, text, file, catalog[text])),
    ...Object.keys(catalog)
      .filter((text) => !said.has(text))
      .map((text) => ({
        rule: 'left-over',
        file: path,
        what: say`Nothing says this any more: "${text}"`,
        remedy: say`Delete its line in ${path}, or correct its key where the English was changed.`,
      })),
  ];
}

function checkText(
  file: string,
  text: string,
  speaker: string,
  korean: string | undefined,
): Finding[] {
  if (korean === undefined) {
    const what = say`A message of ${speaker} has no Korean: "${text}"`;
    const remedy = say`Add it to ${file}: the English, letter by letter, as the key, the Korean as its value.`;
    return [{ rule: 'no-korean', file, what, remedy }];
  }
  const [wanted, found] = [placeholdersIn(text), placeholdersIn(korean)];
  if (wanted !== found) {
    const what = say`The Korean of "${text}" has other placeholders: ${found || '-'} in place of ${wanted || '-'}`;
    const remedy = say`Use each of them in the Korean text in ${file}.`;
    return [{ rule: 'placeholders-differ', file, what, remedy }];
  }
  if (korean !== text || !hasWords(text)) return [];
  const what = say`The Korean of "${text}" is the English.`;
  return [{ rule: 'untranslated', file, what, remedy: say`Translate it in ${file}.` }];
}

function readCatalog(path: string): Catalog | undefined {
  const contents = readJson(path);
  const isCatalog =
    isObject(contents) && Object.values(contents).every((text) => typeof text === 'string');
  return isCatalog ? (contents as Catalog) : undefined;
}

/** The English texts as they stand in a catalogue, each once. */
function templatesIn(code: string): string[] {
  const templates = new Set<string>();
  for (const node of walk(readModule(code).body)) {
    if (node.type !== 'TaggedTemplateExpression') continue;
    const { tag, quasi } = node;
    if (!isNode(tag) || tag['name'] !== 'say' || !isNode(quasi)) continue;
    templates.add(cookedParts(quasi).reduce((text, part, index) => `${text}{${index - 1}}${part}`));
  }
  return [...templates];
}

/** The placeholders of a text, sorted, each once: `{0}`, `{1}`. */
function placeholdersIn(text: string): string {
  return [...new Set(text.match(/\{\d+\}/g))].toSorted().join(' ');
}

const COMMAND = /npm (?:run )?(?:-\S+ )?\S+(?: (?:--\S*|\{\d+\}|\d+))*/g;
/** A word of prose: letters alone, and nothing around it that makes it code. */
const WORD = /(?<![\w.{"'`/-])[A-Za-z]?[a-z]+(?![\w.]*[("'`}/]|\w|\.\w)/;

/** Whether the text has words that another language says otherwise. */
function hasWords(text: string): boolean {
  return WORD.test(text.replaceAll(COMMAND, '').replaceAll(/\{\d+\}/g, ' '));
}
