import { utimesSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { expect, test } from 'vitest';
import { bundleFunction, BundleError, liveBundle } from './bundle.ts';
import { REPOSITORY } from '#testing/course-copy.ts';
import { HAS_LINKS, link } from '#testing/links.ts';
import { makeSources } from '#testing/local-aws.ts';

test('a bundle holds all that is imported, and names its own sources only', async () => {
  const { root } = await makeSources({
    'issuer.ts':
      "import { name } from './part.ts';\nimport { createHmac } from 'node:crypto';\nexport const handler = () => [name, createHmac];",
    'part.ts': 'export const name: string = "한글";',
  });

  const { code, sources } = await bundleFunction(join(root, 'issuer.ts'));

  const text = Buffer.from(code).toString();
  expect(text).toContain('"한글"');
  expect(text).not.toContain("part.ts'");
  expect(sources.toSorted()).toEqual([join(root, 'issuer.ts'), join(root, 'part.ts')]);
});

test('the same source makes the same bundle, wherever it lies', async () => {
  const source = { 'issuer.ts': 'export const handler = () => 1;' };
  const [one, two] = [await makeSources(source), await makeSources(source)];
  const bundles = await Promise.all(
    [one, two].map(({ root }) => bundleFunction(join(root, 'issuer.ts'))),
  );
  expect(bundles[0]?.code).toEqual(bundles[1]?.code);
  expect(bundles[0]?.version).toBe(bundles[1]?.version);
});

test.skipIf(!HAS_LINKS)('a package that lies apart means the same as one inside', async () => {
  const source = `
    import jwt, { sign as signed } from 'jsonwebtoken';
    import * as all from 'jsonwebtoken';
    export const key = 'a secret of thirty-two bytes, at least';
    export const token = jwt.sign({ sub: '1234567890' }, key, { noTimestamp: true });
    export const isSame = [signed === jwt.sign, all.verify === jwt.verify];
    export const names = [Object.keys(all), jwt.JsonWebTokenError.name];`;
  // Bundles are loaded from their files, as Lambda does.
  const { root, save } = await makeSources({ 'issuer.ts': source });
  link(join(REPOSITORY, 'node_modules'), join(root, 'node_modules'));
  const [whole, parted] = [
    await bundleFunction(join(root, 'issuer.ts')),
    await liveBundle(join(root, 'issuer.ts')).current(),
  ];
  await save('whole.mjs', Buffer.from(whole.code).toString());
  await save('parted.mjs', Buffer.from(parted.code).toString());
  await save('index.mjs.map', Buffer.from(whole.sourceMap).toString());
  const load = async (name: string) => ({
    ...(await import(/* @vite-ignore */ pathToFileURL(join(root, name)).href)),
  });

  expect(await load('parted.mjs')).toEqual(await load('whole.mjs'));
  expect(parted.code.length).toBeLessThan(whole.code.length / 10);
  expect(parted.sources).toEqual(whole.sources);
});

test.each([
  ['a missing file', {}, /Could not resolve|no such file/i],
  ['a slip', { 'issuer.ts': 'export const handler = ;' }, /^issuer\.ts:1:23: Unexpected ";"$/],
])('%s is reported with its place', async (_, files, message) => {
  const { root } = await makeSources(files as Record<string, string>);
  const bundling = bundleFunction(join(root, 'issuer.ts'));
  await expect(bundling).rejects.toThrow(BundleError);
  await expect(bundling).rejects.toThrow(message);
});

test('a live bundle is built once for many calls, and again when a file has changed', async () => {
  const { root, save } = await makeSources({ 'issuer.ts': 'export const handler = () => 1;' });
  const live = liveBundle(join(root, 'issuer.ts'));
  // Of one that is saved while it is bundled nobody knows which text was read.
  utimesSync(join(root, 'issuer.ts'), 1, 1);

  const [first, same] = await Promise.all([live.current(), live.current()]);
  const later = await live.current();
  await save('issuer.ts', 'export const handler = () => "two";');
  const changed = await live.current();

  expect(same).toBe(first);
  expect(later.version).toBe(first.version);
  expect(changed.version).not.toBe(first.version);
});
