/** What a run of a lab's checks says, check by check. */
import type { Failure } from '#kit/checks/failure.ts';
import type { LogEvent } from '#kit/event-log.ts';
import type { ChecksReport } from '#runner/checks-host.ts';
import { verdictOn, type Verdict } from '#runner/verdict.ts';
import { english, say, type Message } from '#text/message.ts';

export interface Run {
  readonly checks: readonly JudgedCheck[];
  /** What kept it from its end, outside of any check; undefined where nothing did. */
  readonly brokenBy: Message | undefined;
  readonly report: ChecksReport;
}

export interface JudgedCheck {
  readonly id: string;
  readonly step: number;
  readonly title: Message;
  readonly guard: boolean;
  readonly verdict: Verdict;
}

type CheckEntry = Extract<LogEvent, { type: 'check' }>;

export function readRun(report: ChecksReport): Run {
  const checks = report.events
    .filter((entry): entry is CheckEntry => entry.type === 'check')
    .map((entry): JudgedCheck => ({ ...entry, verdict: verdictOn(entry.id, report) }));
  return { checks, brokenBy: brokenBy(report, checks), report };
}

/** What vitest says of a file, or a describe, without tests: a rule of its own reports that. */
const NO_TESTS = /^No test (?:suite )?found/;

function brokenBy(report: ChecksReport, checks: readonly JudgedCheck[]): Message | undefined {
  const error = report.loadErrors.find(({ message }) => !NO_TESTS.test(message));
  if (error) {
    const [first = ''] = error.message.split('\n');
    return say`it does not load: ${error.name ?? 'thrown'}: ${first}`;
  }
  const started = report.events.some(({ type }) => type === 'start');
  if (!started && report.stopped) return say`it does not come to an end while it is loaded`;
  if (!started && report.crashed) return say`its process ended while it was loaded`;
  const stray = report.events.find((entry) => entry.type === 'unhandled');
  const isOwned = checks.some(
    ({ verdict }) => typeof verdict === 'object' && verdict.kind === 'unhandled',
  );
  return stray && !isOwned ? say`an error that nobody caught: ${stray.failure.actual}` : undefined;
}

/** All that a learner reads of a failure, in English. */
export function textOf({ expected, actual, cause }: Failure): string {
  return [expected, actual, ...(cause ? [cause] : [])].map(english).join('\n');
}
