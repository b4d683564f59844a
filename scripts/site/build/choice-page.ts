/** What stands outside of both languages: the choice between them, and the page for what is not there. */
import type { Message } from '#text/message.ts';
import { htmlIn } from './html.ts';
import { ASSETS, SITE_NAME } from './shell.ts';
import { LANGUAGE_NAMES, LANGUAGES } from './text.ts';

/** `root` leads to the site's root: '' from there, '/' where the page may stand at any depth. */
export function choicePage(root: string, message?: Message): string {
  const lines = LANGUAGES.map((language) => {
    const text = message ? `${htmlIn(language)(message)} ` : '';
    const name = `${SITE_NAME[language]} (${LANGUAGE_NAMES[language]})`;
    return `<p lang="${language}">${text}<a href="${root}${language}/index.html">${name}</a></p>`;
  });
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${SITE_NAME.en}</title>
<meta name="color-scheme" content="light dark">
<link rel="icon" type="image/svg+xml" href="${root}${ASSETS.icon}">
<link rel="stylesheet" href="${root}${ASSETS.styles}">
</head>
<body>
<main id="main">
<h1>${SITE_NAME.en}</h1>
${lines.join('\n')}
</main>
</body>
</html>
`;
}
