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

/**
 * What the function itself has logged: without the lines that Lambda puts around it, and without the
 * time and the request's id in front of each. An error's line of JSON becomes its stack.
 */
function ownLines(log: string): string[] {
  return log
    .split(/[\r\n]+/)
    .filter((line) => line !== '' && !PLATFORM.test(line))
    .flatMap((line) => stackIn(line) ?? [line.replace(PREFIX, '$1 ')]);
}

function stackIn(line: string): string[] | undefined {
  const json = /\t(\{"errorType":.*\})$/.exec(line)?.[1];
  try {
    const { stack } = JSON.parse(json ?? '{}') as { readonly stack?: unknown };
    return Array.isArray(stack) ? stack.filter((frame) => !RUNTIME.test(frame)) : undefined;
  } catch {
    // Cut off, as long lines are.
    return undefined;
  }
}

const PREFIX = /^\S+Z\t\S+\t([A-Z]+)\t/;
/** Frames that no file of the learner's has a part in. */
const RUNTIME = /^\s+at .*(?:\/var\/runtime\/|node:internal\/)/;

/** https://docs.aws.amazon.com/lambda/latest/dg/nodejs-logging.html */
const PLATFORM = /^(?:START|END|REPORT) RequestId: |^INIT_START /;
