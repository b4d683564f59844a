/** The search: a dialog with a field and what it finds. Loaded by `search-button.ts`. */
import MiniSearch, { type SearchResult } from 'minisearch';
import { say } from '#text/message.ts';
import { button, element } from '../element.ts';
import { letterKeysSwitch } from '../keys.ts';
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

const NAME = text(say`Search the course`);
const field = element('input', {
  type: 'search',
  placeholder: NAME,
  'aria-label': NAME,
  autocomplete: 'off',
  spellcheck: 'false',
});
const results = element('ol', '');
const status = element('p', { role: 'status' }, text(HELP));
const dialog = makeDialog();

function makeDialog(): HTMLDialogElement {
  field.addEventListener('input', find);
  const close = button('close', say`Close`, () => made.close());
  const head = element('div', 'search-head', field, close);
  const made = element('dialog', { class: 'search', 'aria-label': NAME }, head, status, results);
  made.append(letterKeysSwitch());
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
  results.replaceChildren(...found.slice(0, SHOWN).map((result) => makeResult(result)));
  const count =
    found.length === 0
      ? say`Nothing found for "${question}".`
      : found.length === 1
        ? say`1 result`
        : say`${found.length} results`;
  status.textContent = text(question === '' ? HELP : count);
}

function makeResult(result: SearchResult): HTMLLIElement {
  const { url, page, heading, text: body } = result as unknown as Section;
  const [path = '', hash] = url.split('#');
  const pieces = excerpt(body, result.terms).map((piece) =>
    piece.isFound ? element('mark', '', piece.text) : piece.text,
  );
  const link = element('a', '', element('strong', '', heading));
  if (page !== heading) link.append(element('span', 'where', page));
  link.append(element('span', 'excerpt', ...pieces));
  const anchor = hash === undefined ? '' : `#${encodeURIComponent(hash)}`;
  const { dataset } = document.body;
  link.href = `${dataset['root'] ?? ''}${document.documentElement.lang}/${path}${anchor}`;
  return element('li', '', link);
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
