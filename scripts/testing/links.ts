/** For tests: links, which Windows lets everybody make as junctions, and Wine lets nobody. */
import { mkdtempSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

export const HAS_LINKS = canLink();

/** Makes a link at `path` to a folder, or to nothing. */
export function link(target: string, path: string): void {
  symlinkSync(target, path, 'junction');
}

function canLink(): boolean {
  const folder = mkdtempSync(join(tmpdir(), 'workshop-links-'));
  try {
    link(folder, join(folder, 'link'));
    return true;
  } catch {
    return false;
  } finally {
    rmSync(folder, { recursive: true });
  }
}
