import { expect, test } from 'vitest';
import { clock, slideNumber, Timer } from './timer.ts';

function start() {
  let now = 0;
  const timer = new Timer([2, 3], () => now);
  return { timer, wait: (seconds: number) => (now += seconds * 1000), now: () => now };
}

test('stands until it is started, and while it is stopped', () => {
  const { timer, wait } = start();
  wait(60);
  timer.toggle();
  wait(5);
  timer.toggle();
  wait(60);
  expect(timer.slide(0)).toEqual({ seconds: 5, planned: 120 });
});

test('each slide has its own time, and keeps it', () => {
  const { timer, wait } = start();
  timer.toggle();
  wait(70);
  timer.moveTo(1);
  wait(20);
  timer.moveTo(0);
  wait(5);
  expect([timer.slide(0).seconds, timer.slide(1).seconds]).toEqual([75, 20]);
  expect(timer.total(1)).toEqual({ seconds: 95, planned: 300 });
});

test('goes on in another page, running or not', () => {
  const { timer, wait, now } = start();
  timer.toggle();
  wait(5);
  const next = new Timer([2, 3], now);
  next.restore(timer.saved());
  wait(10);
  expect([next.isRunning, next.slide(0).seconds]).toEqual([true, 15]);
  next.toggle();
  const third = new Timer([2, 3], now);
  third.restore(next.saved());
  wait(60);
  expect([third.isRunning, third.slide(0).seconds]).toEqual([false, 15]);
});

test.each([null, '', '{}', '[]', '{"shown":[1]}', '{"shown":["a","b"]}', '{"shown":null}'])(
  'what was not saved by it is ignored: %s',
  (saved) => {
    const { timer } = start();
    timer.restore(saved);
    expect([timer.isRunning, timer.total(1).seconds]).toEqual([false, 0]);
  },
);

test.each([
  [0, '0:00'],
  [65, '1:05'],
  [3600, '60:00'],
])('%i seconds are %s', (seconds, text) => {
  expect(clock(seconds)).toBe(text);
});

test.each([
  ['#4', 4],
  ['#23', 23],
  ['', 1],
  ['#0', 1],
  ['#24', 1],
  ['#4e1', 1],
  ['#step-1', 1],
])('the address "%s" means slide %i of 23', (hash, number) => {
  expect(slideNumber(hash, 23)).toBe(number);
});
