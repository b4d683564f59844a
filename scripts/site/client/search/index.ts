/** The search: a dialog with a field and what it finds. Loaded by `search-button.ts`. */
import MiniSearch from 'minisearch';
import { say } from '#text/message.ts';
import { letterKeysSwitch } from '../letter-keys.ts';
import { text } from '../text.ts';
import { excerpt } from './excerpt.ts';
import { ask, INDEX_OPTIONS, type Section } from './sections.ts';

declare global {
  /** Called by the index's script. */
  var workshopSearch: ((index: string) => void) | undefined;
}

/** So many results are shown. */
const SHOWN = 20;

const HELP = say`Words in English or Korean; arrow keys move, Enter opens, Esc closes.`;

let index: MiniSearch<Section> | undefined;

globalThis.workshopSearch = (json) => {
  index = MiniSearch.loadJSON<Section>(json, INDEX_OPTIONS);
};

globalThis.workshopOpenSearch = () => {
  if (dialog.open) return;
  dialog.showModal();
  field.select();
};

const field = document.createElement('input');
const results = document.createElement('ol');
const status = document.createElement('p');
const dialog = makeDialog();

function makeDialog(): HTMLDialogElement {
  const made = document.createElement('dialog');
  made.className = 'search';
  made.setAttribute('aria-label', text(say`Search the course`));
  field.type = 'search';
  field.setAttribute('aria-label', text(say`Search the course`));
  field.placeholder = text(say`Search the course`);
  field.autocomplete = 'off';
  field.spellcheck = false;
  status.setAttribute('role', 'status');
  status.textContent = text(HELP);
  const close = document.createElement('button');
  close.type = 'button';
  close.className = 'close';
  close.textContent = text(say`Close`);
  close.addEventListener('click', () => made.close());
  const head = document.createElement('div');
  head.className = 'search-head';
  head.append(field, close);
  made.append(head, status, results, letterKeysSwitch());
  field.addEventListener('input', find);
  made.addEventListener('keydown', move);
  made.addEventListener('click', (event) => {
    const link = event.target instanceof Element ? event.target.closest('a') : null;
    // Beside the dialog, or away to what was found on this very page.
    if (event.target === made || link) made.close();
  });
  document.body.append(made);
  return made;
}

function find(): void {
  const question = field.value.trim();
  const found = index && question !== '' ? ask(index, question) : [];
  results.replaceChildren(
    ...found.slice(0, SHOWN).map((result) => {
      const { url, page, heading, text: body } = result as unknown as Section;
      return makeResult({ url, page, heading, body, terms: result.terms });
    }),
  );
  status.textContent =
    question === ''
      ? text(HELP)
      : found.length === 0
        ? text(say`Nothing found for "${question}".`)
        : found.length === 1
          ? text(say`1 result`)
          : text(say`${found.length} results`);
}

interface Result {
  readonly url: string;
  readonly page: string;
  readonly heading: string;
  readonly body: string;
  readonly terms: readonly string[];
}

function makeResult({ url, page, heading, body, terms }: Result): HTMLLIElement {
  const [path = '', hash] = url.split('#');
  const link = document.createElement('a');
  link.href = `${document.body.dataset['root'] ?? ''}${document.documentElement.lang}/${path}${hash === undefined ? '' : `#${encodeURIComponent(hash)}`}`;
  const title = document.createElement('strong');
  title.textContent = heading;
  link.append(title);
  if (page !== heading) {
    const where = document.createElement('span');
    where.className = 'where';
    where.textContent = page;
    link.append(where);
  }
  const part = document.createElement('span');
  part.className = 'excerpt';
  for (const { text: piece, isFound } of excerpt(body, terms)) {
    if (!isFound) {
      part.append(piece);
      continue;
    }
    const mark = document.createElement('mark');
    mark.textContent = piece;
    part.append(mark);
  }
  link.append(part);
  const item = document.createElement('li');
  item.append(link);
  return item;
}

/** Arrows go from the field through the results and back. */
function move(event: KeyboardEvent): void {
  const links = [...results.querySelectorAll('a')];
  const at = links.findIndex((link) => link === document.activeElement);
  if (event.key === 'Enter' && document.activeElement === field) {
    links[0]?.click();
  } else if (event.key === 'ArrowDown') {
    links[Math.min(at + 1, links.length - 1)]?.focus();
    event.preventDefault();
  } else if (event.key === 'ArrowUp' && at >= 0) {
    (at === 0 ? field : links[at - 1])?.focus();
    event.preventDefault();
  }
}
