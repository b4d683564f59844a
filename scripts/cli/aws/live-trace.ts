/** One request as `npm run aws` tells it: the way that it went, and what the functions logged. */
import { traceLines } from '#kit/demo/trace-lines.ts';
import type { TraceCall, TraceRecord } from '#aws/local/index.ts';
import type { Page } from '#terminal/page.ts';
import { say } from '#text/message.ts';

export function drawRequest(page: Page, record: TraceRecord): void {
  for (const [index, line] of traceLines(record).entries()) {
    page.entry(index === 0 ? APIS[record.api] : '', page.text(line));
  }
  for (const call of record.calls) {
    const { function: name, coldStart, initMilliseconds, log } = call;
    if (coldStart && initMilliseconds !== undefined) {
      const milliseconds = Math.round(initMilliseconds);
      page.line(
        MARGIN + page.tone('dim', page.text(say`${name}: cold start, ${milliseconds} ms`)),
        2,
      );
    }
    const status = statusIn(call);
    if (record.api === 'lambda' && status !== undefined) {
      page.line(MARGIN + page.tone('dim', page.text(say`its answer: statusCode ${status}`)), 2);
    }
    for (const line of ownLines(log)) page.block(line, `${MARGIN}${name} | `);
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

/** What the function itself has logged, without the lines that Lambda puts around it. */
function ownLines(log: string): string[] {
  return log.split(/[\r\n]+/).filter((line) => line !== '' && !PLATFORM.test(line));
}

/** https://docs.aws.amazon.com/lambda/latest/dg/nodejs-logging.html */
const PLATFORM = /^(?:START|END|REPORT) RequestId: |^INIT_START /;
