/** What is drawn of an application, for whatever it declares. */
import * as fc from '#testing/fast-check.ts';
import { expect, test } from 'vitest';
import type { Application } from '#aws/application.ts';
import { drawnOf } from './drawn.ts';

const JWT = { type: 'JWT', identitySource: '', issuer: '', audience: [] } as const;

const name = fc.stringMatching(/^[a-z][a-z-]{0,40}$/);

const application: fc.Arbitrary<Application> = fc
  .record({
    names: fc.uniqueArray(name, { minLength: 1, maxLength: 6 }),
    paths: fc.uniqueArray(fc.stringMatching(/^\/[a-z./-]{1,40}$/), { minLength: 1, maxLength: 8 }),
    tables: fc.uniqueArray(name, { maxLength: 2 }),
    kinds: fc.constantFrom('http', 'rest', 'both'),
    isGuarded: fc.boolean(),
  })
  .map(({ names, paths, tables, kinds, isGuarded }) => {
    const [first = ''] = names;
    const routes = paths.map((path, index) => ({
      route: `GET ${path}`,
      function: names[index % names.length] ?? '',
      ...(isGuarded && { authorizer: 'guard' }),
    }));
    const environment = Object.fromEntries(tables.map((table) => [table, { table }]));
    const token = { type: 'TOKEN', function: first, identitySource: '' } as const;
    return {
      name: 'any',
      functions: Object.fromEntries(names.map((one) => [one, { entry: '', environment }])),
      tables: Object.fromEntries(tables.map((one) => [one, { key: 'id', ttl: 'end' }])),
      ...(kinds !== 'rest' && {
        httpApi: { routes, ...(isGuarded && { authorizers: { guard: JWT } }) },
      }),
      ...(kinds !== 'http' && {
        restApi: { routes, ...(isGuarded && { authorizers: { guard: token } }) },
      }),
    };
  });

test('every function, table and route is drawn once, and every line has both of its ends', () => {
  fc.assert(
    fc.property(application, (one) => {
      const { doors, functions, tables, lines } = drawnOf(one);
      const names = functions.map((drawn) => drawn.name);
      expect(names.toSorted()).toEqual(Object.keys(one.functions).toSorted());
      expect(tables).toEqual(Object.keys(one.tables ?? {}));
      for (const [door, api] of [['http', one.httpApi] as const, ['rest', one.restApi] as const]) {
        const drawn = doors.find((other) => other.door === door);
        expect(drawn?.routes.map(({ route }) => route)).toEqual(
          api?.routes.map(({ route }) => route),
        );
      }
      const ends = ['client', ...doors.map(({ door }) => `door:${door}`)];
      ends.push(
        ...names.map((drawn) => `function:${drawn}`),
        ...tables.map((drawn) => `table:${drawn}`),
      );
      expect(lines.flat().filter((end) => !ends.includes(end))).toEqual([]);
      expect(new Set(lines.map(String)).size).toBe(lines.length);
    }),
  );
});

test('functions stand in the order of the doors that call them', () => {
  const { functions } = drawnOf({
    name: 'any',
    functions: Object.fromEntries(
      ['nobody', 'second', 'both', 'first'].map((one) => [one, { entry: '' }]),
    ),
    // Where an authorizer stands, nobody gets to Lambda itself.
    httpApi: { routes: [to('first'), to('both')], authorizers: { guard: JWT } },
    restApi: { routes: [to('second'), to('both')] },
  });
  expect(functions.map((drawn) => drawn.name)).toEqual(['first', 'both', 'second', 'nobody']);
});

function to(called: string) {
  return { route: `GET /${called}`, function: called };
}
