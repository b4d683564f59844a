/** For tests: a course on disk with whatever pages a test wants. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { onTestFinished } from 'vitest';

/** Writes `files` (paths relative to the root) and answers the root; it is gone after the test. */
export function tinyCourse(files: Readonly<Record<string, string>>): string {
  const root = mkdtempSync(join(tmpdir(), 'jwt-workshop-site-'));
  onTestFinished(() => rmSync(root, { recursive: true, force: true }));
  mkdirSync(join(root, 'labs'));
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), text);
  }
  return root;
}
