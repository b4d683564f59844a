import { expect, test, vi } from 'vitest';

test('all actions are one listener, however often it is loaded, and the last comes first', async () => {
  const before = process.listeners('exit');
  const { atExit } = await import('./at-exit.ts');
  vi.resetModules();
  const { atExit: again } = await import('./at-exit.ts');
  const done: number[] = [];
  const cancels = Array.from({ length: 20 }, (_, index) =>
    (index % 2 === 0 ? atExit : again)(() => done.push(index)),
  );
  const [listener, ...more] = process.listeners('exit').filter((one) => !before.includes(one));
  expect(more).toEqual([]);
  for (const cancel of cancels.splice(0, 18)) cancel();
  listener?.call(process, 0);
  expect(done).toEqual([19, 18]);
  for (const cancel of cancels) cancel();
});
