/** The page of a lab that follows a request. Its script (`client/follow`) draws what there is to see. */
import { lessonOf } from '#course/course.ts';
import type { Lab } from '#course/lab.ts';
import { say, type Language } from '#text/message.ts';
import type { WrittenPage } from '../build/hooks.ts';
import { escapeHtml, htmlIn } from '../build/html.ts';
import { relative } from '../build/markdown/links.ts';
import { textIn } from '../build/text.ts';

/** Below the language's folder. */
export function followPath({ number }: Lab): string {
  return `follow/${number}/index.html`;
}

/** Where a lab's recorded requests stand in the site. */
export function recordingPath({ number }: Lab): string {
  return `assets/follow-${number}.js`;
}

/** The body of a lab's page, with a link to where its application can be seen at work. */
export function followLink(body: string, lab: Lab, language: Language): string {
  const href = relative(`labs/${lab.id}/index.html`, followPath(lab));
  const name = htmlIn(language)(say`Follow a request through this application`);
  return body.replace('</h1>', `</h1>\n<p class="follow-link"><a href="${href}">${name}</a></p>`);
}

/** @param isRecorded the requests are recorded, and not sent */
export function followPages(
  labs: readonly Lab[],
  language: Language,
  { isRecorded }: { readonly isRecorded: boolean },
): WrittenPage[] {
  const t = htmlIn(language);
  return labs.map((lab) => {
    const path = followPath(lab);
    const tabs = labs.map((one) => {
      const current = one === lab ? ' aria-current="page"' : '';
      return `<li><a href="${relative(path, followPath(one))}"${current}>${t(say`Lab ${one.number}`)}</a></li>`;
    });
    const recording = isRecorded
      ? ` data-recorded="${relative(`${language}/${path}`, recordingPath(lab))}"`
      : '';
    const lesson = relative(path, `labs/${lab.id}/index.html`);
    const { title } = lessonOf(lab, language);
    return {
      path,
      title: textIn(language, say`Follow a request: lab ${lab.number}`),
      lab: lab.number,
      summary: textIn(language, SUMMARY),
      body: `<div class="follow-head"><h1>${t(say`Follow a request`)}</h1>
<p class="quiet"><a href="${lesson}">${escapeHtml(title)}</a></p>
<nav aria-label="${t(say`Labs with an application`)}"><ul>${tabs.join('\n')}</ul></nav></div>
<p class="alert without-script">${t(say`This page works by a script, and none runs here. The lessons can be read without.`)}</p>
<div class="follow needs-script" id="follow"${recording}></div>`,
    };
  });
}

const SUMMARY = say`Send a request to the lab's application, predict who is asked and what comes back, and watch the way that it takes.`;
