import { expect, test } from 'vitest';

await import(new URL('shared-worker.mjs', import.meta.url).href);
const { generateKeyPairSync } = await import('node:crypto');

/** What the kit calls where a file of checks begins. */
const next = (globalThis as unknown as Record<symbol, (end: () => void) => void>)[
  Symbol.for('jwt-workshop.next-file')
] as (end: () => void) => void;

function keys(lengths: readonly number[]): string[] {
  return lengths.map((modulusLength) =>
    generateKeyPairSync('rsa', { modulusLength })
      .publicKey.export({ type: 'spki', format: 'pem' })
      .toString(),
  );
}

test('every file gets the keys that the last one got, and none of them twice', () => {
  next(() => {});
  const first = keys([1024, 512, 1024]);
  expect(new Set(first).size).toBe(3);
  next(() => {});
  expect(keys([1024, 1024, 512])).toEqual([first[0], first[2], first[1]]);
});

test('what a file has begun ends before the next one begins', () => {
  const events: string[] = [];
  next(() => events.push('the first ends'));
  next(() => events.push('the second ends'));
  expect(events).toEqual(['the first ends']);
});
