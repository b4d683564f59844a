/**
 * Starts a command of scripts/cli/commands.ts: `node scripts/start.cjs lab 1`.
 *
 * Node 20 strips no types itself, so tsx does. But tsx also looks through every file of every
 * package that is imported after it, which takes longer than all the rest. So the packages that
 * weigh most are imported before it. CommonJS, because Node loads an ES module from no folder with a
 * `\` in its name, not even one that says so.
 */
const { resolve } = require('node:path');
const { pathToFileURL } = require('node:url');
const { whyNot, withUpperCaseDrive } = require('./terminal/preflight.cjs');

const scripts = withUpperCaseDrive(__dirname);
process.chdir(withUpperCaseDrive(process.cwd()));
const reason = whyNot({
  root: resolve(scripts, '..'),
  version: process.versions.node,
  platform: process.platform,
  arch: process.arch,
});
if (reason !== undefined) {
  process.stderr.write(reason);
  process.exit(1);
}

const PAGE = ['string-width', 'wrap-ansi'];
const LESSONS = ['github-slugger', 'markdown-it'];
const CHECKS = [...LESSONS, 'diff', 'vitest/node'];
const LAMBDA = ['@aws-sdk/client-lambda'];
const DEPLOY = [
  ...LAMBDA,
  'esbuild',
  'fflate',
  '@aws-sdk/client-api-gateway',
  '@aws-sdk/client-apigatewayv2',
  '@aws-sdk/client-cloudformation',
];
const SITE = [
  ...LESSONS,
  'diff',
  'esbuild',
  'markdown-it-cjk-friendly',
  'minisearch',
  'shiki/core',
  'shiki/engine/oniguruma',
  'shiki/langs/typescript.mjs',
  'shiki/langs/shellscript.mjs',
  'shiki/wasm',
  'shiki/themes/github-light-high-contrast.mjs',
];

/** What a command imports that weighs; one that is not named here imports nothing of that kind. */
const PACKAGES = {
  lab: CHECKS,
  watch: CHECKS,
  hint: CHECKS,
  ready: CHECKS,
  solution: ['diff'],
  review: CHECKS,
  reset: ['diff'],
  solutions: CHECKS,
  aws: [...LESSONS, 'esbuild'],
  invoke: LAMBDA,
  login: LAMBDA,
  me: LAMBDA,
  deploy: DEPLOY,
  destroy: DEPLOY,
  probe: DEPLOY,
  template: DEPLOY,
  read: [...SITE, 'vitest/node'],
  site: SITE,
  class: [...SITE, 'vitest/node'],
  join: ['diff'],
};

start(process.argv[2]).catch((error) => {
  // Vitest, once it is loaded, takes what nobody has caught, and keeps it to itself.
  console.error(error);
  process.exit(1);
});

async function start(command) {
  const packages = [...PAGE, ...(PACKAGES[command] ?? [])];
  await Promise.all(packages.map((name) => import(name)));
  const { register } = await import('tsx/esm/api');
  register();
  await import(pathToFileURL(`${scripts}/cli/main.ts`).href);
}
