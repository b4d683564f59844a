/** A button at every block of code that copies it. */
import { say } from '#text/message.ts';
import { onContent } from './content.ts';
import { announce } from './status.ts';
import { text } from './text.ts';

export function setUpCopying(): void {
  onContent((content) => {
    for (const block of content.querySelectorAll<HTMLElement>('.code')) {
      if (!block.querySelector('.copy')) block.append(makeButton(block));
    }
  });
}

function makeButton(block: HTMLElement): HTMLButtonElement {
  const button = document.createElement('button');
  button.type = 'button';
  button.className = 'copy';
  button.textContent = text(say`Copy`);
  button.addEventListener('click', async () => {
    const done = await copy(codeIn(block));
    const message = done ? text(say`Copied`) : text(say`Your browser does not let a page copy.`);
    button.dataset['done'] = String(done);
    button.textContent = done ? message : text(say`Copy`);
    announce(message);
    setTimeout(() => {
      delete button.dataset['done'];
      button.textContent = text(say`Copy`);
    }, 2000);
  });
  return button;
}

/** Of a console what was typed, of anything else all of it. */
function codeIn(block: HTMLElement): string {
  const typed = [...block.querySelectorAll('.typed')].map((line) => line.textContent);
  return typed.length > 0 ? typed.join('\n') : (block.querySelector('code')?.textContent ?? '');
}

async function copy(code: string): Promise<boolean> {
  try {
    await navigator.clipboard.writeText(code);
    return true;
  } catch {
    return false;
  }
}
