/** Single keys from standard input, and the terminal as it was when they are no longer wanted. */
import { emitKeypressEvents } from 'node:readline';
import { HANGUL_KEYS } from '#text/hangul-keys.ts';
import { atExit } from './at-exit.ts';

interface Keypress {
  readonly name?: string;
  readonly ctrl?: boolean;
}

/**
 * Calls `onKey` with the name of each key, `quit` for Ctrl-C and Ctrl-D, until the function that it
 * answers with is called. Works on a pipe too, where each character is a key.
 */
export function listenForKeys(input: NodeJS.ReadStream, onKey: (key: string) => void): () => void {
  const onKeypress = (text: string | undefined, key: Keypress): void => {
    if (key.ctrl && (key.name === 'c' || key.name === 'd')) onKey('quit');
    else onKey(HANGUL_KEYS[text ?? ''] ?? key.name ?? '');
  };
  const restore = (): void => {
    if (input.isTTY) input.setRawMode(false);
  };
  emitKeypressEvents(input);
  if (input.isTTY) input.setRawMode(true);
  input.on('keypress', onKeypress);
  input.resume();
  const cancel = atExit(restore);
  return () => {
    input.off('keypress', onKeypress);
    input.pause();
    restore();
    cancel();
  };
}
