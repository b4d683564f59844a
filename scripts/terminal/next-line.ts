/** How every report ends: what to do, and on a line of its own the command, ready to be copied. */
import { say, type Bilingual, type Message } from '#text/message.ts';
import type { Page } from './page.ts';

export function drawNext(page: Page, what: Bilingual | Message, command?: string): void {
  page.line(`${page.text(say`Next:`)} ${page.text(what)}`, 6);
  if (command !== undefined) page.code(page.tone('strong', command), '  ');
}
