import { expect, test } from 'vitest';
import { atExit } from './at-exit.ts';

test('all actions are one listener, the last comes first, and none is left once all are taken back', () => {
  const before = process.listeners('exit');
  const added = () => process.listeners('exit').filter((one) => !before.includes(one));
  const done: number[] = [];
  const cancels = Array.from({ length: 20 }, (_, index) => atExit(() => done.push(index)));
  const [listener, ...more] = added();
  expect(more).toEqual([]);
  for (const cancel of cancels.splice(0, 18)) cancel();
  listener?.call(process, 0);
  expect(done).toEqual([19, 18]);
  for (const cancel of cancels) cancel();
  expect(added()).toEqual([]);
});
