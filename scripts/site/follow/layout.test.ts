/** What is drawn of an application, for whatever it declares. */
import * as fc from '#testing/fast-check.ts';
import { expect, test } from 'vitest';
import type { Application } from '#aws/application.ts';
import { layoutOf, type Box, type Layout } from './layout.ts';

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
    const jwt = { type: 'JWT', identitySource: '', issuer: '', audience: [] } as const;
    return {
      name: 'any',
      functions: Object.fromEntries(names.map((one) => [one, { entry: '', environment }])),
      tables: Object.fromEntries(tables.map((one) => [one, { key: 'id', ttl: 'end' }])),
      ...(kinds !== 'rest' && {
        httpApi: { routes, ...(isGuarded && { authorizers: { guard: jwt } }) },
      }),
      ...(kinds !== 'http' && {
        restApi: { routes, ...(isGuarded && { authorizers: { guard: token } }) },
      }),
    };
  });

test.each(['wide', 'tall'] as const)(
  'no box covers another, all of them are in the picture, and no line begins nowhere (%s)',
  (variant) => {
    fc.assert(
      fc.property(application, (one) => {
        const layout = layoutOf(one, variant);
        expect(overlaps(layout)).toEqual([]);
        const ids = layout.boxes.map(({ id }) => id);
        expect(new Set(ids).size).toBe(ids.length);
        for (const box of layout.boxes) {
          const frame = layout.boxes.find(({ id }) => id === box.inside);
          expect(
            isInside(box, frame ?? { x: 0, y: 0, width: layout.width, height: layout.height }),
          ).toBe(true);
        }
        for (const { from, to } of layout.lines) {
          expect(ids).toContain(from);
          expect(ids).toContain(to);
        }
      }),
    );
  },
);

test.each(['wide', 'tall'] as const)(
  'every function and table is drawn, and every route with a letter of 12 px has its room (%s)',
  (variant) => {
    fc.assert(
      fc.property(application, (one) => {
        const { boxes } = layoutOf(one, variant);
        const ids = boxes.map(({ id }) => id);
        for (const called of Object.keys(one.functions))
          expect(ids).toContain(`function:${called}`);
        for (const table of Object.keys(one.tables ?? {})) expect(ids).toContain(`table:${table}`);
        const routes = boxes.flatMap(({ rows = [] }) => rows.map(({ route }) => route));
        for (const { route } of one.httpApi?.routes ?? []) expect(routes).toContain(route);
        for (const { rows = [], width } of boxes) {
          // Letters of one width, 0.62 of their size of 14, beside the marks of a guarded route.
          for (const { text, isGuarded } of rows)
            expect(text.length * 14 * 0.62).toBeLessThan(width - 14 - (isGuarded ? 50 : 0));
        }
      }),
    );
  },
);

function overlaps({ boxes }: Layout): string[] {
  const outer = boxes.filter(({ inside }) => inside === undefined);
  return outer.flatMap((one, index) =>
    outer
      .slice(index + 1)
      .filter((other) => covers(one, other))
      .map((other) => `${one.id} ${other.id}`),
  );
}

function covers(one: Box, other: Box): boolean {
  return (
    one.x < other.x + other.width &&
    other.x < one.x + one.width &&
    one.y < other.y + other.height &&
    other.y < one.y + one.height
  );
}

type Area = Pick<Box, 'x' | 'y' | 'width' | 'height'>;

function isInside(box: Area, frame: Area): boolean {
  return (
    box.x >= frame.x &&
    box.y >= frame.y &&
    box.x + box.width <= frame.x + frame.width &&
    box.y + box.height <= frame.y + frame.height
  );
}
