/** Reads what a process that runs a learner's code has written of itself, while it writes or afterwards. */
import { readFileSync } from 'node:fs';
import type { JournalLine } from '#kit/event-log.ts';

/** The lines so far; one that was cut off by the end is left out. None where there is no journal yet. */
export function readJournal<Entry>(path: string): JournalLine<Entry>[] {
  let text: string;
  try {
    text = readFileSync(path, 'utf8');
  } catch {
    return [];
  }
  return text
    .split('\n')
    .slice(0, -1)
    .map((line) => JSON.parse(line) as JournalLine<Entry>);
}
