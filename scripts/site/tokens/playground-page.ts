/** The playground: a token in the making, with a verifier that says what it thinks of it. */
import { say, type Language, type Message } from '#text/message.ts';
import type { WrittenPage } from '../build/hooks.ts';
import { htmlIn } from '../build/html.ts';
import type { SiteLinks } from '../build/markdown/links.ts';
import { textIn } from '../build/text.ts';
import { EXPERIMENTS } from './experiments.ts';
import { STAGES, type Stage } from './inspect.ts';

const PATH = 'playground/index.html';

export function playground(links: SiteLinks, language: Language): WrittenPage {
  return {
    path: PATH,
    title: textIn(language, say`Token playground`),
    group: 'reference',
    summary: textIn(language, SUMMARY),
    found: EXPERIMENTS.map(({ name }) => textIn(language, name)).join(' '),
    body: playgroundBody(links, language),
  };
}

const SUMMARY = say`Take a token apart, change it, sign it and check it, all in this page: no token and no key leaves it, and nothing is kept.`;

/** The name of each stage of lab 2's `verify`, and what is looked at there. */
const STAGE_TEXTS: Readonly<Record<Stage, readonly [name: Message, task: Message]>> = {
  token: [say`Token`, say`three parts`],
  header: [say`Header`, say`a JSON object; alg is one that the key is for, no crit`],
  signature: [say`Signature`, say`made with the key`],
  payload: [say`Payload`, say`a JSON object`],
  claims: [say`Claims`, say`its time, and whom it is for`],
};

function playgroundBody(links: SiteLinks, language: Language): string {
  const t = htmlIn(language);
  const rich = (message: Message): string => richText(t(message), links, language);
  const experiments = EXPERIMENTS.map(
    ({ id, name }) =>
      `<li><button type="button" data-experiment="${id}" aria-pressed="false">${t(name)}</button></li>`,
  );
  const explanations = EXPERIMENTS.map(
    ({ id, explanation }) => `<p data-explains="${id}" hidden>${rich(explanation)}</p>`,
  );
  const stages = STAGES.map((stage) => {
    const [name, task] = STAGE_TEXTS[stage];
    return `<li data-stage="${stage}"><span class="mark" aria-hidden="true"></span><b>${t(name)}</b> <span class="task">${t(task)}</span> <span class="state"></span></li>`;
  });
  return `<h1>${t(say`Token playground`)}</h1>
<p class="lead">${t(SUMMARY)}</p>
<p class="alert without-script">${t(say`This page works by a script, and none runs here. The lessons can be read without.`)}</p>
<form class="playground needs-script" id="playground" autocomplete="off" novalidate>
<section class="experiments" aria-labelledby="experiments">
<h2 id="experiments">${t(say`Experiments`)}</h2>
<ul>${experiments.join('\n')}</ul>
<div class="explanation">${explanations.join('\n')}</div>
</section>

<div class="left">
<section aria-labelledby="token-title">
<h2 id="token-title"><label for="token">${t(say`Token`)}</label></h2>
<div class="token-field">
<div class="token-colours" aria-hidden="true"></div>
<textarea id="token" rows="4" ${PLAIN} aria-describedby="verdict-line verdict-why"></textarea>
</div>
<ul class="legend" aria-hidden="true">
<li><span class="jwt-header">${t(say`header`)}</span></li>
<li><span class="jwt-payload">${t(say`payload`)}</span></li>
<li><span class="jwt-signature">${t(say`signature`)}</span> <span id="signature-size"></span></li>
</ul>
<p class="row"><button type="button" id="copy-token">${t(say`Copy`)}</button>
<button type="button" id="clear-token">${t(say`Clear`)}</button></p>
<p class="mend" hidden><button type="button" id="mend">${t(say`Take away what does not belong there`)}</button></p>
</section>

<section class="verdict" data-outcome="empty" aria-labelledby="verdict-title">
<h2 id="verdict-title">${t(say`What a verifier says`)}</h2>
<div class="answer">
<p id="verdict-line"></p>
<p id="verdict-why"></p>
</div>
<ol class="stages">${stages.join('\n')}</ol>
<p class="quiet">${rich(say`The order and the codes are those of [lab 2](2).`)}</p>
<div class="remarks" hidden>
<h3>${t(say`Good to know`)}</h3>
<ul></ul>
</div>
</section>
</div>

<div class="right">
${editor('header', t(say`Header`), 4, t)}
${editor('payload', t(say`Payload: the claims`), 8, t)}
<section class="times" aria-labelledby="times-title" hidden>
<h2 id="times-title">${t(say`Times`)}</h2>
<dl></dl>
</section>

<section class="key" aria-labelledby="key-title">
<h2 id="key-title">${t(say`Key`)}</h2>
<fieldset class="choice">
<legend>${t(say`It is`)}</legend>
<label><input type="radio" name="key-form" value="utf8" checked> ${t(say`a secret, as text (its UTF-8 bytes)`)}</label>
<label><input type="radio" name="key-form" value="base64"> ${t(say`a secret, in base64 or base64url`)}</label>
<label><input type="radio" name="key-form" value="public"> ${t(say`a public key`)}</label>
</fieldset>
<div id="secret-form">
<p class="field"><label for="secret">${t(say`Secret`)}</label>
<input id="secret" type="text" ${PLAIN} aria-describedby="secret-size secret-hint secret-problem"></p>
<p id="secret-size" class="quiet"></p>
<p id="secret-hint" class="quiet"></p>
<p id="secret-problem" class="problem" hidden></p>
<p class="warning quiet">${t(say`Use made-up secrets here. The secret of a real system belongs on its servers alone.`)}</p>
</div>
<div id="public-form" hidden>
<p class="field"><label for="public-key">${t(say`Public key: JWK, JWKS or PEM`)}</label>
<textarea id="public-key" rows="4" ${PLAIN} aria-describedby="public-key-size public-key-problem"></textarea></p>
<p id="public-key-size" class="quiet"></p>
<p id="public-key-problem" class="problem" hidden></p>
<p class="row"><label>${t(say`Algorithm`)} <select id="pair-algorithm">${PAIRS.map((alg) => `<option>${alg}</option>`).join('')}</select></label>
<button type="button" id="make-pair">${t(say`Make a key pair of your own`)}</button></p>
</div>
<p class="row"><button type="button" id="sign" class="primary">${t(say`Sign with HS256`)}</button>
<label><input type="checkbox" id="sign-always" checked> ${t(say`after every edit of header or payload`)}</label></p>
<p id="sign-problem" class="problem" hidden></p>
</section>

<details class="asks">
<summary>${t(say`The verifier's clock and wishes`)}</summary>
<fieldset class="choice">
<legend>${t(say`Now is`)}</legend>
<label><input type="radio" name="clock" value="runs" checked> ${t(say`what this computer's clock says`)}</label>
<label><input type="radio" name="clock" value="stands"> ${t(say`a time that I choose`)}</label>
</fieldset>
<p class="field"><label for="now">${t(say`Now, in seconds since 1970`)}</label>
<input id="now" type="text" inputmode="decimal" ${PLAIN} aria-describedby="now-date now-problem">
<span id="now-date" class="quiet"></span></p>
<p id="now-problem" class="problem" hidden></p>
<p class="row"><button type="button" id="before-exp">${t(say`A second before exp`)}</button>
<button type="button" id="at-exp">${t(say`Exactly at exp`)}</button></p>
<p id="exp-problem" class="problem" hidden></p>
<p class="field"><label for="tolerance">${t(say`Clock tolerance, in seconds`)}</label>
<input id="tolerance" type="text" inputmode="numeric" value="0" ${PLAIN} aria-describedby="tolerance-problem"></p>
<p id="tolerance-problem" class="problem" hidden></p>
<p class="field"><label for="issuer">${t(say`Issuer to ask for (empty: any)`)}</label>
<input id="issuer" type="text" ${PLAIN}></p>
<p class="field"><label for="audience">${t(say`Audience to ask for (empty: any)`)}</label>
<input id="audience" type="text" ${PLAIN}></p>
</details>
</div>
</form>
`;
}

/** What a key pair is made for: one algorithm of each family. */
const PAIRS = ['ES256', 'RS256', 'PS256', 'EdDSA'];

/** Letters count here, so nobody corrects them; and a browser that remembers forms forgets these. */
const PLAIN = 'spellcheck="false" autocapitalize="off" autocorrect="off" autocomplete="off"';

/** With as many lines as slide 19's token fills, so that nothing moves when it comes. */
function editor(
  part: 'header' | 'payload',
  name: string,
  lines: number,
  t: (message: Message) => string,
): string {
  return `<section class="editor jwt-card-${part}" aria-labelledby="${part}-title">
<h2 id="${part}-title"><label for="${part}">${name}</label></h2>
<textarea id="${part}" rows="${lines}" ${PLAIN} aria-describedby="${part}-problem"></textarea>
<p class="problem" id="${part}-problem" hidden></p>
<p class="row" hidden><button type="button" data-show-problem="${part}">${t(say`Show me where`)}</button></p>
</section>`;
}

/** Texts may hold `code` and links to a lab or its step: [lab 2, step 3](2.3). */
function richText(html: string, links: SiteLinks, language: Language): string {
  return html
    .replaceAll(/`([^`]+)`/g, '<code>$1</code>')
    .replaceAll(/\[([^\]]+)\]\((\d+)(?:\.(\d+))?\)/g, (_, name, lab, step?: string) => {
      const href = links.toLab(
        PATH,
        language,
        Number(lab),
        step === undefined ? step : Number(step),
      );
      return href === undefined ? name : `<a href="${href}">${name}</a>`;
    });
}
