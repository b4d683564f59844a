import { LOG_TAIL_BYTES } from './limits.ts';

/** How an invocation went, as its REPORT line tells it. Times in milliseconds. */
export interface Report {
  readonly requestId: string;
  readonly milliseconds: number;
  readonly initMilliseconds: number | undefined;
  readonly memoryMB: number;
  readonly maxMemoryKB: number | undefined;
  readonly status: 'ok' | 'timeout' | 'error';
  readonly errorType?: string;
}

export function startLine(requestId: string): string {
  return `START RequestId: ${requestId} Version: $LATEST`;
}

/**
 * The END and REPORT lines. Since August 2025 the time of the init is billed with the invocation.
 * https://docs.aws.amazon.com/lambda/latest/dg/lambda-runtime-environment.html
 */
export function endLines(report: Report): string[] {
  const { requestId, milliseconds, initMilliseconds, memoryMB, maxMemoryKB, status, errorType } =
    report;
  const fields = [
    `REPORT RequestId: ${requestId}`,
    `Duration: ${milliseconds.toFixed(2)} ms`,
    `Billed Duration: ${Math.ceil(milliseconds + (initMilliseconds ?? 0))} ms`,
    `Memory Size: ${memoryMB} MB`,
    maxMemoryKB === undefined ? undefined : `Max Memory Used: ${Math.ceil(maxMemoryKB / 1024)} MB`,
    initMilliseconds === undefined ? undefined : `Init Duration: ${initMilliseconds.toFixed(2)} ms`,
    status === 'ok' ? undefined : `Status: ${status}`,
    errorType === undefined ? undefined : `Error Type: ${errorType}`,
  ];
  return [
    `END RequestId: ${requestId}`,
    `${fields.filter((field) => field !== undefined).join('\t')}\t`,
  ];
}

/** The last 4 KB of a log: what `LogType: Tail` returns, before base64. */
export function tailOf(log: string): Buffer {
  const bytes = Buffer.from(log);
  return bytes.subarray(Math.max(0, bytes.length - LOG_TAIL_BYTES));
}

/** The lines that a process writes while one invocation runs, up to a bound. */
export class LogBuffer {
  private lines: string[] = [];
  private length = 0;

  add(line: string): void {
    this.lines.push(line);
    this.length += line.length + 1;
    while (this.length > MAX_LOG_CHARACTERS && this.lines.length > 1) {
      this.length -= (this.lines.shift() as string).length + 1;
    }
  }

  /** Everything since the last call, each line ended. */
  take(): string {
    const text = this.lines.map((line) => `${line}\n`).join('');
    this.lines = [];
    this.length = 0;
    return text;
  }
}

/** Enough for any demo; a function that logs in a loop must not fill the host's memory. */
const MAX_LOG_CHARACTERS = 65_536;
