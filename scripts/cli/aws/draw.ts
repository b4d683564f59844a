/** What `npm run aws` prints: where everything is and how to try it, then each request as it happens. */
import { traceLines } from '#kit/demo/trace-lines.ts';
import type { Application, LocalAws, Route, TraceCall, TraceRecord } from '#aws/local/index.ts';
import { ownLines } from '#aws/log-lines.ts';
import { drawNext } from '#terminal/next-line.ts';
import type { Page } from '#terminal/page.ts';
import { say } from '#text/message.ts';
import { loginBody } from '#aws/http-events.ts';
import { SPARK } from './login.ts';
import { targetWords } from './target.ts';

export function drawInvitation(
  page: Page,
  { httpApi, restApi, functions }: Application,
  aws: LocalAws,
  port: number,
): void {
  page.line(say`Lambda and API Gateway, on this machine only.`);
  page.line();
  page.entry('Lambda', aws.lambda.url);
  for (const name of Object.keys(functions)) page.line(`  ${name}`, 2);
  drawApi(page, 'HTTP API', aws.httpApi?.url, httpApi?.routes);
  drawApi(page, 'REST API', aws.restApi?.url, restApi?.routes);
  page.line();
  const login = httpApi?.routes.find(({ route }) => /^POST \S*\/login$/.test(route));
  if (aws.httpApi && login) drawCurl(page, aws.httpApi.url + login.route.replace('POST ', ''));
  page.line(say`A saved file is live on the next request. Ctrl-C stops it.`);
  page.line();
  const words = targetWords({ port });
  drawNext(page, say`in another terminal`, `npm run login${words === '' ? '' : ` --${words}`}`);
  page.line();
}

function drawApi(page: Page, kind: string, url?: string, routes: readonly Route[] = []): void {
  if (url === undefined) return;
  page.entry(kind, url);
  for (const { route, function: name, authorizer } of routes) {
    page.line(`  ${route} -> ${authorizer === undefined ? '' : `[${authorizer}] -> `}${name}`, 4);
  }
}

/** Of spark's log-in: his password is printed in the lesson. */
function drawCurl(page: Page, url: string): void {
  const body = loginBody(SPARK.email, SPARK.password);
  const header = 'content-type: application/json';
  // In one piece each, to be pasted. Bash and cmd.exe read this one alike.
  page.line(say`Log in with curl, in bash or cmd:`);
  page.code(`curl -s ${url} -H "${header}" -d "${body.replaceAll('"', '\\"')}"`, '  ');
  if (process.platform === 'win32') {
    // No two versions of PowerShell agree on how quotation marks inside an argument reach a program,
    // and `curl` alone is another command there.
    page.line(say`In PowerShell:`);
    page.code(`echo '${body}' | curl.exe -s ${url} -H '${header}' -d '@-'`, '  ');
  }
  page.line();
}

/** One request: the way that it went, and what the functions logged. */
export function drawRequest(page: Page, record: TraceRecord): void {
  for (const [index, line] of traceLines(record).entries()) {
    page.entry(index === 0 ? APIS[record.api] : '', line);
  }
  for (const call of record.calls) {
    const { function: name, coldStart, initMilliseconds: start, log } = call;
    if (coldStart && start !== undefined) {
      const words = say`${name}: cold start, ${Math.round(start)} ms`;
      page.line(MARGIN + page.tone('dim', words), 2);
    }
    const status = record.api === 'lambda' ? statusIn(call) : undefined;
    if (status !== undefined) {
      page.line(MARGIN + page.tone('dim', say`its answer: statusCode ${status}`), 2);
    }
    for (const line of ownLines(log)) page.code(line, `${MARGIN}${name} | `);
  }
}

/** Who was asked; as wide as the column in front of what was. */
const APIS = { lambda: 'Lambda', http: 'HTTP API', rest: 'REST API' } as const;
const MARGIN = ' '.repeat(10);

/** Lambda's own status says that the function was run; what it means for a client stands in its result. */
function statusIn({ outcome, result }: TraceCall): number | undefined {
  const { statusCode } = Object(result) as { readonly statusCode?: unknown };
  return outcome === 'result' && typeof statusCode === 'number' ? statusCode : undefined;
}
