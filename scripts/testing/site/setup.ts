/**
 * For browser tests: one browser and one site for all of them, set up before the first. The site is
 * the real one, and below `tokens/` a small one with a token in every kind of text.
 */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { TestProject } from 'vitest/node';
import { launchChromiumServer } from '#terminal/chromium.ts';
import { buildSite } from '#site/build/index.ts';
import { recordAll } from '#site/follow/record.ts';
import { writeSite } from '#site/build/write.ts';
import { serveSite } from '#site/live/site-server.ts';
import { TOKEN } from './tokens.ts';

declare module 'vitest' {
  interface ProvidedContext {
    site: {
      /** Where it is served, under its policy; without a slash at the end. */
      readonly url: string;
      /** The same as a folder, as `file://` address. */
      readonly folderUrl: string;
      /** The paths of the real site's pages. */
      readonly pages: readonly string[];
      /** Of the browser, to connect to. */
      readonly browser: string;
    };
  }
}

const ROOT = resolve(import.meta.dirname, '..', '..', '..');

export const UNSECURED = 'eyJhbGciOiJub25lIn0.eyJyYW5rIjoiOTkifQ.';

const TEXT = `
A token in the text: ${TOKEN}.

Unsecured, in code: \`${UNSECURED}\`, and a header alone: \`eyJhbGciOiJub25lIn0\`.

\`\`\`http
GET /me HTTP/1.1
Authorization: Bearer ${TOKEN}
\`\`\`

| kind | token |
| ---- | ----- |
| deck | \`${TOKEN}\` |
${'\nAnd more to scroll.\n'.repeat(60)}
`;

export default async function setup({ provide }: TestProject): Promise<() => Promise<void>> {
  const folder = mkdtempSync(join(tmpdir(), 'jwt-workshop-site-'));
  const browser = await launchChromiumServer();
  const recordings = await recordAll(ROOT);
  const real = await buildSite(ROOT, { served: false, recordings });
  const small = await buildSite(writeCourse(join(folder, 'course')), { served: false });
  const site = new Map([
    ...real,
    ...[...small].map(([path, content]) => [`tokens/${path}`, content] as const),
  ]);
  writeSite(site, join(folder, 'site'));
  const server = await serveSite({ files: () => site });
  provide('site', {
    url: server.url,
    folderUrl: pathToFileURL(join(folder, 'site')).href,
    pages: [...real.keys()].filter((path) => path.endsWith('.html')),
    browser: browser.wsEndpoint(),
  });
  return async () => {
    await browser.close();
    await server.close();
    rmSync(folder, { recursive: true, force: true });
  };
}

function writeCourse(root: string): string {
  mkdirSync(join(root, 'labs'), { recursive: true });
  writeFileSync(join(root, 'README.md'), '# JWT workshop\n');
  writeFileSync(join(root, 'GLOSSARY.md'), `# Tokens\n${TEXT}`);
  const mark = '<!-- translation of GLOSSARY.md: 0123456789ab -->';
  writeFileSync(join(root, 'GLOSSARY.ko.md'), `${mark}\n\n# 토큰\n${TEXT}`);
  return root;
}
