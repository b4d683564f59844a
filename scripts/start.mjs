/**
 * Starts one of the TypeScript programs beside this file: `node scripts/start.mjs cli lab 1`.
 *
 * Node 20 strips no types itself, so tsx does. But tsx also looks through every file of every
 * package that is imported after it, which takes longer than all the rest. So the packages that
 * weigh most are imported before it.
 */
import { register } from 'tsx/esm/api';

const COURSE = ['diff', 'github-slugger', 'markdown-it', 'string-width', 'wrap-ansi'];
const AWS = ['string-width', 'wrap-ansi', '@aws-sdk/client-lambda', 'esbuild'];
const CLOUD = [
  'fflate',
  ...['api-gateway', 'apigatewayv2', 'cloudwatch-logs', 'iam'].map(
    (name) => `@aws-sdk/client-${name}`,
  ),
];

/** What a program imports that weighs; one that is not named here imports nothing of that kind. */
const PACKAGES = {
  cli: [...COURSE, 'vitest/node'],
  solutions: [...COURSE, 'vitest/node'],
  aws: AWS,
  cloud: [...AWS, ...CLOUD],
  site: [
    ...COURSE,
    'esbuild',
    'markdown-it-cjk-friendly',
    'minisearch',
    'shiki/core',
    'shiki/engine/oniguruma',
    'shiki/langs/typescript.mjs',
    'shiki/langs/shellscript.mjs',
    'shiki/wasm',
    'shiki/themes/github-light-high-contrast.mjs',
  ],
};

const [program = '', ...args] = process.argv.slice(2);
await Promise.all((PACKAGES[program] ?? []).map((name) => import(name)));
register();
process.argv.splice(1, process.argv.length, program, ...args);
await import(
  new URL(program.includes('/') ? `./${program}.ts` : `./cli/${program}.ts`, import.meta.url).href
);
