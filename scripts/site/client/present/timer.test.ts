import { expect, test } from 'vitest';
import { slideNumber } from './place.ts';
import { clock, Timer } from './timer.ts';

function start() {
  let now = 0;
  const timer = new Timer([2, 3], () => now);
  return { timer, wait: (seconds: number) => (now += seconds * 1000) };
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
