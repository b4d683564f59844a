import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { matchRoute, parseRoute, type ParsedRoute } from './routes.ts';

const routes = (...keys: string[]) =>
  keys.map((key) => ({ key, parsed: parseRoute(key, true) as ParsedRoute }));

const matched = (keys: readonly string[], method: string, path: string) =>
  matchRoute(routes(...keys), method, path)?.route.key;

describe('of the routes that fit', () => {
  test.each([
    [
      'a literal wins over a variable',
      ['GET /users/{id}', 'GET /users/me'],
      '/users/me',
      'GET /users/me',
    ],
    ['a variable wins over a greedy one', ['GET /{path+}', 'GET /{id}'], '/spark', 'GET /{id}'],
    [
      'the longer literal beginning wins',
      ['GET /{path+}', 'GET /users/{path+}'],
      '/users/a/b',
      'GET /users/{path+}',
    ],
    ['the method wins over ANY', ['ANY /me', 'GET /me'], '/me', 'GET /me'],
    ['ANY wins over $default', ['$default', 'ANY /me'], '/me', 'ANY /me'],
    ['$default takes the rest', ['$default', 'GET /me'], '/nowhere', '$default'],
    ['the root is a path', ['GET /', '$default'], '/', 'GET /'],
    ['a last slash makes another path', ['GET /me', '$default'], '/me/', '$default'],
    ['a greedy variable needs a segment', ['GET /files/{path+}'], '/files/', undefined],
    ['a variable needs a segment', ['GET /users/{id}'], '/users/', undefined],
  ])('%s', (_, keys, path, expected) => {
    expect(matched(keys, 'GET', path)).toBe(expected);
    expect(matched(keys.toReversed(), 'GET', path)).toBe(expected);
  });
});

const strange = fc.constantFrom(
  'a',
  '/',
  '%',
  '%2',
  '?',
  '#',
  '{',
  '+}',
  '.',
  ' ',
  '\0',
  '한',
  '😀',
);

test('what a client puts into a path comes out as its parameter', () => {
  fc.assert(
    fc.property(fc.string({ unit: strange, minLength: 1 }), (id) => {
      const found = matchRoute(
        routes('GET /users/{id}'),
        'GET',
        `/users/${encodeURIComponent(id)}`,
      );
      expect(found?.pathParameters).toEqual({ id });
    }),
  );
});

test('no path is too strange to be looked at', () => {
  fc.assert(
    fc.property(fc.string({ unit: strange }), (path) => {
      expect(() => matched(['GET /{a}/{b+}', 'GET /x'], 'GET', path)).not.toThrow();
    }),
  );
});
