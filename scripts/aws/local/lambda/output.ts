import type { Readable } from 'node:stream';
import { StringDecoder } from 'node:string_decoder';

/**
 * Cuts what a process writes to one pipe into lines and fences.
 *
 * @param onLine gets each line without its end
 * @param onFence gets the request id of each fence, and which of the two it is (see protocol.ts)
 */
export function readOutput(
  stream: Readable,
  onLine: (line: string) => void,
  onFence: (requestId: string, kind: 'received' | 'done') => void,
): void {
  const decoder = new StringDecoder('utf8');
  let rest = '';
  const line = (text: string) => {
    if (text !== '') onLine(text);
  };
  stream.on('data', (chunk: Buffer) => {
    const parts = (rest + decoder.write(chunk)).split('\n');
    rest = parts.pop() as string;
    for (const part of parts) {
      // A fence may follow a text that the handler wrote without ending its line.
      const fence = FENCED.exec(part);
      if (fence) {
        line(fence[1] as string);
        onFence(fence[3] as string, fence[2] === '+' ? 'received' : 'done');
      } else {
        line(part);
      }
    }
    if (rest.length > MAX_LINE_CHARACTERS) {
      line(rest);
      rest = '';
    }
  });
  stream.on('end', () => line(rest + decoder.end()));
  stream.on('error', () => {});
}

/** See RECEIVED and FENCE in protocol.ts. */
// oxlint-disable-next-line no-control-regex -- a character that no text has is the point
const FENCED = /^(.*)\u001e(\+?)([\w-]+)\u001e$/s;

const MAX_LINE_CHARACTERS = 65_536;
