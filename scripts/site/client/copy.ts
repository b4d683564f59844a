/** A button at every block of code that copies it. */
import { say } from '#text/message.ts';
import { onContent } from './content.ts';
import { button } from './element.ts';
import { announce } from './status.ts';
import { text } from './text.ts';

export function setUpCopying(): void {
  onContent((content) => {
    for (const block of content.querySelectorAll<HTMLElement>('.code')) {
      if (block.querySelector('.copy')) continue;
      const copy = button('copy', say`Copy`, () => void copyText(codeIn(block), copy));
      block.append(copy);
    }
  });
}

/** Copies, and says so on the button and in the status line. */
export async function copyText(value: string, copy: HTMLElement): Promise<void> {
  const isDone = await navigator.clipboard.writeText(value).then(
    () => true,
    () => false,
  );
  const message = text(isDone ? say`Copied` : say`Your browser does not let a page copy.`);
  copy.dataset['done'] = String(isDone);
  if (isDone) copy.textContent = message;
  announce(message);
  setTimeout(() => {
    delete copy.dataset['done'];
    copy.textContent = text(say`Copy`);
  }, 2000);
}

/** Of a console what was typed, of anything else all of it. */
function codeIn(block: HTMLElement): string {
  const typed = [...block.querySelectorAll('.typed')].map((line) => line.textContent);
  return typed.length > 0 ? typed.join('\n') : (block.querySelector('code')?.textContent ?? '');
}
