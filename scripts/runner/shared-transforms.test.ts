import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { temporaryFolder } from '#testing/for-test.ts';
import { sharedTransforms } from './shared-transforms.ts';

/** Transforms the files at `urls` one after the other; returns the codes, and what was transformed. */
async function transformed(files: Readonly<Record<string, string>>, urls: readonly string[]) {
  const root = temporaryFolder().replaceAll('\\', '/');
  for (const [url, text] of Object.entries(files)) {
    mkdirSync(join(root, url, '..'), { recursive: true });
    writeFileSync(join(root, url), text);
  }
  const asked: string[] = [];
  const environment = {
    async transformRequest(url: string) {
      asked.push(url.replace(root, ''));
      return { code: `import("${url.replace(/[^/]*$/, '')}rank.ts")`, map: { mappings: '' } };
    },
  };
  const { configureServer } = sharedTransforms(root, `${root}/stage`);
  (configureServer as (server: object) => void)({ environments: { ssr: environment } });
  const codes: string[] = [];
  for (const url of urls) codes.push((await environment.transformRequest(url)).code);
  return { codes, asked };
}

const CHECKS = "import { rank } from './rank.ts';";

test('the same text in a neighbour is transformed once, and imports from its own folder', async () => {
  const { codes, asked } = await transformed(
    { '/stage/a/rank.test.ts': CHECKS, '/stage/b/rank.test.ts': CHECKS },
    ['/stage/a/rank.test.ts', '/stage/b/rank.test.ts'],
  );
  expect(asked).toEqual(['/stage/a/rank.test.ts']);
  expect(codes).toEqual(['import("/stage/a/rank.ts")', 'import("/stage/b/rank.ts")']);
});

test.each([
  ['another text', '/stage/b/rank.test.ts', `${CHECKS} `],
  ['another name', '/stage/b/rank.ts', CHECKS],
  ['a folder that is no neighbour', '/stage/deeper/b/rank.test.ts', CHECKS],
])('%s is transformed by itself', async (_, url, text) => {
  const first = '/stage/a/rank.test.ts';
  const { asked } = await transformed({ [first]: CHECKS, [url]: text }, [first, url]);
  expect(asked).toEqual([first, url]);
});

test.each([
  ['no file', {}, ['/stage/virtual.ts', '/stage/virtual.ts', '/stage/style.css']],
  [
    'no copy',
    { '/kit/a/kit.ts': CHECKS, '/kit/b/kit.ts': CHECKS },
    ['/kit/a/kit.ts', '/kit/b/kit.ts'],
  ],
])('%s is left to vite', async (_, files, urls) => {
  const { asked } = await transformed(files, urls);
  expect(asked).toEqual(urls);
});
