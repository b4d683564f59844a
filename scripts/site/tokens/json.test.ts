/** JSON.parse decides what is JSON; where it is wrong, and how it was written, must be told right. */
import * as fc from '#testing/fast-check.ts';
import { expect, test } from 'vitest';
import { english } from '#text/message.ts';
import { readJson } from './json.ts';

const anyJsonLike = fc.oneof(
  fc.json(),
  fc.jsonValue().map((value) => JSON.stringify(value, null, 2)),
  fc
    .tuple(
      fc.json(),
      fc.nat(),
      fc.nat({ max: 3 }),
      fc.constantFrom(
        '',
        ',',
        '}',
        ']',
        '"',
        ' ',
        '\\',
        "'",
        'x',
        '0',
        ':',
        '\n',
        '\ufeff',
        '\u00a0',
      ),
    )
    .map(([json, at, removed, added]) => {
      const place = at % (json.length + 1);
      return json.slice(0, place) + added + json.slice(place + removed);
    }),
  fc
    .array(fc.constantFrom('{', '}', '[', ']', ',', ':', '"a"', '1', 'true', ' '))
    .map((all) => all.join('')),
  fc.string({ unit: 'binary' }),
);

test('what JSON.parse takes is read alike, compact and pretty; anything else has a place and a reason', () => {
  let [sound, wrong] = [0, 0];
  fc.assert(
    fc.property(anyJsonLike, (text) => {
      const expected = parsed(text);
      const read = readJson(text);
      expect(read.fault === undefined).toBe(expected !== undefined);
      if (read.fault === undefined) sound++;
      else wrong++;
      const place = read.fault?.offset ?? 0;
      expect(place >= 0 && place <= text.length).toBe(true);
      expect(read.fault ? english(read.fault.what) : 'none').toMatch(/\w/);
      const { json } = expected ?? {};
      const rewritten = read.fault ? [] : [read.value, ...[read.compact, read.pretty].map(parse)];
      expect(rewritten).toEqual(read.fault ? [] : [json, json, json]);
    }),
    { numRuns: 2_000 },
  );
  expect(Math.min(sound, wrong)).toBeGreaterThan(100);
});

test.each([
  ['{"rank":"15",}', '1:14', 'take the comma before } away'],
  ['{"rank":"15"\n "sub":1}', '2:2', 'a comma is missing before this'],
  ["{'rank':1}", '1:2', 'double quotes'],
  ['{rank:1}', '1:2', 'rank has no double quotes'],
  ['{"rank" 15}', '1:9', 'after a name comes a colon'],
  ['{"rank":}', '1:9', 'a value is missing before }'],
  ['{"rank":015}', '1:9', '"015" is not a number'],
  ['{"rank":+1}', '1:9', '"+1" is not a number'],
  ['{"rank":NaN}', '1:9', 'NaN has no double quotes'],
  ['{"rank":"15}', '1:9', 'no closing "'],
  ['{"rank":"1\t5"}', '1:11', 'a control character'],
  ['{"rank":"\\x"}', '1:10', 'after a backslash'],
  ['{"rank":1 // mine\n}', '1:11', 'no comments'],
  ['{"이름":"스파크" 1}', '1:13', 'a comma is missing'],
  ['{"rank":1', '1:10', 'the closing } is missing'],
  ['[1,2', '1:5', 'the closing ] is missing'],
  ['{"rank":1]', '1:10', 'an object ends with }'],
  ['[1}', '1:3', 'a list ends with ]'],
  ['{}}', '1:3', 'the JSON has ended before this'],
  ['{,}', '1:2', 'a name in double quotes belongs here'],
  ['[,]', '1:2', 'a value is missing here'],
  ['}', '1:1', 'nothing is open that } could close'],
  ['\ufeff{}', '1:1', 'byte order mark'],
  ['', '1:1', 'nothing is here yet'],
])('%j is wrong at %s: %s', (text, place, words) => {
  const { fault } = readJson(text);
  expect(`${fault?.line}:${fault?.column}`).toBe(place);
  expect(fault && english(fault.what)).toContain(words);
});

test('tells names that one object has twice, and only those', () => {
  const read = readJson('{"rank":"15","in":{"rank":1,"a":[{"b":1,"b":2}]},"r\\u0061nk":"99"}');
  expect(read.fault ? [] : read.duplicates).toEqual(['b', 'rank']);
});

test('keeps numbers, escapes and repeated members as they are written', () => {
  const read = readJson('{ "n" : 1.50, "big": 12345678901234567890, "n":"\\u0061" }');
  expect(read.fault ? '' : read.compact).toBe(
    '{"n":1.50,"big":12345678901234567890,"n":"\\u0061"}',
  );
});

test('reads what is deeper than any stack, and shows it on lines as far as people read', () => {
  const deep = `${'['.repeat(200_000)}${']'.repeat(200_000)}`;
  const read = readJson(deep);
  expect(read.fault ? '' : read.compact).toBe(deep);
  expect(read.fault ? 0 : read.pretty.split('\n').length).toBeLessThan(150);
  expect(readJson(deep.slice(1)).fault?.offset).toBeGreaterThan(0);
});

function parsed(text: string): { json: unknown } | undefined {
  try {
    return { json: parse(text) };
  } catch {
    return undefined;
  }
}

function parse(text: string): unknown {
  return JSON.parse(text) as unknown;
}
