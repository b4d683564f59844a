/**
 * Mermaid itself, in a browser. It weighs 150 MB, so it is no package of the course's: it is fetched
 * when somebody draws, into the folder that git ignores.
 */
import { spawn } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Page } from 'playwright-core';
import { CONFIG, MERMAID_VERSION } from './config.ts';
import { ROLES } from './palette.ts';
import type { Layout } from './shapes.ts';

/** Where the version that we draw with is, or will be. */
export function mermaidFolder(root: string): string {
  return join(root, '.workshop', `mermaid-${MERMAID_VERSION}`);
}

export function isMermaidThere(root: string): boolean {
  return existsSync(scriptIn(root));
}

/** Fetches Mermaid from the npm registry. Answers npm's exit code. */
export async function fetchMermaid(root: string): Promise<number> {
  const folder = mermaidFolder(root);
  mkdirSync(folder, { recursive: true });
  const args = ['install', '--prefix', '.', '--no-save', '--no-audit', '--no-fund'];
  const npm = npmCommand([...args, '--ignore-scripts', `mermaid@${MERMAID_VERSION}`]);
  const child = spawn(npm.command, npm.args, { cwd: folder, stdio: 'inherit', shell: npm.shell });
  return await new Promise((done, fail) => {
    child.on('error', fail);
    child.on('close', (code) => done(code ?? 1));
  });
}

/** The npm that runs us, where one does: Windows starts no `npm.cmd` without a shell. */
function npmCommand(args: readonly string[]) {
  const running = process.env['npm_execpath'];
  return running?.endsWith('.js')
    ? { command: process.execPath, args: [running, ...args], shell: false }
    : { command: 'npm', args: [...args], shell: process.platform === 'win32' };
}

function scriptIn(root: string): string {
  return join(mermaidFolder(root), 'node_modules', 'mermaid', 'dist', 'mermaid.min.js');
}

/** Makes the page one that can draw. */
export async function loadMermaid(page: Page, root: string): Promise<void> {
  const reader = resolve(fileURLToPath(import.meta.url), '..', 'page', 'read-shapes.js');
  await page.setContent('<!doctype html><meta charset="utf-8"><title>Drawing</title>');
  await page.addScriptTag({ path: scriptIn(root) });
  await page.addScriptTag({ content: readFileSync(reader, 'utf8') });
}

/** Lays out a drawing. Throws Mermaid's own error where the source is wrong. */
export async function layOut(page: Page, mermaid: string): Promise<Layout> {
  const call = `(async (source, config, roles) => {
    document.body.textContent = '';
    mermaid.initialize(config);
    document.body.innerHTML = (await mermaid.render('drawing', source)).svg;
    return readShapes(document.querySelector('svg'), roles);
  })(${[mermaid, CONFIG, ROLES].map((value) => JSON.stringify(value)).join(', ')})`;
  return (await page.evaluate(call)) as Layout;
}
