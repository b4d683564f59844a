/** What `npm run aws` prints when it is ready: where everything is, and how to try it. */
import { drawNext } from '#terminal/next-line.ts';
import type { Page } from '#terminal/page.ts';
import type { Application, LocalAws, Route } from '#aws/local/index.ts';
import { say } from '#text/message.ts';
import { loginBody } from './events.ts';
import { SPARK } from './login.ts';
import { targetWords } from './target.ts';

export function drawInvitation(
  page: Page,
  application: Application,
  aws: LocalAws,
  options: { readonly port: number },
): void {
  const { httpApi, restApi, functions } = application;
  page.line(page.text(say`Lambda and API Gateway, on this machine only.`));
  page.line();
  page.entry('Lambda', aws.lambda.url);
  for (const name of Object.keys(functions)) page.line(`  ${name}`, 2);
  if (httpApi && aws.httpApi) {
    page.entry('HTTP API', aws.httpApi.url);
    drawRoutes(page, httpApi.routes);
  }
  if (restApi && aws.restApi) {
    page.entry('REST API', aws.restApi.url);
    drawRoutes(page, restApi.routes);
  }
  page.line();
  if (aws.httpApi) drawCurl(page, aws.httpApi.url);
  page.line(page.text(say`A saved file is live on the next request. Ctrl-C stops it.`));
  page.line();
  const words = targetWords(options);
  drawNext(page, say`in another terminal`, `npm run login${words === '' ? '' : ` --${words}`}`);
  page.line();
}

function drawRoutes(page: Page, routes: readonly Route[]): void {
  for (const { route, function: name, authorizer } of routes) {
    page.line(`  ${route} -> ${authorizer === undefined ? '' : `[${authorizer}] -> `}${name}`, 4);
  }
}

/** Of spark's log-in: his password is printed in the lesson. */
function drawCurl(page: Page, url: string): void {
  const body = loginBody(SPARK.email, SPARK.password);
  const header = 'content-type: application/json';
  // In one piece each, to be pasted. Bash and cmd.exe read this one alike.
  page.line(page.text(say`Log in with curl, in bash or cmd:`));
  page.code(`curl -s ${url}/login -H "${header}" -d "${body.replaceAll('"', '\\"')}"`, '  ');
  if (process.platform === 'win32') {
    // No two versions of PowerShell agree on how quotation marks inside an argument reach a program,
    // and `curl` alone is another command there.
    page.line(page.text(say`In PowerShell:`));
    page.code(`echo '${body}' | curl.exe -s ${url}/login -H '${header}' -d '@-'`, '  ');
  }
  page.line();
}
