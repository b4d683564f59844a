/**
 * Lets what is printed leave the process at once. Otherwise a loop that prints without end fills
 * the memory with what waits to be written, and nobody sees that it prints.
 */
export function printAtOnce(): void {
  for (const stream of [process.stdout, process.stderr]) {
    // Node documents no other way; where a version has no such handle, printing is merely buffered.
    const { _handle: handle } = stream as { _handle?: { setBlocking?: (on: boolean) => void } };
    handle?.setBlocking?.(true);
  }
}
