/** What a class is kept in, so that a restart goes on with the same code and loses nothing. */
import { randomInt } from 'node:crypto';
import { appendFileSync, existsSync, mkdirSync, renameSync } from 'node:fs';
import { join } from 'node:path';
import { readJson, readTextIfThere, replaceFile } from '#course/files.ts';
import { stateFolder } from '#course/stage.ts';
import { parseJson } from '#text/json.ts';
import type { Arrival } from './view-class.ts';

/** What the class is joined with, and where. */
export interface ClassSettings {
  readonly code: string;
  /** The collector's; undefined before the first start. */
  readonly port?: number | undefined;
}

/** Without letters and digits that are taken for each other: 31 of them, 40 bits in 8. */
const ALPHABET = 'ABCDEFGHJKMNPQRSTUVWXYZ23456789';
const CODE_LENGTH = 8;

export class ClassStore {
  private readonly folder: string;
  private all: Arrival[];
  private current: ClassSettings;

  /** Goes on with the class below `root`, or begins one where there is none. */
  constructor(root: string) {
    this.folder = join(stateFolder(root), 'class');
    mkdirSync(this.folder, { recursive: true });
    const kept = readSettings(this.path(SETTINGS));
    this.current = kept ?? { code: '' };
    this.all = kept ? readArrivals(this.path(ARRIVALS)) : [];
    if (!kept) this.beginAnew();
  }

  /** Begins another class, with another code; the one before it stays in a file of its own. */
  beginAnew(): void {
    if (existsSync(this.path(ARRIVALS))) {
      renameSync(this.path(ARRIVALS), this.path(`arrivals-${Date.now()}.jsonl`));
    }
    this.all = [];
    this.change({ code: newCode() });
  }

  get settings(): ClassSettings {
    return this.current;
  }

  get arrivals(): readonly Arrival[] {
    return this.all;
  }

  keepPort(port: number): void {
    this.change({ port });
  }

  /** Writes it before it counts. A process that dies meanwhile leaves a line that is cut off. */
  add(arrival: Arrival): void {
    appendFileSync(this.path(ARRIVALS), `\n${JSON.stringify(arrival)}`);
    this.all.push(arrival);
  }

  private change(changed: Partial<ClassSettings>): void {
    this.current = { ...this.current, ...changed };
    replaceFile(this.path(SETTINGS), `${JSON.stringify(this.current)}\n`);
  }

  private path(name: string): string {
    return join(this.folder, name);
  }
}

const SETTINGS = 'class.json';
const ARRIVALS = 'arrivals.jsonl';

function newCode(): string {
  return Array.from({ length: CODE_LENGTH }, () => ALPHABET[randomInt(ALPHABET.length)]).join('');
}

function readSettings(file: string): ClassSettings | undefined {
  const { code, port } = Object(readJson(file)) as Partial<ClassSettings>;
  return typeof code === 'string' && code.length === CODE_LENGTH ? { code, port } : undefined;
}

function readArrivals(file: string): Arrival[] {
  // A line that is empty, or was cut off, is no JSON.
  const lines = (readTextIfThere(file) ?? '').split('\n').map((line) => parseJson(line));
  return lines.filter((line) => line !== undefined) as Arrival[];
}
