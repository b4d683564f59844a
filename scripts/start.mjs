/**
 * Starts one of the TypeScript programs beside this file: `node scripts/start.mjs cli lab 1`.
 *
 * Node 20 strips no types itself, so tsx does. But tsx also looks through every file of every
 * package that is imported after it, which takes longer than all the rest. So the packages that
 * weigh most are imported before it.
 */
import { register } from 'tsx/esm/api';

const [program = '', ...args] = process.argv.slice(2);
const packages = [
  'diff',
  'github-slugger',
  'markdown-it',
  'string-width',
  'vitest/node',
  'wrap-ansi',
];
await Promise.all(packages.map((name) => import(name)));
register();
process.argv.splice(1, process.argv.length, program, ...args);
await import(new URL(`./${program}.ts`, import.meta.url).href);
