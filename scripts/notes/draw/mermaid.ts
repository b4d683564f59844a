/**
 * Mermaid itself, in a browser. It weighs 150 MB, so it is no package of the course's: it is fetched
 * when somebody draws, into the folder that git ignores.
 */
import { spawn } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Page } from 'playwright-core';
import { CONFIGS, LINE_LENGTHS, MERMAID_VERSION, SIZES, type Variant } from './config.ts';
import { breakLines } from './break-lines.ts';
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

/** From top to bottom first, for a phone; where nothing of that fits, from left to right. */
const DIRECTIONS: Readonly<Record<Variant, readonly string[]>> = {
  wide: ['LR'],
  tall: ['TB', 'LR'],
};

/**
 * Lays out a drawing, with its lines broken until it fits. Throws Mermaid's own error where the
 * source is wrong, and one that names the width where it can't fit.
 */
export async function layOut(page: Page, mermaid: string, variant: Variant): Promise<Layout> {
  const { width, margin } = SIZES[variant];
  const room = width - 2 * margin;
  let narrowest = Infinity;
  for (const direction of DIRECTIONS[variant]) {
    const source = mermaid.replace(/^flowchart \w+/, `flowchart ${direction}`);
    for (const letters of LINE_LENGTHS) {
      const layout = await layOutOnce(page, breakLines(source, letters), variant);
      if (layout.bounds.width <= room) return layout;
      narrowest = Math.min(narrowest, layout.bounds.width);
    }
  }
  throw new Error(`it is ${Math.ceil(narrowest)} wide, and there is room for ${room}`);
}

async function layOutOnce(page: Page, source: string, variant: Variant): Promise<Layout> {
  const call = `(async (source, config, roles) => {
    document.body.textContent = '';
    mermaid.initialize(config);
    document.body.innerHTML = (await mermaid.render('drawing', source)).svg;
    return readShapes(document.querySelector('svg'), roles);
  })(${[source, CONFIGS[variant], ROLES].map((value) => JSON.stringify(value)).join(', ')})`;
  return (await page.evaluate(call)) as Layout;
}
