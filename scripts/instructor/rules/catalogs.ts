/** Every message has its Korean, and no Korean stands for a message that is gone. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { Lab } from '#course/lab.ts';
import type { Catalog } from '#text/message.ts';
import { say } from '#text/message.ts';
import type { Finding } from '../finding.ts';
import { filesBelow, namesIn, readText } from '#course/files.ts';
import { hasWords, placeholdersIn, templatesIn } from '../reading/templates.ts';

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
  const catalog = readCatalog(join(root, path));
  if (!catalog) {
    return [
      {
        rule: 'no-catalog',
        file: path,
        what: say`The file is missing, or is no JSON object of texts.`,
        remedy: say`Write it: { "English text with {0}": "Korean text with {0}", … }`,
      },
    ];
  }
  const said = new Map<string, string>();
  for (const file of speakers) {
    for (const text of templatesIn(readText(join(root, file))))
      said.set(text, said.get(text) ?? file);
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
  path: string,
  text: string,
  speaker: string,
  korean: string | undefined,
): Finding[] {
  const finding = (rule: string, what: Finding['what'], remedy: Finding['remedy']) => [
    { rule, file: path, what, remedy },
  ];
  if (korean === undefined) {
    return finding(
      'no-korean',
      say`A message of ${speaker} has no Korean: "${text}"`,
      say`Add it to ${path}: the English, letter by letter, as the key, the Korean as its value.`,
    );
  }
  if (placeholdersIn(korean) !== placeholdersIn(text)) {
    return finding(
      'placeholders-differ',
      say`The Korean of "${text}" has other placeholders: ${placeholdersIn(korean) || '-'} in place of ${placeholdersIn(text) || '-'}`,
      say`Use each of them in the Korean text in ${path}.`,
    );
  }
  if (korean === text && hasWords(text)) {
    return finding(
      'untranslated',
      say`The Korean of "${text}" is the English.`,
      say`Translate it in ${path}.`,
    );
  }
  return [];
}

function readCatalog(path: string): Catalog | undefined {
  if (!existsSync(path)) return undefined;
  try {
    const contents: unknown = JSON.parse(readText(path));
    const isCatalog =
      typeof contents === 'object' &&
      contents !== null &&
      Object.values(contents).every((text) => typeof text === 'string');
    return isCatalog ? (contents as Catalog) : undefined;
  } catch {
    return undefined;
  }
}
