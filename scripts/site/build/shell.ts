/** What is around every page's text: the head, the bar on top, the course's list, what comes next. */
import { posix } from 'node:path';
import type { Heading } from '#course/markdown.ts';
import { say, type Language } from '#text/message.ts';
import type { SitePart } from './hooks.ts';
import { escapeHtml, htmlIn } from './html.ts';
import { relative } from './markdown/links.ts';
import { LANGUAGE_NAMES, otherLanguage } from './text.ts';

/** A page as it is read in one language. */
export interface Frame {
  readonly language: Language;
  /** Where it stands in the site: `en/labs/02-hs256/index.html`. */
  readonly path: string;
  readonly title: string;
  /** One sentence, for previews. */
  readonly summary: string;
  /** `home`, `lab`, `slides`, `reference`, `source`, `playground`, `present`. */
  readonly kind: string;
  /** The HTML of the text. */
  readonly body: string;
  /** The page's own if left out. */
  readonly writtenIn?: Language;
  readonly headings?: readonly Heading[];
  /** The course's list. */
  readonly sidebar: string;
  readonly previous?: Neighbour | undefined;
  readonly next?: Neighbour | undefined;
  /** Scripts and styles besides the site's own, as paths in the site. */
  readonly scripts: readonly string[];
  readonly styles: readonly string[];
  readonly lab?: number | undefined;
  /** Whether the text can be shown beside its translation. */
  readonly isTranslated?: boolean;
}

export interface Neighbour {
  /** In the site. */
  readonly path: string;
  readonly title: string;
}

/** The site's own files, as paths in the site. */
export const ASSETS = {
  icon: 'assets/icon.svg',
  styles: 'assets/site.css',
  /** Of a part: the drawings' palette colours it, too. */
  drawing: 'assets/drawing.css',
  font: 'assets/workshop-sans.woff2',
  start: 'assets/start.js',
  script: 'assets/site.js',
  search: 'assets/search.js',
  live: 'assets/live.js',
} as const;

/** Where the bundle of a part's entry stands in the site: `tokens/index.ts` is `assets/tokens.js`. */
export function partScript(script: string): string {
  return `assets/${script.replace(/(?:\/index)?\.ts$/, '').replaceAll('/', '-')}.js`;
}

/** The same for its styles. */
export function partStyles({ styles }: SitePart): string {
  return `assets/${posix.basename(styles)}`;
}

/** The whole page. No script and no style stands in it, so that the strictest policy lets it pass. */
export function pageHtml(frame: Frame): string {
  const { language, path, writtenIn = language } = frame;
  const to = (target: string): string => relative(path, target);
  const t = htmlIn(language);
  const lab = frame.lab === undefined ? '' : ` data-lab="${frame.lab}"`;
  const lang = writtenIn === language ? '' : ` lang="${writtenIn}"`;
  return `<!doctype html>
<html lang="${language}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${escapeHtml(frame.title === SITE_NAME[language] ? frame.title : `${frame.title} · ${SITE_NAME[language]}`)}</title>
<meta name="description" content="${escapeHtml(frame.summary)}">
<meta name="color-scheme" content="light dark">
<link rel="icon" type="image/svg+xml" href="${to(ASSETS.icon)}">
<link rel="alternate" hreflang="${otherLanguage(language)}" href="${to(otherPath(path))}">
<script async src="${to(ASSETS.start)}"></script>
${[ASSETS.styles, ...frame.styles].map((style) => `<link rel="stylesheet" href="${to(style)}">`).join('\n')}
${[ASSETS.script, ...frame.scripts].map((script) => `<script defer src="${to(script)}"></script>`).join('\n')}
</head>
<body class="${frame.kind}" data-root="${to('assets').replace(/assets$/, '')}"${lab}>
<a class="skip" href="#main">${t(say`Skip to the text`)}</a>
${topBar(frame)}
<div class="frame">
<nav class="course" id="course" popover aria-label="${t(say`The course`)}">
${frame.sidebar}
</nav>
<main id="main" tabindex="-1"${lang}>
${frame.body}
</main>
${onThisPage(frame)}
</div>
${pageEnd(frame)}
<p class="sr" role="status" id="status"></p>
</body>
</html>
`;
}

export const SITE_NAME: Readonly<Record<Language, string>> = {
  en: 'JWT workshop',
  ko: 'JWT 워크숍',
};

/** The same page in the other language. */
export function otherPath(path: string): string {
  const [language, ...rest] = path.split('/');
  return [otherLanguage(language as Language), ...rest].join('/');
}

function topBar({ language, path, isTranslated }: Frame): string {
  const other = otherLanguage(language);
  const t = htmlIn(language);
  const side = isTranslated
    ? `<button type="button" class="side-by-side needs-script" aria-pressed="false"><span aria-hidden="true">${language === 'en' ? 'A│<span lang="ko">가</span>' : '가│A'}</span><span class="sr">${t(say`English and Korean side by side`)}</span></button>`
    : '';
  return `<header class="top">
<button type="button" class="menu" popovertarget="course" aria-label="${t(say`Show the course's list`)}">${ICONS.menu}</button>
<a class="brand" href="${relative(path, `${language}/index.html`)}">${ICONS.brand}<span>${SITE_NAME[language]}</span></a>
<button type="button" class="search-button needs-script" aria-keyshortcuts="/">${ICONS.search}<span>${t(say`Search`)}</span><kbd aria-hidden="true">/</kbd></button>
${side}
<a class="switch" href="${relative(path, otherPath(path))}" hreflang="${other}" lang="${other}">${LANGUAGE_NAMES[other]}</a>
<button type="button" class="theme needs-script">${ICONS.theme}<span class="sr">${t(say`Theme`)}</span></button>
</header>`;
}

/** The headings below the title; a page with one or none needs no list. */
function onThisPage({ headings = [], language, writtenIn = language }: Frame): string {
  const listed = headings.filter(({ level }) => level === 2 || level === 3);
  if (listed.length < 2) return '';
  const title = htmlIn(language)(say`On this page`);
  const lang = writtenIn === language ? '' : ` lang="${writtenIn}"`;
  const items = listed.map(
    ({ level, anchor, text }) =>
      `<li class="level-${level}"><a href="#${encodeURIComponent(anchor)}">${escapeHtml(text)}</a></li>`,
  );
  return `<nav class="here" aria-labelledby="here"><p id="here">${title}</p><ul${lang}>
${items.join('\n')}
</ul></nav>`;
}

function pageEnd({ language, path, previous, next }: Frame): string {
  if (!previous && !next) return '';
  const link = (neighbour: Neighbour | undefined, rel: string, label: string): string =>
    neighbour
      ? `<a rel="${rel}" href="${relative(path, neighbour.path)}"><span>${label}</span>${escapeHtml(neighbour.title)}</a>`
      : '';
  const t = htmlIn(language);
  return `<nav class="neighbours" aria-label="${t(say`Previous and next page`)}">
${link(previous, 'prev', t(say`Previous`))}
${link(next, 'next', t(say`Next`))}
</nav>`;
}

const ICONS = {
  menu: '<svg viewBox="0 0 24 24" aria-hidden="true"><path d="M4 7h16M4 12h16M4 17h10"/></svg>',
  search:
    '<svg viewBox="0 0 24 24" aria-hidden="true"><circle cx="11" cy="11" r="6.5"/><path d="m16 16 4.5 4.5"/></svg>',
  theme:
    '<svg viewBox="0 0 24 24" aria-hidden="true"><circle cx="12" cy="12" r="8.5"/><path class="half" d="M12 3.5a8.5 8.5 0 0 1 0 17z"/></svg>',
  /** A token: three parts and two dots. */
  brand:
    '<svg class="mark" viewBox="0 0 40 16" aria-hidden="true"><rect class="h" y="3" width="9" height="10" rx="3"/><circle cx="12" cy="12" r="1.2"/><rect class="p" x="15" y="3" width="12" height="10" rx="3"/><circle cx="30" cy="12" r="1.2"/><rect class="s" x="33" y="3" width="7" height="10" rx="3"/></svg>',
} as const;

/** The mark again, for the tab, where it must bring its own colours. */
export const ICON_SVG = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 32 32"><rect width="32" height="32" rx="7" fill="#15171c"/><rect x="5" y="10" width="5" height="12" rx="2" fill="#ff9aa8"/><rect x="12.500" y="10" width="7" height="12" rx="2" fill="#cdb0ff"/><rect x="22" y="10" width="5" height="12" rx="2" fill="#63d6dc"/></svg>
`;
