/**
 * The presenter's view: the slides of the deck on one page, each with its drawing, its text and what
 * to say. The script (`client/present`) shows one at a time, and draws in the page what would be too
 * heavy for it; without a script they stand below each other, with their drawings as pictures.
 */
import type { Lab } from '#course/lab.ts';
import { readDeck, type NoteKind, type Slide } from '#notes/index.ts';
import { say, type Language, type Message } from '#text/message.ts';
import type { WrittenPage } from '../hooks.ts';
import { escapeHtml, htmlIn } from '../html.ts';
import { followPath } from '../../follow/page.ts';
import { relative, type SiteLinks } from '../markdown/links.ts';
import { renderMarkdown, type RenderContext } from '../markdown/render.ts';
import { textIn } from '../text.ts';

/** Below the language's folder. */
const PRESENT_PATH = 'present/index.html';

/** The labs on whose application a slide's demo can be shown. */
interface Demos {
  readonly followed: readonly Lab[];
  readonly served: boolean;
}

/** The page, as soon as the deck has notes. Throws a NotesError where they have not their form. */
export function presenterPages(
  root: string,
  context: RenderContext,
  language: Language,
  demos: Demos,
): WrittenPage[] {
  const deck = readDeck(root, language);
  if (deck.length === 0) return [];
  const slides = deck.map((slide) => slideHtml(slide, deck.length, language, context, demos));
  const title = textIn(language, say`Presenter's view`);
  const summary = say`The deck slide by slide: drawing, text, notes and a timer.`;
  const body = `<h1 class="sr">${title}</h1>\n${slides.join('\n')}`;
  return [{ path: PRESENT_PATH, group: 'slides', title, summary: textIn(language, summary), body }];
}

const KINDS: Readonly<Record<NoteKind, Message>> = {
  note: say`Say`,
  ask: say`Ask`,
  demo: say`Show`,
};

function slideHtml(
  slide: Slide,
  count: number,
  language: Language,
  context: RenderContext,
  { followed, served }: Demos,
): string {
  const { number, title, section, minutes, drawing, deckText, notes, labs, file, anchor } = slide;
  const { links } = context;
  const page = `${language}/${PRESENT_PATH}`;
  const place = { file, line: 1, page };
  const t = htmlIn(language);
  const draw = (markdown: string, writtenIn: Language): string =>
    renderMarkdown(markdown, { ...context, file, page, language: writtenIn, isPart: true }).html;
  const picture = links.picture(drawing.target, place);
  const items = notes.map(
    ({ kind, markdown }) =>
      `<li class="${kind}"><span class="kind">${t(KINDS[kind])}</span>${draw(markdown, language)}</li>`,
  );
  const leads = labs.map((lab) => labLink(lab, links, language)).join(' ');
  const shows = notes.some(({ kind }) => kind === 'demo')
    ? followed
        .filter((lab) => labs.includes(lab.number))
        .map((lab) => demoLink(lab, language, served))
    : [];
  return `<section class="slide" id="${number}" data-minutes="${minutes}" aria-labelledby="title-${number}">
<div class="slide-head"><p>${number} / ${count} · ${escapeHtml(section)}</p>
<h2 id="title-${number}">${escapeHtml(title)}</h2></div>
<div class="stage"><span class="drawing"><img src="${picture}" alt="${escapeHtml(drawing.alt)}" loading="lazy"></span>
<div class="deck" lang="ko">${draw(deckText, 'ko')}</div></div>
<div class="notes"><h3>${t(say`Notes`)}</h3>
<ul>${items.join('\n')}</ul>
<p class="where">${t(say`${minutes} min`)} · <a href="${links.resolve(`#${anchor}`, place)}">${t(say`in the slide notes`)}</a> ${leads} ${shows.join(' ')}</p></div>
</section>`;
}

function demoLink(lab: Lab, language: Language, served: boolean): string {
  // In class it is the reference that is shown.
  const href = `${relative(PRESENT_PATH, followPath(lab))}${served ? '?reference' : ''}`;
  return `· <a href="${href}">${htmlIn(language)(say`Follow a request: lab ${lab.number}`)}</a>`;
}

function labLink(number: number, links: SiteLinks, language: Language): string {
  const href = links.toLab(PRESENT_PATH, language, number);
  if (href === undefined) return '';
  const name = htmlIn(language)(say`Lab ${number}`);
  return `· <a href="${href}">${name}</a>`;
}
