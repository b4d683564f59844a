/** The site as files in a folder. What it wrote there before, and no longer makes, is taken away. */
import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmdirSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import type { SiteFiles } from '../live/site-server.ts';

/** Lists what stands in the folder because of us, one path a line. */
const LIST = '.jwt-workshop-site';

/** A folder that holds something, but nothing of ours: it is left alone. */
export class NotOurFolder extends Error {
  readonly folder: string;

  constructor(folder: string) {
    super(`${folder} holds files that are not the site's.`);
    this.name = 'NotOurFolder';
    this.folder = folder;
  }
}

/** Writes `site` to `folder` (absolute). @throws NotOurFolder */
export function writeSite(site: SiteFiles, folder: string): void {
  const before = filesWritten(folder);
  for (const [path, content] of site) {
    const file = join(folder, path);
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, content);
  }
  writeFileSync(join(folder, LIST), `${[...site.keys()].toSorted().join('\n')}\n`);
  for (const path of before) {
    if (!site.has(path)) remove(folder, path);
  }
}

function filesWritten(folder: string): string[] {
  if (!existsSync(folder) || readdirSync(folder).length === 0) return [];
  if (!existsSync(join(folder, LIST))) throw new NotOurFolder(folder);
  return readFileSync(join(folder, LIST), 'utf8')
    .split('\n')
    .filter((path) => path !== '' && !path.split(/[\\/]/).includes('..'));
}

/** The file, and the folders that are empty without it. */
function remove(folder: string, path: string): void {
  rmSync(join(folder, path), { force: true });
  for (let at = dirname(path); at !== '.'; at = dirname(at)) {
    const parent = join(folder, at);
    if (existsSync(parent) && readdirSync(parent).length > 0) return;
    if (existsSync(parent)) rmdirSync(parent);
  }
}
