/** The page of a class, for a projector: its script draws what `npm run class` streams. */
import { say, type Language } from '#text/message.ts';
import type { WrittenPage } from '../build/hooks.ts';
import { htmlIn } from '../build/html.ts';
import { textIn } from '../build/text.ts';

export function classPage(language: Language): WrittenPage {
  const t = htmlIn(language);
  return {
    path: 'class/index.html',
    title: textIn(language, say`The class`),
    group: 'slides',
    summary: textIn(language, say`How far a class is, step by step, and what holds it.`),
    body: `<div id="class">
<div class="class-head">
<h1>${t(say`The class`)}</h1>
<p class="class-switches needs-script"><button type="button" id="class-names" aria-pressed="false">${t(say`Names`)}</button>
<button type="button" id="class-door" aria-pressed="true">${t(say`Join code`)}</button></p>
</div>
<p class="alert without-script">${t(say`This page works by a script, and none runs here.`)}</p>
<p class="class-lost alert" role="alert" hidden></p>
<p class="class-now" role="status"></p>
<p id="class-join"></p>
<div id="class-labs"></div>
</div>`,
  };
}
