/** What is made warm ahead leaves nothing behind. */
import { execFileSync } from 'node:child_process';
import { expect, test } from 'vitest';

const SCRIPT = `
  let requests = 0;
  require('node:diagnostics_channel').subscribe('http.client.request.start', () => (requests += 1));
  process.once('beforeExit', () => {
    const open = process.getActiveResourcesInfo().filter((name) => /TCP|Timeout/.test(name));
    console.log(JSON.stringify({ requests, open }));
  });`;

test('it makes its requests, prints nothing, and keeps nothing open', () => {
  const url = new URL('servers-ahead.mjs', import.meta.url).href;
  const printed = execFileSync(process.execPath, [`--import=${url}`, '--eval', SCRIPT], {
    encoding: 'utf8',
  });
  expect(JSON.parse(printed)).toEqual({ requests: 249, open: [] });
});
