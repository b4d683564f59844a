import { expect, test } from 'vitest';
import { findRoute } from './api.ts';

test.each([
  ['the method wins over ANY', ['ANY /me', 'GET /me'], '/me', 'GET /me'],
  ['ANY takes every other method', ['ANY /me', 'POST /me'], '/me', 'ANY /me'],
  ['the root is a path', ['GET /', 'GET /me'], '/', 'GET /'],
  ['a last slash makes another path', ['GET /me'], '/me/', undefined],
  ['a longer path is another path', ['GET /me'], '/me/keys', undefined],
])('%s', (_, keys, path, expected) => {
  const routes = keys.map((route) => ({ route }));
  expect(findRoute(routes, 'GET', path)?.route).toBe(expected);
  expect(findRoute(routes.toReversed(), 'GET', path)?.route).toBe(expected);
});
